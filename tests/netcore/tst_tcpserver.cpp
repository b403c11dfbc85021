#include "netcore/endpoints/tcpserver.h"
#include "netcore/projections/descriptor.h"
#include "tests/support/limits.h"
#include "tests/support/logs.h"
#include "tests/support/loopturns.h"
#include "tests/support/peer.h"
#include "tests/support/teststrings.h"

#include <QTest>

#include <numeric>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

class TestTcpServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void echoesEverythingToAClientThatFinishesAndReadsOn_data();
    void echoesEverythingToAClientThatFinishesAndReadsOn();
    void echoesNulsAndBytesThatAreNoText();
    void receivesEveryOfAHundredThousandSingleBytes();
    void acknowledgesOnceAndCloses_data();
    void acknowledgesOnceAndCloses();
    void acknowledgesNothingToAClientThatSaysNothing();
    void sendsToOneClientAndToAll();
    void finishesTowardsOneClientThatStillSends();
    void abortsOneClientThatSeesAReset();
    void discardsWhatIsSaidToNobody();
    void reportsPeerThatResetsMidMessage();
    void reportsPeerThatClosesWithoutItsEcho();
    void readsNoMoreFromAClientThatNeverReads();
    void readsNoMoreWhileTheLogHasNoRoom();
    void stopsInOrderWithClientsConnected();
    void stopsWithoutAClientThatDoesNotFinish();
    void stopsAlthoughAClientNeverReads();
    void stopsWithAThousandSilentClients();
    void goesAwayWithClientsConnected();
    void listensOnTheSamePortAgainAtOnce();
    void failsOnAPortThatIsTaken();
    void listensElsewhereWhereAnyPortWillDo();
    void failsOnAnAddressOfAnotherMachine();
    void refusesWhatMakesNoSense_data();
    void refusesWhatMakesNoSense();
    void refusesToStartTwice();
    void allAddressesMeansBothFamilies();
    void allIpv6AddressesMeansIpv6Only();
    void tellsOnceThatDescriptorsRanOutAndGoesOn();
    void notesTheRealDescriptors();
    void stopIsHarmlessWhenNothingRuns();

private:
    void start(const QString &reply, const QString &address = QStringLiteral("127.0.0.1"));
    quint16 port() const { return m_server->address().port(); }

    std::shared_ptr<EventLog> m_log;
    std::unique_ptr<TcpServer> m_server;
};

void TestTcpServer::initTestCase()
{
    // A thousand clients and their thousand peers live in this one process.
    rlimit limit = {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

void TestTcpServer::init()
{
    m_log = std::make_shared<EventLog>();
    m_server = std::make_unique<TcpServer>(m_log);
}

void TestTcpServer::cleanup()
{
    m_server.reset();
    m_log.reset();
}

void TestTcpServer::start(const QString &reply, const QString &address)
{
    TcpServerSettings settings;
    settings.address = address;
    settings.port = QStringLiteral("0");
    settings.reply = reply;
    m_server->start(settings);
    QVERIFY(m_server->isListening());
    QCOMPARE(story(*m_log, 0), "created bound listening"s);
}

void TestTcpServer::echoesEverythingToAClientThatFinishesAndReadsOn_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("ipv6");
    QTest::newRow("IPv4") << QStringLiteral("127.0.0.1") << false;
    QTest::newRow("IPv6") << QStringLiteral("::1") << true;
}

void TestTcpServer::echoesEverythingToAClientThatFinishesAndReadsOn()
{
    QFETCH(const QString, address);
    QFETCH(const bool, ipv6);
    start(QStringLiteral("echo"), address);
    const std::string bytes = pattern(3000000);
    Peer peer = Peer::connectedTo(port(), ipv6 ? Family::Ipv6 : Family::Ipv4);
    Background sending([&] {
        peer.sendAll(bytes);
        peer.finish();
    });
    QTRY_VERIFY_WITH_TIMEOUT(sending.isDone(), patience);
    QCOMPARE(sending.error(), ""s);
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    QVERIFY(peer.received() == bytes);
    QVERIFY(bytesOf(*m_log, EventKind::Received, 1) == bytes);
    QVERIFY(bytesOf(*m_log, EventKind::Sent, 1) == bytes);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Closed), std::size_t(1), patience);
    QVERIFY(story(*m_log, 1).starts_with("accepted received sent"));
    QVERIFY(story(*m_log, 1).ends_with("finished closed"));
    QCOMPARE(count(*m_log, EventKind::PeerFinished), std::size_t(1));
    QCOMPARE(count(*m_log, EventKind::Discarded), std::size_t(0));
    const Event accepted = eventsOf(*m_log, EventKind::Accepted).front();
    const std::string host = ipv6 ? "[::1]:" : "127.0.0.1:";
    QCOMPARE(accepted.peer(), host + std::to_string(peer.localPort()));
    QCOMPARE(accepted.local(), host + std::to_string(port()));
}

