#include "netcore/log/export/savefile.h"
#include "tests/support/logs.h"
#include "tests/support/program.h"
#include "tests/support/teststrings.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

/// How long tshark may take on a machine that is busy with other things, in milliseconds.
constexpr int patience = 60000;

ByteView viewOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

/// Bytes that say where they are.
std::string pattern(std::size_t size, unsigned seed = 0)
{
    std::string bytes(size, '\0');
    for (std::size_t index = 0; index < size; ++index) {
        bytes[index] = static_cast<char>(index * 31 + index / 251 + seed);
    }
    return bytes;
}

/// Writes what one connection does into a log, at times that a test chooses.
class Teller
{
public:
    Teller(EventLog &log, ConnectionId connection, std::string local, std::string peer)
        : m_log(log)
        , m_connection(connection)
        , m_local(std::move(local))
        , m_peer(std::move(peer))
    {
    }

    /// \a at in nanoseconds after a moment of long ago.
    void tell(std::int64_t at, EventKind kind, std::string_view words = {})
    {
        const bool bytes = carriesData(kind);
        m_log.append({.kind = kind,
                      .connection = m_connection,
                      .local = m_local,
                      .peer = m_peer,
                      .note = bytes ? std::string_view() : words,
                      .bytes = bytes ? words.size() : 0,
                      .payload = bytes ? viewOf(words) : ByteView(),
                      .moment = Moment{.time = began + at, .elapsed = at}});
    }

    static constexpr std::int64_t began = 1700000000123456789;

private:
    EventLog &m_log;
    ConnectionId m_connection;
    std::string m_local;
    std::string m_peer;
};

constexpr auto client4 = "127.0.0.1:50112";
constexpr auto server4 = "127.0.0.1:7777";

} // namespace

/// What PcapngWriter writes, as tshark reads it.
class TestPcapng : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void showsAConnectionFromItsHandshakeToItsEnd();
    void keepsEveryByteOfALongConversation_data();
    void keepsEveryByteOfALongConversation();
    void keepsNanoseconds();
    void saysThatItsPacketsAreMade();
    void showsResets_data();
    void showsResets();
    void showsARefusedConnection();
    void followsAfterAHalfClose();
    void beginsInTheMiddleOfAConnection();
    void tellsConnectionsWithTheSameAddressesApart();
    void showsDatagrams();
    void showsWhatAGroupReceived();
    void isInIpv6WhereTheAddressesAre_data();
    void isInIpv6WhereTheAddressesAre();
    void showsBothEndsOfAConnectionOnce_data();
    void showsBothEndsOfAConnectionOnce();
    void countsASecondViewThatCannotBeAligned();
    void showsAConnectionToItself();
    void leavesOutWhatIsNoPacket();
    void countsWhatCannotBeAPacket();
    void staysCleanWhereAFilterLeavesEventsOut();
    void acknowledgesALongWayInOneDirection();
    void isWholeWithoutEvents();

private:
    void save(const std::vector<LogSlice> &slices);
    void save(const std::shared_ptr<EventLog> &log, const std::string &tab = {})
    {
        save({{.log = log, .from = log->first(), .to = log->size(), .tab = tab}});
    }
    QString file() const { return m_folder->filePath(QStringLiteral("log.pcapng")); }
    /// What tshark says of the file; a test fails where it complains.
    QByteArray tshark(const QStringList &words);
    /// The values of fields of all packets, a row each, joined by spaces.
    QStringList fields(const char *names);
    QStringList flags()
    {
        return fields("tcp.flags.str").replaceInStrings(QStringLiteral("·"), QString());
    }
    /// Whether every checksum is right, and nothing in the file is odd to Wireshark's experts.
    QByteArray complaints();
    /// The bytes of one stream: those of its first sender, or those of the other.
    std::string streamOf(const char *protocol, int number, bool firstSender);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<EventLog> m_log;
    SaveResult m_result;
};

void TestPcapng::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    m_log = std::make_shared<EventLog>();
}

void TestPcapng::save(const std::vector<LogSlice> &slices)
{
    m_result = saveFile({.slices = slices, .fileName = file()});
    QVERIFY2(m_result.ok, qPrintable(m_result.error));
}

