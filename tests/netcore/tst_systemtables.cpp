#include "netcore/sockets/membershiptable.h"
#include "netcore/sockets/udptable.h"
#include "tests/support/member.h"
#include "tests/support/modeltexts.h"

#include <QCoreApplication>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <sstream>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

constexpr bool littleEndian = QSysInfo::ByteOrder == QSysInfo::LittleEndian;
/// 224.0.0.1 and 225.0.0.250 as the table of IPv4 has them.
const std::string allHosts = littleEndian ? "010000E0" : "E0000001";
const std::string course = littleEndian ? "FA0000E1" : "E10000FA";
const std::string heading = "Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n";

QStringList textsOf(const QList<Membership> &memberships)
{
    QStringList texts;
    for (const Membership &its : memberships) {
        texts.append(QStringLiteral("%1 %2 %3")
                         .arg(QString::number(its.interfaceIndex), its.group.toString(),
                              QString::number(its.users)));
    }
    return texts;
}

QStringList inIgmp(const std::string &text)
{
    std::istringstream table(text);
    return textsOf(membershipsInIgmp(table));
}

QStringList inIgmp6(const std::string &text)
{
    std::istringstream table(text);
    return textsOf(membershipsInIgmp6(table));
}

QStringList inUdp(const std::string &text, quint16 port)
{
    std::istringstream table(text);
    QStringList texts;
    const auto sockets = udpSocketsInTable(table, port);
    for (const UdpSocket &its : sockets) {
        texts.append(QString::fromStdString(its.address.text()) + u' ' +
                     QString::number(its.inode));
    }
    return texts;
}

} // namespace

// What the system's tables say of members of groups and of sockets that are bound to a port.
class TestSystemTables : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheMembersOfAnIpv4Group();
    void passesOverOddLinesOfIgmp_data();
    void passesOverOddLinesOfIgmp();
    void readsTheMembersOfAnIpv6Group();
    void passesOverOddLinesOfIgmp6_data();
    void passesOverOddLinesOfIgmp6();
    void readsTheSocketsOfAPort();
    void passesOverOddLinesOfUdp_data();
    void passesOverOddLinesOfUdp();
    void endsWhereALineHasNoEnd();
    void readsNoTableWithoutEnd();
    void knowsASocketByItsLink();
    void findsWhoHasASocketOpen();
    void showsAHostileProgramNameAsInertText();
    void findsNobodyWhereNothingCanBeRead();
    void tellsWhatThisMachineHasJoined();
    void tellsWhoIsOnAPortOfThisMachine();
};

void TestSystemTables::readsTheMembersOfAnIpv4Group()
{
    const std::string text = heading + "1\tlo        :     1      V3\n\t\t\t\t" + allHosts +
                             "     1 0:00000000\t\t0\n4\twlan0     :     2      V3\n\t\t\t\t" +
                             course + "     3 0:00000000\t\t1\n\t\t\t\t" + allHosts +
                             "     1 0:00000000\t\t0\n";
    QCOMPARE(inIgmp(text),
             (QStringList{QStringLiteral("1 224.0.0.1 1"), QStringLiteral("4 225.0.0.250 3"),
                          QStringLiteral("4 224.0.0.1 1")}));
}

void TestSystemTables::passesOverOddLinesOfIgmp_data()
{
    QTest::addColumn<std::string>("text");
    const std::string group = "\t\t\t\t" + course + "     1 0:00000000\t\t0\n";
    QTest::newRow("nothing") << ""s;
    QTest::newRow("no interface above") << heading + group;
    QTest::newRow("no number of an interface") << "x\tlo        :\n" + group;
    QTest::newRow("a number too large") << "4294967296\tlo        :\n" + group;
    QTest::newRow("a negative number") << "-1\tlo        :\n" + group;
    QTest::newRow("no group") << "1\tlo        :\n\t\t\t\t\n"s;
    QTest::newRow("half a group") << "1\tlo        :\n\t\t\t\t0000E1     1 0\n"s;
    QTest::newRow("a group too long") << "1\tlo        :\n\t\t\t\t" + course + "00     1 0\n";
    QTest::newRow("no digits") << "1\tlo        :\n\t\t\t\tFA0000GG     1 0\n"s;
    QTest::newRow("no users") << "1\tlo        :\n\t\t\t\t" + course + "\n";
    QTest::newRow("users in words") << "1\tlo        :\n\t\t\t\t" + course + " many\n";
    QTest::newRow("an address that is no group") << "1\tlo        :\n\t\t\t\t0100007F 1 0\n"s;
    QTest::newRow("an IPv6 address")
        << "1\tlo        :\n\t\t\t\t" + std::string(32, 'F') + " 1 0\n";
    QTest::newRow("bytes") << "1\tlo\n\t\xff\xfe\x01 \x80 \xff\n"s;
}

