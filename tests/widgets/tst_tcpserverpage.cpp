#include "netcore/codec/visibletext.h"
#include "netcore/sockets/kernelview.h"
#include "tests/support/limits.h"
#include "tests/support/pages.h"
#include "tests/support/peer.h"
#include "tests/support/teststrings.h"
#include "widgets/models/connectionmodel.h"
#include "widgets/models/words.h"
#include "widgets/pages/tcpserverpage.h"
#include "widgets/views/elidedlabel.h"
#include "widgets/views/reachbar.h"
#include "widgets/views/replyoptionsform.h"
#include "widgets/views/rowtable.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QToolButton>

#include <csignal>
#include <deque>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

class TestTcpServerPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void saysWhatToDoFirst();
    void startsByAClickAndShowsThePortThatTheSystemChose();
    void startsByEnterInThePort();
    void listensOnIpv6();
    void listensElsewhereWhereNobodyAskedForThePort();
    void tellsThatATypedPortIsTakenAndStartsOnAnother();
    void refusesABadPortAndKeepsWhatIsTyped_data();
    void refusesABadPortAndKeepsWhatIsTyped();
    void refusesANonsenseAddressAndKeepsWhatIsTyped();
    void tellsThatAnAddressBelongsToAnotherMachine();
    void saysWhoCanConnectWhereOthersCan();
    void showsClientsEventsAndBytes();
    void sendsToAllClients();
    void sendsToTheSelectedClientOnly();
    void sendsToTheSelectedClientsOnly();
    void writesOnToWhomAFilterHides();
    void keepsAMessageForAClientThatHasJustGone();
    void finishesOneClient();
    void abortsSeveralClients();
    void followsTheStreamOfAClient();
    void abortsOneClient();
    void stopsAndTellsTheClients();
    void startsAgainOnTheSamePort();
    void showsAClientThatResets();
    void keepsTheMessageWhileNobodyIsConnected();
    void answersAsChosen();
    void showsTheOptionsOfTheChosenReply();
    void answersByTheOptionsOfTheReply();
    void marksAnOptionThatIsWrongAndDoesNotStartWithIt();
    void keepsTheOptionsOfAReplyForTheNextTime();
    void showsHowManyWaitWhereOneIsServedAtATime();
    void putsTheNumbersOfServingBehindAButton();
    void servesByTheNumbers();
    void reachesEveryFieldOfTheFormByTab();
    void showsHostileBytesAsInertTextEverywhere();
    void bearsAThousandSilentClients();
    void goesAwayWhileTrafficGoesOn();
    void forgetsEventsWhenCleared();
    void clearsWhileTrafficGoesOn();
    void savesTheLogAsJsonLines();
    void tellsThatALogCannotBeSaved_data();
    void tellsThatALogCannotBeSaved();
    void leavesNoHalfFileOnAFullDisk();
    void asksForAFileNameWithoutStoppingAnything();

private:
    void start(const QString &reply = QStringLiteral("Echo"));
    std::uint16_t port() const { return m_page->text("portEdit").toUShort(); }
    bool hasClients(int count) const
    {
        const QString words =
            count == 1 ? QStringLiteral("1 client ") : QStringLiteral("%1 clients").arg(count);
        return m_page->status().contains(words);
    }
    QString aboutLine() const
    {
        return widgetNamed<ElidedLabel>(m_page->page(), "aboutLabel")->text();
    }
    QString stateAt(int row) const
    {
        return textAt(m_page->connections(), row, ConnectionModel::StateColumn);
    }

    std::unique_ptr<OpenPage<TcpServerPage>> m_page;
};

void TestTcpServerPage::initTestCase()
{
    std::signal(SIGXFSZ, SIG_IGN);
    raiseDescriptorLimit();
}

void TestTcpServerPage::init()
{
    m_page = std::make_unique<OpenPage<TcpServerPage>>();
}

void TestTcpServerPage::cleanup()
{
    m_page.reset();
}

void TestTcpServerPage::start(const QString &reply)
{
    m_page->choose("replyBox", reply);
    m_page->typeInto("portEdit", QStringLiteral("0"));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->status().contains(QStringLiteral("listening on")), patience);
}

void TestTcpServerPage::saysWhatToDoFirst()
{
    QVERIFY(m_page->status().startsWith(QStringLiteral("stopped")));
    QVERIFY(m_page->strip().startsWith(QStringLiteral("○ socket")));
    QVERIFY(widgetNamed<RowTable>(m_page->page(), "connectionTable")
                ->shownPlaceholder()
                .startsWith(QStringLiteral("No client yet")));
    QCOMPARE(m_page->text("portEdit"), QStringLiteral("9999"));
    QVERIFY(!m_page->canPress("sendButton"));
    QVERIFY(!m_page->canPress("finishButton"));
    QVERIFY(!m_page->canPress("abortButton"));
    QVERIFY(m_page->notice().isEmpty());
}

