#include "netcore/endpoints/tcpclient.h"
#include "netcore/endpoints/tcpserver.h"
#include "tests/support/limits.h"
#include "tests/support/localpeer.h"
#include "tests/support/logs.h"
#include "tests/support/teststrings.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

/// A server of streams over local sockets, against sockets of the system's own.
class TestLocalServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void echoesToAClientThatFinishesAndReadsOn();
    void listensInTheAbstractNamespace();
    void tellsWhoConnected();
    void removesItsFileWhenItStops();
    void leavesAFileThatAnotherProgramHasPutThere();
    void makesTheFileNoMoreOpenThanAskedFor_data();
    void makesTheFileNoMoreOpenThanAskedFor();
    void replacesAStaleFileAndTells();
    void keepsAStaleFileWhereThatIsWanted();
    void neverRemovesWhatIsNoSocket();
    void neverRemovesASocketThatIsInUse_data();
    void neverRemovesASocketThatIsInUse();
    void refusesWhatMakesNoSense_data();
    void refusesWhatMakesNoSense();
    void explainsWhyTheFileCannotBeMade();
    void tellsACutFromAnEnd();
    void tellsThatAClientHasClosed();
    void keepsMessagesApart();
    void tellsAnEmptyMessageFromTheEnd();
    void tellsThatAMessageWasTruncated();
    void tellsThatAMessageIsTooLong();
    void servesAThousandClients();
    void waitsForRoomInTheBacklog();

private:
    QString path(const char *name = "it.sock") const
    {
        return m_folder->filePath(QString::fromLatin1(name));
    }
    TcpServerSettings settings(Transport transport = Transport::Local) const;
    void start(const TcpServerSettings &settings);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<EventLog> m_log;
    std::unique_ptr<TcpServer> m_server;
};

namespace
{

int modeOf(const QString &path)
{
    struct stat file = {};
    checked(::lstat(QFile::encodeName(path).constData(), &file), "lstat");
    return static_cast<int>(file.st_mode) & 0777;
}

bool anyNote(const EventLog &log, std::string_view text)
{
    for (const Event &event : eventsOf(log)) {
        if (event.note().find(text) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

} // namespace

void TestLocalServer::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_log = std::make_shared<EventLog>();
    m_server = std::make_unique<TcpServer>(m_log);
    allowDescriptors(8192);
}

void TestLocalServer::cleanup()
{
    m_server.reset();
    m_log.reset();
}

TcpServerSettings TestLocalServer::settings(Transport transport) const
{
    TcpServerSettings settings;
    settings.transport = transport;
    settings.path = path();
    return settings;
}

void TestLocalServer::start(const TcpServerSettings &settings)
{
    m_server->start(settings);
    QVERIFY2(m_server->isListening(), lastNote(*m_log, EventKind::Failed).c_str());
}

void TestLocalServer::echoesToAClientThatFinishesAndReadsOn()
{
    start(settings());
    QCOMPARE(story(*m_log, 0), "created bound listening"s);
    QVERIFY(lastNote(*m_log, EventKind::Created).starts_with("socket AF_UNIX SOCK_STREAM"));
    const std::string bytes = pattern(3000000);
    Peer peer = LocalPeer::connectedTo(path());
    Background sending([&] {
        peer.sendAll(bytes);
        peer.finish();
    });
    QTRY_VERIFY_WITH_TIMEOUT(sending.isDone(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    QVERIFY(peer.received() == bytes);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Closed), std::size_t(1), patience);
    QVERIFY(story(*m_log, 1).ends_with("finished closed"));
    QCOMPARE(eventsOf(*m_log, EventKind::Accepted).front().local(),
             "local:" + path().toStdString());
    QVERIFY(!anyNote(*m_log, "FIN"));
}

void TestLocalServer::listensInTheAbstractNamespace()
{
    TcpServerSettings abstract = settings();
    abstract.path = u'@' + path();
    start(abstract);
    QVERIFY(!QFileInfo::exists(path()));
    Peer peer = LocalPeer::connectedTo(abstract.path);
    peer.sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "hello"s, patience);
    TcpServer other(m_log);
    other.start(abstract);
    QVERIFY(!other.isListening());
    QCOMPARE(lastError(*m_log), "EADDRINUSE"s);
}

void TestLocalServer::tellsWhoConnected()
{
    start(settings());
    const Peer peer = LocalPeer::connectedTo(path());
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(1), patience);
    const auto process = std::to_string(::getpid());
    QVERIFY(eventsOf(*m_log, EventKind::Accepted)
                .front()
                .peer()
                .starts_with("local:pid " + process + " (tst_localserver"));
    const std::string note = lastNote(*m_log, EventKind::Note);
    QVERIFY2(note.starts_with("peer: process " + process), note.c_str());
    QVERIFY(note.find("user " + std::to_string(::geteuid())) != std::string::npos);
    QVERIFY(note.find("group " + std::to_string(::getegid())) != std::string::npos);
    // And the other way round: who listens.
    auto log = std::make_shared<EventLog>();
    TcpClient client(log);
    TcpClientSettings wanted;
    wanted.transport = Transport::Local;
    wanted.path = path();
    client.start(wanted);
    QTRY_COMPARE_WITH_TIMEOUT(count(*log, EventKind::Connected), std::size_t(1), patience);
    QVERIFY(anyNote(*log, "peer: process " + process));
    QCOMPARE(eventsOf(*log, EventKind::Connected).front().peer(), "local:" + path().toStdString());
}