void TestSystemTables::passesOverOddLinesOfIgmp()
{
    QFETCH(const std::string, text);
    QCOMPARE(inIgmp(text), QStringList());
    // And what comes behind them is read.
    const std::string good = "\n7\teth0      :     1      V3\n\t\t\t\t" + course + "     1 0\n";
    QCOMPARE(inIgmp(text + good), QStringList(QStringLiteral("7 225.0.0.250 1")));
}

void TestSystemTables::readsTheMembersOfAnIpv6Group()
{
    QCOMPARE(inIgmp6("1    lo              ff020000000000000000000000000001     1 0000000C 0\n"
                     "12   eth0            ff15707974686f6e64656d6f6d636173     2 00000004 0\n"),
             (QStringList{QStringLiteral("1 ff02::1 1"),
                          QStringLiteral("12 ff15:7079:7468:6f6e:6465:6d6f:6d63:6173 2")}));
}

void TestSystemTables::passesOverOddLinesOfIgmp6_data()
{
    QTest::addColumn<std::string>("text");
    QTest::newRow("nothing") << ""s;
    QTest::newRow("too few columns") << "1 lo ff020000000000000000000000000001\n"s;
    QTest::newRow("no number") << "x lo ff020000000000000000000000000001 1\n"s;
    QTest::newRow("users in words") << "1 lo ff020000000000000000000000000001 many\n"s;
    QTest::newRow("an address that is no group") << "1 lo fe800000000000000000000000000001 1 0\n"s;
    QTest::newRow("half a group") << "1 lo ff02 1 0\n"s;
    QTest::newRow("no digits") << "1 lo gg020000000000000000000000000001 1 0\n"s;
    QTest::newRow("signs") << "1 lo ff02-000000000000000000000000001 1 0\n"s;
    QTest::newRow("bytes") << "1 \xff \x80 \x01\n"s;
}

void TestSystemTables::passesOverOddLinesOfIgmp6()
{
    QFETCH(const std::string, text);
    QCOMPARE(inIgmp6(text), QStringList());
    QCOMPARE(inIgmp6(text + "\n7 eth0 ff020000000000000000000000000001 1 0\n"),
             QStringList(QStringLiteral("7 ff02::1 1")));
}

void TestSystemTables::readsTheSocketsOfAPort()
{
    const std::string text =
        "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  "
        "timeout inode ref pointer drops\n"
        "  205: 00000000:1FBB 00000000:0000 07 00000000:00000000 00:00000000 00000000  1000"
        "        0 4711 2 0000000000000000 0\n"
        "  206: 00000000:1FBC 00000000:0000 07 00000000:00000000 00:00000000 00000000  1000"
        "        0 4712 2 0000000000000000 0\n"
        "  205: 00000000000000000000000000000000:1FBB 00000000000000000000000000000000:0000 07 "
        "00000000:00000000 00:00000000 00000000     0        0 18446744073709551615 2 0 0\n";
    QCOMPARE(inUdp(text, 8123), (QStringList{QStringLiteral("0.0.0.0:8123 4711"),
                                             QStringLiteral("[::]:8123 18446744073709551615")}));
    QCOMPARE(inUdp(text, 8125), QStringList());
}

void TestSystemTables::passesOverOddLinesOfUdp_data()
{
    QTest::addColumn<std::string>("text");
    QTest::newRow("nothing") << ""s;
    QTest::newRow("no inode") << "1: 00000000:1FBB 0:0 07 0:0 00:0 0 1000 0\n"s;
    QTest::newRow("an inode in words") << "1: 00000000:1FBB 0:0 07 0:0 00:0 0 1000 0 x\n"s;
    QTest::newRow("an inode too large")
        << "1: 00000000:1FBB 0:0 07 0:0 00:0 0 1000 0 18446744073709551616\n"s;
    QTest::newRow("no port") << "1: 00000000 0:0 07 0:0 00:0 0 1000 0 5\n"s;
    QTest::newRow("a port too large") << "1: 00000000:11FBB 0:0 07 0:0 00:0 0 1000 0 5\n"s;
    QTest::newRow("half an address") << "1: 0000:1FBB 0:0 07 0:0 00:0 0 1000 0 5\n"s;
    QTest::newRow("bytes") << "\xff \xfe \x80:\x01 1 1 1 1 1 1 1\n"s;
}

void TestSystemTables::passesOverOddLinesOfUdp()
{
    QFETCH(const std::string, text);
    QCOMPARE(inUdp(text, 8123), QStringList());
    QCOMPARE(inUdp(text + "\n1: 00000000:1FBB 0:0 07 0:0 00:0 0 1000 0 5\n", 8123),
             QStringList(QStringLiteral("0.0.0.0:8123 5")));
}

void TestSystemTables::endsWhereALineHasNoEnd()
{
    const std::string endless(1024UL * 1024, '1');
    QCOMPARE(inIgmp(endless), QStringList());
    QCOMPARE(inIgmp6(endless), QStringList());
    QCOMPARE(inUdp(endless, 8123), QStringList());
}

