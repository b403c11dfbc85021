#include "netcore/endpoints/tcpclient.h"
#include "netcore/endpoints/tcpserver.h"
#include "tests/support/certificates.h"
#include "tests/support/logs.h"
#include "tests/support/peer.h"
#include "tests/support/program.h"
#include "tests/support/teststrings.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <map>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

/// TLS at both ends, against each other and against what everybody has: openssl, curl, Python.
class TestTls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void bothEndsAgreeAndMoveBytes_data();
    void bothEndsAgreeAndMoveBytes();
    void tellsWhatWasOfferedAndShown();
    void goesOnWithAnEarlierSession();
    void refusesWhatCannotBeVerified_data();
    void refusesWhatCannotBeVerified();
    void acceptsACertificateThatAPersonChose();
    void refusesSettingsThatMakeNoSense_data();
    void refusesSettingsThatMakeNoSense();
    void wantsCertificatesOfClients();
    void makesItselfACertificate();
    void halfClosesBothWays();
    void keepsWhatCameTogetherWithTheEnd();
    void tellsAnEndWithoutCloseNotify();
    void tellsPlainTextFromTls();
    void tellsAServerThatSpeaksNoTls();
    void survivesGarbage();
    void endsASilentHandshake();
    void tellsAPeerThatLeavesInTheHandshake();
    void keepsBackWhatIsSaidBeforeItIsSecured();
    void goesOnAfterAPause();
    void servesManyClientsAtOnce();
    void movesMuchBothWays();

    void answersOpenssl_data();
    void answersOpenssl();
    void tellsOpensslThatIsTooOld();
    void tellsOpensslWithoutASharedCipher();
    void resumesForOpenssl();
    void answersCurl();
    void talksToPython();
    void connectsToOpenssl();
    void writesAKeyLog();

private:
    TcpServerSettings serverSettings() const;
    TcpClientSettings clientSettings() const;
    void serve(TcpServerSettings settings);
    void connectTo(TcpClientSettings settings);
    void say(const QByteArray &bytes) { m_client->send({}, PreparedMessage::ofBytes(bytes)); }
    QString port() const { return QString::number(m_server->address().port()); }
    std::string notes(const EventLog &log) const;

    QTemporaryDir m_folder;
    std::unique_ptr<CertificateFolder> m_certificates;
    std::shared_ptr<EventLog> m_serverLog;
    std::shared_ptr<EventLog> m_clientLog;
    std::unique_ptr<TcpServer> m_server;
    std::unique_ptr<TcpClient> m_client;
};

void TestTls::initTestCase()
{
    m_certificates = std::make_unique<CertificateFolder>(m_folder.path());
    m_certificates->sign(QStringLiteral("good"), QStringLiteral("DNS:localhost,IP:127.0.0.1"));
    m_certificates->sign(QStringLiteral("expired"), QStringLiteral("IP:127.0.0.1"), -1);
    m_certificates->sign(QStringLiteral("other"), QStringLiteral("DNS:example.org"));
}

void TestTls::init()
{
    m_serverLog = std::make_shared<EventLog>();
    m_clientLog = std::make_shared<EventLog>();
    m_server = std::make_unique<TcpServer>(m_serverLog);
    m_client = std::make_unique<TcpClient>(m_clientLog);
}

void TestTls::cleanup()
{
    m_client.reset();
    m_server.reset();
}

TcpServerSettings TestTls::serverSettings() const
{
    TcpServerSettings settings;
    settings.transport = Transport::Tls;
    settings.port = QStringLiteral("0");
    settings.tls.certificateFile = m_certificates->file(QStringLiteral("good.pem"));
    settings.tls.keyFile = m_certificates->file(QStringLiteral("good.key"));
    return settings;
}

TcpClientSettings TestTls::clientSettings() const
{
    TcpClientSettings settings;
    settings.transport = Transport::Tls;
    settings.tls.trustFile = m_certificates->authority();
    return settings;
}

void TestTls::serve(TcpServerSettings settings)
{
    m_server->start(settings);
    QVERIFY2(m_server->isListening(), lastNote(*m_serverLog, EventKind::Failed).c_str());
}

