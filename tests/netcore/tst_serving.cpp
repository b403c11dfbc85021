#include "netcore/endpoints/tcpserver.h"
#include "tests/support/limits.h"
#include "tests/support/logs.h"
#include "tests/support/peer.h"

#include <QTest>

#include <vector>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

/// How a server deals with many clients, patient ones and others.
class TestServing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void oneAtATimeTheOthersWaitInTheBacklog();
    void oneAtATimeGoesOnAfterAReset();
    void allAtOnceNobodyWaits();
    void refusesMoreThanSoMany();
    void takesAnotherWhenOneHasGone();
    void closesAClientThatIsIdle();
    void doesNotTakeForIdleWhoItLetsWait();
    void receivesInSmallPieces();
    void aReplyMayReadLessThanTheServer();
    void answersLate();
    void pausesOneClientAndNotTheOther();
    void tellsForWhomBytesWait();
    void disconnectsInOrder();
    void doesNotLoseWhatIsSaidToSeveralOfWhomOneIsGone();
    void refusesNumbersOutOfRange_data();
    void refusesNumbersOutOfRange();
    void refusesAReplyWithABadOption();
    void slowAndSilentClientsHoldNobodyUp();
    void whoNeverReadsHoldsNobodyUpAndCostsLittle_data();
    void whoNeverReadsHoldsNobodyUpAndCostsLittle();
    void clientsThatComeAndGoLeaveNothingOpen();

private:
    void start(TcpServerSettings settings);
    Peer connected() { return Peer::connectedTo(m_server->address().port()); }

    std::shared_ptr<EventLog> m_log;
    std::unique_ptr<TcpServer> m_server;
};

void TestServing::initTestCase()
{
    allowDescriptors(4096);
}

void TestServing::init()
{
    m_log = std::make_shared<EventLog>();
    m_server = std::make_unique<TcpServer>(m_log);
}

void TestServing::cleanup()
{
    m_server.reset();
    m_log.reset();
}

void TestServing::start(TcpServerSettings settings)
{
    settings.port = QStringLiteral("0");
    m_server->start(settings);
    QVERIFY2(m_server->isListening(), lastNote(*m_log, EventKind::Failed).c_str());
}

void TestServing::oneAtATimeTheOthersWaitInTheBacklog()
{
    start({.serving = TcpServerSettings::Serving::OneAtATime});
    Peer first = connected();
    first.sendAll("first");
    QTRY_COMPARE_WITH_TIMEOUT(first.received(), "first"s, patience);
    Peer second = connected();
    second.sendAll("second");
    Peer third = connected();
    third.sendAll("third");
    // The server is not busy, and yet it does not look at them.
    first.sendAll(" again");
    QTRY_COMPARE_WITH_TIMEOUT(first.received(), "first again"s, patience);
    QCOMPARE(count(*m_log, EventKind::Accepted), std::size_t(1));
    QCOMPARE(second.received(), ""s);

    first.finish();
    QTRY_COMPARE_WITH_TIMEOUT(second.received(), "second"s, patience);
    QCOMPARE(count(*m_log, EventKind::Accepted), std::size_t(2));
    QCOMPARE(third.received(), ""s);
    second.close();
    QTRY_COMPARE_WITH_TIMEOUT(third.received(), "third"s, patience);
}

void TestServing::oneAtATimeGoesOnAfterAReset()
{
    start({.serving = TcpServerSettings::Serving::OneAtATime});
    Peer first = connected();
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(1), patience);
    Peer second = connected();
    second.sendAll("me?");
    first.reset();
    QTRY_COMPARE_WITH_TIMEOUT(second.received(), "me?"s, patience);
}

void TestServing::allAtOnceNobodyWaits()
{
    start({});
    Peer first = connected();
    Peer second = connected();
    second.sendAll("second");
    QTRY_COMPARE_WITH_TIMEOUT(second.received(), "second"s, patience);
    first.sendAll("first");
    QTRY_COMPARE_WITH_TIMEOUT(first.received(), "first"s, patience);
}

