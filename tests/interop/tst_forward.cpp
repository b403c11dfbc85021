#include "tests/support/peer.h"
#include "tests/support/program.h"
#include "tests/support/pythonpeer.h"
#include "tests/support/savedlines.h"

#include <QTemporaryDir>
#include <QTest>

using namespace sockyard::test;

/// The whole program between two that are not ours.
class TestForward : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void carriesCurlToAPythonServer();
    void passesAHalfCloseOfNcat();
    void cutsAPythonClientInTheMiddle();
    void rewritesForSocat();
    void carriesDatagramsOfSocat();
    void tellsWhatItCannotUnderstand_data();
    void tellsWhatItCannotUnderstand();

private:
    /// From a free port to that one, with more words; where it listens, or nothing.
    QString start(Program &program, const QString &targetPort, const QStringList &more = {},
                  const QString &prefix = {}) const;
    QString file(const char *name) const { return m_folder->filePath(QString::fromLatin1(name)); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestForward::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

QString TestForward::start(Program &program, const QString &targetPort, const QStringList &more,
                           const QString &prefix) const
{
    program.start(QStringLiteral(SOCKYARD_PROGRAM),
                  QStringList{QStringLiteral("--forward"),
                              prefix + QStringLiteral("127.0.0.1:0=") + prefix +
                                  QStringLiteral("127.0.0.1:") + targetPort,
                              QStringLiteral("--save-log"), file("log.jsonl")} +
                      more);
    const bool began =
        QTest::qWaitFor([&program] { return program.output().endsWith('\n'); }, patience);
    const QString line = began ? program.outputLines().constFirst() : QString();
    return line.startsWith(QStringLiteral("forwarder listening ")) ? line.section(u' ', 2, 2)
                                                                   : QString();
}

void TestForward::carriesCurlToAPythonServer()
{
    PythonPeer server;
    QVERIFY(server.start(QStringLiteral(R"(
import http.server
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"hello " * 100000)
    def log_message(self, *words):
        pass
http.server.HTTPServer.allow_reuse_address = True
httpd = http.server.HTTPServer(("127.0.0.1", 0), Handler, bind_and_activate=False)
httpd.socket = server
httpd.serve_forever()
)")));
    Program program;
    const QString address = start(program, server.port());
    QVERIFY(!address.isEmpty());
    Program curl;
    curl.start(QStringLiteral("curl"),
               {QStringLiteral("-sS"), QStringLiteral("--noproxy"), QStringLiteral("*"),
                QStringLiteral("http://%1/").arg(address)});
    QTRY_VERIFY_WITH_TIMEOUT(curl.hasEnded(), patience);
    QCOMPARE(curl.status(), 0);
    QCOMPARE(curl.output(), QByteArray("hello ").repeated(100000));
    program.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), patience);
    QVERIFY(bytesOf(file("log.jsonl"), "received").startsWith("GET / HTTP/1.1\r\n"));
}