void TestTls::connectTo(TcpClientSettings settings)
{
    settings.port = port();
    m_client->start(settings);
}

std::string TestTls::notes(const EventLog &log) const
{
    std::string text;
    for (const Event &event : eventsOf(log, EventKind::Note)) {
        text += std::string(event.note()) + '\n';
    }
    return text;
}

void TestTls::bothEndsAgreeAndMoveBytes_data()
{
    QTest::addColumn<TlsVersion>("least");
    QTest::addColumn<QString>("protocols");
    QTest::addColumn<QString>("agreed");
    QTest::newRow("1.2 or later") << TlsVersion::V1_2 << QString()
                                  << QStringLiteral("TLSv1.3 TLS_");
    QTest::newRow("1.3") << TlsVersion::V1_3 << QString() << QStringLiteral("TLSv1.3 TLS_");
    QTest::newRow("ALPN") << TlsVersion::V1_2 << QStringLiteral("h2, http/1.1")
                          << QStringLiteral(", ALPN http/1.1, new session");
}

void TestTls::bothEndsAgreeAndMoveBytes()
{
    QFETCH(TlsVersion, least);
    QFETCH(QString, protocols);
    QFETCH(QString, agreed);
    auto server = serverSettings();
    server.tls.least = least;
    server.tls.protocols = protocols.isEmpty() ? QString() : QStringLiteral("http/1.1");
    serve(server);
    auto client = clientSettings();
    client.tls.protocols = protocols;
    connectTo(client);
    QTRY_COMPARE(count(*m_clientLog, EventKind::Secured), std::size_t(1));
    say("hello");
    QTRY_COMPARE(bytesOf(*m_clientLog, EventKind::Received, 1), "hello"s);
    for (const auto &log : {m_clientLog, m_serverLog}) {
        QVERIFY(lastNote(*log, EventKind::Secured).find(agreed.toStdString()) != std::string::npos);
    }
    m_client->stop();
    QTRY_COMPARE(
        story(*m_serverLog, 1),
        "accepted note secured received sent note peer-finished note finished note closed"s);
    QCOMPARE(count(*m_serverLog, EventKind::Failed) + count(*m_clientLog, EventKind::Failed),
             std::size_t(0));
    QVERIFY(notes(*m_serverLog).find(" sent on the wire") != std::string::npos);
}

void TestTls::tellsWhatWasOfferedAndShown()
{
    serve(serverSettings());
    auto client = clientSettings();
    client.host = QStringLiteral("localhost");
    client.family = TcpClientSettings::Family::Ipv4;
    client.tls.protocols = QStringLiteral("h2");
    connectTo(client);
    QTRY_COMPARE(count(*m_clientLog, EventKind::Secured), std::size_t(1));
    for (const auto &log : {m_clientLog, m_serverLog}) {
        const std::string text = notes(*log);
        QVERIFY(text.find("tls: the client offers TLSv1.3, TLSv1.2; ciphers "
                          "TLS_AES_256_GCM_SHA384") != std::string::npos);
        QVERIFY(text.find("; ALPN h2; server name localhost") != std::string::npos);
    }
    const std::string text = notes(*m_clientLog);
    QVERIFY(text.find(": 1 of 1, CN=good; issued by CN=Test authority; for "
                      "DNS:localhost, IP:127.0.0.1; valid ") != std::string::npos);
    QVERIFY(text.find("key EC P-256\n") != std::string::npos);
    QVERIFY(text.find("tls: the peer's certificate is verified") != std::string::npos);
    QVERIFY(text.find("tls: key exchange: ") != std::string::npos);
}

void TestTls::goesOnWithAnEarlierSession()
{
    auto server = serverSettings();
    server.reply = QStringLiteral("time"); // says it and closes
    serve(server);
    auto client = clientSettings();
    client.reconnect = true;
    client.retryWait = 1;
    connectTo(client);
    QTRY_VERIFY(count(*m_clientLog, EventKind::Secured) > 1);
    QVERIFY(lastNote(*m_clientLog, EventKind::Secured).ends_with(", resumed session"));
    QVERIFY(lastNote(*m_serverLog, EventKind::Secured).ends_with(", resumed session"));
    m_client->stop();
}

