// Each expression is used once a run, and the names live as long as the program.
// clazy:excludeall=non-pod-global-static,use-static-qregularexpression
#include "tests/support/clientprogram.h"
#include "tests/support/pythonpeer.h"
#include "tests/support/savedlines.h"

#include <QRegularExpression>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace sockyard::test;

namespace
{

/// How long a QTRY_… may wait on a machine that is busy with other things, in milliseconds.
constexpr int patience = 30000;

const auto program = QStringLiteral(SOCKYARD_PROGRAM);

QStringList words(const QString &text)
{
    return text.split(u' ', Qt::SkipEmptyParts);
}

/// A port that nobody has at this moment.
quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

const auto tellsWhatItReads = QStringLiteral(R"(
peer = server.accept()[0]
print(peer.makefile("rb").read().hex(), flush=True)
)");

const auto tellsWhereFrom = QStringLiteral(R"(
peer, address = server.accept()
print("%s:%d" % address, flush=True)
peer.recv(1)
)");

const auto answersAtTheEnd = QStringLiteral(R"(
peer = server.accept()[0]
received = peer.makefile("rb").read()
peer.sendall(received.upper())
peer.close()
print("done", flush=True)
)");

// It answers nobody before all have spoken.
const auto acknowledgesTenAtOnce = QStringLiteral(R"(
barrier = threading.Barrier(10)
def serve(peer):
    received = peer.recv(1024)
    barrier.wait()
    peer.sendall(b"ACK")
    peer.close()
    print(received.decode() + "\n", end="", flush=True)
for _ in range(10):
    threading.Thread(target=serve, args=(server.accept()[0],)).start()
)");

// Linux lets one wait, and drops what the second sends until it tries again, a second later.
const auto cutsTheFirstBeforeTheSecondComes = QStringLiteral(R"(
server.listen(0)
time.sleep(0.3)
first = server.accept()[0]
first.recv(1)
first.close()
second = server.accept()[0]
print("second", flush=True)
second.recv(100)
server.accept()
)");

const auto listensWhenItIsTold = QStringLiteral(R"(
sys.stdin.readline()
server.listen()
peer = server.accept()[0]
print(peer.makefile("rb").read().decode(), flush=True)
)");

} // namespace

/// The words of the command line that are about the client, each against a peer that sees what they
/// did.
class TestClientWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void sendsInOrderInFourNotations_data();
    void sendsInOrderInFourNotations();
    void finishesAndReceivesOn();
    void hasNoneOfTenWaitForAnother();
    void failsWhereOneOfItsConnectionsDid();
    void triesAgainUntilAServerListens();
    void connectsFromWhereItIsTold_data();
    void connectsFromWhereItIsTold();
    void tellsWhyItCannotConnectFromThere_data();
    void tellsWhyItCannotConnectFromThere();
    void talksToNcat();
    void talksToSocat();
    void talksToAnotherSockyard();

private:
    QString file(const char *name) const { return m_folder->filePath(QLatin1StringView(name)); }
    QString log() const { return file("log.jsonl"); }
    /// Ends it in order when it has read what its peers sent.
    static void end(ClientProgram &client, int connections = 1);

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestClientWords::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestClientWords::end(ClientProgram &client, int connections)
{
    QTRY_VERIFY_WITH_TIMEOUT(client.hasReadAll(connections), patience);
    client.program().terminate();
    QTRY_VERIFY_WITH_TIMEOUT(client.program().hasEnded(), patience);
    QCOMPARE(client.program().errors(), QByteArray());
    QCOMPARE(client.program().status(), 0);
}

void TestClientWords::sendsInOrderInFourNotations_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QByteArray>("ending");
    QTest::newRow("nothing said") << QString() << QByteArray();
    QTest::newRow("none") << QStringLiteral("--ending none") << QByteArray();
    QTest::newRow("lf") << QStringLiteral("--ending lf") << QByteArrayLiteral("\n");
    QTest::newRow("crlf") << QStringLiteral("--ending crlf") << QByteArrayLiteral("\r\n");
}

void TestClientWords::sendsInOrderInFourNotations()
{
    QFETCH(const QString, arguments);
    QFETCH(const QByteArray, ending);
    QFile small(file("small"));
    QVERIFY(small.open(QIODevice::WriteOnly));
    small.write("from\0a file", 11);
    small.close();
    PythonPeer server;
    QVERIFY(server.start(tellsWhatItReads));
    ClientProgram client(program, log());
    client.start(
        server.port(),
        QStringList{QStringLiteral("--send"), QStringLiteral("h\u00e9llo \\n $$"),
                    QStringLiteral("--send-escapes"), QStringLiteral("a\\tb\\0\\xff\\u{2603} $$"),
                    QStringLiteral("--send-file"), small.fileName(), QStringLiteral("--send-hex"),
                    QStringLiteral("00 0x0d,0A ff"), QStringLiteral("--send"),
                    QStringLiteral("the last"), QStringLiteral("--finish")} +
            words(arguments));
    const QByteArray all = QByteArrayLiteral("h\xc3\xa9llo \\n $$") + ending +
                           QByteArrayLiteral("a\tb\0\xff\xe2\x98\x83 $") + ending +
                           QByteArrayLiteral("from\0a file") + ending +
                           QByteArrayLiteral("\x00\x0d\x0a\xff") + ending +
                           QByteArrayLiteral("the last") + ending;
    QTRY_COMPARE_WITH_TIMEOUT(server.lines(), QStringList{QString::fromLatin1(all.toHex())},
                              patience);
    end(client);
    QCOMPARE(bytesOf(log(), "sent"), all);
}