void TestTcpServerPage::startsByAClickAndShowsThePortThatTheSystemChose()
{
    const QString before = m_page->buttonText();
    const QSignalSpy listening(m_page->page(), &TcpServerPage::listening);
    start();
    QVERIFY(port() != 0);
    const QString address = QStringLiteral("127.0.0.1:%1").arg(port());
    QVERIFY(m_page->status().contains(address));
    QCOMPARE(listening.size(), qsizetype(1));
    QCOMPARE(listening.first().first().toString(), address);
    QVERIFY(m_page->buttonText() != before);
    QVERIFY(m_page->strip().contains(QStringLiteral("● listen ─ ◉ accept")));
    // The number is the descriptor's own.
    const int descriptor = m_page->strip().section(QStringLiteral("fd "), 1).toInt();
    QCOMPARE(portOf(descriptor), port());
    QVERIFY(!m_page->isEditable("portEdit"));
    QCOMPARE(Peer::connectError(port(), Family::Ipv4), 0);
}

void TestTcpServerPage::startsByEnterInThePort()
{
    m_page->typeInto("portEdit", QStringLiteral("0"));
    m_page->pressEnterIn("portEdit");
    QTRY_VERIFY_WITH_TIMEOUT(port() != 0, patience);
}

void TestTcpServerPage::listensOnIpv6()
{
    auto *box = widgetNamed<QComboBox>(m_page->page(), "addressBox");
    type(box->lineEdit(), QStringLiteral("::1"));
    start();
    QVERIFY(m_page->status().contains(QStringLiteral("[::1]:%1").arg(port())));
    QCOMPARE(Peer::connectError(port(), Family::Ipv6), 0);
}

void TestTcpServerPage::listensElsewhereWhereNobodyAskedForThePort()
{
    std::optional<PeerListener> other;
    try {
        other.emplace(Family::Ipv4, std::uint16_t(9999));
    } catch (const std::system_error &) {
        // Somebody else has it: that does as well.
    }
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->status().contains(QStringLiteral("listening on")), patience);
    QVERIFY(port() != 9999);
    QVERIFY(m_page->status().contains(QString::number(port())));
    QVERIFY(m_page->dataOf(EventKind::Note).join(u' ').contains(QStringLiteral("9999")));
}

void TestTcpServerPage::tellsThatATypedPortIsTakenAndStartsOnAnother()
{
    const PeerListener other;
    const QString taken = QString::number(other.port());
    m_page->typeInto("portEdit", taken);
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->notice().startsWith(QStringLiteral("EADDRINUSE: ")), patience);
    QVERIFY(m_page->notice().contains(taken));
    QCOMPARE(m_page->text("portEdit"), taken);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isEditable("portEdit"), patience); // once it is closed
    QVERIFY(m_page->strip().contains(u'✗'));
    QCOMPARE(m_page->dataOf(EventKind::Failed), QStringList{m_page->notice()});
    start();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->notice().isEmpty(), patience);
    QVERIFY(!m_page->strip().contains(u'✗'));
}

void TestTcpServerPage::refusesABadPortAndKeepsWhatIsTyped_data()
{
    QTest::addColumn<QString>("typed");
    QTest::newRow("a word") << QStringLiteral("http");
    QTest::newRow("nothing") << QString();
    QTest::newRow("too large") << QStringLiteral("65536");
    QTest::newRow("negative") << QStringLiteral("-1");
    QTest::newRow("a fraction") << QStringLiteral("80.5");
    QTest::newRow("HTML") << QStringLiteral("<b>80</b>");
    QTest::newRow("endless") << QString(2000, u'9');
}

void TestTcpServerPage::refusesABadPortAndKeepsWhatIsTyped()
{
    QFETCH(const QString, typed);
    m_page->typeInto("portEdit", typed);
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->notice().startsWith(QStringLiteral("EINVAL: ")), patience);
    QCOMPARE(m_page->text("portEdit"), typed);
    QVERIFY(m_page->isEditable("portEdit"));
    QCOMPARE(m_page->dataOf(EventKind::Failed).size(), qsizetype(1));
    start();
    QVERIFY(port() != 0);
}

void TestTcpServerPage::refusesANonsenseAddressAndKeepsWhatIsTyped()
{
    auto *box = widgetNamed<QComboBox>(m_page->page(), "addressBox");
    const QString typed = QStringLiteral("<i>nowhere</i>");
    type(box->lineEdit(), typed);
    m_page->typeInto("portEdit", QStringLiteral("0"));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->notice().startsWith(QStringLiteral("EINVAL: ")), patience);
    QCOMPARE(box->currentText(), typed);
    QVERIFY(m_page->notice().contains(typed));
    QCOMPARE(m_page->notInert(), QString());
}

void TestTcpServerPage::tellsThatAnAddressBelongsToAnotherMachine()
{
    auto *box = widgetNamed<QComboBox>(m_page->page(), "addressBox");
    type(box->lineEdit(), QStringLiteral("192.0.2.1"));
    m_page->typeInto("portEdit", QStringLiteral("0"));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->notice().startsWith(QStringLiteral("EADDRNOTAVAIL: ")),
                             patience);
}

