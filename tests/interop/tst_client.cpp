// Each expression is used once a run, and the names live as long as the program.
// clazy:excludeall=non-pod-global-static,use-static-qregularexpression
#include "tests/support/clientprogram.h"
#include "tests/support/pythonpeer.h"
#include "tests/support/savedlines.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

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

bool matches(const QString &expression, const QString &text)
{
    return QRegularExpression(QRegularExpression::anchoredPattern(expression))
        .match(text)
        .hasMatch();
}

// What peers do.

const auto doesNothing = QStringLiteral("threading.Event().wait()");

const auto isSilent = QStringLiteral(R"(
peer = server.accept()[0]
server.accept()
)");

const auto answersAfterTheEnd = QStringLiteral(R"(
peer = server.accept()[0]
while peer.recv(100):
    pass
peer.sendall(b"late")
peer.close()
)");

const auto closesWithUnreadBytes = QStringLiteral(R"(
peer = server.accept()[0]
peer.recv(1)
peer.close()
server.accept()
)");

const auto closesAtOnce = QStringLiteral(R"(
peer = server.accept()[0]
peer.close()
print("done", flush=True)
server.accept()
)");

const auto sendsUntilItIsTold = QStringLiteral(R"(
peer = server.accept()[0]
while not select.select([peer], [], [], 0.001)[0]:
    peer.sendall(b"more" * 100)
peer.close()
)");

const auto sendsForEver = QStringLiteral(R"(
peer = server.accept()[0]
try:
    while True:
        peer.sendall(b"more" * 100)
        time.sleep(0.001)
except OSError as error:
    print(type(error).__name__, flush=True)
)");

// Peers that fail nobody say when they have done it, and wait for the client's end.

const auto doneThenEnds = QStringLiteral(R"(
print("done", flush=True)
while peer.recv(65536):
    pass
peer.close()
)");

const auto answersLate = QStringLiteral(R"(
peer = server.accept()[0]
received = peer.recv(100)
time.sleep(0.3)
peer.sendall(received.upper())
)") + doneThenEnds;

const auto answersInSingleBytes = QStringLiteral(R"(
peer = server.accept()[0]
peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
received = peer.recv(100)
for byte in received.upper():
    peer.sendall(bytes([byte]))
    time.sleep(0.01)
)") + doneThenEnds;

const auto closesInMidMessage = QStringLiteral(R"(
peer = server.accept()[0]
peer.recv(100)
peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf of")
peer.close()
print("done", flush=True)
server.accept()
)");

} // namespace

/// The program's client against peers that do what peers do: what its log tells, what it says on
/// standard error, and how it ends.
class TestClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void tellsWhatFailedAndWhoIsToBlame_data();
    void tellsWhatFailedAndWhoIsToBlame();
    void tellsWhichTimeWasOverBeforeItWasConnected_data();
    void tellsWhichTimeWasOverBeforeItWasConnected();
    void findsNothingWrongWithPeersThatTakeTheirTimeOrGo_data();
    void findsNothingWrongWithPeersThatTakeTheirTimeOrGo();
    void sendsOnAfterThePeerHasFinished();
    void cutsAPeerThatNeverStops();

private:
    QString file(const char *name) const { return m_folder->filePath(QLatin1StringView(name)); }
    QString log() const { return file("log.jsonl"); }
    /// Ends it in order when it has read what the peer sent; nothing went wrong.
    static void end(ClientProgram &client);

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestClient::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestClient::end(ClientProgram &client)
{
    QTRY_VERIFY_WITH_TIMEOUT(client.hasReadAll(), patience);
    client.program().terminate();
    QTRY_VERIFY_WITH_TIMEOUT(client.program().hasEnded(), patience);
    QCOMPARE(client.program().status(), 0);
    QCOMPARE(client.program().errors(), QByteArray());
}

