#include "tests/support/peer.h"
#include "tests/support/program.h"
#include "tests/support/savedlines.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace sockyard::test;

/// The whole program over local sockets, against peers that are not ours.
class TestLocal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void echoesToSocat_data();
    void echoesToSocat();
    void talksToSocatThatListens_data();
    void talksToSocatThatListens();
    void keepsMessagesApartWithPython();
    void sendsPacketsToPython();
    void tellsPythonsProcess();
    void answersDatagramsOfPython();
    void tellsThatSocatCannotBeAnswered();
    void removesItsFileWhenItIsTerminated();
    void tellsWhatItCannotUnderstand_data();
    void tellsWhatItCannotUnderstand();

private:
    QString file(const char *name) const { return m_folder->filePath(QString::fromLatin1(name)); }
    void start(Program &program, const QStringList &arguments);

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestLocal::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestLocal::start(Program &program, const QStringList &arguments)
{
    program.start(QStringLiteral(SOCKYARD_PROGRAM),
                  arguments + QStringList{QStringLiteral("--save-log"), file("log.jsonl")});
    QTRY_VERIFY_WITH_TIMEOUT(program.output().endsWith('\n'), patience);
}

void TestLocal::echoesToSocat_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("socat");
    QTest::newRow("file") << QString() << QStringLiteral("UNIX-CONNECT:");
    QTest::newRow("abstract") << QStringLiteral("@") << QStringLiteral("ABSTRACT-CONNECT:");
}

void TestLocal::echoesToSocat()
{
    QFETCH(const QString, name);
    QFETCH(const QString, socat);
    const QString path = file("it.sock");
    Program program;
    start(program, {QStringLiteral("--server"), QStringLiteral("local:") + name + path});
    QCOMPARE(program.outputLines().constFirst(),
             QStringLiteral("server listening local:") + name + path);
    Program peer; // half-closes, and waits for the rest
    peer.start(QStringLiteral("socat"), {QStringLiteral("-t5"), QStringLiteral("-"), socat + path},
               "hello");
    QTRY_VERIFY_WITH_TIMEOUT(peer.hasEnded(), patience);
    QCOMPARE(peer.output(), QByteArray("hello"));
    program.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), patience);
    QCOMPARE(bytesOf(file("log.jsonl"), "sent"), QByteArray("hello"));
}

void TestLocal::talksToSocatThatListens_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("socat");
    QTest::newRow("file") << QString() << QStringLiteral("UNIX-LISTEN:");
    QTest::newRow("abstract") << QStringLiteral("@") << QStringLiteral("ABSTRACT-LISTEN:");
}

void TestLocal::talksToSocatThatListens()
{
    QFETCH(const QString, name);
    QFETCH(const QString, socat);
    const QString path = file("it.sock");
    Program peer; // upper case, and back
    peer.start(QStringLiteral("socat"), {QStringLiteral("-d"), QStringLiteral("-d"), socat + path,
                                         QStringLiteral("EXEC:tr a-z A-Z")});
    QTRY_VERIFY_WITH_TIMEOUT(peer.errors().contains("listening on"), patience);
    Program program;
    program.start(QStringLiteral(SOCKYARD_PROGRAM),
                  {QStringLiteral("--client"), QStringLiteral("local:") + name + path,
                   QStringLiteral("--send"), QStringLiteral("hello"), QStringLiteral("--finish"),
                   QStringLiteral("--save-log"), file("log.jsonl")});
    QTRY_VERIFY_WITH_TIMEOUT(peer.hasEnded(), patience);
    program.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), patience);
    QCOMPARE(bytesOf(file("log.jsonl"), "received"), QByteArray("HELLO"));
}

void TestLocal::keepsMessagesApartWithPython()
{
    const QString path = file("it.sock");
    Program program;
    start(program, {QStringLiteral("--server"), QStringLiteral("seqpacket:") + path});
    Program peer;
    peer.start(QStringLiteral("python3"), {QStringLiteral("-c"), QStringLiteral(R"(
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
s.connect(sys.argv[1])
for message in (b"one", b"two and more", b"three"):
    s.send(message)
print([s.recv(1024).decode() for _ in range(3)])
s.shutdown(socket.SHUT_WR)
print(s.recv(1024))
)"),
                                           path});
    QTRY_VERIFY_WITH_TIMEOUT(peer.hasEnded(), patience);
    QCOMPARE(peer.output(), QByteArray("['one', 'two and more', 'three']\nb''\n"));
}

void TestLocal::sendsPacketsToPython()
{
    const QString path = file("it.sock");
    Program peer;
    peer.startAndKeepInput(QStringLiteral("python3"), {QStringLiteral("-c"), QStringLiteral(R"(
import socket, sys
server = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
server.bind(sys.argv[1])
server.listen()
print("ready", flush=True)
client, _ = server.accept()
print([client.recv(1024).decode() for _ in range(2)], flush=True)
)"),
                                                       path});
    QTRY_VERIFY_WITH_TIMEOUT(peer.output().endsWith('\n'), patience);
    Program program;
    program.start(QStringLiteral(SOCKYARD_PROGRAM),
                  {QStringLiteral("--client"), QStringLiteral("seqpacket:") + path,
                   QStringLiteral("--send"), QStringLiteral("first"), QStringLiteral("--send"),
                   QStringLiteral("second")});
    QTRY_VERIFY_WITH_TIMEOUT(peer.hasEnded(), patience);
    QCOMPARE(peer.output(), QByteArray("ready\n['first', 'second']\n"));
    program.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), patience);
}