void TestTcpServerPage::saysWhoCanConnectWhereOthersCan()
{
    auto *box = widgetNamed<QComboBox>(m_page->page(), "addressBox");
    const auto *reach = widgetNamed<ReachBar>(m_page->page(), "reachBar");
    QVERIFY(!reach->isVisible());
    for (const char *address : {"0.0.0.0", "::", "*", "192.0.2.1"}) {
        type(box->lineEdit(), QString::fromLatin1(address));
        QVERIFY2(reach->isVisible(), address);
        QVERIFY2(!reach->warning().isEmpty(), address);
    }
    for (const char *address : {"127.0.0.1", "::1", "localhost", "127.9.9.9"}) {
        type(box->lineEdit(), QString::fromLatin1(address));
        QVERIFY2(!reach->isVisible(), address);
    }
}

void TestTcpServerPage::showsClientsEventsAndBytes()
{
    start();
    Peer peer = Peer::connectedTo(port());
    QTRY_VERIFY_WITH_TIMEOUT(hasClients(1), patience);
    QVERIFY(widgetNamed<RowTable>(m_page->page(), "connectionTable")->shownPlaceholder().isEmpty());
    QCOMPARE(textAt(m_page->connections(), 0, ConnectionModel::PeerColumn),
             QStringLiteral("127.0.0.1:%1").arg(peer.localPort()));
    QCOMPARE(stateAt(0), stateText(ConnectionState::Open));

    peer.sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "hello"s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->dataOf(EventKind::Sent), QStringList{QStringLiteral("hello")},
                              patience);
    QCOMPARE(m_page->dataOf(EventKind::Received), QStringList{QStringLiteral("hello")});
    QCOMPARE(textAt(m_page->connections(), 0, ConnectionModel::ReceivedColumn),
             QStringLiteral("5 B"));
    QVERIFY(m_page->status().contains(QStringLiteral("↓ 5 B ↑ 5 B")));
    QVERIFY(m_page->strip().contains(QStringLiteral("● send/recv")));

    QVERIFY(m_page->shownBytes().empty());
    m_page->clickRow("eventTable", m_page->lastRowOf(EventKind::Received));
    QCOMPARE(m_page->shownBytes(), "hello"s);
    QVERIFY(widgetNamed<ElidedLabel>(m_page->page(), "eventHeadline")
                ->text()
                .startsWith(eventText(EventKind::Received)));
    m_page->clickRow("eventTable", 0);
    QVERIFY(m_page->shownBytes().empty());
    QVERIFY(widgetNamed<QLabel>(m_page->page(), "eventNote")
                ->text()
                .contains(QStringLiteral("socket AF_INET SOCK_STREAM")));

    peer.finish();
    QTRY_COMPARE_WITH_TIMEOUT(stateAt(0), stateText(ConnectionState::Closed), patience);
    QVERIFY(hasClients(0));
}