QByteArray TestPcapng::tshark(const QStringList &words)
{
    Program program;
    program.start(QStringLiteral("tshark"),
                  QStringList{QStringLiteral("-n"), QStringLiteral("-r"), file(),
                              QStringLiteral("-o"), QStringLiteral("ip.check_checksum:TRUE"),
                              QStringLiteral("-o"), QStringLiteral("tcp.check_checksum:TRUE"),
                              QStringLiteral("-o"), QStringLiteral("udp.check_checksum:TRUE")} +
                      words);
    [&program] { QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), patience); }();
    if (program.status() != 0) {
        return "tshark: " + program.errors();
    }
    return program.output();
}

QStringList TestPcapng::fields(const char *names)
{
    QStringList words{QStringLiteral("-T"), QStringLiteral("fields"), QStringLiteral("-E"),
                      QStringLiteral("separator=/s")};
    const auto all = QString::fromLatin1(names).split(u' ');
    for (const QString &name : all) {
        words += {QStringLiteral("-e"), name};
    }
    return QString::fromUtf8(tshark(words)).split(u'\n', Qt::SkipEmptyParts);
}

QByteArray TestPcapng::complaints()
{
    // How a connection begins and ends is said of every one.
    static const QRegularExpression usual(QStringLiteral(
        "^(Connection (establish|finish|reset) .*|This frame (initiates|undergoes) the connection "
        "closing)$"));
    const QByteArray words =
        tshark({QStringLiteral("-Y"),
                QStringLiteral("_ws.expert or _ws.malformed or ip.checksum.status == 0 or "
                               "tcp.checksum.status == 0 or udp.checksum.status == 0"),
                QStringLiteral("-T"), QStringLiteral("fields"), QStringLiteral("-E"),
                QStringLiteral("aggregator=|"), QStringLiteral("-e"),
                QStringLiteral("_ws.expert.message")});
    QByteArray odd;
    for (const QByteArray &line : words.split('\n')) {
        for (const QByteArray &word : line.split('|')) {
            if (!word.isEmpty() && !usual.match(QString::fromUtf8(word)).hasMatch()) {
                odd += word + '\n';
            }
        }
    }
    return odd;
}

std::string TestPcapng::streamOf(const char *protocol, int number, bool firstSender)
{
    const QByteArray text =
        tshark({QStringLiteral("-q"), QStringLiteral("-z"),
                QStringLiteral("follow,%1,raw,%2").arg(QLatin1StringView(protocol)).arg(number)});
    // Lines of hex, those of the second sender with a tab before them, behind six lines of words.
    std::string bytes;
    const auto lines = text.split('\n');
    for (qsizetype index = 6; index < lines.size(); ++index) {
        if (!lines[index].startsWith('=') && lines[index].startsWith('\t') != firstSender) {
            bytes += QByteArray::fromHex(lines[index].trimmed()).toStdString();
        }
    }
    return bytes;
}

void TestPcapng::showsAConnectionFromItsHandshakeToItsEnd()
{
    Teller server(*m_log, 1, server4, client4);
    server.tell(0, EventKind::Accepted, "accept → fd 9");
    server.tell(1000, EventKind::Received, "hello");
    server.tell(2000, EventKind::Sent, "hi there");
    server.tell(3000, EventKind::PeerFinished);
    server.tell(4000, EventKind::Finished);
    server.tell(5000, EventKind::Closed);
    save(m_log);
    QCOMPARE(m_result.events, std::uint64_t(6));
    QCOMPARE(m_result.leftOut, std::uint64_t(0));
    QCOMPARE(complaints(), QByteArray());
    QCOMPARE(fields("ip.src tcp.srcport tcp.dstport tcp.flags.str tcp.len tcp.seq tcp.ack")
                 .replaceInStrings(QStringLiteral("·"), QString()),
             (QStringList{QStringLiteral("127.0.0.1 50112 7777 S 0 0 0"),
                          QStringLiteral("127.0.0.1 7777 50112 AS 0 0 1"),
                          QStringLiteral("127.0.0.1 50112 7777 A 0 1 1"),
                          QStringLiteral("127.0.0.1 50112 7777 AP 5 1 1"),
                          QStringLiteral("127.0.0.1 7777 50112 AP 8 1 6"),
                          QStringLiteral("127.0.0.1 50112 7777 AF 0 6 9"),
                          QStringLiteral("127.0.0.1 7777 50112 A 0 9 7"),
                          QStringLiteral("127.0.0.1 7777 50112 AF 0 9 7")}));
    QCOMPARE(streamOf("tcp", 0, true), "hello"s);
    QCOMPARE(streamOf("tcp", 0, false), "hi there"s);
    // What came and what went, as seen from the program.
    QCOMPARE(fields("frame.packet_flags_direction").join(u' '),
             QStringLiteral("0x00000001 0x00000002 0x00000001 0x00000001 0x00000002 0x00000001 "
                            "0x00000002 0x00000002"));
}