void TestServing::refusesMoreThanSoMany()
{
    start({.mostClients = 2});
    Peer first = connected();
    Peer second = connected();
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(2), patience);
    Peer third = connected();
    QTRY_COMPARE_WITH_TIMEOUT(third.error(), ECONNRESET, patience);
    QCOMPARE(story(*m_log, 3), "accepted reset closed"s);
    QVERIFY(lastNote(*m_log, EventKind::Reset).starts_with("refused: 2 are connected"));
    // The others notice nothing of it.
    first.sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(first.received(), "hello"s, patience);
}

void TestServing::takesAnotherWhenOneHasGone()
{
    start({.mostClients = 1});
    Peer first = connected();
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(1), patience);
    first.finish();
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Closed), std::size_t(1), patience);
    Peer second = connected();
    second.sendAll("my turn");
    QTRY_COMPARE_WITH_TIMEOUT(second.received(), "my turn"s, patience);
}

void TestServing::closesAClientThatIsIdle()
{
    start({.idleLimit = 1});
    Peer idle = connected();
    Peer busy = connected();
    std::size_t said = 0;
    // One of them says something now and then, and is still there when the other is gone.
    QTRY_VERIFY_WITH_TIMEOUT((busy.sendAll("x"), ++said, idle.sawFin()), patience);
    idle.close();
    QTRY_COMPARE_WITH_TIMEOUT(story(*m_log, 1), "accepted note finished peer-finished closed"s,
                              patience);
    QCOMPARE(lastNote(*m_log, EventKind::Note), "idle: no byte for 1 s, closed by this side"s);
    QTRY_COMPARE_WITH_TIMEOUT(busy.received().size(), said, patience);
    QVERIFY(!busy.sawFin());
}

void TestServing::doesNotTakeForIdleWhoItLetsWait()
{
    start({.idleLimit = 1, .answerDelay = 1500});
    Peer patient = connected();
    patient.sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(patient.received(), "hello"s, patience);
}

void TestServing::receivesInSmallPieces()
{
    start({.readSize = 3});
    Peer peer = connected();
    peer.sendAll("partial reads");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "partial reads"s, patience);
    for (const Event &event : eventsOf(*m_log, EventKind::Received)) {
        QVERIFY(event.bytes() <= 3);
    }
}

void TestServing::aReplyMayReadLessThanTheServer()
{
    start({.reply = QStringLiteral("ack"),
           .replyOptions = {{QStringLiteral("read-size"), QStringLiteral("4")},
                            {QStringLiteral("answer"), QStringLiteral("got\\n")}}});
    Peer peer = connected();
    peer.sendAll("more than four");
    peer.finish();
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin() || peer.error() != 0, patience);
    QCOMPARE(peer.received(), "got\n"s);
    QCOMPARE(textOf(eventsOf(*m_log, EventKind::Received).front().payload()), "more"s);
}

void TestServing::answersLate()
{
    start({.answerDelay = 100});
    Peer peer = connected();
    peer.sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "hello"s, patience);
    const Event received = eventsOf(*m_log, EventKind::Received).front();
    const Event sent = eventsOf(*m_log, EventKind::Sent).front();
    QVERIFY(sent.elapsed() - received.elapsed() >= 99 * 1000 * 1000);
}

void TestServing::pausesOneClientAndNotTheOther()
{
    start({});
    Peer first = connected();
    Peer second = connected();
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(2), patience);
    m_server->pause(QList<ConnectionId>{1, 77});
    first.sendAll("waits");
    second.sendAll("goes");
    QTRY_COMPARE_WITH_TIMEOUT(second.received(), "goes"s, patience);
    QCOMPARE(first.received(), ""s);
    m_server->unpause(QList<ConnectionId>{1});
    QTRY_COMPARE_WITH_TIMEOUT(first.received(), "waits"s, patience);
}