void TestTls::refusesWhatCannotBeVerified_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<bool>("isTrusted");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("error");
    QTest::newRow("expired") << QStringLiteral("expired") << true << QString()
                             << QStringLiteral("TLS_CERTIFICATE_EXPIRED");
    QTest::newRow("other name") << QStringLiteral("other") << true << QString()
                                << QStringLiteral("TLS_WRONG_NAME");
    QTest::newRow("other wanted name")
        << QStringLiteral("good") << true << QStringLiteral("example.org")
        << QStringLiteral("TLS_WRONG_NAME");
    QTest::newRow("unknown issuer")
        << QStringLiteral("good") << false << QString() << QStringLiteral("TLS_UNKNOWN_ISSUER");
    QTest::newRow("self-signed") << QString() << false << QString()
                                 << QStringLiteral("TLS_SELF_SIGNED");
}

void TestTls::refusesWhatCannotBeVerified()
{
    QFETCH(QString, certificate);
    QFETCH(bool, isTrusted);
    QFETCH(QString, name);
    QFETCH(QString, error);
    auto server = serverSettings();
    const bool hasOne = !certificate.isEmpty();
    server.tls.certificateFile =
        hasOne ? m_certificates->file(certificate + QStringLiteral(".pem")) : QString();
    server.tls.keyFile =
        hasOne ? m_certificates->file(certificate + QStringLiteral(".key")) : QString();
    serve(server);
    auto client = clientSettings();
    client.tls.trustFile = isTrusted ? m_certificates->authority() : QString();
    client.tls.serverName = name;
    connectTo(client);
    QTRY_COMPARE(story(*m_clientLog, 1), "created connecting connected note failed note closed"s);
    QCOMPARE(lastError(*m_clientLog), error.toStdString());
    // The server reads why, as its alert arrives and is not cut off.
    QTRY_VERIFY(!lastError(*m_serverLog).empty());
    QVERIFY2(lastError(*m_serverLog) == "TLS_CERTIFICATE_REFUSED",
             lastNote(*m_serverLog, EventKind::Failed).c_str());
}

void TestTls::acceptsACertificateThatAPersonChose()
{
    serve(serverSettings());
    auto client = clientSettings();
    client.tls.trustFile.clear();
    connectTo(client);
    QTRY_COMPARE(lastError(*m_clientLog), "TLS_UNKNOWN_ISSUER"s);
    const std::string text = notes(*m_clientLog);
    const std::size_t at = text.find("tls: peer certificate ");
    QVERIFY(at != std::string::npos);
    client.tls.accepted = {QString::fromStdString(text.substr(at + 22, 95)).toLower()};
    QTRY_COMPARE(lastNote(*m_clientLog, EventKind::Closed).substr(0, 7), "nothing"s);
    connectTo(client);
    QTRY_COMPARE(count(*m_clientLog, EventKind::Secured), std::size_t(1));
    QVERIFY(notes(*m_clientLog)
                .find("accepted nevertheless, as was chosen for this peer: "
                      "TLS_UNKNOWN_ISSUER") != std::string::npos);
}

void TestTls::refusesSettingsThatMakeNoSense_data()
{
    QTest::addColumn<TlsServerSettings>("tls");
    TlsServerSettings none;
    none.certificateFile = QStringLiteral("/nowhere/certificate.pem");
    QTest::newRow("no certificate") << none;
    TlsServerSettings folder;
    folder.certificateFile = QStringLiteral("/");
    QTest::newRow("a folder") << folder;
    TlsServerSettings key;
    key.keyFile = QStringLiteral("/etc/hostname");
    QTest::newRow("a key alone") << key;
    TlsServerSettings noCertificate;
    noCertificate.certificateFile = QStringLiteral("/etc/passwd");
    QTest::newRow("no PEM") << noCertificate;
    TlsServerSettings asks;
    asks.clientCertificates = TlsServerSettings::ClientCertificates::Required;
    QTest::newRow("clients' issuers unknown") << asks;
    TlsServerSettings protocols;
    protocols.protocols = QStringLiteral("h2, ,x");
    QTest::newRow("an empty protocol") << protocols;
    TlsServerSettings keyLog;
    keyLog.keyLogFile = QStringLiteral("/dev/null");
    QTest::newRow("a device for the key log") << keyLog;
}

