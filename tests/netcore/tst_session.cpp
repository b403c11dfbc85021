#include "netcore/endpoints/tcpserver.h"
#include "netcore/iothread.h"
#include "netcore/projections/counters.h"
#include "netcore/session.h"
#include "tests/support/logs.h"
#include "tests/support/peer.h"
#include "tests/support/teststrings.h"

#include <QTest>

#include <future>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

/// What a view does: folds every event as it is told of it.
class Fold : public QObject
{
public:
    explicit Fold(SessionBase &session)
        : m_log(session.log())
    {
        connect(&session, &SessionBase::eventsArrived, this, &Fold::apply);
    }

    /// Every number came once, in order.
    bool isWhole() const { return m_whole; }
    EventNumber seen() const { return m_next; }
    int batches() const { return m_batches; }
    const Counters &counters() const { return m_counters; }
    const std::string &received() const { return m_received; }
    bool has(EventKind kind) const { return m_kinds[static_cast<std::size_t>(kind)]; }
    quint16 port() const { return m_port; }

private:
    void apply(EventNumber from, EventNumber to)
    {
        ++m_batches;
        m_whole = m_whole && from == m_next && from < to;
        m_next = to;
        for (EventNumber number = from; number < to; ++number) {
            const auto event = m_log.at(number);
            if (!event) {
                m_whole = false;
                continue;
            }
            m_counters.apply(*event);
            m_kinds[static_cast<std::size_t>(event->kind())] = true;
            if (event->kind() == EventKind::Received) {
                m_received += textOf(event->payload());
            } else if (event->kind() == EventKind::Listening) {
                const std::string local(event->local());
                m_port = static_cast<quint16>(std::stoi(local.substr(local.rfind(':') + 1)));
            }
        }
    }

    const EventLog &m_log;
    EventNumber m_next = 0;
    int m_batches = 0;
    bool m_whole = true;
    Counters m_counters;
    std::string m_received;
    std::array<bool, eventKindCount> m_kinds = {};
    quint16 m_port = 0;
};

TcpServerSettings anyPort(const QString &reply = QStringLiteral("echo"))
{
    TcpServerSettings settings;
    settings.port = QStringLiteral("0");
    settings.reply = reply;
    return settings;
}

const EventLog::Limits fourMegabytes = {.memory = 4U * 1024 * 1024, .block = 1024U * 1024};

} // namespace

class TestSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void commandsRunInOrderOnTheThreadOfTheSockets();
    void tellsEveryEventOnceAndInOrder();
    void tellsWhatTheLogHeldAlready();
    void losesNothingOfAFloodThatIsLargerThanItsLog();
    void losesNoneOfManySmallEvents();
    void goesAwayWhileTrafficGoesOn();
    void theLogOutlivesTheSession();
    void clearsTheLogAndGoesOn();
    void clearsTheLogInTheMiddleOfAFlood();
    void reportsWhatHappenedElsewhere();
    void theThreadDoesWhatWasPostedBeforeItEnds();
};

void TestSession::commandsRunInOrderOnTheThreadOfTheSockets()
{
    IoThread thread;
    Session<TcpServer> session(thread);
    std::vector<int> order;
    std::promise<bool> elsewhere;
    for (int number = 0; number < 100; ++number) {
        session.post([&order, number](TcpServer &) { order.push_back(number); });
    }
    session.post([&elsewhere](TcpServer &server) {
        elsewhere.set_value(QThread::currentThread() != QCoreApplication::instance()->thread() &&
                            server.thread() == QThread::currentThread());
    });
    QVERIFY(elsewhere.get_future().get());
    QCOMPARE(order.size(), std::size_t(100));
    QVERIFY(std::is_sorted(order.begin(), order.end()));
}