void TestServing::tellsForWhomBytesWait()
{
    start({});
    Peer reads = connected();
    Peer peer = connected();
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(2), patience);
    QVERIFY(m_server->snapshot().connections.empty());
    m_server->send(QList<ConnectionId>{2},
                   PreparedMessage::ofBytes(QByteArray(32 * 1024 * 1024, 'x')));
    const EndpointSnapshot snapshot = m_server->snapshot();
    QCOMPARE(snapshot.connections.size(), std::size_t(1));
    QCOMPARE(snapshot.connections.front().id, ConnectionId(2));
    QVERIFY(snapshot.connections.front().unsent > 0);
    QVERIFY(snapshot.connections.front().held);
    QTRY_VERIFY_WITH_TIMEOUT(
        (peer.received().size() == 32 * 1024 * 1024 && m_server->snapshot().connections.empty()),
        patience);
}

void TestServing::disconnectsInOrder()
{
    start({});
    Peer peer = connected();
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(1), patience);
    m_server->disconnectFrom(QList<ConnectionId>{1});
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    peer.close();
    QTRY_COMPARE_WITH_TIMEOUT(story(*m_log, 1), "accepted finished peer-finished closed"s,
                              patience);
}

void TestServing::doesNotLoseWhatIsSaidToSeveralOfWhomOneIsGone()
{
    start({});
    Peer peer = connected();
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(1), patience);
    m_server->send(QList<ConnectionId>{1, 5},
                   PreparedMessage::ofBytes(QByteArrayLiteral("to both")));
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "to both"s, patience);
    QCOMPARE(story(*m_log, 5), "discarded"s);
}

void TestServing::refusesNumbersOutOfRange_data()
{
    QTest::addColumn<TcpServerSettings>("settings");
    QTest::newRow("no backlog") << TcpServerSettings{.backlog = 0};
    QTest::newRow("nobody at all") << TcpServerSettings{.mostClients = 0};
    QTest::newRow("idle before they came") << TcpServerSettings{.idleLimit = -1};
    QTest::newRow("no bytes") << TcpServerSettings{.readSize = 0};
    QTest::newRow("too many bytes") << TcpServerSettings{.readSize = 1024 * 1024 + 1};
    QTest::newRow("answers before") << TcpServerSettings{.answerDelay = -1};
}

void TestServing::refusesNumbersOutOfRange()
{
    QFETCH(const TcpServerSettings, settings);
    m_server->start(settings);
    QVERIFY(!m_server->isListening());
    QCOMPARE(story(*m_log, 0), "failed"s);
}

void TestServing::refusesAReplyWithABadOption()
{
    m_server->start({.reply = QStringLiteral("ack"),
                     .replyOptions = {{QStringLiteral("read-size"), QStringLiteral("many")}}});
    QVERIFY(!m_server->isListening());
    QVERIFY(lastNote(*m_log, EventKind::Failed).find("read-size: \"many\"") != std::string::npos);
}

void TestServing::slowAndSilentClientsHoldNobodyUp()
{
    constexpr std::size_t silentClients = 1000;
    start({});
    std::vector<Peer> silent;
    for (std::size_t client = 0; client < silentClients; ++client) {
        silent.push_back(connected());
    }
    Peer slow = connected();
    slow.sendAll("h");
    Peer quick = connected();
    for (int turn = 1; turn <= 20; ++turn) {
        quick.sendAll("quick");
        QTRY_COMPARE_WITH_TIMEOUT(quick.received().size(), std::size_t(turn) * 5, patience);
    }
    slow.sendAll("ello");
    QTRY_COMPARE_WITH_TIMEOUT(slow.received(), "hello"s, patience);
    QCOMPARE(m_server->snapshot().connections.size(), std::size_t(0));
}

