#include "netcore/endpoints/servedclient.h"
#include "netcore/sockets/listener.h"
#include "tests/support/logs.h"
#include "tests/support/peer.h"

#include <QDeadlineTimer>
#include <QTest>
#include <QTimer>

#include <deque>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace
{

/// What a responder of these tests says, and when.
struct Play {
    std::deque<Reply> onAccepted;
    std::deque<Reply> onReceived;
    std::deque<Reply> onTaken;
    bool readsAlways = false;
    bool endless = false; ///< onTaken() always has another piece
    std::string received;
    int asked = 0;                     ///< calls of onTaken()
    std::chrono::milliseconds work{0}; ///< that each of these takes
};

class Player : public Responder
{
public:
    explicit Player(Play &play)
        : m_play(play)
    {
    }

    bool readsAlways() const override { return m_play.readsAlways; }
    Reply onAccepted() override { return next(m_play.onAccepted); }
    Reply onReceived(ByteView bytes) override
    {
        m_play.received += textOf(bytes);
        return next(m_play.onReceived);
    }
    Reply onPeerFinished() override { return {.then = Reply::Then::Close}; }
    Reply onTaken() override
    {
        ++m_play.asked;
        if (m_play.work.count() > 0) {
            const QDeadlineTimer end(m_play.work);
            while (!end.hasExpired()) {
            }
        }
        if (m_play.endless) {
            static const std::string piece(4096, 'x');
            return {.bytes = std::as_bytes(std::span(piece)), .then = Reply::Then::More};
        }
        return next(m_play.onTaken);
    }

private:
    static Reply next(std::deque<Reply> &replies)
    {
        if (replies.empty()) {
            return {};
        }
        Reply reply = replies.front();
        replies.pop_front();
        return reply;
    }

    Play &m_play;
};

ByteView viewOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

} // namespace

class TestServedClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void asksForMoreUntilThereIsNoMore();
    void receivesNothingWhileThereIsMore();
    void asksNoMoreOfAClientThatDoesNotRead();
    void doesNotKeepTheLoopForOneEndlessAnswer();
    void doesNotKeepTheLoopForHardWork();
    void goesOnInItsTurnWhenTheLogHasRoomAgain();
    void answersLaterThanItWasAsked();
    void discardsAnAnswerThatIsNotDueWhenTheClientIsGone();
    void receivesAlwaysWhereTheResponderDoes();
    void notesWhatTheResponderSays();
    void doesWhatComesThen_data();
    void doesWhatComesThen();
    void pausesAndGoesOn();
    void noticesThatAPausedClientWasCut();
    void goesOnAfterAPausedClientFinished();
    void cannotBePausedWhileItCloses();
    void isNotIdleWhileItCloses();
    void staysPausedWhenUrgentDataComes();
    void receivesNothingWhileAnAnswerWaitsWhenUrgentDataComes();
    void takesUrgentDataBeforeTheEndForWhatItIs();
    void doesNotAskAboutWhatACutClientSaidDuringAnAnswer();
    void asksNoMoreAfterAPersonHasFinished();
    void doesNotSpinWhereNothingCanBeAccepted();

private:
    void serve(const TcpServerSettings &settings = {}, int buffers = 0);

    std::shared_ptr<EventLog> m_log;
    std::unique_ptr<Listener> m_listener;
    std::unique_ptr<ServedClient> m_client;
    std::optional<Peer> m_peer;
    Play m_play;
    bool m_closed = false;
};

void TestServedClient::init()
{
    m_log = std::make_shared<EventLog>();
    m_listener = std::make_unique<Listener>(Journal(*m_log, 0));
    m_client = std::make_unique<ServedClient>(Journal(*m_log, 1));
    m_play = {};
    m_closed = false;
    connect(m_client.get(), &ServedClient::closed, this, [this] { m_closed = true; });
}

void TestServedClient::cleanup()
{
    m_peer.reset();
    m_client.reset();
    m_listener.reset();
    m_log.reset();
}

void TestServedClient::serve(const TcpServerSettings &settings, int buffers)
{
    const PreparedReply reply{
        [this](const ClientFacts & /*client*/) { return std::make_unique<Player>(m_play); }};
    connect(m_listener.get(), &Listener::accepted, m_client.get(),
            [this, reply, settings](auto fd) { m_client->serve(fd, reply, settings); });
    QVERIFY(m_listener->listen(SocketAddress(QHostAddress(QHostAddress::LocalHost), 0),
                               {.backlog = 16}));
    m_peer.emplace(Peer::connectedTo(m_listener->address().port(), Family::Ipv4, buffers));
    QTRY_VERIFY_WITH_TIMEOUT(m_client->socket().isConnected() || m_closed, patience);
}