void TestPcapng::keepsEveryByteOfALongConversation_data()
{
    QTest::addColumn<QByteArray>("local");
    QTest::addColumn<QByteArray>("peer");
    QTest::newRow("IPv4") << QByteArray(server4) << QByteArray(client4);
    QTest::newRow("IPv6") << QByteArray("[::1]:7777") << QByteArray("[::1]:50112");
}

void TestPcapng::keepsEveryByteOfALongConversation()
{
    QFETCH(const QByteArray, local);
    QFETCH(const QByteArray, peer);
    Teller server(*m_log, 1, local.toStdString(), peer.toStdString());
    server.tell(0, EventKind::Accepted);
    std::string received;
    std::string sent;
    const std::size_t sizes[] = {1, 2, 65494, 65495, 65496, 65515, 65516, 65536, 200000, 262144, 3};
    std::int64_t at = 0;
    for (const std::size_t size : sizes) {
        const std::string there = pattern(size, unsigned(size));
        const std::string back = pattern(size + 7, unsigned(size) + 99);
        received += there;
        sent += back;
        server.tell(++at, EventKind::Received, there);
        server.tell(++at, EventKind::Sent, back);
    }
    server.tell(++at, EventKind::Received, "");
    server.tell(++at, EventKind::Sent, "");
    save(m_log);
    QCOMPARE(complaints(), QByteArray());
    QVERIFY(streamOf("tcp", 0, true) == received);
    QVERIFY(streamOf("tcp", 0, false) == sent);
}

void TestPcapng::keepsNanoseconds()
{
    Teller server(*m_log, 1, server4, client4);
    server.tell(0, EventKind::Received, "a");
    server.tell(1, EventKind::Received, "b");
    save(m_log);
    QCOMPARE(fields("frame.time_epoch"), (QStringList{QStringLiteral("1700000000.123456789"),
                                                      QStringLiteral("1700000000.123456790")}));
}

void TestPcapng::saysThatItsPacketsAreMade()
{
    Teller(*m_log, 1, server4, client4).tell(0, EventKind::Received, "a");
    save(m_log, "server");
    QFile content(file());
    QVERIFY(content.open(QIODevice::ReadOnly));
    QVERIFY(content.readAll().contains("These packets were not captured."));
    QCOMPARE(fields("frame.interface_name frame.encap_type"),
             QStringList(QStringLiteral("server 7")));
}

void TestPcapng::showsResets_data()
{
    QTest::addColumn<QByteArray>("note");
    QTest::addColumn<QString>("from");
    QTest::newRow("by the peer") << QByteArray("ECONNRESET: the peer cut the connection")
                                 << QStringLiteral("50112");
    QTest::newRow("by this side") << QByteArray("aborted by this side: the peer gets RST")
                                  << QStringLiteral("7777");
}

void TestPcapng::showsResets()
{
    QFETCH(const QByteArray, note);
    QFETCH(const QString, from);
    Teller server(*m_log, 1, server4, client4);
    server.tell(0, EventKind::Accepted);
    server.tell(1, EventKind::Received, "hello");
    server.tell(2, EventKind::Reset, note.toStdString());
    server.tell(3, EventKind::Closed);
    save(m_log);
    QCOMPARE(complaints(), QByteArray());
    const QStringList rows = fields("tcp.srcport tcp.flags.reset");
    QCOMPARE(rows.last(), from + QStringLiteral(" 1"));
    QCOMPARE(rows.filter(QStringLiteral(" 1")).size(), qsizetype(1));
}