void TestLocal::tellsPythonsProcess()
{
    const QString path = file("it.sock");
    Program program;
    start(program, {QStringLiteral("--server"), QStringLiteral("local:") + path});
    Program peer;
    peer.start(QStringLiteral("python3"), {QStringLiteral("-c"), QStringLiteral(R"(
import os, socket, sys
s = socket.socket(socket.AF_UNIX)
s.connect(sys.argv[1])
s.send(b"x")
s.recv(1)
print(os.getpid(), os.getuid())
)"),
                                           path});
    QTRY_VERIFY_WITH_TIMEOUT(peer.hasEnded(), patience);
    program.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), patience);
    QFile log(file("log.jsonl"));
    QVERIFY(log.open(QIODevice::ReadOnly));
    const QByteArray lines = log.readAll();
    const QList<QByteArray> ids = peer.output().trimmed().split(' ');
    QVERIFY2(lines.contains("peer: process " + ids.at(0) + " (python3"), lines.constData());
    QVERIFY(lines.contains(", user " + ids.at(1)));
    QVERIFY(lines.contains("local:pid " + ids.at(0)));
}

void TestLocal::answersDatagramsOfPython()
{
    const QString path = file("it.sock");
    Program program;
    start(program, {QStringLiteral("--udp"), QStringLiteral("local:") + path,
                    QStringLiteral("--udp-reply"), QStringLiteral("you-said")});
    Program peer;
    peer.start(QStringLiteral("python3"), {QStringLiteral("-c"), QStringLiteral(R"(
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[2])
s.sendto(b"hello", sys.argv[1])
print(s.recv(1024).decode())
)"),
                                           path, file("own.sock")});
    QTRY_VERIFY_WITH_TIMEOUT(peer.hasEnded(), patience);
    QCOMPARE(peer.output(), QByteArray("You said: hello\n"));
    // And the other way round.
    Program sender;
    sender.start(QStringLiteral(SOCKYARD_PROGRAM),
                 {QStringLiteral("--udp"), QStringLiteral("local:") + file("sender.sock"),
                  QStringLiteral("--to"), QStringLiteral("local:") + path, QStringLiteral("--send"),
                  QStringLiteral("again"), QStringLiteral("--save-log"), file("sender.jsonl"),
                  QStringLiteral("--quit-after"), QStringLiteral("3")});
    QTRY_VERIFY_WITH_TIMEOUT(sender.hasEnded(), patience);
    QCOMPARE(bytesOf(file("sender.jsonl"), "received"), QByteArray("You said: again"));
}

void TestLocal::tellsThatSocatCannotBeAnswered()
{
    const QString path = file("it.sock");
    Program program;
    start(program, {QStringLiteral("--udp"), QStringLiteral("local:") + path,
                    QStringLiteral("--udp-reply"), QStringLiteral("echo")});
    Program peer;
    peer.start(QStringLiteral("socat"),
               {QStringLiteral("-u"), QStringLiteral("-"), QStringLiteral("UNIX-SENDTO:") + path},
               "hello");
    QTRY_VERIFY_WITH_TIMEOUT(peer.hasEnded(), patience);
    Program second; // has a name, so that its answer says that the first has been heard
    second.start(QStringLiteral("python3"), {QStringLiteral("-c"), QStringLiteral(R"(
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[2])
s.sendto(b"x", sys.argv[1])
s.recv(1024)
)"),
                                             path, file("own.sock")});
    QTRY_VERIFY_WITH_TIMEOUT(second.hasEnded(), patience);
    program.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), patience);
    QFile log(file("log.jsonl"));
    QVERIFY(log.open(QIODevice::ReadOnly));
    QVERIFY(log.readAll().contains("cannot be answered"));
    QCOMPARE(bytesOf(file("log.jsonl"), "received"), QByteArray("hellox"));
    QCOMPARE(bytesOf(file("log.jsonl"), "sent"), QByteArray("x"));
}

void TestLocal::removesItsFileWhenItIsTerminated()
{
    const QString path = file("it.sock");
    for (const QString &option : {QStringLiteral("--server"), QStringLiteral("--udp")}) {
        Program program;
        start(program, {option, QStringLiteral("local:") + path});
        QVERIFY(QFileInfo::exists(path));
        program.terminate();
        QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), patience);
        QVERIFY(!QFileInfo::exists(path));
    }
}

void TestLocal::tellsWhatItCannotUnderstand_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](const char *name, const QStringList &arguments, const char *words) {
        QTest::newRow(name) << arguments << QByteArray(words);
    };
    row("no path", {QStringLiteral("--server"), QStringLiteral("local:")}, "--server local:");
    row("a long path", {QStringLiteral("--client"), QStringLiteral("local:/") + QString(200, u'x')},
        "ENAMETOOLONG");
    row("a mode that is none",
        {QStringLiteral("--server"), QStringLiteral("local:/tmp/x"),
         QStringLiteral("--socket-mode"), QStringLiteral("rw")},
        "--socket-mode rw");
    row("packets as datagrams", {QStringLiteral("--udp"), QStringLiteral("seqpacket:/tmp/x")},
        "--udp seqpacket:/tmp/x");
}

void TestLocal::tellsWhatItCannotUnderstand()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QByteArray, words);
    Program program;
    program.start(QStringLiteral(SOCKYARD_PROGRAM), arguments);
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), patience);
    QVERIFY(program.status() != 0);
    QVERIFY2(program.errors().contains(words), program.errors().constData());
}

QTEST_GUILESS_MAIN(TestLocal)
#include "tst_local.moc"
