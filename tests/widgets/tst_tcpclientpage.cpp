#include "netcore/codec/visibletext.h"
#include "tests/support/clientpage.h"
#include "tests/support/teststrings.h"
#include "widgets/views/explanationview.h"

#include <QAction>
#include <QContextMenuEvent>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

class TestTcpClientPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void connectsByTypingHostAndPortAndEnter();
    void connectsByAClick();
    void connectsToANameAndShowsItsAddresses();
    void connectsToAnIpv6Address_data();
    void connectsToAnIpv6Address();
    void sendsWhatIsTypedAndShowsWhatComesBack();
    void sendsTheEndingOfChoice();
    void sendsTheBytesOfHexadecimals();
    void sendsAnEventAgainAndKeepsWhatIsTyped();
    void savesAnEventAsAMessage();
    void putsTheCursorWhereOneTypesNext();
    void tellsThatAConnectionIsRefusedAndConnectsAgain();
    void explainsWhyAConnectionIsRefused();
    void explainsThatTheServerListensElsewhere();
    void refusesWhatMakesNoSenseAndKeepsWhatIsTyped_data();
    void refusesWhatMakesNoSenseAndKeepsWhatIsTyped();
    void givesUpAnAttempt();
    void disconnects();
    void finishesAndHearsOn();
    void hearsOnUntilThePeerIsDone();
    void saysWhatEachButtonPutsOnTheWire();
    void aborts();
    void showsThatThePeerFinished();
    void tellsThatThePeerReset();
    void keepsTheMessageWhileNotConnected();
    void showsHostileBytesAsInertTextEverywhere();
    void connectsAgainAndAgain();
    void goesAwayWhileTrafficGoesOn();
    void goesAwayWhileConnecting();

private:
    void connectToListener();
    /// In the context menu of the last row of that kind.
    void triggerInMenu(EventKind kind, const char *action) const;

    /// Presses Explain in the notice.
    QString explanation() const
    {
        click(widgetNamed<QToolButton>(m_page->page(), "noticeAction"));
        const auto *const view = widgetNamed<ExplanationView>(m_page->page(), "explanationView");
        return view->isVisible() ? view->toPlainText() : QString();
    }

    std::unique_ptr<PeerListener> m_listener;
    std::optional<Peer> m_peer;
    std::unique_ptr<OpenClientPage> m_page;
};

void TestTcpClientPage::init()
{
    m_listener = std::make_unique<PeerListener>();
    m_page = std::make_unique<OpenClientPage>();
}

void TestTcpClientPage::cleanup()
{
    m_page.reset();
    m_peer.reset();
    m_listener.reset();
}

void TestTcpClientPage::connectToListener()
{
    m_peer.reset();
    m_page->connectTo(m_listener->port());
    QTRY_VERIFY_WITH_TIMEOUT(m_listener->acceptInto(m_peer), patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isConnected(), patience);
}

void TestTcpClientPage::connectsByTypingHostAndPortAndEnter()
{
    QVERIFY(m_page->isIdle());
    const QString connectWord = m_page->buttonText();
    connectToListener();
    QVERIFY(m_page->status().contains(QStringLiteral("127.0.0.1:%1").arg(m_listener->port())));
    QVERIFY(m_page->strip().startsWith(QStringLiteral("● socket ─ ● connect ─ ◉ send/recv")));
    QVERIFY(m_page->buttonText() != connectWord);
    QVERIFY(!m_page->isEditable("hostEdit"));
    QCOMPARE(m_page->lastState(), stateText(ConnectionState::Open));
    // The number is the descriptor's own.
    QVERIFY(m_page->status().contains(
        QStringLiteral("127.0.0.1:%1").arg(portOf(m_page->descriptor()))));
}

void TestTcpClientPage::connectsByAClick()
{
    m_page->typeInto("portEdit", QString::number(m_listener->port()));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isConnected(), patience);
}