void TestClientWords::finishesAndReceivesOn()
{
    PythonPeer server;
    QVERIFY(server.start(answersAtTheEnd));
    ClientProgram client(program, log());
    client.start(server.port(), words(QStringLiteral("--send hello --finish")));
    QTRY_COMPARE_WITH_TIMEOUT(server.lines(), QStringList{QStringLiteral("done")}, patience);
    end(client);
    QCOMPARE(savedStory(log(), 1), QStringLiteral("created connecting connected sent finished "
                                                  "received peer-finished closed"));
    QCOMPARE(bytesOf(log(), "received"), QByteArrayLiteral("HELLO"));
}

void TestClientWords::hasNoneOfTenWaitForAnother()
{
    constexpr int connections = 10;
    PythonPeer server;
    QVERIFY(server.start(acknowledgesTenAtOnce));
    ClientProgram client(program, log());
    client.start(server.port(), words(QStringLiteral("--connections 10 --send hello")));
    QTRY_COMPARE_WITH_TIMEOUT(server.lines(), QStringList(connections, QStringLiteral("hello")),
                              patience);
    QTRY_VERIFY_WITH_TIMEOUT(server.program().hasEnded(), patience);
    end(client, connections);
    for (int connection = 1; connection <= connections; ++connection) {
        QCOMPARE(savedStory(log(), connection),
                 QStringLiteral("created connecting connected sent received peer-finished finished "
                                "closed"));
    }
    QCOMPARE(bytesOf(log(), "received"), QByteArrayLiteral("ACK").repeated(connections));
    QCOMPARE(server.program().errors(), QByteArray());
}

void TestClientWords::failsWhereOneOfItsConnectionsDid()
{
    PythonPeer server;
    QVERIFY(server.start(cutsTheFirstBeforeTheSecondComes, {}, PythonPeer::Begin::Bound));
    ClientProgram client(program, log());
    client.start(server.port(),
                 words(QStringLiteral("--connections 2 --send hello --quit-after 3")));
    QTRY_VERIFY_WITH_TIMEOUT(client.program().hasEnded(), patience);
    QCOMPARE(server.lines(), QStringList{QStringLiteral("second")});
    QVERIFY2(client.program().errors().startsWith("ECONNRESET: "),
             client.program().errors().constData());
    QCOMPARE(client.program().outputLines().size(), qsizetype(2));
    QCOMPARE(client.program().status(), 1);
}

void TestClientWords::triesAgainUntilAServerListens()
{
    PythonPeer server;
    QVERIFY(server.start(listensWhenItIsTold, {}, PythonPeer::Begin::Bound));
    ClientProgram client(program, log());
    client.start(server.port(),
                 words(QStringLiteral("--retry 3 --send hello --finish --quit-after 4")));
    QTRY_VERIFY_WITH_TIMEOUT(client.program().errors().startsWith("ECONNREFUSED: "), patience);
    server.program().write("now\n");
    QTRY_VERIFY_WITH_TIMEOUT(client.program().hasEnded(), patience);
    QCOMPARE(client.program().status(), 0); // all is well that ends well
    QCOMPARE(client.program().errors().count('\n'), qsizetype(1));
    QCOMPARE(client.program().outputLines().size(), qsizetype(1));
    QCOMPARE(server.lines(), QStringList{QStringLiteral("hello")});
    QCOMPARE(savedStory(log(), 1), QStringLiteral("created connecting failed closed note"));
    QCOMPARE(savedStory(log(), 2),
             QStringLiteral("created connecting connected sent finished peer-finished closed"));
}

void TestClientWords::connectsFromWhereItIsTold_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("seen");
    const QString port = QString::number(freePort());
    QTest::newRow("address") << QStringLiteral("127.0.0.2")
                             << QStringLiteral("127\\.0\\.0\\.2:\\d+");
    QTest::newRow("address and port")
        << QStringLiteral("127.0.0.3:") + port << QStringLiteral("127\\.0\\.0\\.3:") + port;
    QTest::newRow("port") << u':' + port << QStringLiteral("127\\.0\\.0\\.1:") + port;
}

void TestClientWords::connectsFromWhereItIsTold()
{
    QFETCH(const QString, source);
    QFETCH(const QString, seen);
    PythonPeer server;
    QVERIFY(server.start(tellsWhereFrom));
    ClientProgram client(program, log());
    client.start(server.port(), {QStringLiteral("--source"), source});
    QTRY_COMPARE_WITH_TIMEOUT(server.lines().size(), qsizetype(1), patience);
    const QString from = server.lines().constFirst();
    const QRegularExpression expression(QRegularExpression::anchoredPattern(seen));
    QVERIFY2(expression.match(from).hasMatch(), qPrintable(from));
    end(client);
    QCOMPARE(client.program().outputLines(),
             QStringList{
                 QStringLiteral("client connected %1 -> 127.0.0.1:%2").arg(from, server.port())});
}

