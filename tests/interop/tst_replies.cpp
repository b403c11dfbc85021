// Each expression is used once a run, and the names live as long as the program.
// clazy:excludeall=non-pod-global-static,use-static-qregularexpression
#include "netcore/responders/registry.h"
#include "tests/support/program.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace sockyard;
using namespace sockyard::test;

namespace
{

/// How long a QTRY_… may wait on a machine that is busy with other things, in milliseconds.
constexpr int patience = 30000;

const auto program = QStringLiteral(SOCKYARD_PROGRAM);

// The clients of the course, as its texts have them. Each is given the port.

const auto sendsAndReceivesOnce = QStringLiteral(R"(
import socket, sys
client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", int(sys.argv[1])))
client.send(sys.argv[2].encode())
response = client.recv(4096)
print(response.decode())
client.close()
)");

const auto receivesWithoutAWord = QStringLiteral(R"(
import socket, sys
client = socket.socket()
client.connect(("127.0.0.1", int(sys.argv[1])))
print(client.recv(1024).decode())
print(client.recv(1024))
client.close()
)");

const auto saysOneLine = QStringLiteral(R"(
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as client:
    stream = client.makefile("rw")
    stream.write("hello\n")
    stream.flush()
    print(stream.readline(), end="")
    print(repr(stream.readline()))
)");

// The first to come is the last to speak.
const auto saysItsLineLater = QStringLiteral(R"(
import socket, sys
address = ("127.0.0.1", int(sys.argv[1]))
first, second = socket.create_connection(address), socket.create_connection(address)
for client, line in (second, b"second\n"), (first, b"first\n"):
    client.sendall(line)
    print(client.makefile().read(), end="")
)");

// The second to come speaks at once, and is heard when the first is done.
const auto waitsForTheFirst = QStringLiteral(R"(
import socket, sys
address = ("127.0.0.1", int(sys.argv[1]))
first, second = socket.create_connection(address), socket.create_connection(address)
second.sendall(b"second\n")
second.settimeout(0.5)
try:
    print(second.recv(1024).decode(), end="")
except TimeoutError:
    print("the second waits")
first.sendall(b"first\n")
print(first.makefile().read(), end="")
first.close()
second.settimeout(30)
print(second.makefile().read(), end="")
)");

const auto waitsBeforeItFinishes = QStringLiteral(R"(
import socket, sys
client = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
client.sendall(b"hello")
client.settimeout(0.5)
try:
    print(client.recv(1024).decode(), end="")
except TimeoutError:
    print("both wait")
)");

const auto finishesAndReadsOn = QStringLiteral(R"(
client.shutdown(socket.SHUT_WR)
client.settimeout(30)
print(client.makefile().read(), end="")
)");

const auto promptsForLines = QStringLiteral(R"(
import socket, sys
client = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
while True:
    line = input("> ")
    if line == ".quit":
        break
    client.sendall((line + "\n").encode())
    print(client.recv(4096).decode(), end="")
client.close()
)");

const auto startsManyAtOnce = QStringLiteral(R"(
import socket, sys, threading
address = ("127.0.0.1", int(sys.argv[1]))
silent = socket.create_connection(address)
answers = []
def run(number):
    client = socket.create_connection(address)
    client.send(b"hello %d" % number)
    answers.append(client.recv(4096))
    client.close()
threads = [threading.Thread(target=run, args=(number,)) for number in range(20)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(answers.count(b"ACK"))
silent.send(b"at last")
print(silent.recv(4096).decode())
)");

// Cuts connections in every state: RST follows where a socket is closed that lingers no time.
const auto cutsConnections = QStringLiteral(R"(
import socket, struct, sys
address = ("127.0.0.1", int(sys.argv[1]))
def connect():
    client = socket.create_connection(address)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return client
def send(client, data):
    try:
        client.sendall(data)
    except OSError:
        pass
    return client
for _ in range(5):
    connect().close()
    send(connect(), b"half a li").close()
    send(connect(), b"a line\n").close()
    client = send(connect(), b"a line\n")
    client.shutdown(socket.SHUT_WR)
    client.close()
    client = send(connect(), b"a line\n")
    client.settimeout(0.05)
    try:
        client.recv(1)
    except OSError:
        pass
    client.close()
print("cut")
)");

constexpr auto helloHash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

QStringList words(const QString &text)
{
    return text.split(u' ', Qt::SkipEmptyParts);
}

} // namespace

/// The built program with each of its replies, against the clients of the course and the tools that
/// everybody has.
class TestReplies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { m_server.reset(); }