void TestTcpClientPage::connectsToANameAndShowsItsAddresses()
{
    m_page->connectTo(m_listener->port(), QStringLiteral("localhost"));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isConnected(), patience);
    const QString story = m_page->dataOf(EventKind::Connecting).join(u' ') +
                          m_page->dataOf(EventKind::Note).join(u' ');
    QVERIFY(story.contains(QStringLiteral("localhost")));
    QVERIFY(story.contains(QStringLiteral("127.0.0.1")));
    QVERIFY(m_page->notice().isEmpty()); // ::1 may have refused: that does not matter
}

void TestTcpClientPage::connectsToAnIpv6Address_data()
{
    QTest::addColumn<QString>("host");
    QTest::newRow("plain") << QStringLiteral("::1");
    QTest::newRow("in brackets") << QStringLiteral("[::1]");
    QTest::newRow("with spaces around it") << QStringLiteral(" ::1 ");
}

void TestTcpClientPage::connectsToAnIpv6Address()
{
    QFETCH(const QString, host);
    const PeerListener listener(Family::Ipv6);
    m_page->connectTo(listener.port(), host);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isConnected(), patience);
    QVERIFY(m_page->status().contains(QStringLiteral("[::1]:%1").arg(listener.port())));
}

void TestTcpClientPage::sendsWhatIsTypedAndShowsWhatComesBack()
{
    connectToListener();
    m_page->say(QStringLiteral("hello"));
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "hello"s, patience);
    QVERIFY(m_page->messageEdit()->message().isEmpty());
    m_peer->sendAll("welcome");
    QTRY_COMPARE_WITH_TIMEOUT(m_page->dataOf(EventKind::Received),
                              QStringList{QStringLiteral("welcome")}, patience);
    QCOMPARE(m_page->dataOf(EventKind::Sent), QStringList{QStringLiteral("hello")});
    QVERIFY(m_page->status().contains(QStringLiteral("↓ 7 B ↑ 5 B")));
    m_page->clickRow("eventTable", m_page->lastRowOf(EventKind::Received));
    QCOMPARE(m_page->shownBytes(), "welcome"s);
    m_page->clickRow("eventTable", m_page->lastRowOf(EventKind::Sent));
    QCOMPARE(m_page->shownBytes(), "hello"s);
}

void TestTcpClientPage::sendsTheEndingOfChoice()
{
    connectToListener();
    m_page->choose("endingBox", QStringLiteral("CR"));
    m_page->say(QStringLiteral("QUIT"));
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "QUIT\r\n"s, patience);
}

void TestTcpClientPage::triggerInMenu(EventKind kind, const char *action) const
{
    m_page->clickRow("eventTable", m_page->lastRowOf(kind));
    auto *const table = widgetNamed<QTableView>(m_page->page(), "eventTable");
    QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(), QPoint());
    QApplication::sendEvent(table->viewport(), &event);
    widgetNamed<QAction>(table, action)->trigger();
}

void TestTcpClientPage::sendsTheBytesOfHexadecimals()
{
    connectToListener();
    m_page->choose("notationBox", QStringLiteral("Hex"));
    m_page->say(QStringLiteral("0x68, 0x69"));
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "hi"s, patience);
}

void TestTcpClientPage::sendsAnEventAgainAndKeepsWhatIsTyped()
{
    connectToListener();
    m_peer->sendAll("one\xff");
    QTRY_COMPARE_WITH_TIMEOUT(m_page->dataOf(EventKind::Received),
                              QStringList{QStringLiteral("one\\xff")}, patience);
    type(m_page->messageEdit(), QStringLiteral("typed"));
    triggerInMenu(EventKind::Received, "sendAgainAction");
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "one\xff"s, patience);
    QCOMPARE(m_page->messageEdit()->message(), QStringLiteral("typed"));
}