void TestTcpServer::echoesNulsAndBytesThatAreNoText()
{
    start(QStringLiteral("echo"));
    std::string bytes(256, '\0');
    std::iota(bytes.begin(), bytes.end(), '\0');
    bytes += "\xc3\x28 \xff\xfe\r\n"s + '\0';
    Peer peer = Peer::connectedTo(port());
    peer.sendAll(bytes);
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), bytes, patience);
    QCOMPARE(bytesOf(*m_log, EventKind::Received, 1), bytes);
}

void TestTcpServer::receivesEveryOfAHundredThousandSingleBytes()
{
    start(QStringLiteral("none"));
    const std::string bytes = pattern(100000);
    Peer peer = Peer::connectedTo(port());
    peer.sendWithoutDelay();
    Background sending([&] {
        for (const char &byte : bytes) {
            peer.sendAll({&byte, 1});
        }
        peer.finish();
    });
    QTRY_VERIFY_WITH_TIMEOUT(sending.isDone(), patience);
    QCOMPARE(sending.error(), ""s);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::PeerFinished), std::size_t(1), patience);
    QVERIFY(bytesOf(*m_log, EventKind::Received, 1) == bytes);
}

void TestTcpServer::acknowledgesOnceAndCloses_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::newRow("a word") << "hello"s;
    QTest::newRow("as much as is read") << pattern(1024);
    QTest::newRow("more than is read") << pattern(2000);
    QTest::newRow("much more than is read") << pattern(200000);
}

void TestTcpServer::acknowledgesOnceAndCloses()
{
    QFETCH(const std::string, bytes);
    start(QStringLiteral("ack"));
    Peer peer = Peer::connectedTo(port());
    Background sending([&] { peer.sendAll(bytes); });
    QTRY_VERIFY_WITH_TIMEOUT(sending.isDone(), patience);
    QCOMPARE(sending.error(), ""s);
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    QCOMPARE(peer.received(), "ACK"s);
    QCOMPARE(peer.error(), 0);
    peer.finish();
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Closed), std::size_t(1), patience);
    QCOMPARE(peer.error(), 0);
    QCOMPARE(bytesOf(*m_log, EventKind::Sent, 1), "ACK"s);
    const auto received = eventsOf(*m_log, EventKind::Received);
    QCOMPARE(received.front().bytes(), std::min<std::uint64_t>(bytes.size(), 1024));
    QVERIFY(bytesOf(*m_log, EventKind::Received, 1) == bytes); // told, though nobody asked for it
}

void TestTcpServer::acknowledgesNothingToAClientThatSaysNothing()
{
    start(QStringLiteral("ack"));
    Peer peer = Peer::connectedTo(port());
    peer.finish();
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    QCOMPARE(peer.received(), ""s);
    QCOMPARE(story(*m_log, 1), "accepted peer-finished finished closed"s);
}

void TestTcpServer::sendsToOneClientAndToAll()
{
    start(QStringLiteral("none"));
    Peer first = Peer::connectedTo(port());
    Peer second = Peer::connectedTo(port());
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(2), patience);
    m_server->send(QList<ConnectionId>{2},
                   PreparedMessage::ofBytes(QByteArrayLiteral("to the second ")));
    m_server->send({}, PreparedMessage::ofBytes(QByteArrayLiteral("to all")));
    m_server->send(QList<ConnectionId>{1},
                   PreparedMessage::ofBytes(QByteArray())); // nothing is nothing
    QTRY_COMPARE_WITH_TIMEOUT(first.received(), "to all"s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(second.received(), "to the second to all"s, patience);
    QCOMPARE(story(*m_log, 1), "accepted sent"s);
    QCOMPARE(story(*m_log, 2), "accepted sent"s);
    QCOMPARE(count(*m_log, EventKind::Sent), std::size_t(3));
}