    void echoesToTheCourse();
    void acknowledgesToTheCourse();
    void welcomesTheCourse();
    void tellsTheCourseWhatItSaid();
    void tellsTheSecondWhatItSaidBeforeTheFirst();
    void waitsForEverWithAClientThatWaits();
    void answersTheCourseThatFinishes();
    void answersTheCourseThatWaitsWithWhatIsThere();
    void hasTheSecondOfTheCourseWaitOneAtATime();
    void answersEachLineOfTheCourse();
    void servesManyOfTheCourseAtOnce();
    void answersTools_data();
    void answersTools();
    void sendsCharactersToToolsUntilTheyGo_data();
    void sendsCharactersToToolsUntilTheyGo();
    void staysAfterClientsCutTheirConnections_data();
    void staysAfterClientsCutTheirConnections();

private:
    /// Starts a server and waits until it says that it listens. \a options are further words of
    /// the command line.
    void startServer(const QString &reply, const QStringList &options = {});
    void endServer();
    /// Has Python run that, and says what it printed.
    void runPython(const QString &script, const QStringList &arguments, const QByteArray &input,
                   QByteArray *output) const;
    QByteArray python(const QString &script, const QStringList &arguments = {},
                      const QByteArray &input = {}) const
    {
        QByteArray output;
        runPython(script, arguments, input, &output);
        return output;
    }

    std::unique_ptr<Program> m_server;
    quint16 m_port = 0;
};

void TestReplies::startServer(const QString &reply, const QStringList &options)
{
    m_server = std::make_unique<Program>();
    const QStringList arguments =
        words(QStringLiteral("--server 127.0.0.1:0 --quit-after 120 --reply %1").arg(reply));
    m_server->start(program, arguments + options);
    QTRY_VERIFY_WITH_TIMEOUT(m_server->output().endsWith('\n') || m_server->hasEnded(), patience);
    const QRegularExpression listening(
        QStringLiteral("^server listening 127\\.0\\.0\\.1:(\\d+)\n$"));
    const auto match = listening.match(QString::fromUtf8(m_server->output()));
    QVERIFY2(match.hasMatch(), m_server->errors().constData());
    m_port = match.captured(1).toUShort();
}

void TestReplies::endServer()
{
    QVERIFY(!m_server->hasEnded());
    m_server->terminate();
    QTRY_VERIFY_WITH_TIMEOUT(m_server->hasEnded(), patience);
    QCOMPARE(m_server->status(), 0);
    QCOMPARE(m_server->errors(), QByteArray());
}

void TestReplies::runPython(const QString &script, const QStringList &arguments,
                            const QByteArray &input, QByteArray *output) const
{
    Program peer;
    peer.start(QStringLiteral("python3"),
               QStringList{QStringLiteral("-X"), QStringLiteral("utf8"), QStringLiteral("-c"),
                           script, QString::number(m_port)} +
                   arguments,
               input);
    QTRY_VERIFY_WITH_TIMEOUT(peer.hasEnded(), patience);
    QCOMPARE(peer.errors(), QByteArray());
    QCOMPARE(peer.status(), 0);
    *output = peer.output();
}

void TestReplies::echoesToTheCourse()
{
    startServer(QStringLiteral("echo"));
    QCOMPARE(python(sendsAndReceivesOnce, {QStringLiteral("Hello, world")}),
             QByteArrayLiteral("Hello, world\n"));
    endServer();
}

void TestReplies::acknowledgesToTheCourse()
{
    startServer(QStringLiteral("ack"));
    QCOMPARE(python(sendsAndReceivesOnce, {QStringLiteral("hello")}), QByteArrayLiteral("ACK\n"));
    endServer();
}

void TestReplies::welcomesTheCourse()
{
    startServer(QStringLiteral("welcome"));
    QCOMPARE(python(receivesWithoutAWord), QByteArrayLiteral("Welcome to the server!\nb''\n"));
    endServer();
}

void TestReplies::tellsTheCourseWhatItSaid()
{
    startServer(QStringLiteral("you-said"));
    QCOMPARE(python(saysOneLine), QByteArrayLiteral("You said: hello\n''\n"));
    endServer();
}

void TestReplies::tellsTheSecondWhatItSaidBeforeTheFirst()
{
    startServer(QStringLiteral("you-said"));
    QCOMPARE(python(saysItsLineLater), QByteArrayLiteral("You said: second\nYou said: first\n"));
    endServer();
}

void TestReplies::waitsForEverWithAClientThatWaits()
{
    startServer(QStringLiteral("read-to-end"));
    QCOMPARE(python(waitsBeforeItFinishes), QByteArrayLiteral("both wait\n"));
    endServer();
}

