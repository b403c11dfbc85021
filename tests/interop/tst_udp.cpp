#include "tests/support/peer.h"
#include "tests/support/program.h"
#include "tests/support/savedlines.h"

#include <QTemporaryDir>
#include <QTest>

using namespace sockyard::test;

namespace
{

/// A Python program with a datagram socket \a udp on a free port of loopback, which it prints.
QStringList python(const QString &script)
{
    return {QStringLiteral("-c"), QStringLiteral(R"(
import socket, sys
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(("127.0.0.1", 0))
print(udp.getsockname()[1], flush=True)
)") + script};
}

} // namespace

/// The whole program against peers that are not ours.
class TestUdp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void sendsToAPythonProgramAndHearsItsAnswers();
    void answersSocat();
    void tellsThatNobodyHasThePort();
    void sendsNumberedDatagramsToAPythonProgram();
    void sharesItsPortAndReadsLittle();
    void tellsWhatItCannotUnderstand_data();
    void tellsWhatItCannotUnderstand();

private:
    QString file(const char *name) const { return m_folder->filePath(QString::fromLatin1(name)); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestUdp::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestUdp::sendsToAPythonProgramAndHearsItsAnswers()
{
    Program peer;
    peer.startAndKeepInput(QStringLiteral("python3"), python(QStringLiteral(R"(
for _ in range(3):
    data, sender = udp.recvfrom(1024)
    udp.sendto(data.upper(), sender)
)")));
    QTRY_VERIFY_WITH_TIMEOUT(peer.output().endsWith('\n'), patience);
    Program program;
    program.start(QStringLiteral(SOCKYARD_PROGRAM),
                  {QStringLiteral("--udp"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--to"),
                   QStringLiteral("localhost:") + peer.outputLines().constFirst(),
                   QStringLiteral("--send"), QStringLiteral("one"), QStringLiteral("--send-hex"),
                   QStringLiteral("74 77 6f"), QStringLiteral("--send-escapes"),
                   QStringLiteral("three\\n"), QStringLiteral("--save-log"), file("log.jsonl")});
    QTRY_VERIFY_WITH_TIMEOUT(peer.hasEnded(), patience); // it has answered all three
    program.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), patience);
    QVERIFY2(program.errors().isEmpty(), program.errors().constData());
    QVERIFY(program.output().startsWith("udp bound 127.0.0.1:"));
    QCOMPARE(program.status(), 0);
    QCOMPARE(bytesOf(file("log.jsonl"), "sent"), QByteArray("onetwothree\n"));
    QCOMPARE(bytesOf(file("log.jsonl"), "received"), QByteArray("ONETWOTHREE\n"));
}

void TestUdp::answersSocat()
{
    Program program;
    program.start(QStringLiteral(SOCKYARD_PROGRAM),
                  {QStringLiteral("--udp"), QStringLiteral("127.0.0.1:0"),
                   QStringLiteral("--udp-reply"), QStringLiteral("you-said")});
    QTRY_VERIFY_WITH_TIMEOUT(program.output().endsWith('\n'), patience);
    const QString address = program.outputLines().constFirst().section(u' ', 2);
    Program socat;
    // It ends a while after it has read all and nothing has come back for that long.
    socat.start(
        QStringLiteral("socat"),
        {QStringLiteral("-t5"), QStringLiteral("-"), QStringLiteral("UDP4-DATAGRAM:") + address},
        "hello");
    QTRY_COMPARE_WITH_TIMEOUT(socat.output(), QByteArray("You said: hello"), patience);
    program.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), patience);
}

void TestUdp::tellsThatNobodyHasThePort()
{
    Program peer; // has a port, and ends
    peer.start(QStringLiteral("python3"), python({}));
    QTRY_VERIFY_WITH_TIMEOUT(peer.hasEnded(), patience);
    Program program;
    program.start(QStringLiteral(SOCKYARD_PROGRAM),
                  {QStringLiteral("--udp"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--to"),
                   QStringLiteral("127.0.0.1:") + peer.outputLines().constFirst(),
                   QStringLiteral("--udp-connect"), QStringLiteral("--send"),
                   QStringLiteral("hello"), QStringLiteral("--quit-after"), QStringLiteral("3")});
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), patience);
    QVERIFY(program.output().contains("\nudp connected 127.0.0.1:"));
    QVERIFY(program.errors().startsWith("ECONNREFUSED: "));
    QCOMPARE(program.status(), 1);
}