void TestClientWords::tellsWhyItCannotConnectFromThere_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QByteArray>("error");
    QTest::newRow("not of this machine")
        << QStringLiteral("192.0.2.1")
        << QByteArrayLiteral("EADDRNOTAVAIL: this machine does not have the address of "
                             "192.0.2.1:0. Choose one of its own.\n");
    QTest::newRow("another family") << QStringLiteral("[::1]:0") << QByteArrayLiteral("EINVAL: ");
    QTest::newRow("no address") << QStringLiteral("nowhere") << QByteArrayLiteral("EINVAL: ");
}

void TestClientWords::tellsWhyItCannotConnectFromThere()
{
    QFETCH(const QString, source);
    QFETCH(const QByteArray, error);
    ClientProgram client(program, log());
    client.start(QString::number(freePort()), QStringList{QStringLiteral("--source"), source} +
                                                  words(QStringLiteral("--quit-after 1")));
    QTRY_VERIFY_WITH_TIMEOUT(client.program().hasEnded(), patience);
    QCOMPARE(client.program().status(), 1);
    QVERIFY2(client.program().errors().startsWith(error), client.program().errors().constData());
    QCOMPARE(client.program().errors().count('\n'), qsizetype(1));
}

void TestClientWords::talksToNcat()
{
    const QString port = QString::number(freePort());
    Program ncat;
    ncat.start(QStringLiteral("ncat"), words(QStringLiteral("-v -l 127.0.0.1 ") + port),
               "from ncat");
    QTRY_VERIFY_WITH_TIMEOUT(ncat.errors().contains("Listening on"), patience);
    ClientProgram client(program, log());
    client.start(port, words(QStringLiteral("--send hello --ending crlf --finish")));
    QTRY_VERIFY_WITH_TIMEOUT(ncat.hasEnded(), patience);
    QCOMPARE(ncat.output(), QByteArrayLiteral("hello\r\n"));
    end(client);
    QCOMPARE(bytesOf(log(), "received"), QByteArrayLiteral("from ncat"));
}

void TestClientWords::talksToSocat()
{
    Program socat;
    socat.start(QStringLiteral("socat"),
                words(QStringLiteral("-d -d -t 30 TCP4-LISTEN:0,bind=127.0.0.1 PIPE")));
    const QRegularExpression listening(QStringLiteral("listening on AF=2 127\\.0\\.0\\.1:(\\d+)"));
    QTRY_VERIFY_WITH_TIMEOUT(listening.match(QString::fromLatin1(socat.errors())).hasMatch(),
                             patience);
    ClientProgram client(program, log());
    client.start(
        listening.match(QString::fromLatin1(socat.errors())).captured(1),
        {QStringLiteral("--send-hex"), QStringLiteral("00 ff 0a"), QStringLiteral("--finish")});
    QTRY_VERIFY_WITH_TIMEOUT(socat.hasEnded(), patience);
    end(client);
    QVERIFY(savedStory(log(), 1).endsWith(QStringLiteral(" peer-finished closed")));
    QCOMPARE(bytesOf(log(), "received"), QByteArrayLiteral("\x00\xff\x0a"));
}

void TestClientWords::talksToAnotherSockyard()
{
    Program server;
    server.start(program, words(QStringLiteral("--server 127.0.0.1:0 --reply echo --save-log %1")
                                    .arg(file("server.jsonl"))));
    QTRY_VERIFY_WITH_TIMEOUT(server.output().endsWith('\n'), patience);
    ClientProgram client(program, log());
    client.start(server.outputLines().constFirst().section(u':', -1),
                 words(QStringLiteral("--send hello --send-hex 00ff --finish")));
    const QByteArray all = QByteArrayLiteral("hello\x00\xff");
    QTRY_VERIFY_WITH_TIMEOUT(client.ports().size() == 1, patience);
    // Both ends have ended when the one that closed first waits for what may be on its way.
    const auto isOver = [&client] {
        const auto sockets = socketsOn(QStringLiteral("tcp"), client.ports().constFirst());
        return std::all_of(sockets.begin(), sockets.end(), [](const QStringList &socket) {
            return socket.at(3) == QStringLiteral("06");
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(isOver(), patience);
    end(client);
    server.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(server.hasEnded(), patience);
    QCOMPARE(bytesOf(log(), "received"), all);
    QVERIFY(savedStory(log(), 1).endsWith(QStringLiteral(" peer-finished closed")));
    QCOMPARE(bytesOf(file("server.jsonl"), "received"), all);
    QVERIFY(savedStory(file("server.jsonl"), 1).endsWith(QStringLiteral(" finished closed")));
}

QTEST_GUILESS_MAIN(TestClientWords)
#include "tst_clientwords.moc"