void TestClient::tellsWhatFailedAndWhoIsToBlame_data()
{
    QTest::addColumn<QString>("peer");
    QTest::addColumn<bool>("listens");
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QString>("story"); // an expression, where two orders are right
    QTest::addColumn<QByteArray>("received");
    QTest::addColumn<QByteArray>("error"); // an expression, too
    const auto begin = QStringLiteral("created connecting connected ");
    const auto none = QByteArray();
    QTest::newRow("refuses") << doesNothing << false << QStringLiteral("--send hello")
                             << QStringLiteral("created connecting failed closed note") << none
                             << QByteArrayLiteral("ECONNREFUSED: connection refused by 127.+");
    QTest::newRow("is silent until a response is due")
        << isSilent << true << QStringLiteral("--send hello --response-timeout 0.6")
        << begin + QStringLiteral("sent timed-out finished closed") << none
        << QByteArrayLiteral(
               "response time-out: connected for 0\\.6 s, and no byte has come back.+");
    QTest::newRow("is silent until all should be over")
        << isSilent << true << QStringLiteral("--send hello --exchange-timeout 0.6")
        << begin + QStringLiteral("sent timed-out finished closed") << none
        << QByteArrayLiteral(
               "exchange time-out: .+ within 0\\.6 s\\. The peer has not answered at all\\.");
    QTest::newRow("answers after the response time-out")
        << answersAfterTheEnd << true << QStringLiteral("--send hello --response-timeout 0.6")
        << begin + QStringLiteral("sent timed-out finished received peer-finished closed")
        << QByteArrayLiteral("late") << QByteArrayLiteral("response time-out: .+");
    QTest::newRow("closes with unread bytes")
        << closesWithUnreadBytes << true << QStringLiteral("--send hello")
        << begin + QStringLiteral("sent reset closed") << none
        << QByteArrayLiteral("ECONNRESET: 127.+ cut the connection .+ closed with bytes unread.+");
    // What is said may reach the peer before it closes, or after; Linux has a name for each.
    QTest::newRow("closes before it is spoken to")
        << closesAtOnce << true << QStringLiteral("--send hello")
        << begin + QStringLiteral("(peer-finished )?sent reset closed") << none
        << QByteArrayLiteral("(ECONNRESET|EPIPE): .+ cut the connection .+");
    QTest::newRow("sends until it is told to stop")
        << sendsUntilItIsTold << true << QStringLiteral("--exchange-timeout 0.3")
        << begin + QStringLiteral("received timed-out finished (received )?peer-finished closed")
        << QByteArrayLiteral("more")
        << QByteArrayLiteral("exchange time-out: .+ or has more to say\\.");
}

void TestClient::tellsWhatFailedAndWhoIsToBlame()
{
    QFETCH(const QString, peer);
    QFETCH(const bool, listens);
    QFETCH(const QString, arguments);
    QFETCH(const QString, story);
    QFETCH(const QByteArray, received);
    QFETCH(const QByteArray, error);
    PythonPeer server;
    QVERIFY(
        server.start(peer, {}, listens ? PythonPeer::Begin::Listening : PythonPeer::Begin::Bound));
    ClientProgram client(program, log());
    client.start(server.port(), words(arguments + QStringLiteral(" --quit-after 1.5")));
    QTRY_VERIFY_WITH_TIMEOUT(client.program().hasEnded(), patience);
    QCOMPARE(client.program().status(), 1);
    QVERIFY2(
        matches(QString::fromUtf8(error) + u'\n', QString::fromUtf8(client.program().errors())),
        client.program().errors().constData());
    QVERIFY2(matches(story, savedStory(log(), 1)), qPrintable(savedStory(log(), 1)));
    const QByteArray bytes = bytesOf(log(), "received");
    QCOMPARE(bytes.left(received.size()), received);
    QCOMPARE(bytes.isEmpty(), received.isEmpty());
    QCOMPARE(server.program().errors(), QByteArray());
}

void TestClient::tellsWhichTimeWasOverBeforeItWasConnected_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QByteArray>("error");
    QTest::newRow("connection")
        << QStringLiteral("--connect-timeout 0.3")
        << QByteArrayLiteral(
               "connection time-out: the handshake was not done within 0\\.3 s\\. .+");
    QTest::newRow("exchange")
        << QStringLiteral("--connect-timeout 0 --exchange-timeout 0.3")
        << QByteArrayLiteral(
               "exchange time-out: .+ within 0\\.3 s\\. There was no connection yet\\.");
}

void TestClient::tellsWhichTimeWasOverBeforeItWasConnected()
{
    QFETCH(const QString, arguments);
    QFETCH(const QByteArray, error);
    // Linux drops what comes where the backlog is full, as a firewall would.
    const auto driver = QStringLiteral(R"(
import os, socket, sys
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(0)
address = server.getsockname()
waiting = [socket.socket() for _ in range(3)]
for client in waiting:
    client.setblocking(False)
    client.connect_ex(address)
for descriptor in [server, *waiting]:
    os.set_inheritable(descriptor.fileno(), True)
os.execv(sys.argv[1], [sys.argv[1], "--client", "%s:%d" % address, *sys.argv[2:]])
)");
    Program client;
    client.start(QStringLiteral("unshare"),
                 QStringList{QStringLiteral("-rn"), QStringLiteral("sh"), QStringLiteral("-c"),
                             QStringLiteral("ip link set lo up && exec python3 -c \"$0\" \"$@\""),
                             driver, program} +
                     words(arguments + QStringLiteral(" --quit-after 1.5 --save-log ") + log()));
    QTRY_VERIFY_WITH_TIMEOUT(client.hasEnded(), patience);
    QCOMPARE(client.status(), 1);
    QCOMPARE(client.output(), QByteArray());
    QVERIFY2(matches(QString::fromUtf8(error) + u'\n', QString::fromUtf8(client.errors())),
             client.errors().constData());
    QCOMPARE(savedStory(log(), 1), QStringLiteral("created connecting timed-out closed"));
}