void TestTcpServer::finishesTowardsOneClientThatStillSends()
{
    start(QStringLiteral("none"));
    Peer peer = Peer::connectedTo(port());
    Peer other = Peer::connectedTo(port());
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(2), patience);
    m_server->send(QList<ConnectionId>{1}, PreparedMessage::ofBytes(QByteArrayLiteral("the last")));
    m_server->finish(QList<ConnectionId>{1});
    m_server->finish(QList<ConnectionId>{1}); // once is enough
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    QCOMPARE(peer.received(), "the last"s);
    peer.sendAll("still here");
    QTRY_COMPARE_WITH_TIMEOUT(bytesOf(*m_log, EventKind::Received, 1), "still here"s, patience);
    m_server->send(QList<ConnectionId>{1}, PreparedMessage::ofBytes(QByteArrayLiteral("too late")));
    m_server->send({}, PreparedMessage::ofBytes(QByteArrayLiteral("to who can hear")));
    QTRY_COMPARE_WITH_TIMEOUT(other.received(), "to who can hear"s, patience);
    const auto discarded = eventsOf(*m_log, EventKind::Discarded);
    QCOMPARE(discarded.size(), std::size_t(1));
    QCOMPARE(discarded.front().bytes(), std::uint64_t(8));
    QCOMPARE(textOf(discarded.front().payload()), "too late"s);
    peer.finish();
    QTRY_COMPARE_WITH_TIMEOUT(story(*m_log, 1),
                              "accepted sent finished received discarded peer-finished closed"s,
                              patience);
    QVERIFY(!other.sawFin());
}

void TestTcpServer::abortsOneClientThatSeesAReset()
{
    start(QStringLiteral("none"));
    Peer peer = Peer::connectedTo(port());
    Peer other = Peer::connectedTo(port());
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(2), patience);
    m_server->abort(QList<ConnectionId>{1});
    QTRY_COMPARE_WITH_TIMEOUT(peer.error(), ECONNRESET, patience);
    QVERIFY(!peer.sawFin());
    QCOMPARE(story(*m_log, 1), "accepted reset closed"s);
    m_server->send(QList<ConnectionId>{2},
                   PreparedMessage::ofBytes(QByteArrayLiteral("you are still there")));
    QTRY_COMPARE_WITH_TIMEOUT(other.received(), "you are still there"s, patience);
}

void TestTcpServer::discardsWhatIsSaidToNobody()
{
    start(QStringLiteral("none"));
    m_server->send({}, PreparedMessage::ofBytes(QByteArrayLiteral("hello?")));
    QCOMPARE(story(*m_log, 0), "created bound listening discarded"s);
    Peer peer = Peer::connectedTo(port());
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(1), patience);
    m_server->abort(QList<ConnectionId>{1});
    m_server->send(QList<ConnectionId>{1}, PreparedMessage::ofBytes(QByteArray(5000, 'x')));
    const Event discarded = eventsOf(*m_log, EventKind::Discarded).back();
    QCOMPARE(discarded.connection(), ConnectionId(1));
    QCOMPARE(discarded.bytes(), std::uint64_t(5000));
    // Commands to who was never there.
    m_server->finish(QList<ConnectionId>{77});
    m_server->abort(QList<ConnectionId>{77});
    m_server->send(QList<ConnectionId>{77}, PreparedMessage::ofBytes(QByteArrayLiteral("x")));
    QCOMPARE(eventsOf(*m_log, EventKind::Discarded).back().connection(), ConnectionId(77));
}

void TestTcpServer::reportsPeerThatResetsMidMessage()
{
    start(QStringLiteral("echo"));
    Peer rude = Peer::connectedTo(port());
    Peer polite = Peer::connectedTo(port());
    rude.sendAll("half a mess");
    QTRY_COMPARE_WITH_TIMEOUT(rude.received(), "half a mess"s, patience);
    rude.reset();
    QTRY_COMPARE_WITH_TIMEOUT(story(*m_log, 1), "accepted received sent reset closed"s, patience);
    QVERIFY(lastNote(*m_log, EventKind::Reset).starts_with("ECONNRESET: "));
    polite.sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(polite.received(), "hello"s, patience);
    QVERIFY(m_server->isListening());
    QCOMPARE(count(*m_log, EventKind::Failed), std::size_t(0));
}