void TestTcpClientPage::savesAnEventAsAMessage()
{
    connectToListener();
    m_page->say(QStringLiteral("keep me"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->dataOf(EventKind::Sent),
                              QStringList{QStringLiteral("keep me")}, patience);
    triggerInMenu(EventKind::Sent, "saveMessageAction");
    auto *const name = widgetNamed<QLineEdit>(m_page->page(), "savedNameEdit");
    QVERIFY(name->isVisible());
    QCOMPARE(name->text(), QStringLiteral("keep me"));
}

void TestTcpClientPage::putsTheCursorWhereOneTypesNext()
{
    QVERIFY(m_page->becomesActive());
    m_page->page()->focusForm();
    QVERIFY(widgetNamed<QLineEdit>(m_page->page(), "hostEdit")->hasFocus());
    connectToListener();
    QTRY_VERIFY(m_page->messageEdit()->hasFocus());
}

void TestTcpClientPage::tellsThatAConnectionIsRefusedAndConnectsAgain()
{
    const std::uint16_t port = m_listener->port();
    m_listener.reset();
    m_page->connectTo(port);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->notice().startsWith(QStringLiteral("ECONNREFUSED: ")),
                             patience);
    QVERIFY(m_page->notice().contains(QStringLiteral("127.0.0.1:%1").arg(port)));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isIdle(), patience);
    QCOMPARE(m_page->dataOf(EventKind::Failed), QStringList{m_page->notice()});
    QVERIFY(m_page->strip().contains(QStringLiteral("✗ connect")));
    QCOMPARE(m_page->lastState(), stateText(ConnectionState::Failed));
    QCOMPARE(m_page->text("portEdit"), QString::number(port));
    QVERIFY(m_page->isEditable("portEdit"));

    m_listener = std::make_unique<PeerListener>(Family::Ipv4, port);
    m_page->pressEnterIn("portEdit");
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isConnected(), patience);
    QVERIFY(m_page->notice().isEmpty());
    QVERIFY(!m_page->strip().contains(u'✗'));
}

void TestTcpClientPage::explainsWhyAConnectionIsRefused()
{
    const std::uint16_t port = m_listener->port();
    m_listener.reset();
    m_page->connectTo(port);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isIdle() && !m_page->notice().isEmpty(), patience);
    const QString words = explanation();
    QVERIFY2(words.startsWith(QStringLiteral("Connection refused\nECONNREFUSED: ")),
             qPrintable(words));
    QVERIFY2(words.contains(QStringLiteral("Who did it: the peer")), qPrintable(words));
    QVERIFY2(words.contains(QStringLiteral("ECONNREFUSED, error %1 ").arg(ECONNREFUSED)),
             qPrintable(words));
    QVERIFY2(words.contains(QStringLiteral("On this machine\nNothing on this machine listens on "
                                           "port %1.")
                                .arg(port)),
             qPrintable(words));
}

void TestTcpClientPage::explainsThatTheServerListensElsewhere()
{
    const PeerListener elsewhere(Family::Ipv6);
    m_page->connectTo(elsewhere.port());
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isIdle() && !m_page->notice().isEmpty(), patience);
    const QString words = explanation();
    QVERIFY2(words.contains(QStringLiteral("but only at [::1]:%1 and not at 127.0.0.1: connect to "
                                           "::1.")
                                .arg(elsewhere.port())),
             qPrintable(words));
}

void TestTcpClientPage::refusesWhatMakesNoSenseAndKeepsWhatIsTyped_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("port");
    const QString host = QStringLiteral("127.0.0.1");
    const QString port = QStringLiteral("9");
    QTest::newRow("no port") << host << QString();
    QTest::newRow("port 0") << host << QStringLiteral("0");
    QTest::newRow("a word for a port") << host << QStringLiteral("http");
    QTest::newRow("a port past the end") << host << QStringLiteral("65536");
    QTest::newRow("no host") << QString() << port;
    QTest::newRow("spaces") << QStringLiteral("two words") << port;
    QTest::newRow("300 characters") << QString(300, u'a') << port;
    QTest::newRow("a label of 64") << QString(64, u'a') + QStringLiteral(".test") << port;
    QTest::newRow("HTML") << QStringLiteral("<b>bold</b> <i>x</i>") << port;
    QTest::newRow("a scope of no interface") << QStringLiteral("fe80::1%nowhere0") << port;
}