void TestTls::refusesSettingsThatMakeNoSense()
{
    QFETCH(TlsServerSettings, tls);
    auto settings = serverSettings();
    settings.tls = tls;
    m_server->start(settings);
    QVERIFY(!m_server->isListening());
    QVERIFY2(lastNote(*m_serverLog, EventKind::Failed).starts_with("EINVAL: TLS: "),
             lastNote(*m_serverLog, EventKind::Failed).c_str());
}

void TestTls::wantsCertificatesOfClients()
{
    auto server = serverSettings();
    server.tls.clientCertificates = TlsServerSettings::ClientCertificates::Required;
    server.tls.trustFile = m_certificates->authority();
    serve(server);
    connectTo(clientSettings());
    QTRY_COMPARE(lastError(*m_clientLog), "TLS_CERTIFICATE_REQUIRED"s);
    QTRY_COMPARE(lastError(*m_serverLog), "TLS_CERTIFICATE_REQUIRED"s);
    QTRY_VERIFY(lastNote(*m_clientLog, EventKind::Closed).starts_with("nothing"));
    auto client = clientSettings();
    client.tls.certificateFile = m_certificates->file(QStringLiteral("other.pem"));
    client.tls.keyFile = m_certificates->file(QStringLiteral("other.key"));
    connectTo(client);
    say("it is me");
    QTRY_COMPARE(bytesOf(*m_clientLog, EventKind::Received, 2), "it is me"s);
    QVERIFY(notes(*m_serverLog).find(": 1 of 1, CN=other; ") != std::string::npos);
}

void TestTls::makesItselfACertificate()
{
    auto settings = serverSettings();
    settings.tls = {};
    serve(settings);
    const std::string text = notes(*m_serverLog);
    const std::size_t at = text.find("curl --cacert ");
    QVERIFY(at != std::string::npos);
    const QString file = QString::fromStdString(text.substr(at + 14, text.find(',', at) - at - 14));
    QVERIFY(QFile::exists(file));
    const QString key = QFileInfo(file).dir().filePath(QStringLiteral("key.pem"));
    QCOMPARE(QFile::permissions(key) & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::ReadOwner | QFile::WriteOwner);
    auto client = clientSettings();
    client.tls.trustFile = file;
    connectTo(client);
    say("trusted");
    QTRY_COMPARE(bytesOf(*m_clientLog, EventKind::Received, 1), "trusted"s);
    // The same serves the next run, so that it stays trusted.
    m_client->stop();
    m_server->stop();
    QTRY_VERIFY(!m_server->isListening());
    serve(settings);
    QVERIFY(notes(*m_serverLog).find("uses the certificate that it made itself") !=
            std::string::npos);
}

void TestTls::halfClosesBothWays()
{
    auto server = serverSettings();
    server.reply = QStringLiteral("read-to-end");
    serve(server);
    connectTo(clientSettings());
    QTRY_COMPARE(count(*m_clientLog, EventKind::Secured), std::size_t(1));
    say("all of it");
    m_client->finish({});
    QTRY_VERIFY(count(*m_clientLog, EventKind::PeerFinished) == 1);
    QVERIFY(!bytesOf(*m_clientLog, EventKind::Received, 1).empty());
    QVERIFY(lastNote(*m_clientLog, EventKind::PeerFinished).starts_with("close_notify: "));
    QVERIFY(lastNote(*m_serverLog, EventKind::PeerFinished).starts_with("close_notify: "));
}