void TestPcapng::showsARefusedConnection()
{
    Teller client(*m_log, 1, client4, server4);
    client.tell(0, EventKind::Created, "socket AF_INET SOCK_STREAM → fd 9");
    client.tell(1, EventKind::Connecting);
    client.tell(2, EventKind::Failed, "ECONNREFUSED: nobody listens there");
    client.tell(3, EventKind::Closed);
    save(m_log);
    QCOMPARE(complaints(), QByteArray());
    QCOMPARE(flags(), (QStringList{QStringLiteral("S"), QStringLiteral("AR")}));
}

void TestPcapng::followsAfterAHalfClose()
{
    Teller client(*m_log, 1, client4, server4);
    client.tell(0, EventKind::Connecting);
    client.tell(1, EventKind::Connected);
    client.tell(2, EventKind::Sent, "question");
    client.tell(3, EventKind::Finished);
    client.tell(4, EventKind::Received, "a long ");
    client.tell(5, EventKind::Received, "answer");
    client.tell(6, EventKind::PeerFinished);
    client.tell(7, EventKind::Closed);
    save(m_log);
    QCOMPARE(complaints(), QByteArray());
    QCOMPARE(streamOf("tcp", 0, true), "question"s);
    QCOMPARE(streamOf("tcp", 0, false), "a long answer"s);
    QCOMPARE(flags().join(u' '), QStringLiteral("S AS A AP AF AP AP AF A"));
    QCOMPARE(fields("tcp.completeness").last(), QStringLiteral("31")); // begin, bytes and end
}

void TestPcapng::beginsInTheMiddleOfAConnection()
{
    Teller server(*m_log, 7, server4, client4);
    server.tell(0, EventKind::Sent, "of what went before nothing is known");
    server.tell(1, EventKind::Received, "go on");
    server.tell(2, EventKind::Sent, "so it goes");
    server.tell(3, EventKind::Finished);
    server.tell(4, EventKind::PeerFinished);
    save(m_log);
    QCOMPARE(complaints(), QByteArray());
    QCOMPARE(streamOf("tcp", 0, true), "of what went before nothing is knownso it goes"s);
    QCOMPARE(streamOf("tcp", 0, false), "go on"s);
    QVERIFY(!flags().join(QString()).contains(u'S'));
}

void TestPcapng::tellsConnectionsWithTheSameAddressesApart()
{
    for (const ConnectionId id : {1U, 2U}) {
        Teller client(*m_log, id, client4, server4);
        const std::int64_t at = static_cast<std::int64_t>(id) * 100;
        client.tell(at, EventKind::Connecting);
        client.tell(at + 1, EventKind::Connected);
        client.tell(at + 2, EventKind::Sent, "attempt " + std::to_string(id));
        client.tell(at + 3, EventKind::Finished);
        client.tell(at + 4, EventKind::PeerFinished);
        client.tell(at + 5, EventKind::Closed);
    }
    save(m_log);
    QCOMPARE(streamOf("tcp", 0, true), "attempt 1"s);
    QCOMPARE(streamOf("tcp", 1, true), "attempt 2"s);
    // That is what happened, and tshark says so; nothing is sent twice.
    QVERIFY(!fields("tcp.analysis.retransmission").join(QString()).contains(u'1'));
}

void TestPcapng::showsDatagrams()
{
    Teller sender(*m_log, 1, "127.0.0.1:40000", "225.0.0.250:7778");
    sender.tell(0, EventKind::Created, "socket AF_INET SOCK_DGRAM → fd 9");
    sender.tell(1, EventKind::Connected, "the sender: a socket of its own");
    sender.tell(2, EventKind::Sent, "Ada: hello");
    sender.tell(3, EventKind::Sent, "");
    sender.tell(4, EventKind::Sent, pattern(65507));
    sender.tell(5, EventKind::Closed);
    save(m_log);
    QCOMPARE(complaints(), QByteArray());
    QCOMPARE(fields("ip.src udp.srcport ip.dst udp.dstport udp.length"),
             (QStringList{QStringLiteral("127.0.0.1 40000 225.0.0.250 7778 18"),
                          QStringLiteral("127.0.0.1 40000 225.0.0.250 7778 8"),
                          QStringLiteral("127.0.0.1 40000 225.0.0.250 7778 65515")}));
    QVERIFY(streamOf("udp", 0, true) == "Ada: hello" + pattern(65507));
}