void TestTcpServerPage::sendsToAllClients()
{
    start(QStringLiteral("None"));
    Peer first = Peer::connectedTo(port());
    Peer second = Peer::connectedTo(port());
    QTRY_VERIFY_WITH_TIMEOUT(hasClients(2), patience);
    m_page->choose("endingBox", QStringLiteral("LF"));
    m_page->say(QStringLiteral("to all"));
    QTRY_COMPARE_WITH_TIMEOUT(first.received(), "to all\n"s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(second.received(), "to all\n"s, patience);
    QVERIFY(m_page->messageEdit()->message().isEmpty());
}

void TestTcpServerPage::sendsToTheSelectedClientOnly()
{
    start(QStringLiteral("None"));
    Peer first = Peer::connectedTo(port());
    QTRY_VERIFY_WITH_TIMEOUT(hasClients(1), patience);
    Peer second = Peer::connectedTo(port());
    QTRY_VERIFY_WITH_TIMEOUT(hasClients(2), patience);
    m_page->clickRow("connectionTable", 1);
    m_page->say(QStringLiteral("to you"));
    QTRY_COMPARE_WITH_TIMEOUT(second.received(), "to you"s, patience);
    m_page->choose("targetBox", QStringLiteral("All"));
    m_page->say(QStringLiteral("!"));
    QTRY_COMPARE_WITH_TIMEOUT(second.received(), "to you!"s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(first.received(), "!"s, patience);
}

void TestTcpServerPage::sendsToTheSelectedClientsOnly()
{
    start(QStringLiteral("None"));
    std::deque<Peer> peers;
    for (int count = 1; count <= 4; ++count) {
        peers.push_back(Peer::connectedTo(port()));
        QTRY_VERIFY_WITH_TIMEOUT(hasClients(count), patience);
    }
    m_page->clickRow("connectionTable", 1);
    m_page->clickRow("connectionTable", 3, Qt::ControlModifier);
    QCOMPARE(widgetNamed<QComboBox>(m_page->page(), "targetBox")->currentText(),
             QStringLiteral("2 clients"));
    m_page->say(QStringLiteral("to you two"));
    QTRY_COMPARE_WITH_TIMEOUT(peers[1].received(), "to you two"s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(peers[3].received(), "to you two"s, patience);
    peers[1].reset();
    QTRY_COMPARE_WITH_TIMEOUT(stateAt(1), stateText(ConnectionState::Reset), patience);
    m_page->say(QStringLiteral("!"));
    QTRY_COMPARE_WITH_TIMEOUT(peers[3].received(), "to you two!"s, patience);
    peers[3].reset();
    QTRY_COMPARE_WITH_TIMEOUT(stateAt(3), stateText(ConnectionState::Reset), patience);
    m_page->say(QStringLiteral("anybody?"));
    QVERIFY2(m_page->notice().contains(QStringLiteral("2 clients are gone")),
             qPrintable(m_page->notice()));
    QCOMPARE(m_page->messageEdit()->message(), QStringLiteral("anybody?"));
    QVERIFY(peers[0].received().empty());
    QVERIFY(peers[2].received().empty());
}

void TestTcpServerPage::writesOnToWhomAFilterHides()
{
    start(QStringLiteral("None"));
    Peer first = Peer::connectedTo(port());
    QTRY_VERIFY_WITH_TIMEOUT(hasClients(1), patience);
    Peer second = Peer::connectedTo(port());
    QTRY_VERIFY_WITH_TIMEOUT(hasClients(2), patience);
    m_page->clickRow("connectionTable", 1);
    m_page->typeInto("connectionFilter", QStringLiteral("#1"));
    QCOMPARE(m_page->connections().rowCount(), 1);
    QVERIFY(!m_page->canPress("abortButton")); // nobody is selected that one sees
    m_page->say(QStringLiteral("to you"));
    QTRY_COMPARE_WITH_TIMEOUT(second.received(), "to you"s, patience);
    QVERIFY(first.received().empty());
}

void TestTcpServerPage::keepsAMessageForAClientThatHasJustGone()
{
    start(QStringLiteral("None"));
    Peer stays = Peer::connectedTo(port());
    QTRY_VERIFY_WITH_TIMEOUT(hasClients(1), patience);
    Peer goes = Peer::connectedTo(port());
    QTRY_VERIFY_WITH_TIMEOUT(hasClients(2), patience);
    m_page->clickRow("connectionTable", 1);
    type(m_page->messageEdit(), QStringLiteral("for you alone"));
    goes.reset();
    QTRY_COMPARE_WITH_TIMEOUT(stateAt(1), stateText(ConnectionState::Reset), patience);
    QTest::keyClick(m_page->messageEdit(), Qt::Key_Return);
    QVERIFY2(m_page->notice().contains(QStringLiteral("Client 2")), qPrintable(m_page->notice()));
    QCOMPARE(m_page->messageEdit()->message(), QStringLiteral("for you alone"));
    m_page->choose("targetBox", QStringLiteral("All"));
    m_page->say(QStringLiteral("hello"));
    QTRY_COMPARE_WITH_TIMEOUT(stays.received(), "for you alonehello"s, patience);
}

void TestTcpServerPage::finishesOneClient()
{
    start(QStringLiteral("None"));
    Peer peer = Peer::connectedTo(port());
    QTRY_VERIFY_WITH_TIMEOUT(hasClients(1), patience);
    m_page->clickRow("connectionTable", 0);
    m_page->press("finishButton");
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(stateAt(0), stateText(ConnectionState::Finished), patience);
    QVERIFY(!m_page->canPress("finishButton"));
    QVERIFY(m_page->canPress("abortButton"));
    peer.sendAll("still heard");
    QTRY_COMPARE_WITH_TIMEOUT(m_page->dataOf(EventKind::Received),
                              QStringList{QStringLiteral("still heard")}, patience);
}

void TestTcpServerPage::abortsOneClient()
{
    start(QStringLiteral("None"));
    Peer first = Peer::connectedTo(port());
    QTRY_VERIFY_WITH_TIMEOUT(hasClients(1), patience);
    Peer second = Peer::connectedTo(port());
    QTRY_VERIFY_WITH_TIMEOUT(hasClients(2), patience);
    m_page->clickRow("connectionTable", 0);
    m_page->press("abortButton");
    QTRY_COMPARE_WITH_TIMEOUT(first.error(), ECONNRESET, patience);
    QTRY_VERIFY_WITH_TIMEOUT(hasClients(1), patience);
    QCOMPARE(second.error(), 0);
    QVERIFY(!m_page->canPress("abortButton"));
}

void TestTcpServerPage::abortsSeveralClients()
{
    start(QStringLiteral("None"));
    std::deque<Peer> peers;
    for (int count = 1; count <= 3; ++count) {
        peers.push_back(Peer::connectedTo(port()));
        QTRY_VERIFY_WITH_TIMEOUT(hasClients(count), patience);
    }
    m_page->clickRow("connectionTable", 0);
    m_page->clickRow("connectionTable", 1, Qt::ShiftModifier);
    m_page->press("abortButton");
    QTRY_COMPARE_WITH_TIMEOUT(peers[0].error(), ECONNRESET, patience);
    QTRY_COMPARE_WITH_TIMEOUT(peers[1].error(), ECONNRESET, patience);
    QTRY_VERIFY_WITH_TIMEOUT(hasClients(1), patience);
    QCOMPARE(peers[2].error(), 0);
}

void TestTcpServerPage::followsTheStreamOfAClient()
{
    start();
    Peer peer = Peer::connectedTo(port());
    peer.sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "hello"s, patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->lastRowOf(EventKind::Sent) >= 0, patience);
    m_page->clickRow("connectionTable", 0);
    m_page->page()->findChild<QAction *>(QStringLiteral("followAction"))->trigger();
    const auto *const headline = widgetNamed<ElidedLabel>(m_page->page(), "eventHeadline");
    QTRY_COMPARE_WITH_TIMEOUT(
        headline->text(), QStringLiteral("connection 1 · ↓ received and ↑ sent · 10 B"), patience);
    m_page->page()->findChild<QAction *>(QStringLiteral("eventsAction"))->trigger();
    QCOMPARE(m_page->text("filterEdit"), QStringLiteral("connection == 1"));
}

void TestTcpServerPage::stopsAndTellsTheClients()
{
    start(QStringLiteral("None"));
    const QString stop = m_page->buttonText();
    Peer peer = Peer::connectedTo(port());
    QTRY_VERIFY_WITH_TIMEOUT(hasClients(1), patience);
    const std::uint16_t before = port();
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    peer.close();
    QTRY_COMPARE_WITH_TIMEOUT(stateAt(0), stateText(ConnectionState::Closed), patience);
    QTRY_VERIFY_WITH_TIMEOUT(!m_page->page()->isBusy(), patience);
    QVERIFY(m_page->status().startsWith(QStringLiteral("stopped")));
    QVERIFY(m_page->buttonText() != stop);
    QVERIFY(m_page->isEditable("portEdit"));
    QCOMPARE(Peer::connectError(before, Family::Ipv4), ECONNREFUSED);
}

void TestTcpServerPage::startsAgainOnTheSamePort()
{
    start();
    const std::uint16_t before = port();
    {
        const Peer peer = Peer::connectedTo(port());
        QTRY_VERIFY_WITH_TIMEOUT(hasClients(1), patience);
        m_page->pressStart();
        QTRY_VERIFY_WITH_TIMEOUT(m_page->status().startsWith(QStringLiteral("stopped")), patience);
    }
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->status().contains(QStringLiteral("listening on")), patience);
    QCOMPARE(port(), before);
}

void TestTcpServerPage::showsAClientThatResets()
{
    start();
    Peer peer = Peer::connectedTo(port());
    QTRY_VERIFY_WITH_TIMEOUT(hasClients(1), patience);
    peer.reset();
    QTRY_COMPARE_WITH_TIMEOUT(stateAt(0), stateText(ConnectionState::Reset), patience);
    QVERIFY(m_page->dataOf(EventKind::Reset).join(u' ').contains(QStringLiteral("ECONNRESET")));
    QVERIFY(m_page->status().contains(QStringLiteral("listening on"))); // the server goes on
}

void TestTcpServerPage::keepsTheMessageWhileNobodyIsConnected()
{
    m_page->say(QStringLiteral("hello?"));
    QVERIFY(!m_page->notice().isEmpty());
    QCOMPARE(m_page->messageEdit()->message(), QStringLiteral("hello?"));
    start(QStringLiteral("None"));
    QTest::keyClick(m_page->messageEdit(), Qt::Key_Return);
    QCOMPARE(m_page->messageEdit()->message(), QStringLiteral("hello?"));
    QVERIFY(!m_page->notice().isEmpty());
    Peer peer = Peer::connectedTo(port());
    QTRY_VERIFY_WITH_TIMEOUT(m_page->canPress("sendButton"), patience);
    m_page->press("sendButton");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "hello?"s, patience);
}