void TestTls::keepsWhatCameTogetherWithTheEnd()
{
    auto server = serverSettings();
    server.reply = QStringLiteral("discard");
    serve(server);
    connectTo(clientSettings());
    QTRY_COMPARE(count(*m_clientLog, EventKind::Secured), std::size_t(1));
    QTRY_COMPARE(count(*m_serverLog, EventKind::Secured), std::size_t(1));
    const QByteArray text(20000, 'x');
    // One receive gets both: the note on close_notify is not to be written where the bytes lie.
    say(text);
    m_client->finish({});
    QTRY_COMPARE(count(*m_serverLog, EventKind::PeerFinished), std::size_t(1));
    QCOMPARE(bytesOf(*m_serverLog, EventKind::Received, 1), text.toStdString());
    QVERIFY(notes(*m_serverLog).find("tls: alert received: close_notify (0)") != std::string::npos);
}

void TestTls::tellsAnEndWithoutCloseNotify()
{
    serve(serverSettings());
    Program python;
    python.start(QStringLiteral("python3"), {QStringLiteral("-c"), QStringLiteral(R"(
import socket, ssl, sys
context = ssl.create_default_context(cafile=sys.argv[2])
raw = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
tls = context.wrap_socket(raw, server_hostname="localhost")
tls.sendall(b"half a mess")
socket.socket.shutdown(tls, socket.SHUT_WR)
tls.recv(100)
)"),
                                             port(), m_certificates->authority()});
    QTRY_COMPARE(count(*m_serverLog, EventKind::PeerFinished), std::size_t(1));
    QVERIFY(lastNote(*m_serverLog, EventKind::PeerFinished).starts_with("FIN: "));
    QVERIFY(notes(*m_serverLog).find("tls: TLS_TRUNCATED: ") != std::string::npos);
}