void TestTcpServer::reportsPeerThatClosesWithoutItsEcho()
{
    start(QStringLiteral("echo"));
    Peer peer = Peer::connectedTo(port());
    peer.sendAll("hello");
    peer.close(); // FIN, and RST when the echo comes
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Closed), std::size_t(1), patience);
    QCOMPARE(story(*m_log, 1), "accepted received sent peer-finished reset closed"s);
}

void TestTcpServer::readsNoMoreFromAClientThatNeverReads()
{
    start(QStringLiteral("echo"));
    constexpr int buffers = 64 * 1024;
    constexpr std::size_t most = 64U * 1024 * 1024;
    Peer peer = Peer::connectedTo(port(), Family::Ipv4, buffers);
    const std::string piece = pattern(65536);
    std::size_t offered = 0;
    // The system takes no more for a while: the server reads no more.
    for (int refusals = 0; refusals < 100 && offered < most;) {
        const std::size_t taken =
            peer.offer(std::string_view(piece).substr(offered % piece.size()));
        offered += taken;
        refusals = taken > 0 ? 0 : refusals + 1;
        QCoreApplication::processEvents();
    }
    const std::uint64_t received = sumOf(*m_log, EventKind::Received);
    const std::uint64_t sent = sumOf(*m_log, EventKind::Sent);
    QVERIFY(received > sent);
    QVERIFY2(received - sent <= 640U * 1024, "more than half a megabyte waits for the client");
    QVERIFY2(received < most / 4, qPrintable(QString::number(received)));
    // And it goes on when the client reads at last.
    peer.finish();
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    QCOMPARE(peer.received().size(), offered);
    for (std::size_t place = 0; place < offered; place += piece.size()) {
        const auto length = std::min(piece.size(), offered - place);
        QVERIFY(peer.received().compare(place, length, piece, 0, length) == 0);
    }
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Closed), std::size_t(1), patience);
    QCOMPARE(count(*m_log, EventKind::Discarded), std::size_t(0));
}

void TestTcpServer::readsNoMoreWhileTheLogHasNoRoom()
{
    constexpr std::size_t megabyte = 1024U * 1024;
    m_server.reset();
    m_log = std::make_shared<EventLog>(EventLog::Limits{.memory = 4 * megabyte, .block = megabyte});
    m_server = std::make_unique<TcpServer>(m_log);
    m_log->setListener({.roomAgain =
                            [this] {
                                QMetaObject::invokeMethod(
                                    this, [this] { m_server->resume(); }, Qt::QueuedConnection);
                            },
                        .troubled = {}});
    EventLog::Reader reader(*m_log, [] {});
    start(QStringLiteral("none"));
    const std::string bytes = pattern(16 * megabyte);
    Peer peer = Peer::connectedTo(port());
    Background sending([&] {
        peer.sendAll(bytes);
        peer.finish();
    });
    QTRY_VERIFY_WITH_TIMEOUT(!m_log->hasRoom(), patience);
    // The read that the next block is opened for goes there.
    const std::size_t most = 4 * megabyte + std::size_t(TcpServerSettings().readSize);
    QVERIFY(sumOf(*m_log, EventKind::Received) <= most);
    Peer waiting = Peer::connectedTo(port()); // accepting is an event too
    std::string read;
    int accepted = 0;
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            for (EventNumber number = reader.position(); number < m_log->size(); ++number) {
                const auto event = m_log->at(number);
                if (event && event->kind() == EventKind::Received) {
                    read += textOf(event->payload());
                } else if (event && event->kind() == EventKind::Accepted) {
                    ++accepted;
                }
            }
            reader.advance(m_log->size());
            return read.size() == bytes.size() && accepted == 2;
        }(),
        patience);
    QVERIFY(read == bytes);
    QCOMPARE(m_log->droppedEvents(), m_log->first());
    QTRY_VERIFY_WITH_TIMEOUT(sending.isDone(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::PeerFinished), std::size_t(1), patience);
}