void TestTcpClientPage::refusesWhatMakesNoSenseAndKeepsWhatIsTyped()
{
    QFETCH(const QString, host);
    QFETCH(const QString, port);
    m_page->typeInto("hostEdit", host);
    m_page->typeInto("portEdit", port);
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->notice().startsWith(QStringLiteral("EINVAL: ")), patience);
    QVERIFY(m_page->isIdle());
    QCOMPARE(m_page->text("hostEdit"), host);
    QCOMPARE(m_page->text("portEdit"), port);
    QCOMPARE(m_page->notInert(), QString());
    connectToListener();
    QVERIFY(m_page->notice().isEmpty());
}

void TestTcpClientPage::givesUpAnAttempt()
{
    const SilentPort silent;
    const QString connectWord = m_page->buttonText();
    m_page->connectTo(silent.port());
    QTRY_VERIFY_WITH_TIMEOUT(m_page->strip().contains(QStringLiteral("◉ connect")), patience);
    const QString cancelWord = m_page->buttonText();
    QVERIFY(cancelWord != connectWord);
    QVERIFY(m_page->status().startsWith(QStringLiteral("connecting")));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isIdle(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(!m_page->page()->isBusy(), patience);
    QCOMPARE(m_page->buttonText(), connectWord);
    connectToListener();
    QVERIFY(m_page->buttonText() != connectWord);
    QVERIFY(m_page->buttonText() != cancelWord); // Disconnect
}

void TestTcpClientPage::disconnects()
{
    connectToListener();
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_peer->sawFin(), patience);
    m_peer->close();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isIdle(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(!m_page->page()->isBusy(), patience);
    QCOMPARE(m_page->lastState(), stateText(ConnectionState::Closed));
    QVERIFY(m_page->isEditable("hostEdit"));
}

void TestTcpClientPage::finishesAndHearsOn()
{
    connectToListener();
    m_page->press("finishButton");
    QTRY_VERIFY_WITH_TIMEOUT(m_peer->sawFin(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->lastState(), stateText(ConnectionState::Finished), patience);
    QVERIFY(m_page->strip().contains(QStringLiteral("● shutdown")));
    QVERIFY(!m_page->canPress("finishButton"));
    m_peer->sendAll("still heard");
    QTRY_COMPARE_WITH_TIMEOUT(m_page->dataOf(EventKind::Received),
                              QStringList{QStringLiteral("still heard")}, patience);
    m_page->say(QStringLiteral("too late"));
    QVERIFY(!m_page->notice().isEmpty());
    QCOMPARE(m_page->messageEdit()->message(), QStringLiteral("too late"));
    QCOMPARE(m_page->dataOf(EventKind::Sent), QStringList());
}

void TestTcpClientPage::hearsOnUntilThePeerIsDone()
{
    connectToListener();
    m_page->press("finishButton");
    QTRY_VERIFY_WITH_TIMEOUT(m_peer->sawFin(), patience);
    const std::string bytes = pattern(1024 * 1024);
    Background answer([this, &bytes] {
        m_peer->sendAll(bytes);
        m_peer->close();
    });
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isIdle(), patience);
    QVERIFY(answer.isDone());
    QCOMPARE(answer.error(), ""s);
    QCOMPARE(m_page->lastState(), stateText(ConnectionState::Closed));
    QTRY_VERIFY_WITH_TIMEOUT(
        m_page->status().contains(QStringLiteral("↓ ") + byteCountText(bytes.size())), patience);
}

void TestTcpClientPage::saysWhatEachButtonPutsOnTheWire()
{
    const auto tip = [this](const char *button) {
        return widgetNamed<QPushButton>(m_page->page(), button)->toolTip();
    };
    QVERIFY(tip("finishButton").contains(QStringLiteral("FIN")));
    QVERIFY(tip("finishButton").contains(QStringLiteral("Receiving goes on")));
    QVERIFY(tip("disconnectButton").contains(QStringLiteral("FIN")));
    QVERIFY(tip("disconnectButton").contains(QStringLiteral("in order")));
    QVERIFY(tip("abortButton").contains(QStringLiteral("RST")));
    QVERIFY(tip("abortButton").contains(QStringLiteral("discarded")));
    QVERIFY(tip("finishButton") != tip("disconnectButton"));
}

void TestTcpClientPage::aborts()
{
    connectToListener();
    m_page->press("abortButton");
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->error(), ECONNRESET, patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isIdle(), patience);
    QVERIFY(!m_page->canPress("abortButton"));
}