void TestTcpServerPage::answersAsChosen()
{
    start(QStringLiteral("ACK"));
    Peer peer = Peer::connectedTo(port());
    peer.sendAll("hello");
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    QCOMPARE(peer.received(), "ACK"s);
}

void TestTcpServerPage::showsTheOptionsOfTheChosenReply()
{
    auto *const options = widgetNamed<ReplyOptionsForm>(m_page->page(), "replyOptions");
    QVERIFY(!options->isVisible()); // echo has none
    m_page->choose("replyBox", QStringLiteral("ACK"));
    QVERIFY(options->isVisible());
    QCOMPARE(m_page->text("option-answer"), QStringLiteral("ACK"));
    QCOMPARE(widgetNamed<QSpinBox>(options, "option-read-size")->value(), 1024);
    QVERIFY(aboutLine().startsWith(QStringLiteral("Reads once")));
    m_page->choose("replyBox", QStringLiteral("Echo"));
    QVERIFY(!options->isVisible());
    QVERIFY(aboutLine().startsWith(QStringLiteral("Returns every byte")));
}

void TestTcpServerPage::answersByTheOptionsOfTheReply()
{
    m_page->choose("replyBox", QStringLiteral("ACK"));
    m_page->typeInto("option-answer", QStringLiteral("got it\\n"));
    m_page->typeInto("portEdit", QStringLiteral("0"));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->status().contains(QStringLiteral("listening on")), patience);
    QVERIFY(!m_page->isEditable("option-answer"));
    Peer peer = Peer::connectedTo(port());
    peer.sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "got it\n"s, patience);
}