void TestSession::tellsEveryEventOnceAndInOrder()
{
    IoThread thread;
    Session<TcpServer> session(thread);
    const Fold fold(session);
    session.post([](TcpServer &server) { server.start(anyPort()); });
    QTRY_VERIFY_WITH_TIMEOUT(fold.port() != 0, patience);
    Peer peer = Peer::connectedTo(fold.port());
    peer.sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "hello"s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(fold.counters().bytesSent, std::uint64_t(5), patience);
    peer.finish();
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    session.stop();
    QTRY_COMPARE_WITH_TIMEOUT(story(session.log(), 0), "created bound listening closed"s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(fold.seen(), session.log().size(), patience);
    QCOMPARE(session.arrived(), fold.seen());
    QVERIFY(fold.isWhole());
}

void TestSession::tellsWhatTheLogHeldAlready()
{
    IoThread thread;
    const auto log = std::make_shared<EventLog>();
    log->append({.kind = EventKind::Note, .note = "before"});
    Session<TcpServer> session(thread, log);
    const Fold fold(session);
    QTRY_COMPARE_WITH_TIMEOUT(fold.seen(), EventNumber(1), patience);
    QVERIFY(fold.isWhole());
}

void TestSession::losesNothingOfAFloodThatIsLargerThanItsLog()
{
    IoThread thread;
    Session<TcpServer> session(thread, std::make_shared<EventLog>(fourMegabytes));
    const Fold fold(session);
    session.post([](TcpServer &server) { server.start(anyPort()); });
    QTRY_VERIFY_WITH_TIMEOUT(fold.port() != 0, patience);
    Peer peer = Peer::connectedTo(fold.port());
    const std::string bytes = pattern(48U * 1024 * 1024);
    Background sending([&] {
        peer.sendAll(bytes);
        peer.finish();
    });
    Background reading([&] { peer.readToEnd(); });
    QTRY_VERIFY_WITH_TIMEOUT(fold.has(EventKind::Closed), patience);
    QTRY_VERIFY_WITH_TIMEOUT(sending.isDone() && reading.isDone(), patience);
    QCOMPARE(sending.error(), ""s);
    QVERIFY(peer.received() == bytes);
    QVERIFY(fold.isWhole());
    QVERIFY(fold.received() == bytes);
    QCOMPARE(fold.counters().bytesSent, std::uint64_t(bytes.size()));
    QVERIFY(session.log().droppedEvents() > 0);
    QVERIFY(session.log().memory() <= fourMegabytes.memory + 2 * fourMegabytes.block);
}

void TestSession::losesNoneOfManySmallEvents()
{
    IoThread thread;
    Session<TcpServer> session(thread, std::make_shared<EventLog>(fourMegabytes));
    const Fold fold(session);
    session.post([](TcpServer &server) { server.start(anyPort(QStringLiteral("none"))); });
    QTRY_VERIFY_WITH_TIMEOUT(fold.port() != 0, patience);
    std::vector<Peer> peers;
    for (int number = 0; number < 8; ++number) {
        peers.push_back(Peer::connectedTo(fold.port()));
        peers.back().sendWithoutDelay();
    }
    Background sending([&peers] {
        for (int turn = 0; turn < 10000; ++turn) {
            for (Peer &peer : peers) {
                peer.sendAll("x");
            }
        }
    });
    QTRY_COMPARE_WITH_TIMEOUT(fold.counters().bytesReceived, std::uint64_t(80000), patience);
    QVERIFY(fold.isWhole());
    QVERIFY(static_cast<EventNumber>(fold.batches()) < fold.seen() / 10); // many at a time
}

void TestSession::goesAwayWhileTrafficGoesOn()
{
    IoThread thread;
    for (int turn = 0; turn < 10; ++turn) {
        auto session =
            std::make_unique<Session<TcpServer>>(thread, std::make_shared<EventLog>(fourMegabytes));
        auto fold = std::make_unique<Fold>(*session);
        session->post([](TcpServer &server) { server.start(anyPort()); });
        QTRY_VERIFY_WITH_TIMEOUT(fold->port() != 0, patience);
        Peer peer = Peer::connectedTo(fold->port());
        std::atomic<bool> cut = false;
        Background sending([&] {
            const std::string bytes = pattern(65536);
            try {
                for (;;) {
                    peer.sendAll(bytes);
                }
            } catch (const std::system_error &) {
                cut = true; // by the end of the server
            }
        });
        Background reading([&] { peer.readToEnd(); });
        QTRY_VERIFY_WITH_TIMEOUT(fold->counters().bytesReceived > 1000000, patience);
        session.reset();
        QTRY_VERIFY_WITH_TIMEOUT(sending.isDone() && reading.isDone(), patience);
        QVERIFY(cut);
        QVERIFY(fold->isWhole());
    }
}

void TestSession::theLogOutlivesTheSession()
{
    IoThread thread;
    auto session = std::make_unique<Session<TcpServer>>(thread);
    session->post([](TcpServer &server) { server.start(anyPort()); });
    QTRY_COMPARE_WITH_TIMEOUT(session->arrived(), EventNumber(3), patience);
    const auto log = session->sharedLog();
    session.reset();
    QVERIFY(story(*log, 0).starts_with("created bound listening"));
}

void TestSession::clearsTheLogAndGoesOn()
{
    IoThread thread;
    Session<TcpServer> session(thread);
    const Fold fold(session);
    session.post([](TcpServer &server) { server.start(anyPort()); });
    QTRY_VERIFY_WITH_TIMEOUT(fold.port() != 0, patience);
    session.clearLog();
    QTRY_COMPARE_WITH_TIMEOUT(story(session.log(), 0), "note"s, patience);
    QCOMPARE(session.log().first(), EventNumber(3));
    QVERIFY(lastNote(session.log(), EventKind::Note).find('3') != std::string::npos);
    Peer peer = Peer::connectedTo(fold.port());
    peer.sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(fold.counters().bytesReceived, std::uint64_t(5), patience);
    QCOMPARE(session.log().droppedEvents(), std::uint64_t(0));
    QVERIFY(fold.isWhole());
}

void TestSession::clearsTheLogInTheMiddleOfAFlood()
{
    IoThread thread;
    Session<TcpServer> session(thread, std::make_shared<EventLog>(fourMegabytes));
    const Fold fold(session);
    session.post([](TcpServer &server) { server.start(anyPort()); });
    QTRY_VERIFY_WITH_TIMEOUT(fold.port() != 0, patience);
    Peer peer = Peer::connectedTo(fold.port());
    const std::string bytes = pattern(16U * 1024 * 1024);
    Background sending([&] {
        peer.sendAll(bytes);
        peer.finish();
    });
    Background reading([&] { peer.readToEnd(); });
    QTRY_VERIFY_WITH_TIMEOUT((session.clearLog(), reading.isDone()), patience);
    QVERIFY(peer.received() == bytes); // nothing of the traffic hangs
    QTRY_COMPARE_WITH_TIMEOUT(fold.seen(), session.log().size(), patience);
}

void TestSession::reportsWhatHappenedElsewhere()
{
    IoThread thread;
    Session<TcpServer> session(thread);
    session.report(EventKind::Failed, QStringLiteral("ENOSPC: the log could not be saved"));
    QTRY_COMPARE_WITH_TIMEOUT(lastError(session.log()), "ENOSPC"s, patience);
}

void TestSession::theThreadDoesWhatWasPostedBeforeItEnds()
{
    int done = 0;
    {
        IoThread thread;
        for (int number = 0; number < 1000; ++number) {
            thread.post([&done] { ++done; });
        }
    }
    QCOMPARE(done, 1000);
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
