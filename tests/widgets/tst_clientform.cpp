#include "netcore/sockets/socketoption.h"
#include "tests/support/clientpage.h"
#include "tests/support/teststrings.h"
#include "widgets/views/peerbox.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QListView>
#include <QSettings>
#include <QSpinBox>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

const auto peersKey = QStringLiteral("client/peers");

int optionOf(int descriptor, int level, int name)
{
    int value = 0;
    socklen_t size = sizeof value;
    checked(::getsockopt(descriptor, level, name, &value, &size), "getsockopt");
    return value;
}

linger lingerOf(int descriptor)
{
    linger value = {};
    socklen_t size = sizeof value;
    checked(::getsockopt(descriptor, SOL_SOCKET, SO_LINGER, &value, &size), "getsockopt");
    return value;
}

} // namespace

/// What a person can choose before the client connects, and what comes of it.
class TestClientForm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void remembersAPeerOnceItIsConnected();
    void fillsHostAndPortWithAPeerOfTheList();
    void goesThroughThePeersByTheDownKey();
    void keepsPeersForTheNextPage();
    void writesIpv6PeersInBrackets_data();
    void writesIpv6PeersInBrackets();
    void putsTheLatestPeerFirstAndKeepsTwenty();

    void connectsTenTimesAndSendsToAllOrToOne();
    void disconnectsOneOfSeveralAndThenAll();

    void saysWhichTimeOutItWas_data();
    void saysWhichTimeOutItWas();
    void triesAgainWithGrowingWaits();
    void connectsAgainWhenThePeerCloses();
    void connectsByTheFamilyOfChoice();
    void connectsFromTheSourceOfChoice();
    void connectsByEnterInASource();
    void setsEachSocketOption();
    void showsWhatTheSystemGives();
    void tellsHowMuchIsOtherThanUsual();
    void cannotBeChangedWhileConnected();
    void goesFromFieldToFieldByTab();

private:
    /// Types and presses Enter; the peer is the last one in m_peers.
    void connectToListener();
    /// True when so many peers have come.
    bool haveCome(std::size_t count);
    QComboBox *peerBox() const { return widgetNamed<QComboBox>(m_page->page(), "hostBox"); }
    QStringList shownPeers() const
    {
        QStringList peers;
        for (int index = 0; index < peerBox()->count(); ++index) {
            peers.append(peerBox()->itemText(index));
        }
        return peers;
    }
    QString listenerText() const { return QStringLiteral("127.0.0.1:%1").arg(m_listener->port()); }
    QString moreText() const
    {
        return widgetNamed<QToolButton>(m_page->page(), "connectingButton")->text();
    }

    std::unique_ptr<PeerListener> m_listener;
    std::vector<Peer> m_peers;
    std::unique_ptr<OpenClientPage> m_page;
};

void TestClientForm::init()
{
    QSettings().clear();
    m_listener = std::make_unique<PeerListener>();
    m_page = std::make_unique<OpenClientPage>();
}

void TestClientForm::cleanup()
{
    m_page.reset();
    m_peers.clear();
    m_listener.reset();
}

bool TestClientForm::haveCome(std::size_t count)
{
    std::optional<Peer> next;
    while (m_peers.size() < count && m_listener->acceptInto(next)) {
        m_peers.push_back(std::move(*next));
        next.reset();
    }
    return m_peers.size() == count;
}

void TestClientForm::connectToListener()
{
    const std::size_t count = m_peers.size() + 1;
    m_page->connectTo(m_listener->port());
    QTRY_VERIFY_WITH_TIMEOUT(haveCome(count), patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isConnected(), patience);
}

// Peers.

void TestClientForm::remembersAPeerOnceItIsConnected()
{
    const std::uint16_t port = m_listener->port();
    m_listener.reset();
    m_page->connectTo(port);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isIdle() && !m_page->notice().isEmpty(), patience);
    QCOMPARE(shownPeers(), QStringList());
    m_listener = std::make_unique<PeerListener>(Family::Ipv4, port);
    connectToListener();
    QCOMPARE(shownPeers(), QStringList{listenerText()});
    QCOMPARE(m_page->text("hostEdit"), QStringLiteral("127.0.0.1")); // what was typed stays
}

