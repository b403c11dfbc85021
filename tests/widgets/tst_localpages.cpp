#include "tests/support/clientpage.h"
#include "tests/support/localpeer.h"
#include "tests/support/pages.h"
#include "widgets/pages/tcpclientpage.h"
#include "widgets/pages/tcpserverpage.h"
#include "widgets/pages/udppage.h"
#include "widgets/views/reachbar.h"
#include "widgets/views/transportbox.h"

#include <QFileInfo>
#include <QSettings>
#include <QTemporaryDir>
#include <QToolButton>

#include <array>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

/// Local sockets in the pages, as a person uses them.
class TestLocalPages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void aPathTakesThePlaceOfAddressAndPort();
    void echoesOverALocalSocket();
    void tellsWhoCanConnect();
    void tellsThatThePathIsInUse();
    void connectsToALocalServer();
    void keepsMessagesApart();
    void takesWhereOurServerListens();
    void sendsLocalDatagrams();

private:
    QString path() const { return m_folder->filePath(QStringLiteral("it.sock")); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestLocalPages::init()
{
    QSettings().clear();
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestLocalPages::aPathTakesThePlaceOfAddressAndPort()
{
    OpenPage<TcpServerPage> page;
    const auto isSeen = [&page](const char *name) {
        return widgetNamed<QWidget>(page.page(), name)->isVisible();
    };
    QVERIFY(isSeen("addressBox") && isSeen("portEdit") && !isSeen("pathEdit"));
    page.choose("transportBox", QStringLiteral("Local"));
    QVERIFY(!isSeen("addressBox") && !isSeen("portEdit") && isSeen("pathEdit"));
    click(widgetNamed<QToolButton>(page.page(), "numbersButton"));
    QVERIFY(isSeen("fileModeEdit") && isSeen("replaceStaleBox"));
    page.choose("transportBox", QStringLiteral("TCP"));
    QVERIFY(isSeen("addressBox") && isSeen("portEdit") && !isSeen("pathEdit"));
    QVERIFY(!isSeen("fileModeEdit"));
}

void TestLocalPages::echoesOverALocalSocket()
{
    OpenPage<TcpServerPage> page;
    page.choose("transportBox", QStringLiteral("Local"));
    page.typeInto("pathEdit", path());
    page.pressEnterIn("pathEdit");
    QTRY_VERIFY_WITH_TIMEOUT(
        page.status().startsWith(QStringLiteral("listening on local:") + path()), patience);
    QVERIFY(!widgetNamed<QWidget>(page.page(), "transportBox")->isEnabled());
    Peer peer = LocalPeer::connectedTo(path());
    peer.sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "hello"s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(page.connections().rowCount(), 1, patience);
    QVERIFY(textAt(page.connections(), 0, ConnectionModel::PeerColumn)
                .startsWith(QStringLiteral("local:pid %1").arg(::getpid())));
    page.pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(page.status().startsWith(QStringLiteral("stopped")), patience);
    QVERIFY(!QFileInfo::exists(path()));
}

void TestLocalPages::tellsWhoCanConnect()
{
    OpenPage<TcpServerPage> page;
    page.choose("transportBox", QStringLiteral("Local"));
    const auto *const reach = widgetNamed<ReachBar>(page.page(), "reachBar");
    QVERIFY(!reach->isVisible()); // this user alone
    click(widgetNamed<QToolButton>(page.page(), "numbersButton"));
    page.typeInto("fileModeEdit", QStringLiteral("660"));
    QVERIFY(reach->isVisible());
    QVERIFY(reach->warning().contains(QStringLiteral("its group")));
    page.typeInto("fileModeEdit", QStringLiteral("666"));
    QVERIFY(reach->warning().contains(QStringLiteral("every user of this machine")));
    page.typeInto("fileModeEdit", QStringLiteral("600"));
    QVERIFY(!reach->isVisible());
    page.typeInto("pathEdit", QStringLiteral("@name"));
    QVERIFY(reach->isVisible());
    QVERIFY(reach->warning().contains(QStringLiteral("every user of this machine")));
}

void TestLocalPages::tellsThatThePathIsInUse()
{
    LocalPeer other(SOCK_STREAM);
    other.bind(path());
    OpenPage<TcpServerPage> page;
    page.choose("transportBox", QStringLiteral("Local"));
    page.typeInto("pathEdit", path());
    page.pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(page.notice().contains(QStringLiteral("EADDRINUSE")), patience);
    QVERIFY(QFileInfo::exists(path()));
}

void TestLocalPages::connectsToALocalServer()
{
    LocalPeer listener(SOCK_STREAM);
    listener.bind(path());
    listener.listen(1);
    OpenClientPage page;
    page.choose("transportBox", QStringLiteral("Local"));
    page.typeInto("pathEdit", path());
    page.pressEnterIn("pathEdit");
    QTRY_VERIFY_WITH_TIMEOUT(page.isConnected(), patience);
    Peer peer{Descriptor(::accept(listener.number(), nullptr, nullptr))};
    page.say(QStringLiteral("hello"));
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "hello"s, patience);
    page.pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
}

void TestLocalPages::keepsMessagesApart()
{
    LocalPeer listener(SOCK_SEQPACKET);
    listener.bind(path());
    listener.listen(1);
    OpenClientPage page;
    page.choose("transportBox", QStringLiteral("Local packets"));
    page.typeInto("pathEdit", path());
    page.pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(page.isConnected(), patience);
    const Descriptor peer(::accept(listener.number(), nullptr, nullptr));
    page.say(QStringLiteral("one"));
    page.say(QStringLiteral("two"));
    std::array<char, 100> buffer = {};
    QCOMPARE(::recv(peer.number(), buffer.data(), buffer.size(), 0), ssize_t(3));
    QCOMPARE(::recv(peer.number(), buffer.data(), buffer.size(), 0), ssize_t(3));
}

void TestLocalPages::takesWhereOurServerListens()
{
    OpenPage<TcpServerPage> server;
    OpenClientPage client;
    connect(server.page(), &TcpServerPage::listening, client.page(), &TcpClientPage::suggest);
    server.choose("transportBox", QStringLiteral("Local packets"));
    server.typeInto("pathEdit", path());
    server.pressStart();
    auto *const box = widgetNamed<TransportBox>(client.page(), "transportBox");
    QTRY_COMPARE_WITH_TIMEOUT(box->transport(), Transport::LocalSeqPacket, patience);
    QCOMPARE(client.text("pathEdit"), path());
    client.pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(client.isConnected(), patience);
}

void TestLocalPages::sendsLocalDatagrams()
{
    LocalPeer receiver(SOCK_DGRAM);
    const QString there = m_folder->filePath(QStringLiteral("there.sock"));
    receiver.bind(there);
    OpenPage<UdpPage> page;
    page.choose("transportBox", QStringLiteral("Local"));
    page.typeInto("pathEdit", path());
    page.typeInto("toEdit", QStringLiteral("local:") + there);
    page.pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(page.status().startsWith(QStringLiteral("bound to local:") + path()),
                             patience);
    page.say(QStringLiteral("hello"));
    Peer peer = receiver.talks();
    std::array<char, 100> buffer = {};
    QCOMPARE(::recv(peer.number(), buffer.data(), buffer.size(), 0), ssize_t(5));
    page.pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(!QFileInfo::exists(path()), patience);
}

QTEST_MAIN(TestLocalPages)
#include "tst_localpages.moc"