void TestServedClient::asksForMoreUntilThereIsNoMore()
{
    m_play.onAccepted = {{.bytes = viewOf("one "), .then = Reply::Then::More}};
    m_play.onTaken = {{.bytes = viewOf("two "), .then = Reply::Then::More},
                      {.then = Reply::Then::More},
                      {.bytes = viewOf("three")}};
    serve();
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "one two three"s, patience);
    QCOMPARE(m_play.asked, 3);
    m_peer->sendAll("thanks");
    QTRY_COMPARE_WITH_TIMEOUT(m_play.received, "thanks"s, patience);
    QCOMPARE(m_play.asked, 3);
}

void TestServedClient::receivesNothingWhileThereIsMore()
{
    m_play.onReceived = {{.bytes = viewOf("wait"), .then = Reply::Then::More}};
    m_play.onTaken = {{.then = Reply::Then::More, .after = 200ms}, {.bytes = viewOf("now")}};
    serve();
    m_peer->sendAll("first");
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "wait"s, patience);
    m_peer->sendAll("second");
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "waitnow"s, patience);
    // Only now it is the client's turn again.
    QTRY_COMPARE_WITH_TIMEOUT(m_play.received, "firstsecond"s, patience);
    QCOMPARE(story(*m_log, 1), "accepted received sent received"s);
}

void TestServedClient::asksNoMoreOfAClientThatDoesNotRead()
{
    m_play.onAccepted = {{.then = Reply::Then::More}};
    m_play.endless = true;
    serve({}, 64 * 1024);
    int asked = -1;
    QTRY_VERIFY_WITH_TIMEOUT(std::exchange(asked, m_play.asked) == m_play.asked &&
                                 m_client->socket().unsent() > 0,
                             patience);
    QVERIFY(m_client->socket().unsent() <= 4096);
    m_peer->reset();
    QTRY_VERIFY_WITH_TIMEOUT(m_closed, patience);
}

void TestServedClient::doesNotKeepTheLoopForOneEndlessAnswer()
{
    m_play.onAccepted = {{.then = Reply::Then::More}};
    m_play.endless = true;
    serve();
    Background reading([this] { m_peer->readToEnd(); });
    // This loop turns although there is always more.
    QTRY_VERIFY_WITH_TIMEOUT(m_play.asked > 1000, patience);
    m_client->abort();
    QTRY_VERIFY_WITH_TIMEOUT(reading.isDone(), patience);
    QVERIFY(m_closed);
}

void TestServedClient::doesNotKeepTheLoopForHardWork()
{
    m_play.onReceived = {{.then = Reply::Then::More}};
    m_play.endless = true;
    m_play.work = 5ms;
    serve();
    int turns = 0;
    QTimer others;
    connect(&others, &QTimer::timeout, this, [&turns] { ++turns; });
    m_peer->sendAll("hello");
    others.start(0);
    QTRY_VERIFY_WITH_TIMEOUT(m_play.asked >= 20, patience);
    QVERIFY2(turns >= m_play.asked / 2, qPrintable(QString::number(turns)));
}

void TestServedClient::goesOnInItsTurnWhenTheLogHasRoomAgain()
{
    m_play.onAccepted = {{.then = Reply::Then::More}};
    m_play.endless = true;
    serve();
    Background reading([this] { m_peer->readToEnd(); });
    QTRY_VERIFY_WITH_TIMEOUT(m_play.asked > 100, patience);
    // All clients are told at once. Were each to answer at once, the first few would use up the
    // room again and again, and the others never had any.
    const int before = m_play.asked;
    m_client->resume();
    QCOMPARE(m_play.asked, before);
    QTRY_VERIFY_WITH_TIMEOUT(m_play.asked > before, patience);
    m_client->abort();
    QTRY_VERIFY_WITH_TIMEOUT(reading.isDone(), patience);
}

void TestServedClient::answersLaterThanItWasAsked()
{
    m_play.onReceived = {{.bytes = viewOf("late"), .after = 50ms}};
    TcpServerSettings settings;
    settings.answerDelay = 70;
    serve(settings);
    m_peer->sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "late"s, patience);
    const Event received = eventsOf(*m_log, EventKind::Received).front();
    const Event sent = eventsOf(*m_log, EventKind::Sent).front();
    QVERIFY(sent.elapsed() - received.elapsed() >= 119 * 1000 * 1000); // a timer's own rounding
}

