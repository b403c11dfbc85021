#include "netcore/sockets/boundtable.h"
#include "tests/support/modeltexts.h"
#include "tests/support/peer.h"
#include "tests/support/pythonpeer.h"

#include <QCoreApplication>
#include <QTest>

#include <unistd.h>

#include <algorithm>
#include <sstream>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

constexpr bool littleEndian = QSysInfo::ByteOrder == QSysInfo::LittleEndian;
const std::string loopback = littleEndian ? "0100007F" : "7F000001";
const std::string heading = "  sl  local_address rem_address   st\n";

/// A line of the tables of TCP and UDP.
std::string line(const std::string &local, const std::string &peer, const std::string &state,
                 const std::string &user = "1000", const std::string &inode = "77")
{
    return " 0: " + local + " " + peer + " " + state + " 00000000:00000000 00:00000000 00000000  " +
           user + "        0 " + inode + " 1 0000000000000000 100 0 0 10 0\n";
}

QStringList textsOf(const QList<BoundSocket> &sockets)
{
    QStringList texts;
    for (const BoundSocket &socket : sockets) {
        texts.append(QStringLiteral("%1 %2 %3")
                         .arg(static_cast<int>(socket.kind))
                         .arg(socket.placeText())
                         .arg(socket.inode));
    }
    return texts;
}

template <typename Read>
QList<BoundSocket> read(Read inTable, const std::string &text)
{
    std::istringstream table(text);
    return inTable(table);
}

/// What this machine says of whoever is at that place.
QList<BoundSocket> socketsAt(const QString &place)
{
    auto all = boundSockets().value_or(QList<BoundSocket>());
    all.removeIf([&place](const BoundSocket &its) { return its.placeText() != place; });
    return all;
}

} // namespace

// Who listens where on this machine, and which program that is.
class TestBoundSockets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhoListens();
    void readsWhoIsBound();
    void readsLocalSockets();
    void passesOverOddLines_data();
    void passesOverOddLines();
    void showsAHostilePathAsInertText();
    void findsAListenerOfItsOwn();
    void findsBoundDatagramSocketsAndTheirPeers();
    void findsLocalSocketsOfEveryType();
    void tellsTheProgramOfAnotherProcess();
    void tellsInOrder();
};

void TestBoundSockets::readsWhoListens()
{
    const auto found =
        read(tcpListenersInTable, heading + line(loopback + ":1F90", "00000000:0000", "0A") +
                                      line("00000000:0050", "00000000:0000", "0A", "0", "78") +
                                      line(loopback + ":1F90", loopback + ":ABCD", "01"));
    QCOMPARE(textsOf(found), (QStringList{QStringLiteral("0 127.0.0.1:8080 77"),
                                          QStringLiteral("0 0.0.0.0:80 78")}));
    QCOMPARE(found.at(0).user, std::optional<quint32>(1000));
    QCOMPARE(found.at(1).user, std::optional<quint32>(0));
}

void TestBoundSockets::readsWhoIsBound()
{
    const auto found =
        read(boundUdpInTable, heading + line(loopback + ":1F90", "00000000:0000", "07") +
                                  line(loopback + ":1F91", loopback + ":0035", "01"));
    QCOMPARE(textsOf(found), (QStringList{QStringLiteral("1 127.0.0.1:8080 77"),
                                          QStringLiteral("1 127.0.0.1:8081 77")}));
    QCOMPARE(found.at(0).peer.family(), SocketAddress::Family::None);
    QCOMPARE(found.at(1).peer.text(), "127.0.0.1:53"s);
}

void TestBoundSockets::readsLocalSockets()
{
    const auto found =
        read(localSocketsInTable,
             "Num       RefCount Protocol Flags    Type St Inode Path\n"
             "0000000000000000: 00000002 00000000 00010000 0001 01 11 /run/my server.sock\n"
             "0000000000000000: 00000003 00000000 00000000 0001 03 12 /run/connected\n"
             "0000000000000000: 00000002 00000000 00010000 0005 01 13 @abstract\n"
             "0000000000000000: 00000002 00000000 00000000 0002 01 14 /run/log\n"
             "0000000000000000: 00000002 00000000 00000000 0002 01 15\n"
             "0000000000000000: 00000002 00000000 00010000 0007 01 16 /run/odd\n");
    QCOMPARE(textsOf(found),
             (QStringList{QStringLiteral("2 /run/my server.sock 11"),
                          QStringLiteral("3 @abstract 13"), QStringLiteral("4 /run/log 14")}));
    QVERIFY(!found.at(0).user);
}

void TestBoundSockets::passesOverOddLines_data()
{
    QTest::addColumn<std::string>("text");
    QTest::newRow("nothing") << ""s;
    QTest::newRow("few columns") << " 0: " + loopback + ":1F90 00000000:0000 07\n";
    QTest::newRow("no address") << line("0100007F", "00000000:0000", "07");
    QTest::newRow("no port") << line(loopback + ":0000", "00000000:0000", "07");
    QTest::newRow("a port too large") << line(loopback + ":12345", "00000000:0000", "07");
    QTest::newRow("no inode") << line(loopback + ":1F90", "00000000:0000", "07", "0", "x");
    QTest::newRow("bytes") << "\xff\xfe\x01 \x80 \xff\n"s;
    QTest::newRow("a line without end") << std::string(1024UL * 1024, '1');
}