void TestPcapng::showsWhatAGroupReceived()
{
    Teller receiver(*m_log, 0, "0.0.0.0:7778", "");
    receiver.tell(0, EventKind::Created, "socket AF_INET SOCK_DGRAM → fd 9");
    receiver.tell(1, EventKind::Bound);
    Teller(*m_log, 0, "0.0.0.0:7778", "225.0.0.250:7778").tell(2, EventKind::Joined, "on lo");
    Teller(*m_log, 0, "0.0.0.0:7778", "127.0.0.1:40000").tell(3, EventKind::Received, "Ada: hi");
    Teller(*m_log, 0, "0.0.0.0:7778", "225.0.0.250:7778").tell(4, EventKind::Left, "on lo");
    Teller(*m_log, 0, "0.0.0.0:7778", "127.0.0.1:40000").tell(5, EventKind::Received, "late");
    save(m_log);
    QCOMPARE(complaints(), QByteArray());
    QCOMPARE(fields("ip.src udp.srcport ip.dst udp.dstport ip.ttl"),
             (QStringList{QStringLiteral("127.0.0.1 40000 225.0.0.250 7778 1"),
                          QStringLiteral("127.0.0.1 40000 0.0.0.0 7778 64")}));
}

void TestPcapng::isInIpv6WhereTheAddressesAre_data()
{
    QTest::addColumn<QByteArray>("local");
    QTest::addColumn<QByteArray>("peer");
    QTest::addColumn<QString>("row");
    QTest::newRow("loopback") << QByteArray("[::1]:7777") << QByteArray("[::1]:50112")
                              << QStringLiteral("::1 ::1");
    QTest::newRow("a scope is in no packet")
        << QByteArray("[fe80::1%eth0]:7777") << QByteArray("[fe80::2:3%eth0]:50112")
        << QStringLiteral("fe80::2:3 fe80::1");
    QTest::newRow("full") << QByteArray("[2001:db8:1:2:3:4:5:6]:7777")
                          << QByteArray("[2001:db8::ffff:1.2.3.4]:50112")
                          << QStringLiteral("2001:db8::ffff:102:304 2001:db8:1:2:3:4:5:6");
    QTest::newRow("IPv4-mapped is IPv4")
        << QByteArray("[::ffff:127.0.0.1]:7777") << QByteArray("[::ffff:127.0.0.2]:50112")
        << QStringLiteral("127.0.0.2 127.0.0.1");
}

void TestPcapng::isInIpv6WhereTheAddressesAre()
{
    QFETCH(const QByteArray, local);
    QFETCH(const QByteArray, peer);
    QFETCH(const QString, row);
    Teller server(*m_log, 1, local.toStdString(), peer.toStdString());
    server.tell(0, EventKind::Accepted);
    server.tell(1, EventKind::Received, "odd");
    save(m_log);
    QCOMPARE(complaints(), QByteArray());
    const char *const names = row.contains(u':') ? "ipv6.src ipv6.dst" : "ip.src ip.dst";
    QCOMPARE(fields(names).last(), row);
    QCOMPARE(streamOf("tcp", 0, true), "odd"s);
}

void TestPcapng::showsBothEndsOfAConnectionOnce_data()
{
    QTest::addColumn<int>("late"); // how much later than it was the client's log is written
    QTest::newRow("in order") << 0;
    QTest::newRow("the client tells late") << 15;
    QTest::newRow("the client tells after all is over") << 1000;
    QTest::newRow("the client tells early") << -1000;
}