void TestServedClient::discardsAnAnswerThatIsNotDueWhenTheClientIsGone()
{
    m_play.onReceived = {{.bytes = viewOf("never"), .after = 1h}};
    serve();
    m_peer->sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(m_play.received, "hello"s, patience);
    m_peer->reset();
    QTRY_VERIFY_WITH_TIMEOUT(m_closed, patience);
    QCOMPARE(story(*m_log, 1), "accepted received reset closed discarded"s);
    QCOMPARE(textOf(eventsOf(*m_log, EventKind::Discarded).front().payload()), "never"s);
}

void TestServedClient::receivesAlwaysWhereTheResponderDoes()
{
    m_play.onAccepted = {{.bytes = viewOf("later"), .after = 1h}};
    m_play.readsAlways = true;
    serve();
    m_peer->sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(m_play.received, "hello"s, patience);
    m_peer->finish();
    QTRY_VERIFY_WITH_TIMEOUT(m_peer->sawFin(), patience);
    QCOMPARE(m_peer->received(), ""s);
    QCOMPARE(count(*m_log, EventKind::Discarded), std::size_t(1)); // what was not due
}

void TestServedClient::notesWhatTheResponderSays()
{
    m_play.onReceived = {{.bytes = viewOf("b"), .note = QStringLiteral("rule 3 fits")}};
    serve();
    m_peer->sendAll("a");
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "b"s, patience);
    QCOMPARE(story(*m_log, 1), "accepted received note sent"s);
    QCOMPARE(lastNote(*m_log, EventKind::Note), "rule 3 fits"s);
}

void TestServedClient::doesWhatComesThen_data()
{
    QTest::addColumn<Reply::Then>("then");
    QTest::addColumn<QString>("story");
    QTest::newRow("keep") << Reply::Then::Keep << "accepted received sent";
    QTest::newRow("finish") << Reply::Then::Finish << "accepted received sent finished";
    QTest::newRow("close") << Reply::Then::Close << "accepted received sent finished";
    QTest::newRow("reset") << Reply::Then::Reset << "accepted received sent reset closed";
}

void TestServedClient::doesWhatComesThen()
{
    QFETCH(const Reply::Then, then);
    QFETCH(const QString, story);
    m_play.onReceived = {{.bytes = viewOf("bye"), .then = then}};
    serve();
    m_peer->sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(test::story(*m_log, 1), story.toStdString(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "bye"s, patience);
}

void TestServedClient::pausesAndGoesOn()
{
    serve();
    m_client->pause();
    m_client->pause(); // once is enough
    m_peer->sendAll("hello");
    m_client->socket().send(QByteArrayLiteral("still heard")); // the other way is open
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "still heard"s, patience);
    QCOMPARE(m_play.received, ""s);
    m_client->unpause();
    m_client->unpause();
    QTRY_COMPARE_WITH_TIMEOUT(m_play.received, "hello"s, patience);
    QCOMPARE(story(*m_log, 1), "accepted paused sent resumed received"s);
}

void TestServedClient::noticesThatAPausedClientWasCut()
{
    serve();
    m_client->pause();
    m_peer->sendAll("the last words");
    m_peer->reset();
    QTRY_VERIFY_WITH_TIMEOUT(m_closed, patience);
    // What had come before is not lost.
    QCOMPARE(m_play.received, "the last words"s);
    QCOMPARE(story(*m_log, 1), "accepted paused received reset closed"s);
}

void TestServedClient::goesOnAfterAPausedClientFinished()
{
    serve();
    m_client->pause();
    m_peer->sendAll("hello");
    m_peer->finish();
    m_client->socket().send(QByteArrayLiteral("x"));
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "x"s, patience);
    QCOMPARE(count(*m_log, EventKind::PeerFinished), std::size_t(0)); // it stands behind "hello"
    m_client->unpause();
    QTRY_VERIFY_WITH_TIMEOUT(m_closed, patience);
    QCOMPARE(m_play.received, "hello"s);
}

void TestServedClient::cannotBePausedWhileItCloses()
{
    serve();
    m_client->close();
    m_client->pause(); // what it sends is received, and told, until it is closed
    QCOMPARE(count(*m_log, EventKind::Paused), std::size_t(0));
}