void TestTcpServer::stopsInOrderWithClientsConnected()
{
    start(QStringLiteral("none"));
    std::vector<Peer> peers;
    for (int number = 0; number < 3; ++number) {
        peers.push_back(Peer::connectedTo(port()));
    }
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(3), patience);
    const std::string bytes = pattern(1000000);
    m_server->send({}, PreparedMessage::ofBytes(QByteArray::fromStdString(bytes)));
    m_server->stop();
    QVERIFY(!m_server->isListening());
    QCOMPARE(story(*m_log, 0), "created bound listening closed"s);
    for (Peer &peer : peers) {
        // What was given to send() before comes first.
        QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
        QVERIFY(peer.received() == bytes);
        peer.finish();
    }
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Closed), std::size_t(4), patience);
    for (ConnectionId id = 1; id <= 3; ++id) {
        QVERIFY(story(*m_log, id).starts_with("accepted sent"));
        QVERIFY(story(*m_log, id).ends_with("closed"));
    }
    QCOMPARE(count(*m_log, EventKind::Discarded), std::size_t(0));
}

void TestTcpServer::stopsWithoutAClientThatDoesNotFinish()
{
    start(QStringLiteral("echo"));
    Peer peer = Peer::connectedTo(port());
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(1), patience);
    m_server->stop();
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(story(*m_log, 1), "accepted finished closed"s, patience);
    QVERIFY(!lastNote(*m_log, EventKind::Closed).empty());
}

void TestTcpServer::stopsAlthoughAClientNeverReads()
{
    start(QStringLiteral("none"));
    constexpr std::size_t size = 24U * 1024 * 1024;
    Peer peer = Peer::connectedTo(port(), Family::Ipv4, 64 * 1024);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(1), patience);
    m_server->send(QList<ConnectionId>{1}, PreparedMessage::ofBytes(QByteArray(size / 2, 'x')));
    m_server->send(QList<ConnectionId>{1}, PreparedMessage::ofBytes(QByteArray(size / 2, 'y')));
    m_server->stop();
    QTRY_VERIFY_WITH_TIMEOUT(story(*m_log, 1).ends_with("discarded closed"), patience);
    const auto discarded = eventsOf(*m_log, EventKind::Discarded);
    QCOMPARE(discarded.size(), std::size_t(1));
    QCOMPARE(discarded.front().bytes() + sumOf(*m_log, EventKind::Sent), std::uint64_t(size));
    QVERIFY(!discarded.front().payload().empty());
}

void TestTcpServer::stopsWithAThousandSilentClients()
{
    start(QStringLiteral("echo"));
    constexpr std::size_t clients = 1000;
    std::vector<Peer> peers;
    peers.reserve(clients);
    for (std::size_t number = 0; number < clients; ++number) {
        peers.push_back(Peer::connectedTo(port()));
    }
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), clients, patience);
    m_server->stop();
    for (Peer &peer : peers) {
        QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
        QCOMPARE(peer.error(), 0);
        peer.close();
    }
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Closed), clients + 1, patience);
    QCOMPARE(count(*m_log, EventKind::Failed), std::size_t(0));
}

void TestTcpServer::goesAwayWithClientsConnected()
{
    start(QStringLiteral("echo"));
    Peer peer = Peer::connectedTo(port());
    peer.sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "hello"s, patience);
    m_server.reset();
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
}

void TestTcpServer::listensOnTheSamePortAgainAtOnce()
{
    TcpServerSettings settings;
    settings.port = QStringLiteral("0");
    m_server->start(settings);
    const quint16 taken = port();
    Peer peer = Peer::connectedTo(taken);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(1), patience);
    // This side closes first: the system remembers the connection (TIME-WAIT, RFC 9293).
    m_server->stop();
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    peer.close();
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Closed), std::size_t(2), patience);
    settings.port = QString::number(taken);
    m_server->start(settings);
    QCOMPARE(count(*m_log, EventKind::Failed), std::size_t(0));
    QCOMPARE(port(), taken);
    Peer again = Peer::connectedTo(taken);
    again.sendAll("again");
    QTRY_COMPARE_WITH_TIMEOUT(again.received(), "again"s, patience);
    QVERIFY(story(*m_log, 2).starts_with("accepted")); // numbers go on
}