void TestTls::tellsPlainTextFromTls()
{
    serve(serverSettings());
    Peer peer = Peer::connectedTo(m_server->address().port());
    peer.sendAll("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    QTRY_COMPARE(lastError(*m_serverLog), "TLS_PLAIN_TEXT"s);
    QVERIFY(lastNote(*m_serverLog, EventKind::Failed).find("GET / HTTP/1.1\\r\\n") !=
            std::string::npos);
    peer.close();
    QTRY_COMPARE(story(*m_serverLog, 1), "accepted failed note closed"s);
}

void TestTls::tellsAServerThatSpeaksNoTls()
{
    TcpServerSettings settings;
    settings.port = QStringLiteral("0");
    settings.reply = QStringLiteral("welcome");
    serve(settings);
    connectTo(clientSettings());
    QTRY_COMPARE(lastError(*m_clientLog), "TLS_PLAIN_TEXT"s);
}

void TestTls::survivesGarbage()
{
    serve(serverSettings());
    QRandomGenerator random(20261128);
    constexpr int peers = 60;
    for (int round = 0; round < peers; ++round) {
        Peer peer = Peer::connectedTo(m_server->address().port());
        std::string bytes(1 + random.bounded(3000), '\0');
        for (char &byte : bytes) {
            byte = static_cast<char>(random.bounded(256));
        }
        if (round % 3 != 0) { // looks like a record with a handshake message in it
            bytes.replace(0, std::min<std::size_t>(bytes.size(), 6),
                          std::string("\x16\x03\x01\x01\x00\x01", 6).substr(0, bytes.size()));
        }
        peer.offer(bytes);
        if (round % 2 == 0) {
            peer.finish();
        }
        QTRY_VERIFY(peer.sawFin() || peer.error() != 0 || round % 2 != 0);
    }
    connectTo(clientSettings());
    say("still there");
    QTRY_COMPARE(bytesOf(*m_clientLog, EventKind::Received, 1), "still there"s);
    QCOMPARE(count(*m_serverLog, EventKind::Secured), std::size_t(1));
}

void TestTls::endsASilentHandshake()
{
    PeerListener silent;
    auto client = clientSettings();
    client.connectTimeout = 200;
    client.port = QString::number(silent.port());
    m_client->start(client);
    QTRY_COMPARE(story(*m_clientLog, 1),
                 "created connecting connected note timed-out note closed"s);
    QVERIFY(lastNote(*m_clientLog, EventKind::TimedOut).find("TLS handshake") != std::string::npos);
    QTRY_VERIFY(lastNote(*m_clientLog, EventKind::Closed).starts_with("nothing"));
}

void TestTls::tellsAPeerThatLeavesInTheHandshake()
{
    serve(serverSettings());
    {
        Peer peer = Peer::connectedTo(m_server->address().port());
        peer.sendAll(std::string("\x16\x03\x01\x02\x00\x01", 6));
        peer.finish();
        QTRY_COMPARE(lastError(*m_serverLog), "TLS_ENDED_EARLY"s);
    }
    Peer peer = Peer::connectedTo(m_server->address().port());
    QTRY_COMPARE(count(*m_serverLog, EventKind::Accepted), std::size_t(2));
    peer.reset();
    QTRY_COMPARE(story(*m_serverLog, 2), "accepted reset note closed"s);
}

void TestTls::keepsBackWhatIsSaidBeforeItIsSecured()
{
    serve(serverSettings());
    connectTo(clientSettings());
    say("early");
    QTRY_COMPARE(bytesOf(*m_clientLog, EventKind::Received, 1), "early"s);
    QCOMPARE(count(*m_clientLog, EventKind::Discarded), std::size_t(0));
}

void TestTls::goesOnAfterAPause()
{
    serve(serverSettings());
    connectTo(clientSettings());
    QTRY_COMPARE(count(*m_serverLog, EventKind::Secured), std::size_t(1));
    // More than one reading takes, so that some of it waits within TLS and not in the system.
    const std::string bytes = pattern(300000);
    m_server->pause({});
    say(QByteArray::fromStdString(bytes));
    QTRY_VERIFY(sumOf(*m_clientLog, EventKind::Sent) > 0);
    m_server->unpause({});
    QTRY_COMPARE(sumOf(*m_clientLog, EventKind::Received), std::uint64_t(bytes.size()));
    QCOMPARE(bytesOf(*m_clientLog, EventKind::Received, 1), bytes);
}

void TestTls::servesManyClientsAtOnce()
{
    serve(serverSettings());
    auto client = clientSettings();
    client.connections = 200;
    client.connectTimeout = 60000;
    connectTo(client);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_clientLog, EventKind::Secured), std::size_t(200), 60000);
    say("me too");
    QTRY_COMPARE_WITH_TIMEOUT(sumOf(*m_clientLog, EventKind::Received), std::uint64_t(1200), 60000);
    QCOMPARE(count(*m_clientLog, EventKind::Failed), std::size_t(0));
}

void TestTls::movesMuchBothWays()
{
    serve(serverSettings());
    Program python;
    python.start(QStringLiteral("python3"), {QStringLiteral("-c"), QStringLiteral(R"(
import hashlib, os, socket, ssl, sys, threading
context = ssl.create_default_context(cafile=sys.argv[2])
tls = context.wrap_socket(socket.create_connection(("127.0.0.1", int(sys.argv[1]))), server_hostname="localhost")
data = os.urandom(1 << 20) * 24
there, back = hashlib.sha256(data), hashlib.sha256()
tls.setblocking(False)
import select
sent = got = 0
while got < len(data):
    r, w, _ = select.select([tls], [tls] if sent < len(data) else [], [])
    if w:
        try: sent += tls.send(data[sent:sent + 65536])
        except (ssl.SSLWantWriteError, ssl.SSLWantReadError): pass
    try:
        while True:
            piece = tls.recv(65536)
            back.update(piece); got += len(piece)
            if not piece: break
    except (ssl.SSLWantReadError, ssl.SSLWantWriteError): pass
print(there.hexdigest() == back.hexdigest(), tls.version())
tls.setblocking(True)
tls.unwrap()
)"),
                                             port(), m_certificates->authority()});
    QTRY_VERIFY_WITH_TIMEOUT(python.hasEnded(), 120000);
    QCOMPARE(python.output(), QByteArray("True TLSv1.3\n"));
    QTRY_COMPARE(count(*m_serverLog, EventKind::Closed), std::size_t(1));
}