void TestClientForm::fillsHostAndPortWithAPeerOfTheList()
{
    m_page.reset();
    QSettings().setValue(
        peersKey, QStringList{QStringLiteral("lamp.test:80"), QStringLiteral("[fe80::1%eth0]:81")});
    m_page = std::make_unique<OpenClientPage>();
    peerBox()->setFocus();
    QTest::keyClick(peerBox(), Qt::Key_Down, Qt::AltModifier);
    auto *const list = peerBox()->view();
    QTRY_VERIFY(list->isVisible());
    QTest::keyClick(list, Qt::Key_End);
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(m_page->text("hostEdit"), QStringLiteral("fe80::1%eth0"));
    QCOMPARE(m_page->text("portEdit"), QStringLiteral("81"));
    // A person has filled the form: a server of this program does not.
    m_page->page()->suggest(QStringLiteral("127.0.0.1:5000"), Transport::Tcp);
    QCOMPARE(m_page->text("portEdit"), QStringLiteral("81"));
}

void TestClientForm::goesThroughThePeersByTheDownKey()
{
    m_page.reset();
    QSettings().setValue(peersKey,
                         QStringList{QStringLiteral("one.test:1"), QStringLiteral("two.test:2")});
    m_page = std::make_unique<OpenClientPage>();
    auto *const edit = widgetNamed<QLineEdit>(m_page->page(), "hostEdit");
    QTest::keyClick(edit, Qt::Key_Down);
    QCOMPARE(edit->text(), QStringLiteral("one.test"));
    QTest::keyClick(edit, Qt::Key_Down);
    QCOMPARE(edit->text(), QStringLiteral("two.test"));
    QCOMPARE(m_page->text("portEdit"), QStringLiteral("2"));
    QTest::keyClick(edit, Qt::Key_Up);
    QCOMPARE(edit->text(), QStringLiteral("one.test"));
}

void TestClientForm::keepsPeersForTheNextPage()
{
    connectToListener();
    m_page = std::make_unique<OpenClientPage>();
    QCOMPARE(shownPeers(), QStringList{listenerText()});
    peerBox()->setFocus();
    QTest::keyClick(widgetNamed<QLineEdit>(m_page->page(), "hostEdit"), Qt::Key_Down);
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(haveCome(2), patience);
}

void TestClientForm::writesIpv6PeersInBrackets_data()
{
    QTest::addColumn<QString>("host");
    QTest::newRow("plain") << QStringLiteral("::1");
    QTest::newRow("in brackets") << QStringLiteral("[::1]");
    QTest::newRow("with spaces around it") << QStringLiteral(" ::1 ");
}

void TestClientForm::writesIpv6PeersInBrackets()
{
    QFETCH(const QString, host);
    const PeerListener listener(Family::Ipv6);
    m_page->connectTo(listener.port(), host);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isConnected(), patience);
    QCOMPARE(shownPeers(), QStringList{QStringLiteral("[::1]:%1").arg(listener.port())});
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isIdle(), patience);
    m_page->typeInto("portEdit", QString());
    QTest::keyClick(widgetNamed<QLineEdit>(m_page->page(), "hostEdit"), Qt::Key_Down);
    QCOMPARE(m_page->text("hostEdit"), QStringLiteral("::1"));
    m_page->pressEnterIn("portEdit");
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isConnected(), patience);
    QCOMPARE(shownPeers().size(), 1);
}

void TestClientForm::putsTheLatestPeerFirstAndKeepsTwenty()
{
    m_page.reset();
    QStringList peers;
    for (int number = 1; number < PeerBox::mostPeers; ++number) {
        peers.append(QStringLiteral("peer%1.test:80").arg(number));
    }
    peers.append(listenerText()); // the last that fits
    QSettings().setValue(peersKey, peers);
    m_page = std::make_unique<OpenClientPage>();
    connectToListener();
    peers.move(PeerBox::mostPeers - 1, 0);
    QCOMPARE(shownPeers(), peers);
    m_page->pressStart();
    m_peers.clear();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isIdle(), patience);

    const PeerListener other;
    m_page->connectTo(other.port());
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isConnected(), patience);
    peers.prepend(QStringLiteral("127.0.0.1:%1").arg(other.port()));
    peers.removeLast();
    QCOMPARE(shownPeers(), peers);
    QCOMPARE(QSettings().value(peersKey).toStringList(), peers);
}

// Many at once.