void TestTcpServer::failsOnAPortThatIsTaken()
{
    const PeerListener other;
    TcpServerSettings settings;
    settings.port = QString::number(other.port());
    m_server->start(settings);
    QVERIFY(!m_server->isListening());
    QCOMPARE(story(*m_log, 0), "created failed note closed"s);
    QCOMPARE(lastError(*m_log), "EADDRINUSE"s);
    const std::string where = "127.0.0.1:" + std::to_string(other.port());
    QVERIFY(lastNote(*m_log, EventKind::Failed).find(where) != std::string::npos);
}

void TestTcpServer::listensElsewhereWhereAnyPortWillDo()
{
    const PeerListener other;
    TcpServerSettings settings;
    settings.port = QString::number(other.port());
    settings.anyPortIfTaken = true;
    m_server->start(settings);
    QVERIFY(m_server->isListening());
    QVERIFY(port() != other.port());
    QCOMPARE(story(*m_log, 0), "created failed note closed note created bound listening"s);
    Peer peer = Peer::connectedTo(port());
    peer.sendAll("here");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "here"s, patience);
}

void TestTcpServer::failsOnAnAddressOfAnotherMachine()
{
    TcpServerSettings settings;
    settings.address = QStringLiteral("192.0.2.77"); // for documentation: RFC 5737
    settings.port = QStringLiteral("0");
    settings.anyPortIfTaken = true;
    m_server->start(settings);
    QVERIFY(!m_server->isListening());
    QCOMPARE(story(*m_log, 0), "created failed closed"s);
    QCOMPARE(lastError(*m_log), "EADDRNOTAVAIL"s);
}

void TestTcpServer::refusesWhatMakesNoSense_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("port");
    QTest::addColumn<QString>("reply");
    const auto row = [](const char *name, const QString &address, const QString &port,
                        const QString &reply) { QTest::newRow(name) << address << port << reply; };
    const auto host = QStringLiteral("127.0.0.1");
    const auto echo = QStringLiteral("echo");
    const auto any = QStringLiteral("0");
    row("no port", host, QString(), echo);
    row("a word for a port", host, QStringLiteral("http"), echo);
    row("a negative port", host, QStringLiteral("-1"), echo);
    row("a port past the end", host, QStringLiteral("65536"), echo);
    row("a port that overflows", host, QStringLiteral("18446744073709551616"), echo);
    row("a port in hexadecimal", host, QStringLiteral("0x50"), echo);
    row("no address", QString(), any, echo);
    row("a name for an address", QStringLiteral("example"), any, echo);
    row("a short address", QStringLiteral("127.1"), any, echo);
    row("a number for an address", QStringLiteral("1"), any, echo);
    row("part of an address past the end", QStringLiteral("127.0.0.256"), any, echo);
    row("an address with a port", QStringLiteral("127.0.0.1:80"), any, echo);
    row("a very long address", QString(100000, u'1'), any, echo);
    row("a scope of no interface", QStringLiteral("fe80::1%nowhere0"), any, echo);
    row("an unknown reply", host, any, QStringLiteral("shout"));
    row("no reply", host, any, QString());
}

void TestTcpServer::refusesWhatMakesNoSense()
{
    QFETCH(const QString, address);
    QFETCH(const QString, port);
    QFETCH(const QString, reply);
    TcpServerSettings settings;
    settings.address = address;
    settings.port = port;
    settings.reply = reply;
    m_server->start(settings);
    QVERIFY(!m_server->isListening());
    QCOMPARE(story(*m_log, 0), "failed"s);
    QCOMPARE(m_log->size(), EventNumber(1));
    QCOMPARE(lastError(*m_log), "EINVAL"s);
    QVERIFY(lastNote(*m_log, EventKind::Failed).size() < 1000);
}

void TestTcpServer::refusesToStartTwice()
{
    start(QStringLiteral("echo"));
    const quint16 before = port();
    m_server->start(TcpServerSettings());
    QCOMPARE(lastError(*m_log), "EINVAL"s);
    QCOMPARE(port(), before);
    Peer peer = Peer::connectedTo(before);
    peer.sendAll("unharmed");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "unharmed"s, patience);
}