void TestLocalServer::removesItsFileWhenItStops()
{
    start(settings());
    QVERIFY(QFileInfo::exists(path()));
    m_server->stop();
    QVERIFY(!QFileInfo::exists(path()));
    start(settings()); // and again
    m_server.reset();
    QVERIFY(!QFileInfo::exists(path()));
}

void TestLocalServer::leavesAFileThatAnotherProgramHasPutThere()
{
    start(settings());
    QVERIFY(QFile::remove(path()));
    LocalPeer other(SOCK_STREAM);
    other.bind(path());
    m_server->stop();
    QVERIFY(QFileInfo::exists(path()));
    QVERIFY(anyNote(*m_log, "another one by now"));
}

void TestLocalServer::makesTheFileNoMoreOpenThanAskedFor_data()
{
    QTest::addColumn<QString>("asked");
    QTest::addColumn<int>("mode");
    QTest::addColumn<QString>("words");
    QTest::newRow("usual") << TcpServerSettings().fileMode << 0600
                           << QStringLiteral("file mode 600: this user alone can connect");
    QTest::newRow("group") << QStringLiteral("660") << 0660
                           << QStringLiteral("file mode 660: this user and its group can connect");
    QTest::newRow("all") << QStringLiteral("0666") << 0666
                         << QStringLiteral("file mode 666: every user of this machine can connect");
}

void TestLocalServer::makesTheFileNoMoreOpenThanAskedFor()
{
    QFETCH(const QString, asked);
    QFETCH(const int, mode);
    QFETCH(const QString, words);
    const mode_t before = ::umask(0022); // forbids less than one of these, and more than another
    TcpServerSettings wanted = settings();
    wanted.fileMode = asked;
    m_server->start(wanted);
    ::umask(before);
    QVERIFY(m_server->isListening());
    QCOMPARE(modeOf(path()), mode);
    QCOMPARE(lastNote(*m_log, EventKind::Bound), words.toStdString());
}

void TestLocalServer::replacesAStaleFileAndTells()
{
    LocalPeer::leaveFileBehind(path());
    start(settings());
    QCOMPARE(story(*m_log, 0), "created note bound listening"s);
    QVERIFY(lastNote(*m_log, EventKind::Note).starts_with("stale: "));
    QVERIFY(LocalPeer::connectedTo(path()).number() >= 0);
}

void TestLocalServer::keepsAStaleFileWhereThatIsWanted()
{
    LocalPeer::leaveFileBehind(path());
    TcpServerSettings wanted = settings();
    wanted.replacesStaleFile = false;
    m_server->start(wanted);
    QVERIFY(!m_server->isListening());
    QCOMPARE(lastError(*m_log), "EADDRINUSE"s);
    QVERIFY(anyNote(*m_log, "hint: "));
    QVERIFY(anyNote(*m_log, "left behind"));
    QVERIFY(QFileInfo::exists(path()));
}

void TestLocalServer::neverRemovesWhatIsNoSocket()
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("dear");
    file.close();
    m_server->start(settings());
    QVERIFY(!m_server->isListening());
    QVERIFY(anyNote(*m_log, "is no socket, and is not touched"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("dear"));
    // Nor what a link leads to, nor the link.
    QVERIFY(QFile::link(path(), path("link")));
    TcpServerSettings wanted = settings();
    wanted.path = path("link");
    m_server->start(wanted);
    QVERIFY(!m_server->isListening());
    QVERIFY(QFileInfo(path("link")).isSymLink());
}