void TestClientForm::connectsTenTimesAndSendsToAllOrToOne()
{
    constexpr int count = 10;
    m_page->typeNumber("connectionsBox", QString::number(count));
    m_page->connectTo(m_listener->port());
    QTRY_VERIFY_WITH_TIMEOUT(haveCome(count), patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->status().startsWith(QStringLiteral("10 connections to ")),
                             patience);
    QCOMPARE(m_page->connections().rowCount(), count);
    auto *const targets = widgetNamed<QComboBox>(m_page->page(), "targetBox");
    QVERIFY(targets->isVisible());
    QCOMPARE(targets->currentText(), QStringLiteral("All connections"));
    m_page->say(QStringLiteral("all"));
    for (Peer &peer : m_peers) {
        QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "all"s, patience);
    }

    m_page->clickRow("connectionTable", 3);
    QCOMPARE(targets->currentText(), QStringLiteral("Connection 4"));
    m_page->say(QStringLiteral("one"));
    const auto haveBoth = [this] {
        return std::count_if(m_peers.begin(), m_peers.end(),
                             [](Peer &peer) { return peer.received() == "allone"; });
    };
    QTRY_COMPARE_WITH_TIMEOUT(haveBoth(), 1, patience);
    targets->setFocus();
    QTest::keyClick(targets, Qt::Key_Home);
    m_page->say(QStringLiteral("!"));
    for (Peer &peer : m_peers) {
        QTRY_VERIFY_WITH_TIMEOUT(peer.received().ends_with('!'), patience);
    }
    QCOMPARE(haveBoth(), 0);
}

void TestClientForm::disconnectsOneOfSeveralAndThenAll()
{
    m_page->typeNumber("connectionsBox", QStringLiteral("3"));
    m_page->connectTo(m_listener->port());
    QTRY_VERIFY_WITH_TIMEOUT(haveCome(3), patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->status().startsWith(QStringLiteral("3 connections to ")),
                             patience);
    m_page->clickRow("connectionTable", 1);
    m_page->press("disconnectButton");
    const auto ended = [this] {
        return std::find_if(m_peers.begin(), m_peers.end(),
                            [](Peer &peer) { return peer.sawFin(); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(ended() != m_peers.end(), patience);
    m_peers.erase(ended());
    QTRY_VERIFY_WITH_TIMEOUT(m_page->status().startsWith(QStringLiteral("2 connections to ")),
                             patience);
    QCOMPARE(m_page->stateAt(1), stateText(ConnectionState::Closed));
    QCOMPARE(m_page->stateAt(0), stateText(ConnectionState::Open));
    QCOMPARE(m_page->stateAt(2), stateText(ConnectionState::Open));
    QVERIFY(ended() == m_peers.end());

    m_page->pressStart();
    for (Peer &peer : m_peers) {
        QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
        peer.close();
    }
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isIdle(), patience);
}

// What few people change.

void TestClientForm::saysWhichTimeOutItWas_data()
{
    QTest::addColumn<QByteArray>("box");
    QTest::addColumn<QString>("words");
    QTest::newRow("connecting") << QByteArray("connectTimeoutBox")
                                << QStringLiteral("connection time-out: ");
    QTest::newRow("response") << QByteArray("responseTimeoutBox")
                              << QStringLiteral("response time-out: ");
    QTest::newRow("exchange") << QByteArray("exchangeTimeoutBox")
                              << QStringLiteral("exchange time-out: ");
}

void TestClientForm::saysWhichTimeOutItWas()
{
    QFETCH(const QByteArray, box);
    QFETCH(const QString, words);
    const SilentPort silent;
    m_page->openMore();
    m_page->typeNumber(box.constData(), QStringLiteral("0.25"));
    m_page->connectTo(box.startsWith("connect") ? silent.port() : m_listener->port());
    QTRY_VERIFY_WITH_TIMEOUT(!m_page->dataOf(EventKind::TimedOut).isEmpty(), patience);
    const QString told = m_page->dataOf(EventKind::TimedOut).constFirst();
    QVERIFY2(told.startsWith(words), qPrintable(told));
    QVERIFY2(told.contains(QStringLiteral("0.25 s")), qPrintable(told));
    QCOMPARE(m_page->notice(), told);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isIdle(), patience);
}

void TestClientForm::triesAgainWithGrowingWaits()
{
    const std::uint16_t port = m_listener->port();
    m_listener.reset();
    m_page->openMore();
    m_page->typeNumber("retriesBox", QStringLiteral("2"));
    m_page->typeNumber("retryWaitBox", QStringLiteral("0.01"));
    m_page->connectTo(port);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->dataOf(EventKind::Failed).size(), qsizetype(3), patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isIdle(), patience);
    const QStringList notes = m_page->dataOf(EventKind::Note).filter(QStringLiteral("again in"));
    QCOMPARE(notes, (QStringList{QStringLiteral("trying again in 0.01 s (1 of 2)"),
                                 QStringLiteral("trying again in 0.02 s (2 of 2)")}));
}

