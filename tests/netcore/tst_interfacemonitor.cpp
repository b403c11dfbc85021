#include "netcore/endpoints/interfacemonitor.h"
#include "netcore/sockets/notemarks.h"
#include "tests/support/logs.h"
#include "tests/support/peer.h"
#include "tests/support/runinnetwork.h"
#include "tests/support/teststrings.h"

#include <QCoreApplication>
#include <QTest>

#include <algorithm>
#include <fstream>
#include <string>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

/// A monitor, and what it has told.
struct Watch {
    std::shared_ptr<EventLog> log = std::make_shared<EventLog>();
    InterfaceMonitor endpoint{log};

    /// The notes of that mark, without it.
    QStringList told(std::string_view mark) const
    {
        QStringList result;
        for (const Event &event : eventsOf(*log, EventKind::Note)) {
            std::string_view note = event.note();
            if (note.starts_with(mark)) {
                note.remove_prefix(mark.size());
                result.append(QString::fromUtf8(note.data(), static_cast<qsizetype>(note.size())));
            }
        }
        return result;
    }
    bool hasTold(const char *change) const
    {
        return told(interfaceMark).contains(QString::fromUtf8(change));
    }
    InterfaceDetails seen(const char *name) const
    {
        const auto all = endpoint.snapshot().interfaces;
        const auto found = std::find_if(all.begin(), all.end(), [name](const auto &its) {
            return its.name == QLatin1StringView(name);
        });
        return found == all.end() ? InterfaceDetails() : *found;
    }
};

/// An interface, down, with a cable to another one that is up.
void addPair(const char *name)
{
    ip("link add "s + name + " type veth peer name far");
    ip("link set far up");
}

void enterNetwork()
{
    enterOwnNetwork();
    ip("link set lo up");
    setHosts("127.0.0.1 localhost\n127.0.0.5 five.example\n");
}

} // namespace

// Interfaces that come, change and go, in a network of the test's own.
class TestInterfaceMonitor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();

    void tellsWhatIsThereWhenItBegins();
    void tellsAnInterfaceThatComesAndGoes();
    void tellsUpDownAndTheCarrier();
    void tellsAddressesAndTheMtu();
    void knowsAllOfAnInterface();
    void knowsTemporaryAndDeprecatedAddresses();
    void startsOnceAndStopsOnce();
    void seesNothingWhileItDoesNotWatch();
    void findsNamesOfAddresses();
    void looksUpNothingButAddresses();
    void looksAtSocketsInTheBackground();
};

void TestInterfaceMonitor::cleanup()
{
    for (const char *name : {"va", "d0", "d1"}) {
        if (::if_nametoindex(name) != 0) {
            ip("link del "s + name);
        }
    }
}

void TestInterfaceMonitor::tellsWhatIsThereWhenItBegins()
{
    Watch watch;
    watch.endpoint.start();
    QCOMPARE(watch.told(watchBeginsMark).size(), qsizetype(1));
    const auto told = watch.told(interfaceMark);
    QCOMPARE(told.size(), qsizetype(1));
    QVERIFY2(told.constFirst().startsWith(QStringLiteral("= lo: up, running, loopback, MTU 65536, "
                                                         "127.0.0.1/8, ::1/128")),
             qPrintable(told.constFirst()));
}

void TestInterfaceMonitor::tellsAnInterfaceThatComesAndGoes()
{
    Watch watch;
    watch.endpoint.start();
    addPair("d0");
    QTRY_VERIFY_WITH_TIMEOUT(watch.hasTold("+ d0: the interface came: down, multicast"), patience);
    ip("link set d0 name d1");
    QTRY_VERIFY_WITH_TIMEOUT(watch.hasTold("~ d1: this is its name now; it was d0"), patience);
    ip("link del d1");
    QTRY_VERIFY_WITH_TIMEOUT(watch.hasTold("- d1: the interface went away"), patience);
    QVERIFY(watch.seen("d1").name.isEmpty());
}