void TestLocalServer::neverRemovesASocketThatIsInUse_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<bool>("listens");
    QTest::newRow("stream") << int(SOCK_STREAM) << true;
    QTest::newRow("stream that is only bound") << int(SOCK_STREAM) << false;
    QTest::newRow("packets") << int(SOCK_SEQPACKET) << true;
    QTest::newRow("datagrams") << int(SOCK_DGRAM) << false;
}

void TestLocalServer::neverRemovesASocketThatIsInUse()
{
    QFETCH(const int, type);
    QFETCH(const bool, listens);
    LocalPeer other(type);
    other.bind(path());
    if (listens) {
        other.listen(1);
    }
    m_server->start(settings());
    QVERIFY(!m_server->isListening());
    QCOMPARE(lastError(*m_log), "EADDRINUSE"s);
    QVERIFY(anyNote(*m_log, "has a socket bound to it"));
    QVERIFY(QFileInfo::exists(path()));
    if (listens) { // and was not disturbed by the question
        ::fcntl(other.number(), F_SETFL, O_NONBLOCK);
        QVERIFY(::accept(other.number(), nullptr, nullptr) < 0);
        QCOMPARE(errno, EAGAIN);
    }
}

void TestLocalServer::refusesWhatMakesNoSense_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QString>("words");
    const QString mode = TcpServerSettings().fileMode;
    QTest::newRow("no path") << QString() << mode << QStringLiteral("a path is missing");
    QTest::newRow("too long") << u'/' + QString(200, u'x') << mode
                              << QStringLiteral("ENAMETOOLONG: ");
    QTest::newRow("no octal") << QStringLiteral("/x") << QStringLiteral("rw-")
                              << QStringLiteral("three octal digits");
    QTest::newRow("no permissions")
        << QStringLiteral("/x") << QStringLiteral("1777") << QStringLiteral("three octal digits");
}

void TestLocalServer::refusesWhatMakesNoSense()
{
    QFETCH(const QString, path);
    QFETCH(const QString, mode);
    QFETCH(const QString, words);
    TcpServerSettings wanted = settings();
    wanted.path = path;
    wanted.fileMode = mode;
    m_server->start(wanted);
    QCOMPARE(story(*m_log, 0), "failed"s);
    QVERIFY2(anyNote(*m_log, words.toStdString()), lastNote(*m_log, EventKind::Failed).c_str());
}

void TestLocalServer::explainsWhyTheFileCannotBeMade()
{
    TcpServerSettings wanted = settings();
    wanted.path = path("not/there/it.sock");
    m_server->start(wanted);
    QCOMPARE(lastError(*m_log), "ENOENT"s);
    QVERIFY(anyNote(*m_log, "the folder of local:"));
    QFile file(path("file"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    wanted.path = path("file/it.sock");
    m_server->start(wanted);
    QCOMPARE(lastError(*m_log), "ENOTDIR"s);
}

void TestLocalServer::tellsACutFromAnEnd()
{
    TcpServerSettings wanted = settings();
    wanted.reply = QStringLiteral("echo");
    start(wanted);
    {
        Peer peer = LocalPeer::connectedTo(path());
        peer.sendAll("hello");
        QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Sent), std::size_t(1), patience);
        peer.close(); // with the echo unread
    }
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Reset), std::size_t(1), patience);
    QVERIFY(lastNote(*m_log, EventKind::Reset).starts_with("ECONNRESET: "));
    QVERIFY(anyNote(*m_log, "closed with bytes unread"));
}

void TestLocalServer::tellsThatAClientHasClosed()
{
    TcpServerSettings wanted = settings();
    wanted.reply = QStringLiteral("none");
    start(wanted);
    {
        Peer peer = LocalPeer::connectedTo(path());
        peer.sendAll("hello");
        QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Received), std::size_t(1), patience);
        peer.close();
    }
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Closed), std::size_t(1), patience);
    QCOMPARE(count(*m_log, EventKind::Reset), std::size_t(0));
    QVERIFY(anyNote(*m_log, "the peer has closed: it sends no more, and takes nothing"));
}