void TestPcapng::showsBothEndsOfAConnectionOnce()
{
    QFETCH(const int, late);
    const auto clientLog = std::make_shared<EventLog>();
    // The server listens for both families, the client's log says IPv4.
    Teller server(*m_log, 1, "[::ffff:127.0.0.1]:7777", "[::ffff:127.0.0.1]:50112");
    Teller client(*clientLog, 1, client4, server4);
    const std::string there = pattern(100000);
    const std::string back = pattern(70000, 5);
    client.tell(100 + late, EventKind::Connecting);
    client.tell(105 + late, EventKind::Connected);
    client.tell(110 + late, EventKind::Sent, there);
    client.tell(150 + late, EventKind::Received, back.substr(0, 1000));
    client.tell(160 + late, EventKind::Received, back.substr(1000));
    client.tell(170 + late, EventKind::Finished);
    client.tell(190 + late, EventKind::PeerFinished);
    client.tell(191 + late, EventKind::Closed);
    server.tell(102, EventKind::Accepted);
    server.tell(120, EventKind::Received, there.substr(0, 65536));
    server.tell(130, EventKind::Received, there.substr(65536));
    server.tell(140, EventKind::Sent, back);
    server.tell(180, EventKind::PeerFinished);
    server.tell(181, EventKind::Finished);
    server.tell(182, EventKind::Closed);
    save({{.log = m_log, .from = 0, .to = m_log->size(), .tab = "server"},
          {.log = clientLog, .from = 0, .to = clientLog->size(), .tab = "client"}});
    QCOMPARE(m_result.events, std::uint64_t(15));
    QCOMPARE(m_result.leftOut, std::uint64_t(0));
    QCOMPARE(complaints(), QByteArray());
    QVERIFY(streamOf("tcp", 0, true) == there);
    QVERIFY(streamOf("tcp", 0, false) == back);
    QVERIFY(streamOf("tcp", 1, true).empty());
    QCOMPARE(flags().filter(QStringLiteral("S")).size(), qsizetype(2));
    QCOMPARE(flags().filter(QStringLiteral("F")).size(), qsizetype(2));
}

void TestPcapng::countsASecondViewThatCannotBeAligned()
{
    const auto clientLog = std::make_shared<EventLog>();
    Teller server(*m_log, 1, server4, client4);
    Teller client(*clientLog, 1, client4, server4);
    server.tell(0, EventKind::Accepted);
    server.tell(1, EventKind::Received, "first");
    client.tell(2, EventKind::Sent, "second"); // how it began is no longer in its log
    client.tell(3, EventKind::Finished);
    server.tell(4, EventKind::Received, "second");
    server.tell(5, EventKind::PeerFinished);
    save({{.log = m_log, .from = 0, .to = m_log->size(), .tab = "server"},
          {.log = clientLog, .from = 0, .to = clientLog->size(), .tab = "client"}});
    QCOMPARE(m_result.leftOut, std::uint64_t(1));
    QCOMPARE(complaints(), QByteArray());
    QCOMPARE(streamOf("tcp", 0, true), "firstsecond"s);
    QFile content(file());
    QVERIFY(content.open(QIODevice::ReadOnly));
    QVERIFY(content.readAll().contains("could not be made to packets, and are not here: 1"));
}

void TestPcapng::showsAConnectionToItself()
{
    Teller client(*m_log, 1, client4, client4); // a simultaneous open, RFC 9293 section 3.5
    client.tell(0, EventKind::Connecting);
    client.tell(1, EventKind::Connected);
    client.tell(2, EventKind::Sent, "who is there?");
    client.tell(3, EventKind::Received, "who is there?");
    client.tell(4, EventKind::Finished);
    client.tell(5, EventKind::PeerFinished);
    save(m_log);
    QCOMPARE(complaints(), QByteArray());
    QCOMPARE(streamOf("tcp", 0, true) + streamOf("tcp", 0, false), "who is there?"s);
}