void TestClient::findsNothingWrongWithPeersThatTakeTheirTimeOrGo_data()
{
    QTest::addColumn<QString>("peer");
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QString>("story");
    QTest::addColumn<QByteArray>("received");
    const auto begin = QStringLiteral("created connecting connected ");
    QTest::newRow("answers late") << answersLate
                                  << QStringLiteral("--send hello --response-timeout 30")
                                  << begin + QStringLiteral("sent received finished peer-finished "
                                                            "closed")
                                  << QByteArrayLiteral("HELLO");
    QTest::newRow("answers in single bytes")
        << answersInSingleBytes << QStringLiteral("--send hello,world")
        << begin + QStringLiteral("sent received finished peer-finished closed")
        << QByteArrayLiteral("HELLO,WORLD");
    QTest::newRow("closes at once")
        << closesAtOnce << QString() << begin + QStringLiteral("peer-finished finished closed")
        << QByteArray();
    QTest::newRow("closes in mid-message")
        << closesInMidMessage << QStringLiteral("--send hello")
        << begin + QStringLiteral("sent received peer-finished finished closed")
        << QByteArrayLiteral("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf of");
}

void TestClient::findsNothingWrongWithPeersThatTakeTheirTimeOrGo()
{
    QFETCH(const QString, peer);
    QFETCH(const QString, arguments);
    QFETCH(const QString, story);
    QFETCH(const QByteArray, received);
    PythonPeer server;
    QVERIFY(server.start(peer));
    ClientProgram client(program, log());
    client.start(server.port(), words(arguments));
    QTRY_COMPARE_WITH_TIMEOUT(server.lines(), QStringList{QStringLiteral("done")}, patience);
    end(client);
    QCOMPARE(savedStory(log(), 1), story);
    QCOMPARE(bytesOf(log(), "received"), received);
    QCOMPARE(server.program().errors(), QByteArray());
}

void TestClient::sendsOnAfterThePeerHasFinished()
{
    // More than the buffers on the way hold: the last of it is sent after the peer's end was seen.
    constexpr qsizetype size = 32 * 1024 * 1024;
    QFile large(file("large"));
    QVERIFY(large.open(QIODevice::WriteOnly));
    QCOMPARE(large.write(QByteArray(size, 'x')), qint64(size));
    large.close();
    PythonPeer server;
    QVERIFY(server.start(QStringLiteral(R"(
peer = server.accept()[0]
peer.shutdown(socket.SHUT_WR)
print(sum(len(bytes) for bytes in iter(lambda: peer.recv(65536), b"")), flush=True)
)")));
    ClientProgram client(program, log());
    client.start(server.port(),
                 {QStringLiteral("--send-file"), file("large"), QStringLiteral("--finish")});
    QTRY_COMPARE_WITH_TIMEOUT(server.lines(), QStringList{QString::number(size)}, patience);
    end(client);
    const QString story = savedStory(log(), 1).remove(QStringLiteral("note "));
    QVERIFY2(story.endsWith(QStringLiteral(" peer-finished sent finished closed")),
             qPrintable(story));
}

void TestClient::cutsAPeerThatNeverStops()
{
    PythonPeer server;
    QVERIFY(server.start(sendsForEver));
    ClientProgram client(program, log());
    client.start(server.port(), words(QStringLiteral("--exchange-timeout 0.3 --quit-after 1.5")));
    QTRY_VERIFY_WITH_TIMEOUT(client.program().hasEnded(), patience);
    QCOMPARE(client.program().status(), 1);
    QVERIFY2(client.program().errors().startsWith("exchange time-out: "),
             client.program().errors().constData());
    QCOMPARE(savedStory(log(), 1), QStringLiteral("created connecting connected received timed-out "
                                                  "finished received closed"));
    QTRY_VERIFY_WITH_TIMEOUT(server.program().hasEnded(), patience);
    QVERIFY2(
        matches(QStringLiteral("ConnectionResetError|BrokenPipeError"), server.lines().join(u' ')),
        server.program().output().constData());
}

QTEST_GUILESS_MAIN(TestClient)
#include "tst_client.moc"