void TestClientForm::connectsAgainWhenThePeerCloses()
{
    m_page->openMore();
    m_page->typeNumber("retryWaitBox", QStringLiteral("0.01"));
    click(widgetNamed<QCheckBox>(m_page->page(), "reconnectBox"));
    connectToListener();
    m_peers.back().close();
    QTRY_VERIFY_WITH_TIMEOUT(haveCome(2), patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isConnected(), patience);
    m_page->pressStart(); // until one disconnects
    QTRY_VERIFY_WITH_TIMEOUT(m_peers.back().sawFin(), patience);
    m_peers.back().close();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isIdle(), patience);
    QVERIFY(!haveCome(3));
}

void TestClientForm::connectsByTheFamilyOfChoice()
{
    m_page->openMore();
    m_page->choose("familyBox", QStringLiteral("IPv6 only"));
    m_page->connectTo(m_listener->port());
    QTRY_COMPARE_WITH_TIMEOUT(m_page->notice(),
                              QStringLiteral("EINVAL: 127.0.0.1 is no IPv6 address."), patience);
    m_page->choose("familyBox", QStringLiteral("IPv4 only"));
    m_page->connectTo(m_listener->port(), QStringLiteral("localhost"));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isConnected(), patience);
    QCOMPARE(m_page->connections().rowCount(), 1); // no attempt at ::1
}

void TestClientForm::connectsFromTheSourceOfChoice()
{
    m_page->openMore();
    m_page->typeInto("sourceEdit", QStringLiteral("127.0.0.2"));
    connectToListener();
    QVERIFY(m_page->status().startsWith(QStringLiteral("connected 127.0.0.2:")));
    QCOMPARE(m_page->dataOf(EventKind::Bound).size(), qsizetype(1));
}

void TestClientForm::connectsByEnterInASource()
{
    m_page->openMore();
    m_page->typeInto("portEdit", QString::number(m_listener->port()));
    m_page->typeInto("sourceEdit", QStringLiteral("127.0.0.3:0"));
    m_page->pressEnterIn("sourceEdit");
    QTRY_VERIFY_WITH_TIMEOUT(haveCome(1), patience);
}

void TestClientForm::setsEachSocketOption()
{
    m_page->openMore();
    m_page->choose("no-delayBox", QStringLiteral("on"));
    m_page->choose("keep-aliveBox", QStringLiteral("on"));
    m_page->typeNumber("send-bufferBox", QStringLiteral("40000"));
    m_page->typeNumber("receive-bufferBox", QStringLiteral("50000"));
    m_page->typeNumber("lingerBox", QStringLiteral("7"));
    m_page->typeNumber("ttlBox", QStringLiteral("9"));
    QCOMPARE(moreText(), QStringLiteral("More (6 changed) ▴"));
    connectToListener();
    const int descriptor = m_page->descriptor();
    QCOMPARE(optionOf(descriptor, IPPROTO_TCP, TCP_NODELAY), 1);
    QCOMPARE(optionOf(descriptor, SOL_SOCKET, SO_KEEPALIVE), 1);
    constexpr int doubled = 2; // by Linux
    QCOMPARE(optionOf(descriptor, SOL_SOCKET, SO_SNDBUF), 40000 * doubled);
    QCOMPARE(optionOf(descriptor, SOL_SOCKET, SO_RCVBUF), 50000 * doubled);
    QCOMPARE(lingerOf(descriptor).l_onoff, 1);
    QCOMPARE(lingerOf(descriptor).l_linger, 7);
    QCOMPARE(optionOf(descriptor, IPPROTO_IP, IP_TTL), 9);
}

