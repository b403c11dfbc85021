#include "netcore/endpoints/tcpserver.h"
#include "tests/support/logs.h"
#include "tests/support/peer.h"

#include <QTemporaryFile>
#include <QTest>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::chrono_literals;
using namespace std::string_literals;

/// What a person has a server send, beyond a line of text.
class TestServerSending : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void sendsAFileToAll();
    void finishesBehindAFile();
    void discardsTheRestOfAFileWhenItStops();
    void discardsTheRestOfAFileOfAnIdleClient();
    void discardsTheRestOfAFileWhenTheReplyCloses();
    void repeatsToThoseWhoComeLaterAndStopsWithTheServer();
    void playsASequenceBesideItsReply();
    void showsWhatIsBeingSent();

private:
    void start(const QString &reply = QStringLiteral("none"), int idleLimit = 0);
    quint16 port() const { return m_server->address().port(); }
    PreparedMessage file(std::size_t size);

    std::shared_ptr<EventLog> m_log;
    std::unique_ptr<TcpServer> m_server;
    QTemporaryFile m_file;
};

void TestServerSending::init()
{
    m_log = std::make_shared<EventLog>();
    m_server = std::make_unique<TcpServer>(m_log);
}

void TestServerSending::cleanup()
{
    m_server.reset();
    m_log.reset();
}

void TestServerSending::start(const QString &reply, int idleLimit)
{
    TcpServerSettings settings;
    settings.port = QStringLiteral("0");
    settings.reply = reply;
    settings.idleLimit = idleLimit;
    m_server->start(settings);
    QVERIFY(m_server->isListening());
}

PreparedMessage TestServerSending::file(std::size_t size)
{
    [&] {
        QVERIFY(m_file.open());
        QVERIFY(m_file.resize(0));
        const std::string bytes = pattern(size);
        QCOMPARE(m_file.write(bytes.data(), static_cast<qint64>(bytes.size())),
                 static_cast<qint64>(bytes.size()));
        m_file.close();
    }();
    return PreparedMessage::prepare({.notation = Notation::File, .text = m_file.fileName()})
        .value();
}

void TestServerSending::sendsAFileToAll()
{
    start();
    const PreparedMessage message = file(1000000);
    std::vector<Peer> peers;
    for (int number = 0; number < 40; ++number) {
        peers.push_back(Peer::connectedTo(port()));
    }
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), peers.size(), patience);
    m_server->send({}, message);
    m_server->send({}, PreparedMessage::ofBytes("end"));
    for (Peer &peer : peers) {
        QTRY_COMPARE_WITH_TIMEOUT(peer.received().size(), std::size_t(1000003), patience);
        QVERIFY(peer.received() == pattern(1000000) + "end");
    }
}

void TestServerSending::finishesBehindAFile()
{
    start();
    const PreparedMessage message = file(3000000);
    Peer peer = Peer::connectedTo(port());
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(1), patience);
    m_server->send(QList<ConnectionId>{1}, message);
    m_server->finish(QList<ConnectionId>{1});
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    QVERIFY(peer.received() == pattern(3000000));
}

void TestServerSending::discardsTheRestOfAFileWhenItStops()
{
    start();
    constexpr std::size_t size = 32U * 1024 * 1024;
    const PreparedMessage message = file(size);
    Peer peer = Peer::connectedTo(port(), Family::Ipv4, 64 * 1024);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(1), patience);
    m_server->send({}, message);
    QTRY_VERIFY_WITH_TIMEOUT(!m_server->snapshot().connections.empty(), patience);
    m_server->stop();
    Background reading([&peer] {
        peer.readToEnd();
        peer.close();
    });
    QTRY_VERIFY_WITH_TIMEOUT(reading.isDone(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Closed), std::size_t(2), patience);
    QCOMPARE(peer.received().size() + sumOf(*m_log, EventKind::Discarded), size);
}

void TestServerSending::discardsTheRestOfAFileOfAnIdleClient()
{
    start(QStringLiteral("none"), 1);
    constexpr std::size_t size = 32U * 1024 * 1024;
    const PreparedMessage message = file(size);
    Peer peer = Peer::connectedTo(port(), Family::Ipv4, 64 * 1024);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(1), patience);
    m_server->send({}, message);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Closed), std::size_t(1), patience);
    QCOMPARE(sumOf(*m_log, EventKind::Sent) + sumOf(*m_log, EventKind::Discarded),
             std::uint64_t(size));
}

void TestServerSending::discardsTheRestOfAFileWhenTheReplyCloses()
{
    start(QStringLiteral("ack")); // which answers once, and closes
    constexpr std::size_t size = 32U * 1024 * 1024;
    const PreparedMessage message = file(size);
    Peer peer = Peer::connectedTo(port(), Family::Ipv4, 64 * 1024);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(1), patience);
    m_server->send({}, message);
    QTRY_VERIFY_WITH_TIMEOUT(!m_server->snapshot().connections.empty(), patience);
    peer.sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Received), std::size_t(1), patience);
    Background reading([&peer] {
        peer.readToEnd();
        peer.close();
    });
    QTRY_VERIFY_WITH_TIMEOUT(reading.isDone(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Closed), std::size_t(1), patience);
    QVERIFY(peer.received().ends_with("ACK"));
    QCOMPARE(peer.received().size() - 3 + sumOf(*m_log, EventKind::Discarded), size);
}

void TestServerSending::repeatsToThoseWhoComeLaterAndStopsWithTheServer()
{
    start();
    m_server->repeat({}, {.message = PreparedMessage::ofBytes("x"), .interval = 1ms});
    Peer peer = Peer::connectedTo(port());
    QTRY_VERIFY_WITH_TIMEOUT(peer.received().size() > 5, patience);
    m_server->stop();
    QVERIFY(m_server->snapshot().sending.empty());
    QVERIFY(lastNote(*m_log, EventKind::Note).starts_with("repeat ended: "));
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
}

void TestServerSending::playsASequenceBesideItsReply()
{
    start(QStringLiteral("echo"));
    Peer peer = Peer::connectedTo(port());
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(1), patience);
    const auto pattern = Pattern::parse(QStringLiteral("b+"), Pattern::WithGroups).value();
    m_server->play({}, {.steps = {{.message = PreparedMessage::ofBytes("a")},
                                  {.answer = {{.pattern = pattern, .text = QStringLiteral("b+")}},
                                   .message = PreparedMessage::ofBytes("c")}}});
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "a"s, patience);
    peer.sendAll("b");
    // The echo comes first: nothing is sent while the reply is asked.
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "abc"s, patience);
}

void TestServerSending::showsWhatIsBeingSent()
{
    start();
    const PreparedMessage message = file(32U * 1024 * 1024);
    Peer peer = Peer::connectedTo(port(), Family::Ipv4, 64 * 1024);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(1), patience);
    QVERIFY(m_server->snapshot().sending.empty());
    m_server->send({}, message);
    QTRY_VERIFY_WITH_TIMEOUT(!m_server->snapshot().connections.empty(), patience);
    const SendingProgressList sending = m_server->snapshot().sending;
    QCOMPARE(sending.size(), std::size_t(1));
    QCOMPARE(sending.front().kind, SendingProgress::Kind::File);
    m_server->stopSending();
    QVERIFY(m_server->snapshot().sending.empty());
}

QTEST_GUILESS_MAIN(TestServerSending)
#include "tst_serversending.moc"