void TestTcpClientPage::showsThatThePeerFinished()
{
    connectToListener();
    m_peer->finish();
    QTRY_COMPARE_WITH_TIMEOUT(m_page->lastState(), stateText(ConnectionState::PeerFinished),
                              patience);
    QVERIFY(m_page->isConnected());
    m_page->say(QStringLiteral("an answer after the end"));
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "an answer after the end"s, patience);
    m_page->press("finishButton");
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isIdle(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->lastState(), stateText(ConnectionState::Closed), patience);
}

void TestTcpClientPage::tellsThatThePeerReset()
{
    connectToListener();
    m_peer->reset();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->notice().startsWith(QStringLiteral("ECONNRESET: ")), patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isIdle(), patience);
    QCOMPARE(m_page->lastState(), stateText(ConnectionState::Reset));
    QCOMPARE(m_page->dataOf(EventKind::Reset), QStringList{m_page->notice()});
    // Seen, put away, and not shown again for the same.
    click(widgetNamed<NoticeBar>(m_page->page(), "noticeBar")->findChild<QAbstractButton *>());
    QVERIFY(m_page->notice().isEmpty());
    connectToListener();
    QVERIFY(m_page->notice().isEmpty());
}

void TestTcpClientPage::keepsTheMessageWhileNotConnected()
{
    m_page->say(QStringLiteral("hello?"));
    QVERIFY(m_page->notice().contains(QStringLiteral("Connect")));
    QCOMPARE(m_page->messageEdit()->message(), QStringLiteral("hello?"));
    connectToListener();
    QVERIFY(m_page->notice().isEmpty());
    QTest::keyClick(m_page->messageEdit(), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "hello?"s, patience);
}

void TestTcpClientPage::showsHostileBytesAsInertTextEverywhere()
{
    connectToListener();
    m_peer->sendAll(hostileBytes());
    QTRY_COMPARE_WITH_TIMEOUT(m_page->dataOf(EventKind::Received),
                              QStringList{fromUtf8(visibleText(hostileBytes()))}, patience);
    for (int row = 0; row < m_page->events().rowCount(); ++row) {
        m_page->clickRow("eventTable", row);
        m_page->page()->grab();
        QCOMPARE(m_page->notInert(), QString());
    }
    m_page->clickRow("eventTable", m_page->lastRowOf(EventKind::Received));
    QCOMPARE(m_page->shownBytes(), hostileBytes());
}

void TestTcpClientPage::connectsAgainAndAgain()
{
    for (int turn = 1; turn <= 20; ++turn) {
        connectToListener();
        QCOMPARE(m_page->connections().rowCount(), turn);
        m_peer->close();
        QTRY_COMPARE_WITH_TIMEOUT(m_page->lastState(), stateText(ConnectionState::PeerFinished),
                                  patience);
        m_page->pressStart();
        QTRY_VERIFY_WITH_TIMEOUT(m_page->isIdle(), patience);
    }
}

void TestTcpClientPage::goesAwayWhileTrafficGoesOn()
{
    connectToListener();
    std::atomic<bool> enough = false;
    Background load([this, &enough] {
        const std::string bytes = pattern(65536);
        while (!enough && m_peer->error() == 0 && !m_peer->sawFin()) {
            m_peer->offer(bytes);
        }
    });
    QTRY_VERIFY_WITH_TIMEOUT(m_page->events().rowCount() > 200, patience);
    m_page.reset();
    QTRY_VERIFY_WITH_TIMEOUT(load.isDone(), patience); // the peer saw it
    enough = true;
}

void TestTcpClientPage::goesAwayWhileConnecting()
{
    const SilentPort silent;
    m_page->connectTo(silent.port());
    QTRY_VERIFY_WITH_TIMEOUT(m_page->strip().contains(QStringLiteral("◉ connect")), patience);
    m_page.reset();
}

QTEST_MAIN(TestTcpClientPage)
#include "tst_tcpclientpage.moc"