void TestInterfaceMonitor::tellsUpDownAndTheCarrier()
{
    ip("link add va type veth peer name vb");
    Watch watch;
    watch.endpoint.start();
    ip("link set va up");
    QTRY_VERIFY_WITH_TIMEOUT(watch.hasTold("+ va: it went up, and has no carrier yet"),
                             patience); // vb is down
    ip("link set vb up");
    QTRY_VERIFY_WITH_TIMEOUT(watch.hasTold("+ va: it has its carrier again"), patience);
    QVERIFY(watch.seen("va").running);
    ip("link set vb down");
    QTRY_VERIFY_WITH_TIMEOUT(
        watch.hasTold("- va: it lost its carrier: is the cable out, or the Wi-Fi gone?"), patience);
    ip("link set va down");
    QTRY_VERIFY_WITH_TIMEOUT(watch.hasTold("- va: it went down: nothing is sent or received there"),
                             patience);
}

void TestInterfaceMonitor::tellsAddressesAndTheMtu()
{
    addPair("d0");
    Watch watch;
    watch.endpoint.start();
    ip("addr add 10.55.0.1/24 dev d0");
    QTRY_VERIFY_WITH_TIMEOUT(watch.hasTold("+ d0: the address 10.55.0.1/24 was added"), patience);
    ip("link set d0 mtu 1280");
    QTRY_VERIFY_WITH_TIMEOUT(watch.hasTold("~ d0: its MTU is 1280 now; it was 1500"), patience);
    ip("addr del 10.55.0.1/24 dev d0");
    QTRY_VERIFY_WITH_TIMEOUT(watch.hasTold("- d0: the address 10.55.0.1/24 was removed"), patience);
    ip("link set d0 address 02:00:00:00:00:07");
    QTRY_VERIFY_WITH_TIMEOUT(!watch.told(interfaceMark)
                                  .filter(QStringLiteral("~ d0: its hardware address is "
                                                         "02:00:00:00:00:07 now"))
                                  .isEmpty(),
                             patience);
}

void TestInterfaceMonitor::knowsAllOfAnInterface()
{
    addPair("d0");
    ip("link set d0 address 02:00:00:00:00:07 mtu 1400 up");
    ip("addr add 10.55.0.1/20 brd + dev d0");
    ip("addr add 2001:db8:7::1/48 dev d0");
    Watch watch;
    watch.endpoint.start();
    const InterfaceDetails its = watch.seen("d0");
    QVERIFY(its.up && its.running && its.multicast);
    QVERIFY(!its.loopback && !its.pointToPoint);
    QCOMPARE(its.mtu, 1400);
    QCOMPARE(its.hardwareAddress, QStringLiteral("02:00:00:00:00:07"));
    QVERIFY(its.index > 1);
    const auto addressAt = [&its](const char *text) {
        const auto found = std::find_if(
            its.addresses.begin(), its.addresses.end(),
            [text](const InterfaceAddress &one) { return one.text() == QLatin1StringView(text); });
        return found == its.addresses.end() ? InterfaceAddress() : *found;
    };
    const InterfaceAddress ipv4 = addressAt("10.55.0.1/20");
    QCOMPARE(ipv4.netmask.toString(), QStringLiteral("255.255.240.0"));
    QCOMPARE(ipv4.broadcast.toString(), QStringLiteral("10.55.15.255"));
    const InterfaceAddress ipv6 = addressAt("2001:db8:7::1/48");
    QVERIFY(!ipv6.address.isNull() && ipv6.netmask.isNull() && ipv6.broadcast.isNull());
    QVERIFY(!ipv6.temporary && !ipv6.deprecated);
    const InterfaceAddress link = addressAt("fe80::ff:fe00:7/64"); // by RFC 4291, appendix A
    QCOMPARE(link.address.scopeId(), QStringLiteral("d0"));
    QVERIFY(!link.temporary && !link.deprecated);
    const InterfaceDetails loopback = watch.seen("lo");
    QVERIFY(loopback.loopback && loopback.hardwareAddress.isEmpty());
}