void TestTls::answersOpenssl_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<std::string>("version");
    QTest::newRow("1.2") << QStringList{QStringLiteral("-tls1_2")} << "TLSv1.2 "s;
    QTest::newRow("1.3") << QStringList{QStringLiteral("-tls1_3")} << "TLSv1.3 "s;
    QTest::newRow("ALPN") << QStringList{QStringLiteral("-alpn"), QStringLiteral("http/1.1")}
                          << "TLSv1.3 "s;
}

void TestTls::answersOpenssl()
{
    QFETCH(QStringList, options);
    QFETCH(std::string, version);
    serve(serverSettings());
    Program peer;
    peer.startAndKeepInput(QStringLiteral("openssl"),
                           QStringList{QStringLiteral("s_client"), QStringLiteral("-quiet"),
                                       QStringLiteral("-verify_return_error"),
                                       QStringLiteral("-CAfile"), m_certificates->authority(),
                                       QStringLiteral("-connect"),
                                       QStringLiteral("127.0.0.1:") + port()} +
                               options);
    peer.write("hello\n");
    QTRY_COMPARE(peer.output(), QByteArray("hello\n"));
    QVERIFY(lastNote(*m_serverLog, EventKind::Secured).starts_with(version));
    m_server->stop();
    QTRY_VERIFY(peer.hasEnded());
}

void TestTls::tellsOpensslThatIsTooOld()
{
    serve(serverSettings());
    Program peer;
    peer.start(QStringLiteral("openssl"),
               {QStringLiteral("s_client"), QStringLiteral("-tls1_1"), QStringLiteral("-cipher"),
                QStringLiteral("DEFAULT:@SECLEVEL=0"), QStringLiteral("-connect"),
                QStringLiteral("127.0.0.1:") + port()});
    QTRY_COMPARE(lastError(*m_serverLog), "TLS_VERSION_TOO_OLD"s);
    QVERIFY(notes(*m_serverLog).find("the client offers TLSv1.1; ") != std::string::npos);
    QVERIFY(notes(*m_serverLog).find("fatal alert sent: protocol_version (70)") !=
            std::string::npos);
}

void TestTls::tellsOpensslWithoutASharedCipher()
{
    serve(serverSettings());
    Program peer;
    peer.start(QStringLiteral("openssl"),
               {QStringLiteral("s_client"), QStringLiteral("-tls1_2"), QStringLiteral("-cipher"),
                QStringLiteral("ECDHE-RSA-AES128-GCM-SHA256"), QStringLiteral("-connect"),
                QStringLiteral("127.0.0.1:") + port()});
    QTRY_COMPARE(lastError(*m_serverLog), "TLS_NO_SHARED_CIPHER"s);
    QTRY_COMPARE(story(*m_serverLog, 1), "accepted note failed note closed"s);
}

void TestTls::resumesForOpenssl()
{
    serve(serverSettings());
    const QString session = m_folder.filePath(QStringLiteral("session"));
    for (const QString &option : {QStringLiteral("-sess_out"), QStringLiteral("-sess_in")}) {
        Program peer;
        peer.startAndKeepInput(QStringLiteral("openssl"),
                               {QStringLiteral("s_client"), QStringLiteral("-quiet"), option,
                                session, QStringLiteral("-connect"),
                                QStringLiteral("127.0.0.1:") + port()});
        peer.write("x\n");
        QTRY_COMPARE(peer.output(), QByteArray("x\n"));
    }
    QVERIFY(lastNote(*m_serverLog, EventKind::Secured).ends_with(", resumed session"));
}

void TestTls::answersCurl()
{
    auto settings = serverSettings();
    settings.reply = QStringLiteral("http");
    serve(settings);
    Program curl;
    curl.start(QStringLiteral("curl"),
               {QStringLiteral("--silent"), QStringLiteral("--show-error"), QStringLiteral("-i"),
                QStringLiteral("--cacert"), m_certificates->authority(),
                QStringLiteral("https://localhost:%1/").arg(port())});
    QTRY_VERIFY(curl.hasEnded());
    QCOMPARE(curl.status(), 0);
    QVERIFY2(curl.output().startsWith("HTTP/1.1 "), curl.output());
    QTRY_COMPARE(count(*m_serverLog, EventKind::Closed), std::size_t(1));
    QVERIFY(notes(*m_serverLog).find("; server name localhost") != std::string::npos);
}