void TestUdp::sendsNumberedDatagramsToAPythonProgram()
{
    Program peer;
    peer.startAndKeepInput(QStringLiteral("python3"), python(QStringLiteral(R"(
import struct
for _ in range(5):
    data = udp.recv(2000)
    print(struct.unpack(">4sIQQ", data[:24])[2], len(data), flush=True)
)")));
    QTRY_VERIFY_WITH_TIMEOUT(peer.output().endsWith('\n'), patience);
    Program program;
    program.start(QStringLiteral(SOCKYARD_PROGRAM),
                  {QStringLiteral("--udp"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--to"),
                   QStringLiteral("127.0.0.1:") + peer.outputLines().constFirst(),
                   QStringLiteral("--generate"), QStringLiteral("1000:5:100")});
    QTRY_VERIFY_WITH_TIMEOUT(peer.hasEnded(), patience);
    QCOMPARE(peer.outputLines().mid(1),
             (QStringList{QStringLiteral("0 100"), QStringLiteral("1 100"), QStringLiteral("2 100"),
                          QStringLiteral("3 100"), QStringLiteral("4 100")}));
    QTRY_VERIFY_WITH_TIMEOUT(program.output().contains("\nudp generator ends: "), patience);
    program.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), patience);
    QVERIFY2(program.errors().isEmpty(), program.errors().constData());
}

void TestUdp::sharesItsPortAndReadsLittle()
{
    Program peer; // which shares its port too
    peer.startAndKeepInput(QStringLiteral("python3"), {QStringLiteral("-c"), QStringLiteral(R"(
import socket, sys
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
udp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
udp.bind(("127.0.0.1", 0))
print(udp.getsockname()[1], flush=True)
sys.stdin.read()
)")});
    QTRY_VERIFY_WITH_TIMEOUT(peer.output().endsWith('\n'), patience);
    const QString address = QStringLiteral("127.0.0.1:") + peer.outputLines().constFirst();
    Program alone;
    alone.start(QStringLiteral(SOCKYARD_PROGRAM), {QStringLiteral("--udp"), address});
    QTRY_VERIFY_WITH_TIMEOUT(alone.errors().startsWith("EADDRINUSE: "), patience);
    alone.terminate();
    Program shared;
    shared.start(QStringLiteral(SOCKYARD_PROGRAM),
                 {QStringLiteral("--udp"), address, QStringLiteral("--udp-shared"),
                  QStringLiteral("--udp-read-size"), QStringLiteral("4")});
    QTRY_COMPARE_WITH_TIMEOUT(shared.output(), QByteArray("udp bound " + address.toUtf8() + '\n'),
                              patience);
    shared.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(alone.hasEnded() && shared.hasEnded(), patience);
}

void TestUdp::tellsWhatItCannotUnderstand_data()
{
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char *name, const QString &words) {
        QTest::newRow(name) << words.split(u' ');
    };
    row("no address", QStringLiteral("--udp here:1"));
    row("no port", QStringLiteral("--udp 127.0.0.1:x"));
    row("to nobody", QStringLiteral("--udp 127.0.0.1:0 --to 127.0.0.1"));
    row("to port 0", QStringLiteral("--udp 127.0.0.1:0 --to 127.0.0.1:0"));
    row("a reply for streams", QStringLiteral("--udp 127.0.0.1:0 --udp-reply http"));
    row("connected to nobody", QStringLiteral("--udp 127.0.0.1:0 --udp-connect"));
    row("no socket", QStringLiteral("--to 127.0.0.1:9"));
    row("nobody who sends", QStringLiteral("--udp 127.0.0.1:0 --send x"));
    row("two who send",
        QStringLiteral("--udp 127.0.0.1:0 --to 127.0.0.1:9 --client 127.0.0.1:9 --send x"));
    row("a file", QStringLiteral("--udp 127.0.0.1:0 --to 127.0.0.1:9 --send-file /etc/hostname"));
}

void TestUdp::tellsWhatItCannotUnderstand()
{
    QFETCH(const QStringList, words);
    Program program;
    program.start(QStringLiteral(SOCKYARD_PROGRAM), words);
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), patience);
    QCOMPARE(program.status(), 2);
    QVERIFY(!program.errors().isEmpty());
}

QTEST_GUILESS_MAIN(TestUdp)
#include "tst_udp.moc"