void TestServedClient::isNotIdleWhileItCloses()
{
    serve();
    m_client->close();
    for (int turn = 0; turn < 10; ++turn) {
        QCOMPARE(m_client->countIdleTurns(), 0);
    }
}

void TestServedClient::staysPausedWhenUrgentDataComes()
{
    serve();
    m_client->pause();
    m_peer->sendUrgently("abc!");
    m_client->socket().send(QByteArrayLiteral("heard"));
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "heard"s, patience);
    // Whoever could make this side read on could make it grow.
    m_peer->sendAll("more");
    m_client->socket().send(QByteArrayLiteral("?"));
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "heard?"s, patience);
    QCOMPARE(m_play.received, ""s);
    m_client->unpause();
    QTRY_COMPARE_WITH_TIMEOUT(m_play.received, "abc!more"s, patience); // every byte
    m_client->pause();
    m_peer->reset();
    QTRY_VERIFY_WITH_TIMEOUT(m_closed, patience);
}

void TestServedClient::receivesNothingWhileAnAnswerWaitsWhenUrgentDataComes()
{
    m_play.onReceived = {{.bytes = viewOf("late"), .after = 100ms}};
    serve();
    m_peer->sendAll("first");
    QTRY_COMPARE_WITH_TIMEOUT(m_play.received, "first"s, patience);
    m_peer->sendUrgently("!");
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "late"s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_play.received, "first!"s, patience);
    QCOMPARE(story(*m_log, 1), "accepted received sent received"s);
}

void TestServedClient::takesUrgentDataBeforeTheEndForWhatItIs()
{
    m_play.onReceived = {{.then = Reply::Then::Keep}, {.then = Reply::Then::Keep}};
    serve();
    m_peer->sendUrgently("abc!");
    m_peer->finish();
    QTRY_VERIFY_WITH_TIMEOUT(m_peer->sawFin(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_closed, patience);
    QCOMPARE(m_play.received, "abc!"s);
    QCOMPARE(count(*m_log, EventKind::Reset), std::size_t(0));
}

void TestServedClient::doesNotAskAboutWhatACutClientSaidDuringAnAnswer()
{
    m_play.onReceived = {{.bytes = viewOf("never"), .after = 1h}};
    serve();
    m_peer->sendAll("first");
    QTRY_COMPARE_WITH_TIMEOUT(m_play.received, "first"s, patience);
    m_peer->sendAll("second");
    m_peer->reset();
    QTRY_VERIFY_WITH_TIMEOUT(m_closed, patience);
    // The responder was promised that nothing comes between; the log has it.
    QCOMPARE(m_play.received, "first"s);
    QCOMPARE(count(*m_log, EventKind::Received), std::size_t(2));
    QCOMPARE(story(*m_log, 1), "accepted received reset closed discarded"s);
}

void TestServedClient::asksNoMoreAfterAPersonHasFinished()
{
    m_play.onAccepted = {{.bytes = viewOf("a"), .then = Reply::Then::More}};
    m_play.onTaken = {{.then = Reply::Then::More, .after = 20ms},
                      {.bytes = viewOf("b"), .then = Reply::Then::More},
                      {.bytes = viewOf("c")}};
    serve();
    m_client->socket().finish();
    QTRY_VERIFY_WITH_TIMEOUT(m_peer->sawFin(), patience);
    QCOMPARE(m_peer->received(), "a"s);
    m_peer->sendAll("but I still speak");
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Received), std::size_t(1), patience);
    // It was in the middle of an answer, and cannot know that there will be no rest of it.
    QCOMPARE(m_play.received, ""s);
    m_peer->finish();
    QTRY_VERIFY_WITH_TIMEOUT(m_closed, patience);
}

void TestServedClient::doesNotSpinWhereNothingCanBeAccepted()
{
    serve();
    // As if the system had shut it down: it is ready for ever, and every accept() fails.
    checked(::shutdown(static_cast<int>(m_listener->handle()), SHUT_RDWR), "shutdown");
    QTRY_VERIFY_WITH_TIMEOUT(count(*m_log, EventKind::Failed) > 0, patience);
    int turns = 0;
    QTimer others;
    connect(&others, &QTimer::timeout, this, [&turns] { ++turns; });
    others.start(0);
    QTRY_VERIFY_WITH_TIMEOUT(turns > 50, patience);
    QVERIFY2(count(*m_log, EventKind::Failed) < 50,
             qPrintable(QString::number(count(*m_log, EventKind::Failed))));
}

QTEST_GUILESS_MAIN(TestServedClient)
#include "tst_servedclient.moc"