void TestInterfaceMonitor::knowsTemporaryAndDeprecatedAddresses()
{
    addPair("d0");
    std::ofstream("/proc/sys/net/ipv6/conf/d0/use_tempaddr") << "2";
    ip("link set d0 up");
    ip("addr add 2001:db8:7::1/64 dev d0 mngtmpaddr");      // the system makes another beside it
    ip("addr add 2001:db8:8::1/64 dev d0 preferred_lft 0"); // its time is over
    Watch watch;
    watch.endpoint.start();
    const auto addresses = watch.seen("d0").addresses;
    QStringList temporary;
    QStringList deprecated;
    for (const InterfaceAddress &address : addresses) {
        if (address.temporary) {
            temporary.append(address.text());
        }
        if (address.deprecated) {
            deprecated.append(address.text());
        }
    }
    QCOMPARE(temporary.size(), qsizetype(1));
    QVERIFY(temporary.constFirst().startsWith(QStringLiteral("2001:db8:7:")));
    QVERIFY(temporary.constFirst() != QStringLiteral("2001:db8:7::1/64"));
    QCOMPARE(deprecated, QStringList(QStringLiteral("2001:db8:8::1/64")));
}

void TestInterfaceMonitor::startsOnceAndStopsOnce()
{
    Watch watch;
    watch.endpoint.stop(); // harmless
    QCOMPARE(watch.log->size(), EventNumber(0));
    watch.endpoint.start();
    watch.endpoint.start();
    QCOMPARE(watch.told(watchBeginsMark).size(), qsizetype(1));
    watch.endpoint.stop();
    watch.endpoint.stop();
    QCOMPARE(count(*watch.log, EventKind::Closed), std::size_t(1));
    QCOMPARE(eventsOf(*watch.log).back().kind(), EventKind::Closed);
}

void TestInterfaceMonitor::seesNothingWhileItDoesNotWatch()
{
    Watch watch;
    watch.endpoint.start();
    watch.endpoint.stop();
    const EventNumber before = watch.log->size();
    Watch other; // by which one sees that time has gone by
    other.endpoint.start();
    addPair("d0");
    QTRY_VERIFY_WITH_TIMEOUT(other.hasTold("+ d0: the interface came: down, multicast"), patience);
    QCOMPARE(watch.log->size(), before);
}

void TestInterfaceMonitor::findsNamesOfAddresses()
{
    Watch watch;
    watch.endpoint.lookUpName(QStringLiteral("127.0.0.5"));
    QTRY_COMPARE_WITH_TIMEOUT(watch.told(addressNameMark),
                              QStringList(QStringLiteral("127.0.0.5 = five.example")), patience);
    watch.endpoint.lookUpName(QStringLiteral("127.0.0.6"));
    QTRY_COMPARE_WITH_TIMEOUT(watch.told(addressNameMark).size(), qsizetype(2), patience);
    QVERIFY(watch.told(addressNameMark).constLast().startsWith(QStringLiteral("127.0.0.6 ! ")));
}

void TestInterfaceMonitor::looksUpNothingButAddresses()
{
    Watch watch;
    watch.endpoint.lookUpName(QStringLiteral("five.example"));
    QCOMPARE(count(*watch.log, EventKind::Failed), std::size_t(1));
    QVERIFY(eventsOf(*watch.log).front().note().starts_with("EINVAL: "));
}

void TestInterfaceMonitor::looksAtSocketsInTheBackground()
{
    Watch watch;
    QCOMPARE(watch.endpoint.snapshot().socketLooks, 0ULL);
    const PeerListener listener;
    watch.endpoint.lookAtSockets();
    watch.endpoint.lookAtSockets(); // one at a time
    QTRY_COMPARE_WITH_TIMEOUT(watch.endpoint.snapshot().socketLooks, 1ULL, patience);
    const auto sockets = watch.endpoint.snapshot().sockets;
    QVERIFY(sockets);
    QVERIFY(std::any_of(sockets->begin(), sockets->end(), [&listener](const BoundSocket &its) {
        return its.kind == BoundSocket::Kind::Tcp && its.address.port() == listener.port();
    }));
    QCOMPARE(watch.log->size(), EventNumber(0)); // no event: it has no history
}

int main(int argc, char **argv)
{
    return runInNetwork<QCoreApplication, TestInterfaceMonitor>(argc, argv, enterNetwork);
}
#include "tst_interfacemonitor.moc"