void TestTcpServerPage::marksAnOptionThatIsWrongAndDoesNotStartWithIt()
{
    m_page->choose("replyBox", QStringLiteral("ACK"));
    m_page->typeInto("option-answer", QStringLiteral("half\\x4"));
    auto *const edit = widgetNamed<QLineEdit>(m_page->page(), "option-answer");
    QVERIFY(edit->toolTip().startsWith(QStringLiteral("\\x wants two")));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->notice().contains(QStringLiteral("answer: \\x wants two")),
                             patience);
    QCOMPARE(m_page->text("option-answer"), QStringLiteral("half\\x4"));
    QVERIFY(m_page->isEditable("option-answer"));
}

void TestTcpServerPage::keepsTheOptionsOfAReplyForTheNextTime()
{
    m_page->choose("replyBox", QStringLiteral("ACK"));
    m_page->typeInto("option-answer", QStringLiteral("again"));
    m_page.reset();
    m_page = std::make_unique<OpenPage<TcpServerPage>>();
    m_page->choose("replyBox", QStringLiteral("ACK"));
    QCOMPARE(m_page->text("option-answer"), QStringLiteral("again"));
    m_page->typeInto("option-answer", QStringLiteral("ACK")); // as usual: nothing is kept
}

void TestTcpServerPage::showsHowManyWaitWhereOneIsServedAtATime()
{
    m_page->choose("servingBox", QStringLiteral("One at a time"));
    start();
    Peer first = Peer::connectedTo(port());
    QTRY_VERIFY_WITH_TIMEOUT(hasClients(1), patience);
    Peer second = Peer::connectedTo(port());
    second.sendAll("me too");
    Peer third = Peer::connectedTo(port());
    auto *const waiting = widgetNamed<ElidedLabel>(m_page->page(), "waitingLabel");
    QTRY_VERIFY_WITH_TIMEOUT(waiting->isVisible(), patience);
    if (hasKernelView()) {
        QTRY_COMPARE_WITH_TIMEOUT(waiting->text(), QStringLiteral("2 clients wait in the backlog."),
                                  patience);
        QTRY_VERIFY_WITH_TIMEOUT(m_page->status().contains(QStringLiteral("2 waiting")), patience);
    }
    first.finish();
    QTRY_COMPARE_WITH_TIMEOUT(second.received(), "me too"s, patience);
    second.close();
    third.close();
    QTRY_VERIFY_WITH_TIMEOUT(!waiting->isVisible(), patience);
}

void TestTcpServerPage::putsTheNumbersOfServingBehindAButton()
{
    auto *const more = widgetNamed<QToolButton>(m_page->page(), "numbersButton");
    auto *const form = widgetNamed<QWidget>(m_page->page(), "servingForm");
    QVERIFY(!form->isVisible());
    click(more);
    QVERIFY(form->isVisible());
    widgetNamed<QSpinBox>(form, "backlogBox")->setValue(1);
    click(more);
    QVERIFY(!form->isVisible());
    QVERIFY(more->text().contains(QStringLiteral("1 changed")));
}

void TestTcpServerPage::servesByTheNumbers()
{
    click(widgetNamed<QToolButton>(m_page->page(), "numbersButton"));
    auto *const box = widgetNamed<QSpinBox>(m_page->page(), "readSizeBox");
    box->setFocus();
    box->selectAll();
    QTest::keyClicks(box, QStringLiteral("2"));
    start();
    Peer peer = Peer::connectedTo(port());
    peer.sendAll("abc");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "abc"s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->dataOf(EventKind::Received),
                              (QStringList{QStringLiteral("ab"), QStringLiteral("c")}), patience);
}