void TestBoundSockets::passesOverOddLines()
{
    QFETCH(const std::string, text);
    QVERIFY(read(boundUdpInTable, text).isEmpty());
    QVERIFY(read(tcpListenersInTable, heading + text).isEmpty());
    QVERIFY(read(localSocketsInTable, text).isEmpty());
}

void TestBoundSockets::showsAHostilePathAsInertText()
{
    const auto found =
        read(localSocketsInTable, "0: 2 0 00010000 0001 01 11 @\x1b[31m\xe2\x80\xae<b>\xff\x07\n"s);
    QCOMPARE(found.size(), qsizetype(1));
    QVERIFY2(isInert(found.constFirst().path), qPrintable(found.constFirst().path));
}

void TestBoundSockets::findsAListenerOfItsOwn()
{
    const PeerListener listener;
    const auto found = socketsAt(QStringLiteral("127.0.0.1:%1").arg(listener.port()));
    QCOMPARE(found.size(), qsizetype(1));
    const BoundSocket &socket = found.constFirst();
    QCOMPARE(socket.kind, BoundSocket::Kind::Tcp);
    QCOMPARE(socket.user, std::optional<quint32>(::getuid()));
    QCOMPARE(socket.owners.size(), qsizetype(1));
    QCOMPARE(socket.owners.constFirst().process, QCoreApplication::applicationPid());
    QVERIFY(socket.owners.constFirst().name.startsWith(QStringLiteral("tst_boundsocket")));
}

void TestBoundSockets::findsBoundDatagramSocketsAndTheirPeers()
{
    PythonPeer peer;
    QVERIFY(peer.start(QStringLiteral(R"(
udp = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
udp.bind(("::1", 0))
udp.connect(("::1", 9))
print(udp.getsockname()[1], flush=True)
sys.stdin.read()
)")));
    QTRY_COMPARE(peer.lines().size(), qsizetype(1));
    const auto found = socketsAt(QStringLiteral("[::1]:%1").arg(peer.lines().constFirst()));
    QCOMPARE(found.size(), qsizetype(1));
    QCOMPARE(found.constFirst().kind, BoundSocket::Kind::Udp);
    QCOMPARE(found.constFirst().peer.text(), "[::1]:9"s);
}

void TestBoundSockets::findsLocalSocketsOfEveryType()
{
    const auto name = QStringLiteral("sockyard-test-%1").arg(QCoreApplication::applicationPid());
    PythonPeer peer;
    QVERIFY(peer.start(QStringLiteral(R"(
kept = []
for type in (socket.SOCK_STREAM, socket.SOCK_SEQPACKET, socket.SOCK_DGRAM):
    local = socket.socket(socket.AF_UNIX, type)
    local.bind("\0" + sys.argv[1] + str(int(type)))
    if type != socket.SOCK_DGRAM:
        local.listen(1)
    kept.append(local)
print("ready", flush=True)
sys.stdin.read()
)"),
                       {name}));
    QTRY_COMPARE(peer.lines().size(), qsizetype(1));
    const auto kindOf = [&name](int type) {
        const auto found = socketsAt(u'@' + name + QString::number(type));
        return found.size() == 1 ? std::optional(found.constFirst().kind) : std::nullopt;
    };
    QCOMPARE(kindOf(SOCK_STREAM), std::optional(BoundSocket::Kind::LocalStream));
    QCOMPARE(kindOf(SOCK_SEQPACKET), std::optional(BoundSocket::Kind::LocalSeqPacket));
    QCOMPARE(kindOf(SOCK_DGRAM), std::optional(BoundSocket::Kind::LocalDatagram));
}

void TestBoundSockets::tellsTheProgramOfAnotherProcess()
{
    PythonPeer peer;
    QVERIFY(peer.start(QStringLiteral("sys.stdin.read()")));
    const auto found = socketsAt(QStringLiteral("127.0.0.1:") + peer.port());
    QCOMPARE(found.size(), qsizetype(1));
    const auto &owners = found.constFirst().owners;
    QCOMPARE(owners.size(), qsizetype(1));
    QCOMPARE(owners.constFirst().process, peer.program().processId());
    QVERIFY(owners.constFirst().name.startsWith(QStringLiteral("python3")));
}

void TestBoundSockets::tellsInOrder()
{
    const PeerListener first;
    const PeerListener second;
    const auto all = boundSockets();
    QVERIFY(all);
    QVERIFY(
        std::is_sorted(all->begin(), all->end(), [](const BoundSocket &a, const BoundSocket &b) {
            return a.kind < b.kind || (a.kind == b.kind && a.kind == BoundSocket::Kind::Tcp &&
                                       a.address.port() < b.address.port());
        }));
}

QTEST_GUILESS_MAIN(TestBoundSockets)
#include "tst_boundsockets.moc"