void TestTcpServer::allAddressesMeansBothFamilies()
{
    start(QStringLiteral("echo"), QStringLiteral("*"));
    for (const Family family : {Family::Ipv4, Family::Ipv6}) {
        Peer peer = Peer::connectedTo(port(), family);
        peer.sendAll("hello");
        QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "hello"s, patience);
    }
    const auto accepted = eventsOf(*m_log, EventKind::Accepted);
    QCOMPARE(accepted.size(), std::size_t(2));
    QVERIFY(accepted[0].peer().find("127.0.0.1") != std::string_view::npos);
    QVERIFY(accepted[1].peer().starts_with("[::1]:"));
}

void TestTcpServer::allIpv6AddressesMeansIpv6Only()
{
    start(QStringLiteral("echo"), QStringLiteral("::"));
    QCOMPARE(Peer::connectError(port(), Family::Ipv4), ECONNREFUSED);
    Peer peer = Peer::connectedTo(port(), Family::Ipv6);
    peer.sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "hello"s, patience);
}

void TestTcpServer::tellsOnceThatDescriptorsRanOutAndGoesOn()
{
    start(QStringLiteral("echo"));
    Peer first = Peer::connectedTo(port());
    first.sendAll("first");
    QTRY_COMPARE_WITH_TIMEOUT(first.received(), "first"s, patience);
    // The sanitizer needs a descriptor to look at a kind of object that is new to it: now none is.
    turnsDuring(1);
    std::vector<Peer> peers;
    for (int number = 0; number < 3; ++number) {
        peers.push_back(Peer::connectedTo(port()));
    }
    {
        // There is one left, for three who wait.
        const ScopedLimit limit(RLIMIT_NOFILE, static_cast<rlim_t>(nextDescriptor()) + 1);
        QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Failed), std::size_t(1), patience);
        QCOMPARE(count(*m_log, EventKind::Accepted), std::size_t(2));
        QCOMPARE(lastError(*m_log), "EMFILE"s);
        QVERIFY(lastNote(*m_log, EventKind::Failed).find("wait in the backlog") !=
                std::string::npos);
        // Accepting pauses: a listener that stays readable would wake the loop without end.
        constexpr int ticks = 30;
        const int turns = turnsDuring(ticks);
        QVERIFY2(turns < 4 * ticks, std::to_string(turns).c_str());
        QCOMPARE(count(*m_log, EventKind::Failed), std::size_t(1));
        QCOMPARE(count(*m_log, EventKind::Note), std::size_t(0));
        peers[0].sendAll("served"); // who is there is served meanwhile
        QTRY_COMPARE_WITH_TIMEOUT(peers[0].received(), "served"s, patience);
    }
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(4), patience);
    QCOMPARE(count(*m_log, EventKind::Failed), std::size_t(1));
    QCOMPARE(count(*m_log, EventKind::Note), std::size_t(1)); // it is over, told as well
    QCOMPARE(story(*m_log, 0), "created bound listening failed note"s);
    for (Peer &peer : peers) {
        peer.sendAll("!");
        QTRY_VERIFY_WITH_TIMEOUT(peer.received().ends_with('!'), patience);
    }
}

void TestTcpServer::notesTheRealDescriptors()
{
    start(QStringLiteral("echo"));
    const auto listening = descriptorIn(lastNote(*m_log, EventKind::Created));
    QVERIFY(listening);
    QCOMPARE(portOf(*listening), port());
    Peer peer = Peer::connectedTo(port());
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(1), patience);
    const auto accepted = descriptorIn(lastNote(*m_log, EventKind::Accepted));
    QVERIFY(accepted);
    sockaddr_in address = {};
    socklen_t size = sizeof address;
    QCOMPARE(::getpeername(*accepted, reinterpret_cast<sockaddr *>(&address), &size), 0);
    QCOMPARE(ntohs(address.sin_port), peer.localPort());
}

void TestTcpServer::stopIsHarmlessWhenNothingRuns()
{
    m_server->stop();
    m_server->resume();
    QCOMPARE(m_log->size(), EventNumber(0));
    start(QStringLiteral("echo"));
    m_server->stop();
    m_server->stop();
    QCOMPARE(count(*m_log, EventKind::Closed), std::size_t(1));
}

QTEST_GUILESS_MAIN(TestTcpServer)
#include "tst_tcpserver.moc"