void TestTcpServerPage::reachesEveryFieldOfTheFormByTab()
{
    m_page->choose("replyBox", QStringLiteral("ACK"));
    click(widgetNamed<QToolButton>(m_page->page(), "numbersButton"));
    QVERIFY(m_page->becomesActive());
    widgetNamed<QWidget>(m_page->page(), "addressBox")->setFocus();
    QStringList names;
    for (int step = 0; step < 12; ++step) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        names.append(QApplication::focusWidget()->objectName());
    }
    QCOMPARE(names, (QStringList{QStringLiteral("portEdit"), QStringLiteral("replyBox"),
                                 QStringLiteral("servingBox"), QStringLiteral("numbersButton"),
                                 QStringLiteral("startButton"), QStringLiteral("option-answer"),
                                 QStringLiteral("option-read-size"), QStringLiteral("backlogBox"),
                                 QStringLiteral("mostClientsBox"), QStringLiteral("idleLimitBox"),
                                 QStringLiteral("readSizeBox"), QStringLiteral("answerDelayBox")}));
}

void TestTcpServerPage::showsHostileBytesAsInertTextEverywhere()
{
    start();
    Peer peer = Peer::connectedTo(port());
    peer.sendAll(hostileBytes());
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), hostileBytes(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->lastRowOf(EventKind::Sent) >= 0, patience);
    for (int row = 0; row < m_page->events().rowCount(); ++row) {
        m_page->clickRow("eventTable", row);
        QCOMPARE(m_page->notInert(), QString());
        m_page->page()->grab();
    }
    m_page->clickRow("eventTable", m_page->lastRowOf(EventKind::Received));
    QCOMPARE(m_page->shownBytes(), hostileBytes());
    QCOMPARE(m_page->dataOf(EventKind::Received),
             QStringList{fromUtf8(visibleText(hostileBytes()))});
}

void TestTcpServerPage::bearsAThousandSilentClients()
{
    start();
    std::vector<Peer> peers;
    for (int number = 0; number < 1000; ++number) {
        peers.push_back(Peer::connectedTo(port()));
    }
    QTRY_VERIFY_WITH_TIMEOUT(m_page->status().contains(QStringLiteral("1000 clients")) ||
                                 m_page->status().contains(QStringLiteral("1,000 clients")),
                             patience);
    QCOMPARE(m_page->connections().rowCount(), 1000);
    peers[500].sendAll("one speaks");
    QTRY_COMPARE_WITH_TIMEOUT(peers[500].received(), "one speaks"s, patience);
    m_page->pressStart();
    for (Peer &peer : peers) {
        QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
        peer.close();
    }
    QTRY_VERIFY_WITH_TIMEOUT(!m_page->page()->isBusy(), patience);
    for (int row = 0; row < 1000; ++row) {
        QCOMPARE(stateAt(row), stateText(ConnectionState::Closed));
    }
}

void TestTcpServerPage::goesAwayWhileTrafficGoesOn()
{
    start();
    std::atomic<bool> enough = false;
    const std::uint16_t to = port();
    std::deque<Background> load;
    for (int number = 0; number < 4; ++number) {
        load.emplace_back([to, &enough] {
            Peer peer = Peer::connectedTo(to);
            const std::string bytes = pattern(65536);
            while (!enough && peer.error() == 0 && !peer.sawFin()) {
                peer.offer(bytes);
            }
        });
    }
    QTRY_VERIFY_WITH_TIMEOUT(m_page->events().rowCount() > 500, patience);
    m_page.reset();
    // The peers saw it, each in its way.
    enough = true;
    for (const Background &one : load) {
        QTRY_VERIFY_WITH_TIMEOUT(one.isDone(), patience);
    }
}

