// Each expression is used once a run, and the names live as long as the program.
// clazy:excludeall=non-pod-global-static,use-static-qregularexpression
#include "tests/support/program.h"
#include "tests/support/savedlines.h"
#include "tests/support/sockettable.h"

#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QImage>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QUdpSocket>

#include <optional>

#include <unistd.h>

using namespace sockyard::test;

namespace
{

/// How long a QTRY_… may wait on a machine that is busy with other things, in milliseconds.
constexpr int patience = 30000;

const auto program = QStringLiteral(SOCKYARD_PROGRAM);
const auto group = QStringLiteral("239.255.77.41");
const auto python = QStringLiteral("python3");

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

quint16 freeGroupPort()
{
    QUdpSocket socket;
    socket.bind(QHostAddress::AnyIPv4);
    return socket.localPort();
}

} // namespace

class TestProgram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void curlsPostIsSeenWhole_data();
    void curlsPostIsSeenWhole();
    void ncatGetsItsEcho();
    void socatGetsItsEcho();
    void pythonGetsThreeMegabytesBackAfterItFinished();
    void pythonGetsOneAck();
    void answersByTheOptionsOfItsReply();
    void servesOneAtATime();
    void listsRepliesWithoutADisplay();
    void tellsWhatIsWrongWithAnOption();
    void sendsToNcat();
    void sendsToSocat();
    void sendsToPythonAndKeepsItsAnswer();
    void announcesItselfInTheWireOfTheCourse();
    void answersByItselfWhereItIsToldTo();
    void socatHearsTheChat();
    void socatIsHeardInTheChat();
    void sockyardsHearEachOther();
    void sharesItsPortWithAScriptThatSharesByReusePortOnly();
    void doesAllThreeAtOnceAndSaysSo();
    void connectsOverIpv6();
    void tellsOnStandardErrorThatAConnectionWasRefused();
    void tellsOnStandardErrorThatAPortIsTaken();
    void tellsOnStandardErrorThatAJoinWasRefused();
    void endsWithStatusZeroWhereAllWentWell();
    void opensNothingWhereAWordIsNotUnderstood_data();
    void opensNothingWhereAWordIsNotUnderstood();
    void helpsWithoutADisplay();
    void savesTheLogsOfAllTabsInOrderOfTime();
    void tellsThatTheLogCannotBeSaved_data();
    void tellsThatTheLogCannotBeSaved();
    void leavesNoHalfFileOnAFullDisk();
    void tellsWhatTheSavedLogDoesNotHoldAnyMore();
    void opensASavedLog();
    void tellsThatASavedLogCannotBeOpened();
    void losesNothingOfAutosaveWhereItIsKilled();
    void tellsThatAutosaveCannotWrite();
    void savesAPicture();
    void tellsThatAPictureCannotBeSaved();
    void endsInOrderWhenAskedTo_data();
    void endsInOrderWhenAskedTo();
    void playsItsDemo();
    void playsItsDemoAsAnOrdinaryUser();
    void playsItsDemoWithNoNetworkButLoopback();
    void failsItsDemoWithoutLoopback();
    void chatsOverIpv6BetweenTwoInterfaces();

private:
    QString file(const char *name) const { return m_folder->filePath(QLatin1StringView(name)); }
    /// Starts a server and waits until it says that it listens.
    void startServer(const QString &reply);
    /// Ends the server in order, so that it saves its log.
    void endServer();
    void startChat(Program &chat, quint16 port, const QStringList &more);
    void checkDemo(Program &demo);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Program> m_server;
    quint16 m_port = 0;
};

void TestProgram::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<Program>();
}

void TestProgram::cleanup()
{
    m_server.reset();
    m_folder.reset();
}

void TestProgram::startServer(const QString &reply)
{
    m_server->start(program, words(QStringLiteral("--server 127.0.0.1:0 --reply %1").arg(reply)) +
                                 QStringList{QStringLiteral("--save-log"), file("log.jsonl")});
    QTRY_VERIFY_WITH_TIMEOUT(m_server->output().endsWith('\n'), patience);
    const QRegularExpression listening(QStringLiteral("^server listening 127\\.0\\.0\\.1:(\\d+)$"));
    const auto match = listening.match(m_server->outputLines().constLast());
    QVERIFY2(match.hasMatch(), m_server->output().constData());
    m_port = match.captured(1).toUShort();
}

void TestProgram::endServer()
{
    m_server->terminate();
    QTRY_VERIFY_WITH_TIMEOUT(m_server->hasEnded(), patience);
    QCOMPARE(m_server->errors(), QByteArray());
    QCOMPARE(m_server->status(), 0);
}

void TestProgram::curlsPostIsSeenWhole_data()
{
    QTest::addColumn<QString>("reply");
    QTest::newRow("none") << QStringLiteral("none");
    QTest::newRow("ack") << QStringLiteral("ack");
}

void TestProgram::curlsPostIsSeenWhole()
{
    QFETCH(const QString, reply);
    startServer(reply);
    {
        Program curl;
        curl.start(
            QStringLiteral("curl"),
            words(QStringLiteral("--noproxy * --trace-ascii - -d hogehge http://127.0.0.1:%1/")
                      .arg(m_port)));
        QTRY_VERIFY_WITH_TIMEOUT(curl.output().contains("=> Send data, 7 bytes"), patience);
        if (reply == QStringLiteral("none")) {
            QTRY_VERIFY_WITH_TIMEOUT(hasReadAll(QStringLiteral("tcp"), m_port), patience);
        } else {
            QTRY_VERIFY_WITH_TIMEOUT(curl.hasEnded(), patience); // ACK is no HTTP
        }
    }
    endServer();
    const QByteArray request = bytesOf(file("log.jsonl"), "received");
    QVERIFY2(request.startsWith("POST / HTTP/1.1\r\n"), request.constData());
    QVERIFY2(request.contains("\r\nContent-Length: 7\r\n"), request.constData());
    QVERIFY2(request.endsWith("\r\n\r\nhogehge"), request.constData());
}

