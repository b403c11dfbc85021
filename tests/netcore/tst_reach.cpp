#include "netcore/sockets/reach.h"

#include <QTest>

using namespace sockyard;

Q_DECLARE_METATYPE(sockyard::Reach)

namespace
{

Interface interface(const char *name, const QStringList &addresses, bool up = true)
{
    Interface result;
    result.name = QString::fromLatin1(name);
    result.up = up;
    for (const QString &address : addresses) {
        result.addresses.append(QHostAddress(address));
    }
    return result;
}

QList<Interface> machine()
{
    return {interface("lo", {QStringLiteral("127.0.0.1"), QStringLiteral("::1")}),
            interface("eth0", {QStringLiteral("fe80::1%eth0"), QStringLiteral("192.168.1.5"),
                               QStringLiteral("fd00::5"), QStringLiteral("192.168.1.5")}),
            interface("wlan0", {QStringLiteral("169.254.7.7"), QStringLiteral("203.0.113.9"),
                                QStringLiteral("2001:db8::9")}),
            interface("eth1", {QStringLiteral("10.0.0.1")}, false)};
}

QStringList texts(const QString &host, Listener::Families families = Listener::Families::One,
                  std::optional<quint16> port = {})
{
    QStringList result;
    const auto all = reachableAddresses(QHostAddress(host), families, machine());
    for (const ReachableAddress &its : all) {
        result.append(its.text(port));
    }
    return result;
}

} // namespace

class TestReach : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysHowFarAnAddressCarries_data();
    void saysHowFarAnAddressCarries();
    void findsTheAddressesOfOneFamily();
    void findsTheAddressesOfBoth();
    void takesAnAddressForItself();
    void isNothingWhereOnlyThisMachineReachesIt();
    void writesAddressesAsAClientTakesThem();
    void looksAtTheMachineInNoTime();
};

void TestReach::saysHowFarAnAddressCarries_data()
{
    QTest::addColumn<Reach>("reach");
    const auto row = [](const char *address, Reach reach) { QTest::newRow(address) << reach; };
    row("127.0.0.1", Reach::Machine);
    row("127.255.255.255", Reach::Machine);
    row("::1", Reach::Machine);
    row("::ffff:127.0.0.1", Reach::Machine);
    row("169.254.0.1", Reach::Link);
    row("169.253.255.255", Reach::Public);
    row("169.255.0.1", Reach::Public);
    row("fe80::1%lo", Reach::Link);
    row("febf::1", Reach::Link);
    row("9.255.255.255", Reach::Public);
    row("10.0.0.0", Reach::Private);
    row("10.255.255.255", Reach::Private);
    row("11.0.0.0", Reach::Public);
    row("172.15.255.255", Reach::Public);
    row("172.16.0.1", Reach::Private);
    row("172.31.255.255", Reach::Private);
    row("172.32.0.1", Reach::Public);
    row("192.167.255.255", Reach::Public);
    row("192.168.0.1", Reach::Private);
    row("192.169.0.1", Reach::Public);
    row("100.63.255.255", Reach::Public);
    row("100.64.0.1", Reach::Private);
    row("100.127.255.255", Reach::Private);
    row("100.128.0.1", Reach::Public);
    row("fc00::1", Reach::Private);
    row("fdff::1", Reach::Private);
    row("fec0::1", Reach::Private);
    row("fb00::1", Reach::Public);
    row("2001:db8::1", Reach::Public);
    row("8.8.8.8", Reach::Public);
    row("::ffff:192.168.1.1", Reach::Private);
    row("::ffff:8.8.8.8", Reach::Public);
}

void TestReach::saysHowFarAnAddressCarries()
{
    const QHostAddress address(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(!address.isNull());
    QTEST(reachOf(address), "reach");
}

void TestReach::findsTheAddressesOfOneFamily()
{
    QCOMPARE(texts(QStringLiteral("0.0.0.0")),
             (QStringList{QStringLiteral("192.168.1.5"), QStringLiteral("203.0.113.9"),
                          QStringLiteral("169.254.7.7")}));
    QCOMPARE(texts(QStringLiteral("::")),
             (QStringList{QStringLiteral("fd00::5"), QStringLiteral("2001:db8::9"),
                          QStringLiteral("fe80::1%eth0")}));
}

void TestReach::findsTheAddressesOfBoth()
{
    QCOMPARE(texts(QStringLiteral("::"), Listener::Families::Both),
             (QStringList{QStringLiteral("192.168.1.5"), QStringLiteral("203.0.113.9"),
                          QStringLiteral("fd00::5"), QStringLiteral("2001:db8::9"),
                          QStringLiteral("169.254.7.7"), QStringLiteral("fe80::1%eth0")}));
}

void TestReach::takesAnAddressForItself()
{
    const auto own = reachableAddresses(QHostAddress(QStringLiteral("192.168.1.5")),
                                        Listener::Families::One, machine());
    QCOMPARE(own, (QList<ReachableAddress>{{QHostAddress(QStringLiteral("192.168.1.5")),
                                            Reach::Private, QStringLiteral("eth0")}}));
    const auto foreign = reachableAddresses(QHostAddress(QStringLiteral("8.8.8.8")),
                                            Listener::Families::One, machine());
    QCOMPARE(foreign.size(), qsizetype(1));
    QCOMPARE(foreign.constFirst().interfaceName, QString());
}

void TestReach::isNothingWhereOnlyThisMachineReachesIt()
{
    for (const char *host : {"127.0.0.1", "127.9.9.9", "::1"}) {
        QVERIFY2(texts(QString::fromLatin1(host)).isEmpty(), host);
    }
    QVERIFY(reachableAddresses(QHostAddress(QHostAddress::AnyIPv6), Listener::Families::Both, {})
                .isEmpty());
}

void TestReach::writesAddressesAsAClientTakesThem()
{
    QCOMPARE(texts(QStringLiteral("::"), Listener::Families::Both, 9999).join(u' '),
             QStringLiteral("192.168.1.5:9999 203.0.113.9:9999 [fd00::5]:9999 [2001:db8::9]:9999 "
                            "169.254.7.7:9999 [fe80::1%eth0]:9999"));
}

void TestReach::looksAtTheMachineInNoTime()
{
    // The page asks every few seconds, on the thread of the window.
    QBENCHMARK
    {
        reachableAddresses(QHostAddress(QHostAddress::AnyIPv6), Listener::Families::Both,
                           interfaces());
    }
}

QTEST_GUILESS_MAIN(TestReach)
#include "tst_reach.moc"