void TestReplies::answersTheCourseThatFinishes()
{
    startServer(QStringLiteral("read-to-end"));
    // The same client, which then does what was missing.
    QCOMPARE(python(waitsBeforeItFinishes + finishesAndReadsOn),
             QByteArrayLiteral("both wait\n5 bytes, SHA-256 ") + helloHash + '\n');
    endServer();
}

void TestReplies::answersTheCourseThatWaitsWithWhatIsThere()
{
    startServer(QStringLiteral("read-to-end"),
                {QStringLiteral("--reply-option"), QStringLiteral("until=first")});
    // Word for word the client that waited for ever.
    QCOMPARE(python(waitsBeforeItFinishes),
             QByteArrayLiteral("5 bytes, SHA-256 ") + helloHash + '\n');
    endServer();
}

void TestReplies::hasTheSecondOfTheCourseWaitOneAtATime()
{
    startServer(QStringLiteral("you-said"), {QStringLiteral("--serve"), QStringLiteral("one")});
    QCOMPARE(python(waitsForTheFirst),
             QByteArrayLiteral("the second waits\nYou said: first\nYou said: second\n"));
    endServer();
}

void TestReplies::answersEachLineOfTheCourse()
{
    startServer(QStringLiteral("line-echo"));
    QCOMPARE(python(promptsForLines, {}, "hello\n\xe6\x95\xb0\xe5\xad\xa6\n\n.quit\n"),
             QByteArrayLiteral("> hello\n> \xe6\x95\xb0\xe5\xad\xa6\n> \n> "));
    endServer();
}

void TestReplies::servesManyOfTheCourseAtOnce()
{
    startServer(QStringLiteral("ack"));
    QCOMPARE(python(startsManyAtOnce), QByteArrayLiteral("20\nACK\n"));
    endServer();
}

void TestReplies::answersTools_data()
{
    QTest::addColumn<QString>("reply");
    QTest::addColumn<QString>("command"); // %1 is the port
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QString>("output"); // an expression
    const auto row = [](const char *reply, const char *command, const QByteArray &input,
                        const QString &output) {
        const QString text = QString::fromLatin1(command);
        QTest::addRow("%s, %s, %s", reply, qPrintable(text.section(u' ', 0, 0)),
                      input.isEmpty() ? "nothing"
                                      : input.left(16).toPercentEncoding(" ").constData())
            << QString::fromLatin1(reply) << text << input << output;
    };
    constexpr auto curl = "curl -s --noproxy * --http0.9 http://127.0.0.1:%1/";
    constexpr auto curlTelnet = "curl -s --noproxy * telnet://127.0.0.1:%1";
    constexpr auto ncat = "ncat 127.0.0.1 %1";
    constexpr auto ncatThatListens = "ncat --recv-only 127.0.0.1 %1";
    constexpr auto ncatThatTalks = "ncat --send-only 127.0.0.1 %1";
    constexpr auto socat = "socat -t 30 - TCP4:127.0.0.1:%1";
    constexpr auto socatThatListens = "socat -u TCP4:127.0.0.1:%1 STDOUT";
    constexpr auto socatThatTalks = "socat -u STDIN TCP4:127.0.0.1:%1";
    const auto nothing = QByteArray();

    const auto welcome = QStringLiteral("Welcome to the server!");
    row("welcome", curl, nothing, welcome);
    row("welcome", curlTelnet, nothing, welcome);
    row("welcome", ncat, nothing, welcome);
    row("welcome", ncatThatListens, nothing, welcome);
    row("welcome", socat, nothing, welcome);
    row("welcome", socatThatListens, nothing, welcome);

    const auto ack = QStringLiteral("ACK");
    row("ack", curl, nothing, ack);
    row("ack", ncat, "hello", ack);
    row("ack", socat, "hello", ack);

    row("you-said", ncat, "hello", QStringLiteral("You said: hello"));
    row("you-said", ncat, "hello\nand more\n", QStringLiteral("You said: hello\n"));
    row("you-said", socat, "hello\r\n", QStringLiteral("You said: hello\r\n"));
    row("you-said", socat, nothing, QString());
    row("you-said", curl, nothing, QStringLiteral("You said: GET / HTTP/1.1\r\n"));

    const auto five = QStringLiteral("5 bytes, SHA-256 %1\n").arg(QLatin1StringView(helloHash));
    row("read-to-end", ncat, "hello", five);
    row("read-to-end", socat, "hello", five);
    row("read-to-end", socat, nothing, QStringLiteral("0 bytes, SHA-256 e3b0c442[0-9a-f]{56}\n"));

    row("line-echo", ncat, "one\ntwo\nthree", QStringLiteral("one\ntwo\nthree"));
    row("line-echo", socat, "one\n\ntwo\r\n", QStringLiteral("one\n\ntwo\r\n"));

    const auto time = QStringLiteral("\\w+day, \\w+ \\d+, \\d{4} \\d\\d:\\d\\d:\\d\\d-UTC\r\n");
    row("time", curl, nothing, time);
    row("time", curlTelnet, nothing, time);
    row("time", ncat, "what time is it?", time);
    row("time", ncatThatListens, nothing, time);
    row("time", socatThatListens, nothing, time);

    row("discard", ncat, "hello", QString());
    row("discard", ncatThatTalks, "hello", QString());
    row("discard", socat, QByteArray(3000000, 'x').replace(0, 5, "large"), QString());
    row("discard", socatThatTalks, "hello", QString());

    const auto lines = QStringLiteral("( !\"#.{68}\r\n.*)?");
    row("chargen", ncat, "hello", lines);
    row("chargen", socat, "hello", lines);
}