void TestProgram::ncatGetsItsEcho()
{
    startServer(QStringLiteral("echo"));
    Program ncat;
    ncat.start(QStringLiteral("ncat"), words(QStringLiteral("127.0.0.1 %1").arg(m_port)),
               "hello\nfrom ncat\n");
    QTRY_COMPARE_WITH_TIMEOUT(ncat.output(), QByteArrayLiteral("hello\nfrom ncat\n"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(ncat.hasEnded(), patience);
    endServer();
    QCOMPARE(bytesOf(file("log.jsonl"), "received"), QByteArrayLiteral("hello\nfrom ncat\n"));
    QCOMPARE(bytesOf(file("log.jsonl"), "sent"), QByteArrayLiteral("hello\nfrom ncat\n"));
}

void TestProgram::socatGetsItsEcho()
{
    startServer(QStringLiteral("echo"));
    Program socat;
    socat.start(QStringLiteral("socat"),
                words(QStringLiteral("-t 30 STDIO TCP4:127.0.0.1:%1").arg(m_port)),
                "hello from socat");
    QTRY_VERIFY_WITH_TIMEOUT(socat.hasEnded(), patience);
    QCOMPARE(socat.output(), QByteArrayLiteral("hello from socat"));
    endServer();
    QVERIFY(kindsOf(file("log.jsonl")).contains(QStringLiteral("peer-finished")));
}

void TestProgram::pythonGetsThreeMegabytesBackAfterItFinished()
{
    startServer(QStringLiteral("echo"));
    const auto script = QStringLiteral(R"(
import socket, sys, threading
sent = bytes(index * 31 + index // 251 & 255 for index in range(3_000_000))
peer = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
def send():
    peer.sendall(sent)
    peer.shutdown(socket.SHUT_WR)
sender = threading.Thread(target=send)
sender.start()
received = b""
while data := peer.recv(65536):
    received += data
sender.join()
print(len(received), received == sent)
)");
    Program peer;
    peer.start(python, {QStringLiteral("-c"), script, QString::number(m_port)});
    QTRY_VERIFY_WITH_TIMEOUT(peer.hasEnded(), patience);
    QCOMPARE(peer.errors(), QByteArray());
    QCOMPARE(peer.output(), QByteArrayLiteral("3000000 True\n"));
    endServer();
    const QByteArray received = bytesOf(file("log.jsonl"), "received");
    QCOMPARE(received.size(), qsizetype(3000000));
    QCOMPARE(received, bytesOf(file("log.jsonl"), "sent"));
}

void TestProgram::pythonGetsOneAck()
{
    startServer(QStringLiteral("ack"));
    const auto script = QStringLiteral(R"(
import socket, sys
peer = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
peer.sendall(b"hello")
print(peer.makefile("rb").read())
)");
    Program peer;
    peer.start(python, {QStringLiteral("-c"), script, QString::number(m_port)});
    QTRY_VERIFY_WITH_TIMEOUT(peer.hasEnded(), patience);
    QCOMPARE(peer.output(), QByteArrayLiteral("b'ACK'\n"));
    endServer();
}

void TestProgram::answersByTheOptionsOfItsReply()
{
    startServer(QStringLiteral("ack --reply-option answer=OK\\n --reply-option read-size=3"));
    Program client;
    client.start(python, {QStringLiteral("-c"), QStringLiteral(R"(
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as client:
    client.sendall(b"hello")
    print(client.makefile("rb").read())
)"),
                          QString::number(m_port)});
    QTRY_VERIFY_WITH_TIMEOUT(client.hasEnded(), patience);
    QCOMPARE(client.errors(), QByteArray());
    QCOMPARE(client.output(), QByteArray("b'OK\\n'\n"));
}

void TestProgram::servesOneAtATime()
{
    startServer(QStringLiteral("echo --serve one"));
    Program clients;
    clients.start(python, {QStringLiteral("-c"), QStringLiteral(R"(
import select, socket, sys
def connect():
    return socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=60)
first, second = connect(), connect()
second.sendall(b"second")
for turn in range(200):
    first.sendall(b"first")
    assert first.recv(100) == b"first"
    assert select.select([second], [], [], 0)[0] == []
first.close()
print(second.recv(100))
)"),
                           QString::number(m_port)});
    QTRY_VERIFY_WITH_TIMEOUT(clients.hasEnded(), 2 * patience);
    QCOMPARE(clients.errors(), QByteArray());
    QCOMPARE(clients.output(), QByteArray("b'second'\n"));
}

void TestProgram::listsRepliesWithoutADisplay()
{
    Program list;
    list.start(QStringLiteral("env"),
               words(QStringLiteral("-u DISPLAY -u WAYLAND_DISPLAY QT_QPA_PLATFORM=xcb %1 --reply "
                                    "list")
                         .arg(program)));
    QTRY_VERIFY_WITH_TIMEOUT(list.hasEnded(), patience);
    QCOMPARE(list.errors(), QByteArray());
    QCOMPARE(list.status(), 0);
    for (const char *word : {"echo ", "\nack ", "    answer=BYTES", "\"ACK\"", "1…65536"}) {
        QVERIFY2(list.output().contains(word), word);
    }
}

void TestProgram::tellsWhatIsWrongWithAnOption()
{
    Program server;
    server.start(program,
                 words(QStringLiteral("--server 127.0.0.1:0 --reply ack --reply-option size=7")));
    QTRY_VERIFY_WITH_TIMEOUT(server.hasEnded(), patience);
    QCOMPARE(server.status(), 2);
    QCOMPARE(server.output(), QByteArray());
    QCOMPARE(server.errors(), QByteArray("sockyard: --reply ack: \"size\" is no option of this "
                                         "reply: it has answer, read-size.\n"));
}

void TestProgram::sendsToNcat()
{
    const quint16 port = freePort();
    Program ncat;
    ncat.start(QStringLiteral("ncat"), words(QStringLiteral("-v -l 127.0.0.1 %1").arg(port)));
    QTRY_VERIFY_WITH_TIMEOUT(ncat.errors().contains("Listening on"), patience);
    Program client;
    client.start(program, words(QStringLiteral("--client 127.0.0.1:%1").arg(port)) +
                              QStringList{QStringLiteral("--send"), QStringLiteral("h\u00e9llo "),
                                          QStringLiteral("--send"), QStringLiteral("ncat\n")});
    QTRY_COMPARE_WITH_TIMEOUT(ncat.output(), QByteArrayLiteral("h\xc3\xa9llo ncat\n"), patience);
    client.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(client.hasEnded(), patience);
    QCOMPARE(client.status(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(ncat.hasEnded(), patience); // it saw the end
}

void TestProgram::sendsToSocat()
{
    Program socat;
    socat.start(QStringLiteral("socat"),
                words(QStringLiteral("-d -d -u TCP4-LISTEN:0,bind=127.0.0.1 STDOUT")));
    const QRegularExpression listening(QStringLiteral("listening on AF=2 127\\.0\\.0\\.1:(\\d+)"));
    QTRY_VERIFY_WITH_TIMEOUT(listening.match(QString::fromLatin1(socat.errors())).hasMatch(),
                             patience);
    const QString port = listening.match(QString::fromLatin1(socat.errors())).captured(1);
    Program client;
    client.start(program, words(QStringLiteral("--client 127.0.0.1:%1 --send hello").arg(port)));
    QTRY_COMPARE_WITH_TIMEOUT(socat.output(), QByteArrayLiteral("hello"), patience);
    client.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(client.hasEnded(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(socat.hasEnded(), patience);
}

void TestProgram::sendsToPythonAndKeepsItsAnswer()
{
    const auto script = QStringLiteral(R"(
import socket
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
peer, address = server.accept()
received = peer.recv(100)
peer.sendall(received.upper())
peer.shutdown(socket.SHUT_WR)
print("%s:%d" % address, peer.recv(100))
)");
    Program server;
    server.start(python, {QStringLiteral("-c"), script});
    QTRY_VERIFY_WITH_TIMEOUT(server.output().endsWith('\n'), patience);
    const QString port = server.outputLines().constFirst();
    Program client;
    client.start(program, words(QStringLiteral("--client 127.0.0.1:%1 --send hello --save-log %2")
                                    .arg(port, file("log.jsonl"))));
    QTRY_VERIFY_WITH_TIMEOUT(client.output().endsWith('\n'), patience);
    QTRY_VERIFY_WITH_TIMEOUT(
        hasReadAll(
            QStringLiteral("tcp"),
            client.outputLines().constFirst().section(u' ', 2, 2).section(u':', 1).toUShort()),
        patience);
    client.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(client.hasEnded() && server.hasEnded(), patience);
    const QString local = server.outputLines().constLast().section(u' ', 0, 0);
    QCOMPARE(client.outputLines(),
             QStringList{QStringLiteral("client connected %1 -> 127.0.0.1:%2").arg(local, port)});
    QCOMPARE(client.status(), 0);
    QCOMPARE(bytesOf(file("log.jsonl"), "sent"), QByteArrayLiteral("hello"));
    QCOMPARE(bytesOf(file("log.jsonl"), "received"), QByteArrayLiteral("HELLO"));
}

void TestProgram::startChat(Program &chat, quint16 port, const QStringList &more)
{
    chat.start(
        program,
        words(QStringLiteral("--chat %1:%2 --interface lo --wire plain").arg(group).arg(port)) +
            more);
    const auto joined = QStringLiteral("chat joined %1:%2 on lo").arg(group).arg(port);
    QTRY_COMPARE_WITH_TIMEOUT(chat.outputLines(), QStringList{joined}, patience);
}

void TestProgram::announcesItselfInTheWireOfTheCourse()
{
    Program chat;
    chat.start(program, words(QStringLiteral("--chat %1:%2 --interface lo --ttl 0 --name Ann")
                                  .arg(group)
                                  .arg(freeGroupPort())) +
                            QStringList{QStringLiteral("--save-log"), file("log.jsonl")});
    QTRY_VERIFY_WITH_TIMEOUT(chat.output().contains("chat joined"), patience);
    chat.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(chat.hasEnded(), patience);
    const QByteArray joins =
        QByteArray::fromHex("80035d71002858010000004a71014303416e6e7102652e"); // as in the texts
    QByteArray leaves = joins;
    leaves.replace("J", "L");
    QCOMPARE(bytesOf(file("log.jsonl"), "sent").toHex(), (joins + leaves).toHex());
}

void TestProgram::answersByItselfWhereItIsToldTo()
{
    const quint16 port = freeGroupPort();
    Program chat;
    startChat(chat, port,
              words(QStringLiteral("--name Ann --bot --save-log ")) +
                  QStringList{file("log.jsonl")});
    Program socat;
    socat.start(QStringLiteral("socat"),
                words(QStringLiteral("-u STDIN UDP4-DATAGRAM:%1:%2,ip-multicast-if=127.0.0.1")
                          .arg(group)
                          .arg(port)),
                "Bob: \xe6\x95\xb0\xe5\xad\xa6?");
    QTRY_VERIFY_WITH_TIMEOUT(socat.hasEnded(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(hasReadAll(QStringLiteral("udp"), port), patience);
    chat.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(chat.hasEnded(), patience);
    const QByteArray sent = bytesOf(file("log.jsonl"), "sent");
    QVERIFY2(sent.size() > 5 && sent.startsWith("Ann: "), sent.constData());
}

void TestProgram::socatHearsTheChat()
{
    const quint16 port = freeGroupPort();
    Program socat;
    socat.start(
        QStringLiteral("socat"),
        words(QStringLiteral("-d -d -u UDP4-RECV:%1,reuseaddr,ip-add-membership=%2:lo STDOUT")
                  .arg(port)
                  .arg(group)));
    QTRY_VERIFY_WITH_TIMEOUT(socat.errors().contains("starting data transfer loop"), patience);
    Program chat;
    startChat(chat, port, words(QStringLiteral("--name Ada --say hello --say again")));
    QTRY_COMPARE_WITH_TIMEOUT(socat.output(), QByteArrayLiteral("Ada: helloAda: again"), patience);
}

void TestProgram::socatIsHeardInTheChat()
{
    const quint16 port = freeGroupPort();
    Program chat;
    startChat(chat, port,
              {QStringLiteral("--name"), QStringLiteral("Ada"), QStringLiteral("--save-log"),
               file("log.jsonl")});
    Program socat;
    socat.start(QStringLiteral("socat"),
                words(QStringLiteral("-u STDIN UDP4-DATAGRAM:%1:%2,ip-multicast-if=127.0.0.1")
                          .arg(group)
                          .arg(port)),
                "socat: hi Ada");
    QTRY_VERIFY_WITH_TIMEOUT(socat.hasEnded(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(hasReadAll(QStringLiteral("udp"), port), patience);
    chat.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(chat.hasEnded(), patience);
    QCOMPARE(bytesOf(file("log.jsonl"), "received"), QByteArrayLiteral("socat: hi Ada"));
}

void TestProgram::sockyardsHearEachOther()
{
    const quint16 port = freeGroupPort();
    const auto named = [this](const char *name) {
        return QStringList{QStringLiteral("--name"),     QLatin1StringView(name),
                           QStringLiteral("--say"),      QStringLiteral("I am here"),
                           QStringLiteral("--save-log"), file(name)};
    };
    Program ada;
    startChat(ada, port, named("Ada"));
    Program bob;
    startChat(bob, port, named("Bob"));
    Program cleo;
    startChat(cleo, port, named("Cleo"));
    // What was said is on its way; when nothing is left to read, everybody has heard it.
    QTRY_VERIFY_WITH_TIMEOUT(bob.output().contains("joined"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(hasReadAll(QStringLiteral("udp"), port), patience);
    Program last;
    last.start(QStringLiteral("socat"),
               words(QStringLiteral("-u STDIN UDP4-DATAGRAM:%1:%2,ip-multicast-if=127.0.0.1")
                         .arg(group)
                         .arg(port)),
               "Dan: the end");
    QTRY_VERIFY_WITH_TIMEOUT(last.hasEnded(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(hasReadAll(QStringLiteral("udp"), port), patience);
    for (Program *chat : {&ada, &bob, &cleo}) {
        chat->terminate();
    }
    QTRY_VERIFY_WITH_TIMEOUT(ada.hasEnded() && bob.hasEnded() && cleo.hasEnded(), patience);
    for (const char *name : {"Ada", "Bob"}) {
        QVERIFY2(bytesOf(file(name), "received").contains("Cleo: I am here"), name);
    }
    QVERIFY(bytesOf(file("Ada"), "received").contains("Bob: I am here"));
    QVERIFY(!bytesOf(file("Cleo"), "received").contains("Ada: I am here")); // it came later
}

void TestProgram::sharesItsPortWithAScriptThatSharesByReusePortOnly()
{
    const quint16 port = freeGroupPort();
    const auto script = QStringLiteral(R"(
import socket, struct, sys
member = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
member.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
member.bind(("", int(sys.argv[2])))
request = struct.pack("4s4si", socket.inet_aton(sys.argv[1]), b"", socket.if_nametoindex("lo"))
member.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, request)
print("ready", flush=True)
print(member.recv(65536), flush=True)
)");
    Program member;
    member.start(python, {QStringLiteral("-c"), script, group, QString::number(port)});
    QTRY_COMPARE_WITH_TIMEOUT(member.output(), QByteArrayLiteral("ready\n"), patience);
    Program chat;
    startChat(chat, port, words(QStringLiteral("--name Ada --say hello")));
    QTRY_COMPARE_WITH_TIMEOUT(member.output(), QByteArrayLiteral("ready\nb'Ada: hello'\n"),
                              patience);
}

void TestProgram::doesAllThreeAtOnceAndSaysSo()
{
    const quint16 port = freePort();
    const quint16 groupPort = freeGroupPort();
    Program all;
    all.start(program, words(QStringLiteral("--server 127.0.0.1:%1 --client 127.0.0.1:%1 "
                                            "--send hello --chat %2:%3 --interface lo --say hi "
                                            "--save-log %4")
                                 .arg(port)
                                 .arg(group)
                                 .arg(groupPort)
                                 .arg(file("log.jsonl"))));
    QTRY_COMPARE_WITH_TIMEOUT(all.outputLines().size(), qsizetype(3), patience);
    QStringList lines = all.outputLines();
    lines.sort();
    QCOMPARE(lines.at(0), QStringLiteral("chat joined %1:%2 on lo").arg(group).arg(groupPort));
    const QRegularExpression connected(
        QStringLiteral("^client connected 127\\.0\\.0\\.1:\\d+ -> 127\\.0\\.0\\.1:%1$").arg(port));
    QVERIFY2(connected.match(lines.at(1)).hasMatch(), qPrintable(lines.at(1)));
    QCOMPARE(lines.at(2), QStringLiteral("server listening 127.0.0.1:%1").arg(port));
    all.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(all.hasEnded(), patience);
    QCOMPARE(all.status(), 0);
}

void TestProgram::connectsOverIpv6()
{
    Program server;
    server.start(program, words(QStringLiteral("--server [::1]:0")));
    QTRY_VERIFY_WITH_TIMEOUT(server.output().startsWith("server listening [::1]:"), patience);
    const QString port = server.outputLines().constFirst().section(u':', -1);
    Program client;
    client.start(program, words(QStringLiteral("--client [::1]:%1").arg(port)));
    QTRY_VERIFY_WITH_TIMEOUT(client.output().endsWith('\n'), patience);
    const QRegularExpression connected(
        QStringLiteral("^client connected \\[::1\\]:\\d+ -> \\[::1\\]:%1$").arg(port));
    QVERIFY2(connected.match(client.outputLines().constFirst()).hasMatch(),
             client.output().constData());
}

void TestProgram::tellsOnStandardErrorThatAConnectionWasRefused()
{
    Program client;
    client.start(program,
                 words(QStringLiteral("--client 127.0.0.1:%1 --quit-after 2").arg(freePort())));
    QTRY_VERIFY_WITH_TIMEOUT(client.hasEnded(), patience);
    QVERIFY2(client.errors().startsWith("ECONNREFUSED: "), client.errors().constData());
    QCOMPARE(client.output(), QByteArray());
    QCOMPARE(client.status(), 1);
}

void TestProgram::tellsOnStandardErrorThatAPortIsTaken()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    Program server;
    server.start(
        program,
        words(QStringLiteral("--server 127.0.0.1:%1 --quit-after 2").arg(other.serverPort())));
    QTRY_VERIFY_WITH_TIMEOUT(server.hasEnded(), patience);
    QVERIFY2(server.errors().startsWith("EADDRINUSE: "), server.errors().constData());
    QCOMPARE(server.status(), 1);
}

void TestProgram::tellsOnStandardErrorThatAJoinWasRefused()
{
    Program chat;
    chat.start(program,
               words(QStringLiteral("--chat %1 --interface nowhere0 --quit-after 2").arg(group)));
    QTRY_VERIFY_WITH_TIMEOUT(chat.hasEnded(), patience);
    QVERIFY2(chat.errors().startsWith("ENODEV: "), chat.errors().constData());
    QCOMPARE(chat.output(), QByteArray());
    QCOMPARE(chat.status(), 1);
}

void TestProgram::endsWithStatusZeroWhereAllWentWell()
{
    Program server;
    server.start(program, words(QStringLiteral("--server 127.0.0.1:0 --quit-after 1")));
    QTRY_VERIFY_WITH_TIMEOUT(server.hasEnded(), patience);
    QCOMPARE(server.status(), 0);
    QCOMPARE(server.errors(), QByteArray());
}

void TestProgram::opensNothingWhereAWordIsNotUnderstood_data()
{
    QTest::addColumn<QString>("more");
    QTest::newRow("an unknown word") << QStringLiteral("--sever 127.0.0.1:1");
    QTest::newRow("a bad port") << QStringLiteral("--client 127.0.0.1:http");
    QTest::newRow("an option too many") << QStringLiteral("--demo=extra");
    QTest::newRow("an unknown reply") << QStringLiteral("--reply shout");
}

void TestProgram::opensNothingWhereAWordIsNotUnderstood()
{
    QFETCH(const QString, more);
    Program bad;
    bad.start(
        program,
        words(
            QStringLiteral("--server 127.0.0.1:0 --save-log %1 %2").arg(file("log.jsonl"), more)));
    QTRY_VERIFY_WITH_TIMEOUT(bad.hasEnded(), patience);
    QCOMPARE(bad.status(), 2);
    QCOMPARE(bad.output(), QByteArray());
    QVERIFY2(bad.errors().startsWith("sockyard: "), bad.errors().constData());
    QCOMPARE(bad.errors().count('\n'), qsizetype(1));
    QVERIFY(!QFile::exists(file("log.jsonl")));
}

void TestProgram::helpsWithoutADisplay()
{
    for (const char *word : {"--help", "--version"}) {
        Program help;
        help.start(QStringLiteral("env"),
                   {QStringLiteral("QT_QPA_PLATFORM=xcb"), QStringLiteral("DISPLAY="), program,
                    QLatin1StringView(word)});
        QTRY_VERIFY_WITH_TIMEOUT(help.hasEnded(), patience);
        QCOMPARE(help.status(), 0);
        QVERIFY(!help.output().isEmpty());
    }
}

void TestProgram::savesTheLogsOfAllTabsInOrderOfTime()
{
    doesAllThreeAtOnceAndSaysSo();
    const auto lines = linesOf(file("log.jsonl"));
    QVERIFY(lines.size() >= 15);
    const QRegularExpression time(
        QStringLiteral("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z$"));
    QSet<QString> tabs;
    QString before;
    for (const SavedLine &line : lines) {
        const QJsonObject &object = line.object;
        for (const char *key :
             {"time", "elapsed", "tab", "event", "connection", "local", "peer", "bytes"}) {
            QVERIFY2(object.contains(QLatin1StringView(key)), key);
        }
        QVERIFY2(time.match(line.text("time")).hasMatch(), qPrintable(line.text("time")));
        QVERIFY(line.text("time") >= before);
        before = line.text("time");
        const QString event = line.text("event");
        const bool data = event == QStringLiteral("sent") || event == QStringLiteral("received");
        QCOMPARE(object.contains(QStringLiteral("data")), data);
        QCOMPARE(object.contains(QStringLiteral("note")), !data);
        QVERIFY(!data || line.data().size() == object.value(QStringLiteral("bytes")).toInt());
        tabs.insert(line.text("tab"));
    }
    QCOMPARE(tabs, (QSet<QString>{QStringLiteral("server"), QStringLiteral("client"),
                                  QStringLiteral("chat")}));
    QFile raw(file("log.jsonl"));
    QVERIFY(raw.open(QIODevice::ReadOnly));
    const QRegularExpression elapsed(QStringLiteral("\"elapsed\":\\d+\\.\\d{9},"));
    QCOMPARE(QString::fromUtf8(raw.readAll()).count(elapsed), lines.size());
}

void TestProgram::tellsThatTheLogCannotBeSaved_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("no such folder") << QStringLiteral("/nowhere/at/all/log.jsonl");
    QTest::newRow("a folder") << QStringLiteral("/tmp");
    QTest::newRow("a full device") << QStringLiteral("/dev/full");
}

void TestProgram::tellsThatTheLogCannotBeSaved()
{
    QFETCH(const QString, name);
    Program server;
    server.start(
        program,
        words(QStringLiteral("--server 127.0.0.1:0 --quit-after 0.5 --save-log %1").arg(name)));
    QTRY_VERIFY_WITH_TIMEOUT(server.hasEnded(), patience);
    QCOMPARE(server.status(), 1);
    QVERIFY2(server.errors().contains(name.toUtf8()), server.errors().constData());
}

void TestProgram::leavesNoHalfFileOnAFullDisk()
{
    Program server;
    server.start(QStringLiteral("prlimit"),
                 words(QStringLiteral("--fsize=100 %1 --server 127.0.0.1:0 --quit-after 0.5 "
                                      "--save-log %2")
                           .arg(program, file("log.jsonl"))));
    QTRY_VERIFY_WITH_TIMEOUT(server.hasEnded(), patience);
    QCOMPARE(server.status(), 1);
    QVERIFY2(server.errors().contains("log.jsonl"), server.errors().constData());
    QVERIFY(server.output().startsWith("server listening"));
    QVERIFY(QDir(m_folder->path()).isEmpty(QDir::Files | QDir::Hidden));
}

void TestProgram::tellsWhatTheSavedLogDoesNotHoldAnyMore()
{
    QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("Sockyard")));
    QFile settings(file("Sockyard/sockyard.conf"));
    QVERIFY(settings.open(QIODevice::WriteOnly));
    settings.write("[log]\nmemoryMebibytes=16\ndiskGibibytes=0\n");
    settings.close();
    const quint16 port = freePort();
    Program server;
    server.start(QStringLiteral("env"),
                 words(QStringLiteral("XDG_CONFIG_HOME=%1 %2 --server 127.0.0.1:%3 --reply none "
                                      "--save-log %4")
                           .arg(m_folder->path(), program)
                           .arg(port)
                           .arg(file("log.jsonl"))));
    QTRY_VERIFY_WITH_TIMEOUT(server.output().endsWith('\n'), patience);
    Program sender; // more than memory and the system hold
    sender.start(QStringLiteral("bash"),
                 {QStringLiteral("-c"),
                  QStringLiteral("head -c 67108864 /dev/zero > /dev/tcp/127.0.0.1/%1").arg(port)});
    QTRY_VERIFY_WITH_TIMEOUT(sender.hasEnded(), patience);
    server.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(server.hasEnded(), patience);
    QCOMPARE(server.status(), 0);
    const QRegularExpression told(QStringLiteral(
        "^saved as .*log\\.jsonl; events of the tab \"server\" that the log no longer kept: "
        "\\d+ \\([\\d.]+ MiB\\)\n$"));
    QVERIFY2(told.match(QString::fromUtf8(server.errors())).hasMatch(),
             server.errors().constData());
    QVERIFY(!linesOf(file("log.jsonl")).isEmpty());
}

void TestProgram::opensASavedLog()
{
    savesTheLogsOfAllTabsInOrderOfTime();
    const auto count = linesOf(file("log.jsonl")).size();
    Program viewer;
    viewer.start(program, words(QStringLiteral("%1 --quit-after 2").arg(file("log.jsonl"))));
    QTRY_VERIFY_WITH_TIMEOUT(viewer.hasEnded(), patience);
    QCOMPARE(viewer.status(), 0);
    QCOMPARE(viewer.errors(), QByteArray());
    const QStringList opened{QStringLiteral("opened %1 %2").arg(file("log.jsonl")).arg(count)};
    QCOMPARE(viewer.outputLines(), opened);
}

void TestProgram::tellsThatASavedLogCannotBeOpened()
{
    Program viewer;
    viewer.start(program, words(QStringLiteral("%1 --quit-after 1").arg(file("none.jsonl"))));
    QTRY_VERIFY_WITH_TIMEOUT(viewer.hasEnded(), patience);
    QCOMPARE(viewer.status(), 1);
    QVERIFY(viewer.errors().contains("none.jsonl"));
    QCOMPARE(viewer.output(), QByteArray());
}

void TestProgram::losesNothingOfAutosaveWhereItIsKilled()
{
    QVERIFY(QDir().mkpath(file("night")));
    Program server;
    server.startAndKeepInput(
        program, words(QStringLiteral("--server 127.0.0.1:0 --autosave %1").arg(file("night"))));
    QTRY_VERIFY_WITH_TIMEOUT(server.output().contains("server listening "), patience);
    const QDir folder(file("night"));
    const auto saved = [&folder] {
        QByteArray all;
        const auto names = folder.entryList(QDir::Files);
        for (const QString &name : names) {
            QFile its(folder.filePath(name));
            all += its.open(QIODevice::ReadOnly) ? its.readAll() : QByteArray();
        }
        return all;
    };
    QTRY_VERIFY_WITH_TIMEOUT(saved().contains("\"event\":\"listening\""), patience);
    server.kill();
    QTRY_VERIFY_WITH_TIMEOUT(server.hasEnded(), patience);
    QVERIFY(saved().endsWith("}\n")); // whole lines
    Program viewer;
    viewer.start(program, {folder.filePath(folder.entryList(QDir::Files).constFirst()),
                           QStringLiteral("--quit-after"), QStringLiteral("2")});
    QTRY_VERIFY_WITH_TIMEOUT(viewer.hasEnded(), patience);
    QCOMPARE(viewer.status(), 0);
    QCOMPARE(viewer.errors(), QByteArray());
}

void TestProgram::tellsThatAutosaveCannotWrite()
{
    Program server;
    server.start(
        program,
        words(
            QStringLiteral("--server 127.0.0.1:0 --autosave %1 --quit-after 1").arg(file("none"))));
    QTRY_VERIFY_WITH_TIMEOUT(server.hasEnded(), patience);
    QCOMPARE(server.status(), 1);
    QVERIFY2(server.errors().contains("no such folder"), server.errors().constData());
    QVERIFY2(server.errors().contains("could not be saved: "), server.errors().constData());
}

void TestProgram::savesAPicture()
{
    Program server;
    server.start(program,
                 words(QStringLiteral("--server 127.0.0.1:0 --quit-after 1 --screenshot %1")
                           .arg(file("picture.png"))));
    QTRY_VERIFY_WITH_TIMEOUT(server.hasEnded(), patience);
    QCOMPARE(server.status(), 0);
    QFile picture(file("picture.png"));
    QVERIFY(picture.open(QIODevice::ReadOnly));
    QCOMPARE(picture.read(8), QByteArray("\x89PNG\r\n\x1a\n", 8));
    const QImage image(file("picture.png"));
    QVERIFY(image.width() > 500 && image.height() > 300);
}

void TestProgram::tellsThatAPictureCannotBeSaved()
{
    Program server;
    server.start(program, words(QStringLiteral("--server 127.0.0.1:0 --quit-after 0.5 --screenshot "
                                               "/nowhere/at/all/picture.png")));
    QTRY_VERIFY_WITH_TIMEOUT(server.hasEnded(), patience);
    QCOMPARE(server.status(), 1);
    QVERIFY2(server.errors().contains("picture.png"), server.errors().constData());
}

void TestProgram::endsInOrderWhenAskedTo_data()
{
    QTest::addColumn<QString>("signal");
    QTest::newRow("TERM") << QStringLiteral("TERM");
    QTest::newRow("INT") << QStringLiteral("INT");
    QTest::newRow("HUP") << QStringLiteral("HUP");
}

void TestProgram::endsInOrderWhenAskedTo()
{
    QFETCH(const QString, signal);
    // A shell of its own says which process it becomes.
    m_server->start(
        QStringLiteral("sh"),
        QStringList{QStringLiteral("-c"), QStringLiteral("echo $$; exec \"$0\" \"$@\""), program} +
            words(QStringLiteral("--server 127.0.0.1:0 --save-log %1").arg(file("log.jsonl"))));
    QTRY_VERIFY_WITH_TIMEOUT(m_server->output().contains("server listening"), patience);
    QVERIFY(!QFile::exists(file("log.jsonl")));
    Program kill;
    kill.start(QStringLiteral("sh"), {QStringLiteral("-c"), QStringLiteral("kill -$0 $1"), signal,
                                      m_server->outputLines().constFirst()});
    QTRY_VERIFY_WITH_TIMEOUT(m_server->hasEnded(), patience);
    QCOMPARE(m_server->status(), 0);
    QCOMPARE(kindsOf(file("log.jsonl")),
             (QStringList{QStringLiteral("created"), QStringLiteral("bound"),
                          QStringLiteral("listening"), QStringLiteral("closed")}));
}

void TestProgram::checkDemo(Program &demo)
{
    QTRY_VERIFY_WITH_TIMEOUT(demo.hasEnded(), patience);
    QCOMPARE(demo.errors(), QByteArray());
    QCOMPARE(demo.status(), 0);
    const QByteArray &story = demo.output();
    qsizetype from = 0;
    for (const char *line : {"server listening 127.0.0.1:", "client connected 127.0.0.1:", "sent",
                             "echoed", "chat joined 225.0.0.250:8123 on lo", "chat heard"}) {
        from = story.indexOf(line, from);
        QVERIFY2(from >= 0, line + QByteArrayLiteral(" is not in, or not in its place:\n") + story);
    }
}

void TestProgram::playsItsDemo()
{
    Program demo;
    demo.start(program, words(QStringLiteral("--demo --screenshot %1").arg(file("demo.png"))));
    checkDemo(demo);
    QVERIFY(!QImage(file("demo.png")).isNull());
}

void TestProgram::playsItsDemoAsAnOrdinaryUser()
{
    if (::getuid() != 0) {
        playsItsDemo(); // this is one
        return;
    }
    // In a folder of the user's own, as the build may lie where nobody else can read.
    constexpr uid_t nobody = 65534;
    const QString copy = file("sockyard");
    QVERIFY(QFile::copy(program, copy));
    QCOMPARE(::chown(m_folder->path().toLocal8Bit().constData(), nobody, nobody), 0);
    QCOMPARE(::chown(copy.toLocal8Bit().constData(), nobody, nobody), 0);
    Program demo;
    demo.start(QStringLiteral("setpriv"),
               words(QStringLiteral("--reuid=65534 --regid=65534 --clear-groups env HOME=%1 "
                                    "XDG_RUNTIME_DIR=%1 %2 --demo")
                         .arg(m_folder->path(), copy)));
    checkDemo(demo);
}

void TestProgram::playsItsDemoWithNoNetworkButLoopback()
{
    Program demo;
    demo.start(QStringLiteral("unshare"),
               {QStringLiteral("-rn"), QStringLiteral("sh"), QStringLiteral("-c"),
                QStringLiteral("ip link set lo up && exec \"$0\" --demo"), program});
    checkDemo(demo);
}

void TestProgram::failsItsDemoWithoutLoopback()
{
    Program demo;
    demo.start(QStringLiteral("unshare"),
               {QStringLiteral("-rn"), program, QStringLiteral("--demo")});
    QTRY_VERIFY_WITH_TIMEOUT(demo.hasEnded(), patience);
    QCOMPARE(demo.status(), 1);
    QVERIFY2(demo.errors().startsWith("demo failed: "), demo.errors().constData());
}

void TestProgram::chatsOverIpv6BetweenTwoInterfaces()
{
    // The namespace ends with its last process; nothing of it is left.
    const auto script = QStringLiteral(R"(
set -e
ip link set lo up
ip link add yard0 type veth peer name yard1
for end in 0 1; do
    ip link set yard$end addrgenmode none
    ip link set yard$end up
    ip addr add fe80::$((end + 1))/64 dev yard$end nodad
done
exec python3 -c "$1" "$0" "$2"
)");
    const auto driver = QStringLiteral(R"(
import signal, socket, struct, subprocess, sys
sockyard, log = sys.argv[1:]
group = "ff15::77"
member = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
member.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
member.bind(("::", 8123))
def index(name): return struct.pack("i", socket.if_nametoindex(name))
member.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP,
                  socket.inet_pton(socket.AF_INET6, group) + index("yard1"))
member.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index("yard1"))
member.settimeout(60)
def chat(name, interface, *more):
    child = subprocess.Popen([sockyard, "--chat", "[" + group + "]:8123", "--interface", interface,
                              "--wire", "plain", "--name", name, *more],
                             stdout=subprocess.PIPE, text=True)
    print(child.stdout.readline(), end="", flush=True)
    return child
ada = chat("Ada", "yard0", "--save-log", log)
bob = chat("Bob", "yard1", "--say", "hello from yard1")
heard = member.recvfrom(65536)
print(heard[0], heard[1][0], flush=True)
member.sendto(b"Py: hello too", (group, 8123))
member.close()
def queued():
    with open("/proc/net/udp6") as table:
        rows = [row.split() for row in table]
    return any(row[1].endswith(":1FBB") and not row[4].endswith(":00000000") for row in rows[1:])
while queued():
    pass
for child in (ada, bob):
    child.send_signal(signal.SIGTERM)
    print(child.wait(60), flush=True)
)");
    Program all;
    all.start(QStringLiteral("unshare"),
              {QStringLiteral("-rn"), QStringLiteral("sh"), QStringLiteral("-c"), script, program,
               driver, file("log.jsonl")});
    QTRY_VERIFY_WITH_TIMEOUT(all.hasEnded(), 2 * patience);
    QCOMPARE(all.errors(), QByteArray());
    QCOMPARE(all.status(), 0);
    const QByteArray heard = bytesOf(file("log.jsonl"), "received");
    QVERIFY2(heard.contains("Bob: hello from yard1"), heard.constData());
    QVERIFY2(heard.contains("Py: hello too"), heard.constData());
    const QStringList lines = all.outputLines();
    QCOMPARE(lines.at(0), QStringLiteral("chat joined [ff15::77%yard0]:8123 on yard0"));
    QVERIFY(lines.at(2).startsWith(QStringLiteral("b'Bob: hello from yard1' fe80::2")));
}

QTEST_GUILESS_MAIN(TestProgram)
#include "tst_program.moc"