void TestTcpServerPage::forgetsEventsWhenCleared()
{
    start();
    Peer peer = Peer::connectedTo(port());
    peer.sendAll("hello");
    QTRY_VERIFY_WITH_TIMEOUT(m_page->lastRowOf(EventKind::Sent) >= 0, patience);
    m_page->clickRow("eventTable", m_page->lastRowOf(EventKind::Received));
    click(widgetNamed<QToolButton>(m_page->page(), "clearButton"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->events().rowCount(), 1, patience);
    QCOMPARE(m_page->dataOf(EventKind::Note).size(), qsizetype(1));
    QVERIFY(m_page->status().contains(QStringLiteral("listening on"))); // it goes on
    QVERIFY(hasClients(1));
    peer.sendAll("again");
    QTRY_COMPARE_WITH_TIMEOUT(m_page->dataOf(EventKind::Received),
                              QStringList{QStringLiteral("again")}, patience);
}

void TestTcpServerPage::clearsWhileTrafficGoesOn()
{
    start();
    std::atomic<bool> enough = false;
    Background load([to = port(), &enough] {
        Peer peer = Peer::connectedTo(to);
        const std::string bytes = pattern(1000);
        while (!enough && peer.error() == 0) {
            peer.offer(bytes);
        }
    });
    QTRY_VERIFY_WITH_TIMEOUT(m_page->lastRowOf(EventKind::Received) >= 0, patience);
    for (int turn = 0; turn < 10; ++turn) {
        click(widgetNamed<QToolButton>(m_page->page(), "clearButton"));
        const EventNumber before = m_page->page()->session().arrived();
        QTRY_VERIFY_WITH_TIMEOUT(m_page->page()->session().arrived() > before + 10, patience);
    }
    enough = true;
    QTRY_VERIFY_WITH_TIMEOUT(load.isDone(), patience);
    QCOMPARE(load.error(), std::string());
    QTRY_VERIFY_WITH_TIMEOUT(hasClients(0), patience);
}

void TestTcpServerPage::savesTheLogAsJsonLines()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("a log.jsonl"));
    start();
    Peer peer = Peer::connectedTo(port());
    peer.sendAll(hostileBytes());
    QTRY_VERIFY_WITH_TIMEOUT(m_page->lastRowOf(EventKind::Sent) >= 0, patience);
    const int rows = m_page->events().rowCount();
    const QSignalSpy saved(m_page->page(), &Page::saved);
    m_page->page()->saveLog(name);
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), qsizetype(1), patience);
    QCOMPARE(saved.first().at(0).toString(), name);
    QVERIFY(saved.first().at(1).toBool());
    QVERIFY(m_page->notice().contains(name));

    QFile file(name);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = file.readAll().split('\n');
    QVERIFY(lines.last().isEmpty());
    QVERIFY(lines.size() - 1 >= rows);
    QStringList kinds;
    QByteArray received;
    for (const QByteArray &line : lines.first(lines.size() - 1)) {
        const auto object = QJsonDocument::fromJson(line).object();
        QVERIFY2(!object.isEmpty(), line.constData());
        QVERIFY(!object.contains(QStringLiteral("tab"))); // of one log only
        kinds.append(object.value(QStringLiteral("event")).toString());
        if (kinds.last() == QStringLiteral("received")) {
            received +=
                QByteArray::fromBase64(object.value(QStringLiteral("data")).toString().toLatin1());
        }
    }
    QCOMPARE(kinds.first(4),
             (QStringList{QStringLiteral("created"), QStringLiteral("bound"),
                          QStringLiteral("listening"), QStringLiteral("accepted")}));
    QCOMPARE(received.toStdString(), hostileBytes());
}

void TestTcpServerPage::tellsThatALogCannotBeSaved_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("no such folder") << QStringLiteral("/nowhere/at/all/log.jsonl");
    QTest::newRow("a folder") << QStringLiteral("/tmp");
    QTest::newRow("a device") << QStringLiteral("/dev/null");
    QTest::newRow("HTML") << QStringLiteral("/nowhere/<b>log</b>.jsonl");
}

void TestTcpServerPage::tellsThatALogCannotBeSaved()
{
    QFETCH(const QString, name);
    start();
    const QSignalSpy saved(m_page->page(), &Page::saved);
    m_page->page()->saveLog(name);
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), qsizetype(1), patience);
    QVERIFY(!saved.first().at(1).toBool());
    QVERIFY(m_page->notice().contains(name));
    // In the log too, and the server goes on.
    QTRY_VERIFY_WITH_TIMEOUT(m_page->dataOf(EventKind::Note).join(u' ').contains(name), patience);
    QVERIFY(m_page->status().contains(QStringLiteral("listening on")));
    QCOMPARE(m_page->notInert(), QString());
}

void TestTcpServerPage::leavesNoHalfFileOnAFullDisk()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("log.jsonl"));
    QFile before(name);
    QVERIFY(before.open(QIODevice::WriteOnly));
    before.write("what was there before");
    before.close();
    start();
    Peer peer = Peer::connectedTo(port());
    peer.sendAll(pattern(100000));
    QTRY_COMPARE_WITH_TIMEOUT(peer.received().size(), std::size_t(100000), patience);
    const QSignalSpy saved(m_page->page(), &Page::saved);
    {
        const ScopedLimit limit(RLIMIT_FSIZE, 20000);
        m_page->page()->saveLog(name);
        QTRY_COMPARE_WITH_TIMEOUT(saved.size(), qsizetype(1), patience);
    }
    QVERIFY(!saved.first().at(1).toBool());
    QVERIFY(m_page->notice().contains(name));
    QVERIFY(before.open(QIODevice::ReadOnly));
    QCOMPARE(before.readAll(), QByteArrayLiteral("what was there before"));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), qsizetype(1));
    m_page->page()->saveLog(name); // there is room again
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), qsizetype(2), patience);
    QVERIFY(saved.last().at(1).toBool());
}

void TestTcpServerPage::asksForAFileNameWithoutStoppingAnything()
{
    start();
    click(widgetNamed<QToolButton>(m_page->page(), "saveButton"));
    QTRY_VERIFY(m_page->page()->findChild<QWidget *>(QStringLiteral("saveDialog")) != nullptr);
    auto *dialog = widgetNamed<QWidget>(m_page->page(), "saveDialog");
    QVERIFY(!dialog->isModal());
    Peer peer = Peer::connectedTo(port());
    QTRY_VERIFY_WITH_TIMEOUT(hasClients(1), patience);
    dialog->close();
}

QTEST_MAIN(TestTcpServerPage)
#include "tst_tcpserverpage.moc"