void TestLocalServer::keepsMessagesApart()
{
    start(settings(Transport::LocalSeqPacket));
    QVERIFY(lastNote(*m_log, EventKind::Created).starts_with("socket AF_UNIX SOCK_SEQPACKET"));
    Peer peer = LocalPeer::connectedTo(path(), SOCK_SEQPACKET);
    for (const auto *message : {"one", "three", "five"}) {
        peer.sendAll(message);
    }
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Sent), std::size_t(3), patience);
    const auto received = eventsOf(*m_log, EventKind::Received);
    QCOMPARE(received.size(), std::size_t(3));
    QCOMPARE(textOf(received.at(0).payload()), "one"s);
    QCOMPARE(textOf(received.at(1).payload()), "three"s);
    QCOMPARE(textOf(received.at(2).payload()), "five"s);
}

void TestLocalServer::tellsAnEmptyMessageFromTheEnd()
{
    start(settings(Transport::LocalSeqPacket));
    Peer peer = LocalPeer::connectedTo(path(), SOCK_SEQPACKET);
    checked(static_cast<int>(::send(peer.number(), "", 0, 0)), "send");
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Received), std::size_t(1), patience);
    QVERIFY(lastNote(*m_log, EventKind::Received).starts_with("empty: "));
    QCOMPARE(count(*m_log, EventKind::PeerFinished), std::size_t(0));
    peer.sendAll("more");
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Received), std::size_t(2), patience);
    peer.finish();
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::PeerFinished), std::size_t(1), patience);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Closed), std::size_t(1), patience);
}

void TestLocalServer::tellsThatAMessageWasTruncated()
{
    TcpServerSettings wanted = settings(Transport::LocalSeqPacket);
    wanted.readSize = 4;
    start(wanted);
    Peer peer = LocalPeer::connectedTo(path(), SOCK_SEQPACKET);
    peer.sendAll("four");
    peer.sendAll("longer");
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Received), std::size_t(2), patience);
    const auto received = eventsOf(*m_log, EventKind::Received);
    QCOMPARE(received.at(0).note(), ""s);
    QVERIFY(received.at(1).note().starts_with("truncated: "));
    QCOMPARE(textOf(received.at(1).payload()), "long"s);
}

void TestLocalServer::tellsThatAMessageIsTooLong()
{
    start(settings(Transport::LocalSeqPacket));
    Peer peer = LocalPeer::connectedTo(path(), SOCK_SEQPACKET);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(1), patience);
    constexpr qsizetype size = 8 * 1024 * 1024;
    m_server->send({}, PreparedMessage::ofBytes(QByteArray(size, 'x')));
    m_server->send({}, PreparedMessage::ofBytes("short"));
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Sent), std::size_t(1), patience);
    QCOMPARE(lastError(*m_log), "EMSGSIZE"s);
    QCOMPARE(sumOf(*m_log, EventKind::Discarded), std::uint64_t(size));
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "short"s, patience);
    QCOMPARE(count(*m_log, EventKind::Closed), std::size_t(0));
}

void TestLocalServer::servesAThousandClients()
{
    start(settings());
    constexpr std::size_t many = 1000;
    std::vector<Peer> peers;
    for (std::size_t index = 0; index < many; ++index) {
        peers.push_back(LocalPeer::connectedTo(path()));
        peers.back().sendAll("hello " + std::to_string(index));
    }
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Sent), many, patience);
    for (std::size_t index = 0; index < many; ++index) {
        QTRY_COMPARE_WITH_TIMEOUT(peers.at(index).received(), "hello " + std::to_string(index),
                                  patience);
    }
}

void TestLocalServer::waitsForRoomInTheBacklog()
{
    LocalPeer listener(SOCK_STREAM);
    listener.bind(path());
    listener.listen(0);
    auto log = std::make_shared<EventLog>();
    TcpClient client(log);
    TcpClientSettings wanted;
    wanted.transport = Transport::Local;
    wanted.path = path();
    wanted.connections = 3; // of which the system takes one before it is accepted
    client.start(wanted);
    QTRY_VERIFY_WITH_TIMEOUT(anyNote(*log, "backlog is full"), patience);
    QCOMPARE(count(*log, EventKind::Failed), std::size_t(0));
    std::vector<Descriptor> accepted;
    ::fcntl(listener.number(), F_SETFL, O_NONBLOCK);
    const auto takeAll = [&listener, &accepted] {
        const int descriptor = ::accept(listener.number(), nullptr, nullptr);
        if (descriptor >= 0) {
            accepted.emplace_back(descriptor);
        }
        return accepted.size() == 3;
    };
    QTRY_VERIFY_WITH_TIMEOUT(takeAll(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(count(*log, EventKind::Connected), std::size_t(3), patience);
}

QTEST_GUILESS_MAIN(TestLocalServer)
#include "tst_localserver.moc"
