#include "tests/support/program.h"

#include <QFile>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QUdpSocket>

#include <unistd.h>

using namespace sockyard::test;

namespace
{

/// How long a QTRY_… may wait on a machine that is busy with other things, in milliseconds.
constexpr int patience = 60000;

const auto program = QStringLiteral(SOCKYARD_PROGRAM);

QStringList words(const QString &text)
{
    return text.split(u' ', Qt::SkipEmptyParts);
}

} // namespace

/// What the program saves of what it did with other programs, as tshark and others read it.
class TestPackets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void showsTheRequestOfCurl();
    void bringsBackEveryByteOfALongEcho();
    void showsAllTabsInOneFileWithoutAComplaint();
    void choosesTheFormatByTheEnding_data();
    void choosesTheFormatByTheEnding();
    void tellsThatAFolderCannotBeWritten();

private:
    QString file(const QString &name) const { return m_folder->filePath(name); }
    void startServer(const QString &reply);
    void endServer();
    QByteArray tshark(const QStringList &arguments);
    QByteArray complaints();
    QByteArray streamOf(int number, bool firstSender);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Program> m_server;
    QString m_port;
};

void TestPackets::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<Program>();
}

void TestPackets::startServer(const QString &reply)
{
    m_server->start(program, words(QStringLiteral("--server 127.0.0.1:0 --reply %1 --save-log %2")
                                       .arg(reply, file(QStringLiteral("log.pcapng")))));
    QTRY_VERIFY_WITH_TIMEOUT(m_server->output().endsWith('\n'), patience);
    m_port = m_server->outputLines().constLast().section(u':', -1);
}

void TestPackets::endServer()
{
    m_server->terminate();
    QTRY_VERIFY_WITH_TIMEOUT(m_server->hasEnded(), patience);
    QCOMPARE(m_server->errors(), QByteArray());
    QCOMPARE(m_server->status(), 0);
}

QByteArray TestPackets::tshark(const QStringList &arguments)
{
    Program tshark;
    tshark.start(QStringLiteral("tshark"),
                 words(QStringLiteral("-n -o ip.check_checksum:TRUE -o tcp.check_checksum:TRUE "
                                      "-o udp.check_checksum:TRUE -r")) +
                     QStringList(file(QStringLiteral("log.pcapng"))) + arguments);
    [&tshark] { QTRY_VERIFY_WITH_TIMEOUT(tshark.hasEnded(), patience); }();
    return tshark.status() == 0 ? tshark.output() : "tshark: " + tshark.errors();
}

QByteArray TestPackets::complaints()
{
    return tshark({QStringLiteral("-Y"),
                   QStringLiteral("_ws.malformed or tcp.analysis.flags or ip.checksum.status == 0 "
                                  "or tcp.checksum.status == 0 or udp.checksum.status == 0")});
}

QByteArray TestPackets::streamOf(int number, bool firstSender)
{
    const QByteArray text = tshark({QStringLiteral("-q"), QStringLiteral("-z"),
                                    QStringLiteral("follow,tcp,raw,%1").arg(number)});
    // Lines of hex, those of the second sender with a tab before them, behind six lines of words.
    QByteArray bytes;
    const auto lines = text.split('\n');
    for (qsizetype index = 6; index < lines.size(); ++index) {
        if (!lines[index].startsWith('=') && lines[index].startsWith('\t') != firstSender) {
            bytes += QByteArray::fromHex(lines[index].trimmed());
        }
    }
    return bytes;
}

void TestPackets::showsTheRequestOfCurl()
{
    startServer(QStringLiteral("none"));
    Program curl;
    curl.start(
        QStringLiteral("curl"),
        words(QStringLiteral("-s -m 1 --noproxy * -d hogehge http://127.0.0.1:%1/").arg(m_port)));
    QTRY_VERIFY_WITH_TIMEOUT(curl.hasEnded(), patience);
    endServer();
    QCOMPARE(complaints(), QByteArray());
    const QByteArray request = streamOf(0, true);
    QVERIFY2(request.startsWith("POST / HTTP/1.1\r\n"), request.constData());
    QVERIFY2(request.endsWith("\r\n\r\nhogehge"), request.constData());
    QCOMPARE(streamOf(0, false), QByteArray());
}