void TestReplies::answersTools()
{
    QFETCH(const QString, reply);
    QFETCH(const QString, command);
    QFETCH(const QByteArray, input);
    QFETCH(const QString, output);
    startServer(reply);
    Program tool;
    const QStringList parts = words(command.arg(m_port));
    tool.start(parts.constFirst(), parts.mid(1), input);
    QTRY_VERIFY_WITH_TIMEOUT(tool.hasEnded(), patience);
    QCOMPARE(tool.errors(), QByteArray());
    const QRegularExpression expected(QRegularExpression::anchoredPattern(output),
                                      QRegularExpression::DotMatchesEverythingOption);
    QVERIFY2(expected.match(QString::fromUtf8(tool.output())).hasMatch(),
             tool.output().constData());
    QCOMPARE(tool.status(), 0);
    endServer();
}

void TestReplies::sendsCharactersToToolsUntilTheyGo_data()
{
    QTest::addColumn<QString>("command");
    QTest::newRow("ncat") << QStringLiteral("ncat --recv-only 127.0.0.1 %1");
    QTest::newRow("socat") << QStringLiteral("socat -u TCP4:127.0.0.1:%1 STDOUT");
    QTest::newRow("curl") << QStringLiteral("curl -sN --noproxy * --http0.9 http://127.0.0.1:%1/");
}

void TestReplies::sendsCharactersToToolsUntilTheyGo()
{
    QFETCH(const QString, command);
    startServer(QStringLiteral("chargen"));
    Program tool;
    const QStringList parts = words(command.arg(m_port));
    tool.startAndKeepInput(parts.constFirst(), parts.mid(1));
    QTRY_VERIFY_WITH_TIMEOUT(tool.output().count('\n') > 100, patience);
    QVERIFY(!tool.hasEnded());
    tool.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(tool.hasEnded(), patience);
    const auto lines = tool.output().split('\n');
    for (qsizetype number = 0; number + 1 < lines.size(); ++number) {
        QCOMPARE(lines.at(number).size(), qsizetype(73)); // and its CR
        QCOMPARE(lines.at(number).front(), static_cast<char>(' ' + number % 95));
    }
    endServer();
}

void TestReplies::staysAfterClientsCutTheirConnections_data()
{
    QTest::addColumn<QString>("reply");
    for (const ResponderRow &row : responders()) {
        const bool wantsAFolder =
            std::any_of(row.options.begin(), row.options.end(), [](const ReplyOption &option) {
                return option.kind == ReplyOption::Kind::Folder;
            });
        if (!wantsAFolder) { // that is given by an option
            QTest::newRow(row.name) << QString::fromLatin1(row.name);
        }
    }
}

void TestReplies::staysAfterClientsCutTheirConnections()
{
    QFETCH(const QString, reply);
    startServer(reply);
    QCOMPARE(python(cutsConnections), QByteArrayLiteral("cut\n"));
    // And whoever comes next is accepted and read.
    QCOMPARE(python(QStringLiteral(R"(
import socket, sys
client = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
client.sendall(b"hello\n")
client.shutdown(socket.SHUT_WR)
if sys.argv[2] != "none":
    while client.recv(65536):
        pass
print("served")
)"),
                    {reply}),
             QByteArrayLiteral("served\n"));
    endServer();
}

QTEST_GUILESS_MAIN(TestReplies)
#include "tst_replies.moc"