void TestPcapng::leavesOutWhatIsNoPacket()
{
    Teller server(*m_log, 0, server4, "");
    server.tell(0, EventKind::Created, "socket AF_INET SOCK_STREAM → fd 9");
    server.tell(1, EventKind::Bound);
    server.tell(2, EventKind::Listening);
    server.tell(3, EventKind::Note, "a note");
    server.tell(4, EventKind::Failed, "EMFILE: this program has …");
    m_log->append({.kind = EventKind::Discarded,
                   .connection = 1,
                   .local = server4,
                   .peer = client4,
                   .note = "not connected",
                   .bytes = 5,
                   .payload = viewOf("hello")});
    save(m_log);
    QVERIFY(fields("frame.number").isEmpty());
    QCOMPARE(m_result.events, std::uint64_t(6));
    QCOMPARE(m_result.leftOut, std::uint64_t(0));
}

void TestPcapng::countsWhatCannotBeAPacket()
{
    Teller(*m_log, 1, "", "").tell(0, EventKind::Received, "from nowhere");
    Teller(*m_log, 2, "0.0.0.0:0", client4).tell(1, EventKind::Received, "to nowhere");
    Teller(*m_log, 3, server4, "example.org:80").tell(2, EventKind::Sent, "to a name");
    Teller(*m_log, 0, server4, client4).tell(3, EventKind::Received, pattern(65508)); // too long
    Teller(*m_log, 4, server4, client4).tell(4, EventKind::Received, "well");
    save(m_log);
    QCOMPARE(m_result.leftOut, std::uint64_t(4));
    QCOMPARE(complaints(), QByteArray());
    QCOMPARE(fields("tcp.len"), QStringList(QStringLiteral("4")));
}

void TestPcapng::staysCleanWhereAFilterLeavesEventsOut()
{
    for (const ConnectionId id : {1U, 2U}) { // the same addresses twice
        Teller server(*m_log, id, server4, client4);
        const std::int64_t at = static_cast<std::int64_t>(id) * 100;
        server.tell(at, EventKind::Accepted);
        for (int turn = 0; turn < 10; ++turn) {
            server.tell(at + turn, EventKind::Received, "in " + std::to_string(turn) + "; ");
            server.tell(at + turn, EventKind::Sent, "out " + std::to_string(turn) + "; ");
        }
        server.tell(at + 50, EventKind::PeerFinished);
        server.tell(at + 51, EventKind::Closed);
    }
    LogSlice slice{.log = m_log, .from = 0, .to = m_log->size()};
    slice.choice.wants = [](const Event &event) {
        return carriesData(event.kind()) && event.number() % 3 == 0;
    };
    save({slice});
    QCOMPARE(complaints(), QByteArray());
    QVERIFY(m_result.events > 5 && m_result.events < m_log->size() / 2);
    QCOMPARE(static_cast<std::uint64_t>(fields("frame.number").size()), m_result.events);
    std::string expected;
    for (const Event &event : eventsOf(*m_log, EventKind::Received)) {
        expected += event.number() % 3 == 0 ? textOf(event.payload()) : std::string();
    }
    const std::string first = streamOf("tcp", 0, true);
    QCOMPARE(first.starts_with("in") ? first : streamOf("tcp", 0, false), expected);
}

void TestPcapng::acknowledgesALongWayInOneDirection()
{
    Teller client(*m_log, 1, client4, server4);
    client.tell(0, EventKind::Connecting);
    client.tell(1, EventKind::Connected);
    const std::string part = pattern(256U * 1024);
    for (int turn = 0; turn < 40; ++turn) {
        client.tell(2 + turn, EventKind::Sent, part);
    }
    save(m_log);
    QCOMPARE(complaints(), QByteArray());
    QStringList flights = fields("tcp.analysis.bytes_in_flight");
    for (const QString &flight : std::as_const(flights)) {
        QVERIFY(flight.toInt() < 2 * 1024 * 1024);
    }
    const std::string sent = streamOf("tcp", 0, true);
    QCOMPARE(sent.size(), part.size() * 40);
    QVERIFY(sent.ends_with(part));
}

void TestPcapng::isWholeWithoutEvents()
{
    save(m_log);
    QVERIFY(fields("frame.number").isEmpty());
    QCOMPARE(complaints(), QByteArray());
    save(std::vector<LogSlice>());
    QCOMPARE(complaints(), QByteArray());
}

QTEST_GUILESS_MAIN(TestPcapng)
#include "tst_pcapng.moc"