void TestServing::whoNeverReadsHoldsNobodyUpAndCostsLittle_data()
{
    QTest::addColumn<QString>("reply");
    QTest::addColumn<int>("readSize");
    QTest::newRow("echo") << QStringLiteral("echo") << 64 * 1024;
    QTest::newRow("echo, a thousand bytes at a time") << QStringLiteral("echo") << 1000;
    QTest::newRow("line-echo") << QStringLiteral("line-echo") << 64 * 1024;
}

void TestServing::whoNeverReadsHoldsNobodyUpAndCostsLittle()
{
    QFETCH(const QString, reply);
    QFETCH(const int, readSize);
    constexpr int buffers = 64 * 1024;
    constexpr std::size_t offers = 64U * 1024 * 1024;
    constexpr std::uint64_t mostUnsent = 2U * 1024 * 1024;
    start({.reply = reply, .readSize = readSize});
    Peer stubborn = Peer::connectedTo(m_server->address().port(), Family::Ipv4, buffers);
    std::string lines;
    for (int line = 0; line < 1024; ++line) {
        lines += std::string(63, 'x') + '\n';
    }
    std::uint64_t most = 0;
    std::size_t offered = 0;
    EventNumber before = 0;
    int still = 0;
    const auto offerMore = [&] {
        std::size_t taken = 0;
        for (std::size_t last = 1; last > 0 && offered < offers; taken += last) {
            last = stubborn.offer(std::string_view(lines).substr(offered % lines.size()));
            offered += last;
        }
        still = taken > 0 || m_log->size() > before ? 0 : still + 1;
        before = m_log->size();
        for (const EndpointSnapshot::Connection &client : m_server->snapshot().connections) {
            most = std::max(most, client.unsent);
        }
    };
    // Until nothing more is taken, or received, or sent for a while.
    QTRY_VERIFY_WITH_TIMEOUT((offerMore(), still >= 20 || offered >= offers), patience);
    QVERIFY2(offered < offers, "the server takes whatever it is sent");
    QVERIFY(most > 0);
    QVERIFY2(most <= mostUnsent, qPrintable(QString::number(most)));
    // And the next is served as if nothing were.
    Peer quick = connected();
    quick.sendAll("quick\n");
    QTRY_VERIFY_WITH_TIMEOUT(!quick.received().empty(), patience);
    stubborn.reset();
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Closed), std::size_t(1), patience);
}

void TestServing::clientsThatComeAndGoLeaveNothingOpen()
{
    constexpr std::size_t clients = 1000;
    constexpr std::size_t atOnce = 50;
    start({});
    const int before = openDescriptors();
    for (std::size_t gone = 0; gone < clients; gone += atOnce) {
        std::vector<Peer> peers;
        for (std::size_t client = 0; client < atOnce; ++client) {
            peers.push_back(connected());
        }
        for (std::size_t client = 0; client < atOnce; ++client) {
            Peer &peer = peers[client];
            switch (client % 5) {
            case 0: // as one should
                peer.sendAll("hello");
                peer.finish();
                break;
            case 1:
                peer.finish();
                break;
            case 2: // the answer finds nobody
                peer.sendAll("hello");
                peer.close();
                break;
            case 3:
                peer.sendAll("hello");
                peer.reset();
                break;
            default: // before it was served
                peer.reset();
            }
        }
        // Those that were cut before they were accepted may never show up.
        for (std::size_t client = 0; client < atOnce; client += 5) {
            QTRY_VERIFY_WITH_TIMEOUT(peers[client].sawFin(), patience);
            QCOMPARE(peers[client].received(), "hello"s);
            QTRY_VERIFY_WITH_TIMEOUT(peers[client + 1].sawFin(), patience);
        }
    }
    QTRY_COMPARE_WITH_TIMEOUT(openDescriptors(), before, patience);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Closed), count(*m_log, EventKind::Accepted),
                              patience);
    QVERIFY(count(*m_log, EventKind::Accepted) >= clients / 5 * 2);
    QCOMPARE(count(*m_log, EventKind::Failed), std::size_t(0));
}

QTEST_GUILESS_MAIN(TestServing)
#include "tst_serving.moc"