void TestPackets::bringsBackEveryByteOfALongEcho()
{
    startServer(QStringLiteral("echo"));
    QByteArray sent;
    for (int index = 0; index < 3000000; ++index) {
        sent += static_cast<char>(index * 31 + index / 251);
    }
    Program ncat;
    ncat.start(QStringLiteral("ncat"), words(QStringLiteral("127.0.0.1 %1").arg(m_port)), sent);
    QTRY_VERIFY_WITH_TIMEOUT(ncat.hasEnded(), patience);
    QVERIFY(ncat.output() == sent);
    endServer();
    QCOMPARE(complaints(), QByteArray());
    QVERIFY(streamOf(0, true) == sent);
    QVERIFY(streamOf(0, false) == sent);
    const QByteArray last = tshark(words(QStringLiteral("-T fields -e tcp.completeness")));
    QVERIFY(last.endsWith("\n31\n")); // handshake, bytes and end
}

void TestPackets::showsAllTabsInOneFileWithoutAComplaint()
{
    QTcpServer probe;
    QVERIFY(probe.listen(QHostAddress::LocalHost));
    const quint16 port = probe.serverPort();
    probe.close();
    QUdpSocket groupProbe;
    QVERIFY(groupProbe.bind(QHostAddress::AnyIPv4));
    const quint16 groupPort = groupProbe.localPort();
    groupProbe.close();
    Program all;
    all.start(program, words(QStringLiteral("--server 127.0.0.1:%1 --client 127.0.0.1:%1 --send "
                                            "hello --chat 239.255.77.43:%2 --interface lo --say "
                                            "hi --quit-after 3 --save-log %3")
                                 .arg(port)
                                 .arg(groupPort)
                                 .arg(file(QStringLiteral("log.pcapng")))));
    QTRY_VERIFY_WITH_TIMEOUT(all.hasEnded(), patience);
    QCOMPARE(all.errors(), QByteArray());
    QCOMPARE(complaints(), QByteArray());
    // The server and its client are one connection, and not two accounts of it.
    QCOMPARE(streamOf(0, true), QByteArrayLiteral("hello"));
    QCOMPARE(streamOf(0, false), QByteArrayLiteral("hello"));
    QCOMPARE(tshark(words(QStringLiteral("-Y tcp.stream>0"))), QByteArray());
    const QByteArray chat = tshark(words(QStringLiteral("-Y udp -T fields -e frame.interface_name "
                                                        "-e ip.dst -e udp.dstport")));
    QVERIFY2(chat.startsWith("chat\t239.255.77.43\t" + QByteArray::number(groupPort)),
             chat.constData());
}

void TestPackets::choosesTheFormatByTheEnding_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("begin");
    QTest::newRow("JSON Lines") << QStringLiteral("log.jsonl") << QByteArray("{\"time\":\"");
    QTest::newRow("CSV") << QStringLiteral("log.csv") << QByteArray("time,elapsed,tab,event,");
    QTest::newRow("text") << QStringLiteral("log.txt") << QByteArray("2");
    QTest::newRow("unknown") << QStringLiteral("log.log") << QByteArray("{\"time\":\"");
}

void TestPackets::choosesTheFormatByTheEnding()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, begin);
    Program server;
    server.start(program,
                 words(QStringLiteral("--server 127.0.0.1:0 --quit-after 0.3 --save-log ")) +
                     QStringList(file(name)));
    QTRY_VERIFY_WITH_TIMEOUT(server.hasEnded(), patience);
    QCOMPARE(server.status(), 0);
    QFile saved(file(name));
    QVERIFY(saved.open(QIODevice::ReadOnly));
    const QByteArray content = saved.readAll();
    QVERIFY2(content.startsWith(begin), content.constData());
    QVERIFY(content.contains("listening"));
}

void TestPackets::tellsThatAFolderCannotBeWritten()
{
    // As an ordinary user: root may write everywhere.
    QStringList command{program};
    if (::getuid() == 0) {
        const QString copy = file(QStringLiteral("sockyard"));
        QVERIFY(QFile::copy(program, copy)); // the build may lie where nobody else can read
        QVERIFY(QFile::setPermissions(m_folder->path(), QFile::Permissions(0x7755)));
        command = words(QStringLiteral("setpriv --reuid=65534 --regid=65534 --clear-groups env "
                                       "HOME=/ %1")
                            .arg(copy));
    }
    Program server;
    server.start(command.takeFirst(),
                 command + words(QStringLiteral("--server 127.0.0.1:0 --quit-after 0.3 --save-log "
                                                "/etc/sockyard.jsonl")));
    QTRY_VERIFY_WITH_TIMEOUT(server.hasEnded(), patience);
    QCOMPARE(server.status(), 1);
    QVERIFY2(server.errors().contains("you may not write into the folder /etc"),
             server.errors().constData());
}

QTEST_GUILESS_MAIN(TestPackets)
#include "tst_packets.moc"