void TestTls::talksToPython()
{
    Program python;
    python.startAndKeepInput(QStringLiteral("python3"),
                             {QStringLiteral("-c"), QStringLiteral(R"(
import socket, ssl, sys
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1], sys.argv[2])
context.maximum_version = ssl.TLSVersion.TLSv1_2
context.set_alpn_protocols(["echo"])
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
tls = context.wrap_socket(server.accept()[0], server_side=True)
while True:
    piece = tls.recv(100)
    if not piece: break
    tls.sendall(piece.upper())
tls.unwrap().close()
)"),
                              m_certificates->file(QStringLiteral("good.pem")),
                              m_certificates->file(QStringLiteral("good.key"))});
    QTRY_VERIFY(python.output().endsWith('\n'));
    auto client = clientSettings();
    client.port = QString::fromLatin1(python.output().trimmed());
    client.tls.protocols = QStringLiteral("echo");
    m_client->start(client);
    say("abc");
    QTRY_COMPARE(bytesOf(*m_clientLog, EventKind::Received, 1), "ABC"s);
    QVERIFY(lastNote(*m_clientLog, EventKind::Secured).starts_with("TLSv1.2 TLS_ECDHE_ECDSA_"));
    QVERIFY(lastNote(*m_clientLog, EventKind::Secured).find(", ALPN echo, ") != std::string::npos);
    m_client->finish({});
    QTRY_VERIFY(python.hasEnded());
    QCOMPARE(python.status(), 0);
    QTRY_VERIFY(lastNote(*m_clientLog, EventKind::PeerFinished).starts_with("close_notify: "));
}

void TestTls::connectsToOpenssl()
{
    Program peer;
    // It has no way to tell the port that the system chose for it: one that is free a moment ago.
    const std::uint16_t free = PeerListener().port();
    peer.startAndKeepInput(
        QStringLiteral("openssl"),
        {QStringLiteral("s_server"), QStringLiteral("-accept"),
         QStringLiteral("127.0.0.1:%1").arg(free), QStringLiteral("-cert"),
         m_certificates->file(QStringLiteral("good.pem")), QStringLiteral("-key"),
         m_certificates->file(QStringLiteral("good.key")), QStringLiteral("-tls1_1"),
         QStringLiteral("-cipher"), QStringLiteral("DEFAULT:@SECLEVEL=0")});
    QTRY_VERIFY(peer.output().contains("ACCEPT"));
    auto client = clientSettings();
    client.port = QString::number(free);
    m_client->start(client);
    QTRY_COMPARE(lastError(*m_clientLog), "TLS_VERSION_TOO_OLD"s);
}

void TestTls::writesAKeyLog()
{
    const QString file = m_folder.filePath(QStringLiteral("keys.log"));
    auto server = serverSettings();
    server.tls.keyLogFile = file;
    serve(server);
    connectTo(clientSettings());
    QTRY_COMPARE(count(*m_serverLog, EventKind::Secured), std::size_t(1));
    QFile keys(file);
    QVERIFY(keys.open(QIODevice::ReadOnly));
    const QByteArray lines = keys.readAll();
    for (const char *name : {"CLIENT_HANDSHAKE_TRAFFIC_SECRET ", "SERVER_HANDSHAKE_TRAFFIC_SECRET ",
                             "CLIENT_TRAFFIC_SECRET_0 ", "SERVER_TRAFFIC_SECRET_0 "}) {
        QVERIFY2(lines.contains(name), lines);
    }
    QCOMPARE(QFile::permissions(file) & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::ReadOwner | QFile::WriteOwner);
    QVERIFY(notes(*m_serverLog).find("keys.log") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestTls)
#include "tst_tls.moc"