void TestClientForm::showsWhatTheSystemGives()
{
    m_page->openMore();
    const SocketOptions defaults = defaultSocketOptions();
    const auto *const noDelay = widgetNamed<QComboBox>(m_page->page(), "no-delayBox");
    QTRY_COMPARE(noDelay->currentText(), QStringLiteral("system's (off)"));
    const auto *const ttl = widgetNamed<QSpinBox>(m_page->page(), "ttlBox");
    QCOMPARE(ttl->text(),
             QStringLiteral("system's (%1)").arg(defaults.value(SocketOption::HopLimit)));
    const auto *const buffer = widgetNamed<QSpinBox>(m_page->page(), "send-bufferBox");
    QCOMPARE(buffer->text(),
             QStringLiteral("system's (%1 B)").arg(defaults.value(SocketOption::SendBuffer)));
    const auto *const linger = widgetNamed<QSpinBox>(m_page->page(), "lingerBox");
    QCOMPARE(linger->text(), QStringLiteral("system's (off)"));
    // A tool tip says what the option is called elsewhere.
    QVERIFY(noDelay->toolTip().startsWith(QStringLiteral("TCP_NODELAY: ")));
    QVERIFY(linger->toolTip().startsWith(QStringLiteral("SO_LINGER: ")));
}

void TestClientForm::tellsHowMuchIsOtherThanUsual()
{
    QCOMPARE(moreText(), QStringLiteral("More ▾"));
    QVERIFY(!widgetNamed<QWidget>(m_page->page(), "connectingForm")->isVisible());
    m_page->openMore();
    QCOMPARE(moreText(), QStringLiteral("More ▴"));
    m_page->typeNumber("responseTimeoutBox", QStringLiteral("3"));
    m_page->typeInto("sourceEdit", QStringLiteral("127.0.0.1"));
    m_page->choose("familyBox", QStringLiteral("IPv4 only"));
    QCOMPARE(moreText(), QStringLiteral("More (3 changed) ▴"));
    click(widgetNamed<QToolButton>(m_page->page(), "connectingButton"));
    QCOMPARE(moreText(), QStringLiteral("More (3 changed) ▾")); // it does not hide
    m_page->openMore();
    m_page->typeNumber("responseTimeoutBox", QStringLiteral("0"));
    auto *const response = widgetNamed<QDoubleSpinBox>(m_page->page(), "responseTimeoutBox");
    QTest::keyClick(response, Qt::Key_Return);
    QCOMPARE(response->text(), QStringLiteral("no limit"));
    QCOMPARE(moreText(), QStringLiteral("More (2 changed) ▴"));
}

void TestClientForm::cannotBeChangedWhileConnected()
{
    m_page->openMore();
    connectToListener();
    for (const char *field : {"hostBox", "portEdit", "connectionsBox", "connectingForm"}) {
        QVERIFY2(!widgetNamed<QWidget>(m_page->page(), field)->isEnabled(), field);
    }
    m_page->pressStart();
    m_peers.clear();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isIdle(), patience);
    for (const char *field : {"hostBox", "portEdit", "connectionsBox", "connectingForm"}) {
        QVERIFY2(widgetNamed<QWidget>(m_page->page(), field)->isEnabled(), field);
    }
}

void TestClientForm::goesFromFieldToFieldByTab()
{
    QVERIFY(m_page->becomesActive());
    m_page->openMore();
    m_page->page()->focusForm();
    QStringList order;
    const QString last = QStringLiteral("ttlBox");
    constexpr int most = 30;
    for (int step = 0; step < most && !order.contains(last); ++step) {
        const QWidget *const focus = QApplication::focusWidget();
        order.append(focus->objectName() == QStringLiteral("hostEdit")
                         ? focus->parentWidget()->objectName()
                         : focus->objectName());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QCOMPARE(order.join(u' '),
             QStringLiteral("hostBox portEdit connectionsBox connectingButton startButton "
                            "familyBox sourceEdit connectTimeoutBox responseTimeoutBox "
                            "exchangeTimeoutBox retriesBox retryWaitBox reconnectBox no-delayBox "
                            "keep-aliveBox send-bufferBox receive-bufferBox lingerBox ttlBox"));
}

QTEST_MAIN(TestClientForm)
#include "tst_clientform.moc"