void TestForward::passesAHalfCloseOfNcat()
{
    PythonPeer server; // says nothing before it has heard the end
    QVERIFY(server.start(QStringLiteral(R"(
client, _ = server.accept()
heard = b""
while data := client.recv(1000):
    heard += data
client.sendall(b"you said " + heard)
client.close()
)")));
    Program program;
    const QString address = start(program, server.port());
    QVERIFY(!address.isEmpty());
    Program ncat;
    ncat.start(QStringLiteral("ncat"), {QStringLiteral("127.0.0.1"), address.section(u':', 1)},
               "hello");
    QTRY_COMPARE_WITH_TIMEOUT(ncat.output(), QByteArray("you said hello"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(ncat.hasEnded(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(server.program().hasEnded(), patience);
    program.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), patience);
}

void TestForward::cutsAPythonClientInTheMiddle()
{
    PythonPeer server;
    QVERIFY(server.start(QStringLiteral(R"(
client, _ = server.accept()
client.sendall(b"x" * 1000)
try:
    print(len(client.recv(10)), flush=True)
except ConnectionResetError:
    print("reset", flush=True)
)")));
    Program program;
    const QString address =
        start(program, server.port(),
              {QStringLiteral("--fault"), QStringLiteral("to-client:reset-after=100")});
    QVERIFY(!address.isEmpty());
    Program client;
    client.start(QStringLiteral("python3"), {QStringLiteral("-c"), QStringLiteral(R"(
import socket, sys
there = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
try:
    while there.recv(10):
        pass
    print("end")
except ConnectionResetError:
    print("reset")
)"),
                                             address.section(u':', 1)});
    QTRY_VERIFY_WITH_TIMEOUT(client.hasEnded(), patience);
    QCOMPARE(client.output(), QByteArray("reset\n"));
    QTRY_COMPARE_WITH_TIMEOUT(server.lines(), QStringList{QStringLiteral("reset")}, patience);
    program.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), patience);
}

void TestForward::rewritesForSocat()
{
    PythonPeer server;
    QVERIFY(server.start(QStringLiteral(R"(
client, _ = server.accept()
while data := client.recv(1000):
    client.sendall(data)
client.close()
)")));
    Program program;
    const QString address =
        start(program, server.port(),
              {QStringLiteral("--rewrite"), QStringLiteral("to-target:cat=dog"),
               QStringLiteral("--rewrite"), QStringLiteral("to-client:matches:(d.)g=<$1>")});
    QVERIFY(!address.isEmpty());
    Program socat;
    socat.start(QStringLiteral("socat"),
                {QStringLiteral("-t5"), QStringLiteral("-"), QStringLiteral("TCP:") + address},
                "a cat\n");
    QTRY_COMPARE_WITH_TIMEOUT(socat.output(), QByteArray("a <do>\n"), patience);
    program.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), patience);
}

void TestForward::carriesDatagramsOfSocat()
{
    Program server;
    server.startAndKeepInput(QStringLiteral("python3"), {QStringLiteral("-c"), QStringLiteral(R"(
import socket
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(("127.0.0.1", 0))
print(udp.getsockname()[1], flush=True)
while True:
    data, sender = udp.recvfrom(1024)
    udp.sendto(data.upper(), sender)
)")});
    QTRY_VERIFY_WITH_TIMEOUT(server.output().endsWith('\n'), patience);
    Program program;
    const QString address =
        start(program, server.outputLines().constFirst(),
              {QStringLiteral("--fault"), QStringLiteral("to-client:duplicate=100")},
              QStringLiteral("udp:"));
    QVERIFY(!address.isEmpty());
    Program socat;
    socat.start(QStringLiteral("socat"),
                {QStringLiteral("-t5"), QStringLiteral("-"), QStringLiteral("UDP4:") + address},
                "hello");
    QTRY_COMPARE_WITH_TIMEOUT(socat.output(), QByteArray("HELLOHELLO"), patience);
    program.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), patience);
}

void TestForward::tellsWhatItCannotUnderstand_data()
{
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char *words) {
        QTest::newRow(words) << QString::fromLatin1(words).split(u' ');
    };
    row("--forward 127.0.0.1:1");
    row("--forward 127.0.0.1:1=127.0.0.1:0");
    row("--forward 127.0.0.1:1=127.0.0.1:1");
    row("--forward udp:127.0.0.1:1=127.0.0.1:2");
    row("--forward 127.0.0.1:0=127.0.0.1:2 --fault delay=200");
    row("--forward 127.0.0.1:0=127.0.0.1:2 --fault-seed x");
    row("--forward 127.0.0.1:0=127.0.0.1:2 --rewrite nonsense");
    row("--fault to-target:delay=200");
}

void TestForward::tellsWhatItCannotUnderstand()
{
    QFETCH(const QStringList, words);
    Program program;
    program.start(QStringLiteral(SOCKYARD_PROGRAM), words);
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), patience);
    QCOMPARE(program.status(), 2);
    QVERIFY(!program.errors().isEmpty());
}

QTEST_GUILESS_MAIN(TestForward)
#include "tst_forward.moc"