void TestSystemTables::readsNoTableWithoutEnd()
{
    constexpr int lines = 100'000;
    std::string text;
    for (int line = 0; line < lines; ++line) {
        text += "7 eth0 ff020000000000000000000000000001 1 0\n";
    }
    QVERIFY(inIgmp6(text).size() < lines);
}

void TestSystemTables::knowsASocketByItsLink()
{
    QCOMPARE(socketInodeIn("socket:[12345]"), std::optional<quint64>(12345));
    for (const auto *const other :
         {"", "socket:[]", "socket:[12x]", "socket:[-1]", "socket:[12", "socket:12]",
          "pipe:[12345]", "/dev/null", "socket:[99999999999999999999]", " socket:[1]"}) {
        QVERIFY2(!socketInodeIn(other), other);
    }
}

void TestSystemTables::findsWhoHasASocketOpen()
{
    const QTemporaryDir folder;
    const QDir root(folder.path());
    const auto process = [&root](const QString &number, const QByteArray &name,
                                 const QStringList &links) {
        root.mkpath(number + QStringLiteral("/fd"));
        QFile comm(root.filePath(number + QStringLiteral("/comm")));
        QVERIFY(comm.open(QIODevice::WriteOnly));
        comm.write(name);
        int file = 0;
        for (const QString &link : links) {
            QVERIFY(QFile::link(
                link, root.filePath(number + QStringLiteral("/fd/") + QString::number(file++))));
        }
    };
    process(QStringLiteral("42"), "python3\n",
            {QStringLiteral("/dev/null"), QStringLiteral("socket:[7]")});
    process(QStringLiteral("43"), "other\n", {QStringLiteral("socket:[8]")});
    process(QStringLiteral("44x"), "no process\n", {QStringLiteral("socket:[7]")});
    root.mkpath(QStringLiteral("45")); // its descriptors cannot be read
    const auto owners = ownersIn(folder.path().toStdString(), {7});
    QCOMPARE(owners.size(), qsizetype(1));
    QCOMPARE(owners.constFirst().inode, quint64(7));
    QCOMPARE(owners.constFirst().process, qint64(42));
    QCOMPARE(owners.constFirst().name, QStringLiteral("python3"));
}

void TestSystemTables::showsAHostileProgramNameAsInertText()
{
    const QTemporaryDir folder;
    const QDir root(folder.path());
    root.mkpath(QStringLiteral("1/fd"));
    QVERIFY(QFile::link(QStringLiteral("socket:[7]"), root.filePath(QStringLiteral("1/fd/0"))));
    QFile comm(root.filePath(QStringLiteral("1/comm")));
    QVERIFY(comm.open(QIODevice::WriteOnly));
    comm.write("\x1b[31m\xe2\x80\xaex\xff" + QByteArray(4000, 'n') + "\nmore");
    comm.close();
    const QString name = ownersIn(folder.path().toStdString(), {7}).constFirst().name;
    QVERIFY2(isInert(name), qPrintable(name));
    QVERIFY(name.size() < 200);
}

void TestSystemTables::findsNobodyWhereNothingCanBeRead()
{
    QVERIFY(ownersIn("/nowhere", {7}).isEmpty());
    QVERIFY(ownersOf({}).isEmpty());
}

void TestSystemTables::tellsWhatThisMachineHasJoined()
{
    const Group group(31);
    const QHostAddress address(QString::fromStdString(group.address));
    const auto isMember = [&address] {
        const auto all = memberships().value_or(QList<Membership>());
        return std::any_of(all.begin(), all.end(), [&address](const Membership &its) {
            return its.group == address && its.interfaceIndex == ::if_nametoindex("lo");
        });
    };
    QVERIFY(!isMember());
    {
        const GroupMember member(group);
        QVERIFY(isMember());
    }
    QVERIFY(!isMember());
}

void TestSystemTables::tellsWhoIsOnAPortOfThisMachine()
{
    const Group group(32);
    const GroupMember member(group);
    const auto sockets = udpSocketsOn(group.port);
    QVERIFY(sockets);
    QCOMPARE(sockets->size(), qsizetype(1));
    const UdpSocket &socket = sockets->constFirst();
    QCOMPARE(QString::fromStdString(socket.address.text()),
             QStringLiteral("0.0.0.0:%1").arg(group.port));
    const auto owners = ownersOf({socket.inode});
    QCOMPARE(owners.size(), qsizetype(1));
    QCOMPARE(owners.constFirst().process, QCoreApplication::applicationPid());
    QVERIFY(owners.constFirst().name.startsWith(QStringLiteral("tst_systemtable")));
}

QTEST_GUILESS_MAIN(TestSystemTables)
#include "tst_systemtables.moc"
