#include "netcore/codec/chatwires.h"
#include "netcore/endpoints/multicastchat.h"
#include "netcore/projections/descriptor.h"
#include "netcore/projections/doctorreport.h"
#include "netcore/projections/lifecycle.h"
#include "netcore/sockets/notemarks.h"
#include "tests/support/farmember.h"
#include "tests/support/logs.h"
#include "tests/support/ownnetwork.h"
#include "tests/support/program.h"
#include "tests/support/runinnetwork.h"
#include "tests/support/teststrings.h"

#include <QCoreApplication>
#include <QTest>

#include <linux/if_ether.h>
#include <linux/if_packet.h>

#include <algorithm>
#include <set>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

using Check = DoctorCheck;
using Sign = FindingSign;

namespace
{

constexpr std::uint16_t port = 8123;
const std::string group4 = "225.0.0.250";
const std::string group6 = "ff15:7079:7468:6f6e:6465:6d6f:6d63:6173";

void nft(const std::string &command)
{
    if (std::system(("nft " + command).c_str()) != 0) {
        throw std::runtime_error("failed: nft " + command);
    }
}

/// Drops what \a rule says of all that comes in.
void dropIncoming(const std::string &rule)
{
    nft("add table inet test");
    nft("'add chain inet test in { type filter hook input priority 0; }'");
    nft("add rule inet test in " + rule + " drop");
}

std::string datagram(const std::string &name, const std::string &text)
{
    return chatWires().front().wire().encode({ChatMessage::Kind::Says, name, text}).value();
}

/// A machine at the other end of the cable from va to vb.
class OtherMachine
{
public:
    OtherMachine()
    {
        m_network.take("vb");
        m_network.inside([] {
            ip("link set vb addrgenmode none up");
            ip("addr add 10.77.0.2/24 dev vb");
            ip("addr add fe80::b/64 dev vb nodad");
        });
        speaks();
    }
    /// Waits until it can be heard in both families.
    void speaks() const
    {
        QVERIFY(QTest::qWaitFor(
            [this] {
                return speaksIpv6("va") && m_network.inside([] { return speaksIpv6("vb"); });
            },
            patience));
    }
    void setPluggedIn(bool in) const
    {
        m_network.inside([in] { ip(in ? "link set vb up" : "link set vb down"); });
    }
    FarMember member(const std::string &group) const
    {
        return m_network.inside([&group] { return FarMember(group, port, "vb"); });
    }
    /// A socket that is given whatever comes over the cable.
    Descriptor tap() const
    {
        return Descriptor(m_network.inside([] {
            const int number = checked(
                ::socket(AF_PACKET, SOCK_DGRAM | SOCK_NONBLOCK, htons(ETH_P_ALL)), "socket");
            sockaddr_ll place = {};
            place.sll_family = AF_PACKET;
            place.sll_protocol = htons(ETH_P_ALL);
            place.sll_ifindex = static_cast<int>(::if_nametoindex("vb"));
            checked(::bind(number, reinterpret_cast<const sockaddr *>(&place), sizeof place),
                    "bind");
            return number;
        }));
    }

private:
    OtherNetwork m_network;
};

/// A chat, asked why it hears nothing.
struct Patient {
    std::shared_ptr<EventLog> log = std::make_shared<EventLog>();
    std::unique_ptr<MulticastChat> endpoint = std::make_unique<MulticastChat>(log);
    MulticastChatSettings settings;

    explicit Patient(const std::string &group = group4,
                     const QString &interface = QStringLiteral("va"))
    {
        settings.name = QStringLiteral("Ada");
        settings.group = QString::fromStdString(group);
        settings.interface = interface;
        settings.wire = QStringLiteral("plain");
    }

    void start() const { endpoint->start(settings); }
    void ask() const { endpoint->examine(settings); }
    DoctorReport report() const
    {
        DoctorReport report;
        for (const Event &event : eventsOf(*log)) {
            report.apply(event);
        }
        return report;
    }
    /// What was found about that, as it stands in the log; empty where nothing was.
    QString found(Check check, const QString &interface = {}) const
    {
        const DoctorReport its = report();
        for (const Finding &finding : its.findings()) {
            if (finding.check == check && finding.interfaceName == interface) {
                return finding.text();
            }
        }
        return {};
    }
    bool isOver() const { return report().begun() > 0 && !report().isRunning(); }
    std::size_t heard() const { return count(*log, EventKind::Received); }
    /// The connections that only probe.
    std::set<ConnectionId> probes() const
    {
        std::set<ConnectionId> result;
        for (const Event &event : eventsOf(*log, EventKind::Note)) {
            if (event.note().starts_with(probeMark)) {
                result.insert(event.connection());
            }
        }
        return result;
    }
};

/// Another program of this machine that has the port, be it alone or shared.
class Holder
{
public:
    explicit Holder(bool shares)
    {
        const auto script = QStringLiteral("import socket, sys\n"
                                           "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
                                           "%1"
                                           "s.bind(('', %2))\n"
                                           "print('ready', flush=True)\n"
                                           "sys.stdin.read()\n")
                                .arg(shares ? QStringLiteral("s.setsockopt(socket.SOL_SOCKET, "
                                                             "socket.SO_REUSEPORT, 1)\n")
                                            : QString())
                                .arg(port);
        m_program.startAndKeepInput(QStringLiteral("python3"), {QStringLiteral("-c"), script});
        QVERIFY(QTest::qWaitFor([this] { return !m_program.output().isEmpty(); }, patience));
    }

    qint64 process() const { return m_program.processId(); }

private:
    Program m_program;
};

} // namespace

#define HAS_FOUND(patient, check, interface, beginning)                                            \
    QTRY_VERIFY2_WITH_TIMEOUT(                                                                     \
        (patient).found(check, QStringLiteral(interface)).startsWith(QStringLiteral(beginning)),   \
        qPrintable((patient).found(check, QStringLiteral(interface))), patience)

// Each fault is made for real, in a network of this process's own.
class TestMulticastDoctor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void findsNoFaultWhereAllIsWell_data();
    void findsNoFaultWhereAllIsWell();
    void troublesNobodyElse_data();
    void troublesNobodyElse();
    void isDoneOnceInTimeAndClosesItsSockets();
    void endsWithItsChat();
    void isNoPartOfTheChatsLife();

    void seesThatNothingIsJoined();
    void seesThatThereIsNoSuchGroup();
    void seesWhyItCouldNotBeJoined();
    void seesThatAnotherProgramHoldsThePortAlone();
    void namesWhoSharesThePort();
    void seesThatTheMembershipIsGone();
    void seesOtherInterfacesThatAreMembers();
    void seesThatTheInterfaceIsDown();
    void seesThatTheInterfaceIsGone();
    void seesThatTheCableIsOut();
    void seesThatThereIsNoAddressOfTheFamily();
    void seesThatTheInterfaceDoesNoMulticast();
    void seesThatItIsOnTheLoopbackOnly();
    void seesThatNoRouteLeadsToTheGroup();
    void seesWhichInterfaceTheSystemChose();
    void seesThatIpv6HasNoRoute();
    void seesThatThereAreNoHops();
    void seesThatLoopBackIsOff();
    void hearsAnotherHost();
    void tellsOwnMessagesFromOthers();
    void hearsWhoTalksInTheOtherFamily_data();
    void hearsWhoTalksInTheOtherFamily();
    void hearsWhoTalksInBothFamiliesWhereTheGroupIsAnother();
    void showsHostileNamesAsInertText();
    void seesAFirewallForThePort();
    void seesAFirewallForAllMulticast();
    void looksAtAllInterfaces();
};

void TestMulticastDoctor::initTestCase()
{
    ip("link set lo up");
}

void TestMulticastDoctor::init()
{
    ip("link add va type veth peer name vb");
    ip("link set va addrgenmode none");
    ip("link set va up");
    ip("addr add 10.77.0.1/24 dev va");
    ip("addr add fe80::a/64 dev va nodad");
}

void TestMulticastDoctor::cleanup()
{
    std::system("ip link del va 2>/dev/null");
    nft("flush ruleset");
}

void TestMulticastDoctor::findsNoFaultWhereAllIsWell_data()
{
    QTest::addColumn<std::string>("group");
    QTest::newRow("IPv4") << group4;
    QTest::newRow("IPv6") << group6;
}

void TestMulticastDoctor::findsNoFaultWhereAllIsWell()
{
    QFETCH(const std::string, group);
    const OtherMachine machine;
    FarMember far = machine.member(group);
    Patient ada(group);
    ada.start();
    ada.endpoint->say(QStringLiteral("hello"));
    far.say(datagram("Bob", "hello"));
    QTRY_COMPARE_WITH_TIMEOUT(ada.heard(), std::size_t(2), patience);
    ada.ask();
    QTRY_VERIFY_WITH_TIMEOUT(ada.isOver(), patience);
    const DoctorReport report = ada.report();
    QCOMPARE(report.findings().size(), qsizetype(doctorCheckCount));
    for (const Finding &finding : report.findings()) {
        QVERIFY2(finding.sign == Sign::Ok, qPrintable(finding.text()));
    }
    QVERIFY(ada.found(Check::Socket).contains(QStringLiteral(":8123")));
}

void TestMulticastDoctor::troublesNobodyElse_data()
{
    findsNoFaultWhereAllIsWell_data();
}

void TestMulticastDoctor::troublesNobodyElse()
{
    QFETCH(const std::string, group);
    const OtherMachine machine;
    FarMember far = machine.member(group);
    FarMember near(group, port, "va"); // on this machine, on the chat's port
    const Descriptor tap = machine.tap();
    const Patient ada(group);
    ada.start();
    ada.ask();
    HAS_FOUND(ada, Check::Probe, "va", "ok probe va: ");
    ada.endpoint->say(QStringLiteral("end"));
    QTRY_COMPARE_WITH_TIMEOUT(far.talk(), "Ada: end\n"s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(near.talk(), "Ada: end\n"s, patience);
    std::string packets;
    std::string buffer(65536, '\0');
    for (ssize_t size = 0; (size = ::recv(tap.number(), buffer.data(), buffer.size(), 0)) >= 0;) {
        packets += buffer.substr(0, static_cast<std::size_t>(size));
    }
    QVERIFY(packets.find("Ada: end") != std::string::npos);
    QVERIFY(packets.find("sockyard probe") == std::string::npos);
}

void TestMulticastDoctor::isDoneOnceInTimeAndClosesItsSockets()
{
    const OtherMachine machine;
    const Patient ada;
    ada.start();
    ada.ask();
    ada.ask(); // it is busy
    QTRY_VERIFY_WITH_TIMEOUT(ada.isOver(), patience);
    QCOMPARE(ada.report().begun(), quint64(1));
    std::int64_t began = 0;
    std::int64_t ended = 0;
    for (const Event &event : eventsOf(*ada.log, EventKind::Note)) {
        began = event.note() == "doctor: begin" ? event.elapsed() : began;
        ended = event.note() == "doctor: end" ? event.elapsed() : ended;
    }
    constexpr std::int64_t second = 1'000'000'000;
    QVERIFY(ended - began < 10 * second);
    const auto probes = ada.probes();
    QCOMPARE(probes.size(), std::size_t(3)); // ear and voice of the probe, and the other group
    for (const ConnectionId probe : probes) {
        const std::string its = story(*ada.log, probe);
        QVERIFY2(its.starts_with("note created ") && its.ends_with(" closed"), its.c_str());
    }
    ada.endpoint->say(QStringLiteral("still here"));
    QTRY_COMPARE_WITH_TIMEOUT(bytesOf(*ada.log, EventKind::Received, 0), "Ada: still here"s,
                              patience);
    ada.ask();
    QCOMPARE(ada.report().begun(), quint64(2));
    QVERIFY(ada.report().isRunning());
}

void TestMulticastDoctor::endsWithItsChat()
{
    const OtherMachine machine;
    const Patient ada;
    ada.start();
    ada.ask();
    QVERIFY(ada.report().isRunning());
    ada.endpoint->stop();
    QVERIFY(!ada.report().isRunning());
    for (const ConnectionId probe : ada.probes()) {
        QVERIFY(story(*ada.log, probe).ends_with("closed"));
    }
    QCOMPARE(eventsOf(*ada.log).back().connection(), ConnectionId(0)); // Closed is the last
    QCOMPARE(eventsOf(*ada.log).back().kind(), EventKind::Closed);
    const EventNumber size = ada.log->size();
    ada.ask(); // of a chat that is not there
    ada.start();
    QCOMPARE(ada.report().begun(), quint64(2));
    QVERIFY(ada.isOver()); // what was looked at is no more
    QVERIFY(ada.log->size() > size);
}

void TestMulticastDoctor::isNoPartOfTheChatsLife()
{
    const OtherMachine machine;
    FarMember far = machine.member(group4);
    const Patient ada(group6);
    ada.ask();
    far.say(datagram("Bob", "hello"));
    QTRY_VERIFY_WITH_TIMEOUT(ada.isOver(), patience);
    QVERIFY(count(*ada.log, EventKind::Received) >= 2); // the probe, and Bob
    Lifecycle life = Lifecycle::ofMulticastChat();
    for (const Event &event : eventsOf(*ada.log)) {
        life.apply(event);
    }
    QCOMPARE(life.phase(), Lifecycle::Phase::Idle);
    QVERIFY(!life.notice());
    for (const LifecycleStep &step : life.steps()) {
        QVERIFY2(!step.happened && !step.failed, std::string(step.label).c_str());
    }
}

void TestMulticastDoctor::seesThatNothingIsJoined()
{
    const OtherMachine machine;
    const Patient ada;
    ada.ask();
    HAS_FOUND(ada, Check::Socket, "", "fault socket: Not joined: nobody can be heard. Press Join");
    HAS_FOUND(ada, Check::Membership, "", "unknown membership: Not joined");
    HAS_FOUND(ada, Check::Interface, "va", "ok interface va: ");
    HAS_FOUND(ada, Check::Probe, "va", "ok probe va: "); // and that would work
    HAS_FOUND(ada, Check::Hosts, "", "unknown hosts: ");
    HAS_FOUND(ada, Check::Port, "", "ok port: ");
}

void TestMulticastDoctor::seesThatThereIsNoSuchGroup()
{
    Patient ada;
    ada.settings.group = QStringLiteral("friends");
    ada.ask();
    QVERIFY(ada.isOver()); // at once
    HAS_FOUND(ada, Check::Socket, "",
              "fault socket: There is nothing to join: EINVAL: \"friends\"");
    QCOMPARE(ada.report().findings().size(), qsizetype(1));
}

void TestMulticastDoctor::seesWhyItCouldNotBeJoined()
{
    Patient ada(group4, QStringLiteral("nowhere0"));
    ada.start();
    ada.ask();
    HAS_FOUND(ada, Check::Socket, "",
              "fault socket: Not joined: nobody can be heard. The last "
              "attempt failed: ENODEV: ");
    HAS_FOUND(ada, Check::Interface, "nowhere0", "fault interface nowhere0: This machine has no");
    ada.endpoint->stop();
    ada.settings.interface = QStringLiteral("va");
    ada.start();
    ada.endpoint->stop();
    ada.ask(); // that it failed once is no news after it went well
    HAS_FOUND(ada, Check::Socket, "", "fault socket: Not joined: nobody can be heard. Press Join");
}

void TestMulticastDoctor::seesThatAnotherProgramHoldsThePortAlone()
{
    const Holder holder(false);
    const Patient ada;
    ada.start();
    QCOMPARE(lastError(*ada.log), "EADDRINUSE"s);
    ada.ask();
    HAS_FOUND(ada, Check::Socket, "",
              "fault socket: Not joined: nobody can be heard. The last attempt failed: EADDRINUSE");
    HAS_FOUND(ada, Check::Port, "", "fault port: UDP port 8123 is held by python");
    QVERIFY(ada.found(Check::Port).contains(QString::number(holder.process())));
}

void TestMulticastDoctor::namesWhoSharesThePort()
{
    const Holder holder(true);
    const Patient ada;
    ada.start();
    ada.ask();
    HAS_FOUND(ada, Check::Port, "", "ok port: UDP port 8123 is shared with python");
    const Patient second; // another tab of the same window
    second.start();
    second.ask();
    QTRY_VERIFY_WITH_TIMEOUT(
        second.found(Check::Port).contains(QStringLiteral("this program itself")), patience);
}

void TestMulticastDoctor::seesThatTheMembershipIsGone()
{
    const OtherMachine machine;
    const Patient ada;
    ada.start();
    ada.ask();
    HAS_FOUND(ada, Check::Membership, "va", "ok membership va: ");
    ada.endpoint->stop();
    ada.start();
    // Behind the program's back.
    std::optional<int> number; // of the receiver
    for (const Event &event : eventsOf(*ada.log, EventKind::Created)) {
        number = event.connection() == 0 ? descriptorIn(event.note()) : number;
    }
    QVERIFY(number);
    ip_mreqn request = {};
    ::inet_pton(AF_INET, group4.c_str(), &request.imr_multiaddr);
    request.imr_ifindex = static_cast<int>(::if_nametoindex("va"));
    setOption(*number, IPPROTO_IP, IP_DROP_MEMBERSHIP, request);
    ada.ask();
    HAS_FOUND(ada, Check::Membership, "va", "fault membership va: The system's own table does not");
}

void TestMulticastDoctor::seesOtherInterfacesThatAreMembers()
{
    const OtherMachine machine;
    const Patient ada;
    const Patient onLoopback(group4, QStringLiteral("lo"));
    ada.start();
    onLoopback.start();
    ada.ask();
    HAS_FOUND(ada, Check::Membership, "va", "ok membership va: ");
    QVERIFY(ada.found(Check::Membership, QStringLiteral("va"))
                .endsWith(QStringLiteral("for other programs: lo.")));
}

void TestMulticastDoctor::seesThatTheInterfaceIsDown()
{
    const OtherMachine machine;
    Patient ada;
    ada.start();
    ip("link set va down");
    ada.ask();
    HAS_FOUND(ada, Check::Interface, "va", "fault interface va: va is down");
    HAS_FOUND(ada, Check::Probe, "va", "unknown probe va: No probe was sent");
    QTRY_VERIFY_WITH_TIMEOUT(ada.isOver(), patience);
    ada.endpoint->stop();
    ada.start(); // is refused
    ada.ask();
    HAS_FOUND(ada, Check::Interface, "va", "fault interface va: va is down");
}

void TestMulticastDoctor::seesThatTheInterfaceIsGone()
{
    const Patient ada;
    ada.start();
    ip("link del va");
    ada.ask();
    HAS_FOUND(ada, Check::Interface, "va", "fault interface va: This machine has no interface va");
    HAS_FOUND(ada, Check::Membership, "va", "fault membership va: ");
}

void TestMulticastDoctor::seesThatTheCableIsOut()
{
    const OtherMachine machine;
    const Patient ada;
    ada.start();
    machine.setPluggedIn(false);
    ada.ask();
    HAS_FOUND(ada, Check::Interface, "va", "fault interface va: va is switched on, but nothing");
}

void TestMulticastDoctor::seesThatThereIsNoAddressOfTheFamily()
{
    const OtherMachine machine;
    Patient ada;
    ada.start();
    ip("addr flush dev va scope global");
    ada.ask();
    HAS_FOUND(ada, Check::Interface, "va", "fault interface va: va has no IPv4 address");
    Patient eve(group6);
    ip("-6 addr flush dev va");
    eve.ask();
    HAS_FOUND(eve, Check::Interface, "va", "fault interface va: va has no IPv6 address");
}

void TestMulticastDoctor::seesThatTheInterfaceDoesNoMulticast()
{
    const OtherMachine machine;
    const Patient ada;
    ada.start();
    ip("link set va multicast off");
    ada.ask();
    HAS_FOUND(ada, Check::Interface, "va",
              "fault interface va: va is up, but the system says that "
              "it cannot do multicast");
}

void TestMulticastDoctor::seesThatItIsOnTheLoopbackOnly()
{
    const OtherMachine machine;
    FarMember far = machine.member(group4);
    const Patient ada(group4, QStringLiteral("lo"));
    ada.start();
    far.say(datagram("Bob", "hello"));
    ada.ask();
    HAS_FOUND(ada, Check::Interface, "lo", "warning interface lo: lo is the loopback");
    QVERIFY(
        ada.found(Check::Interface, QStringLiteral("lo")).endsWith(QStringLiteral("there: va.")));
    HAS_FOUND(ada, Check::Probe, "lo", "ok probe lo: ");
    QCOMPARE(ada.heard() > 1, false); // the probe's own at most: not Bob
}

void TestMulticastDoctor::seesThatNoRouteLeadsToTheGroup()
{
    const OtherMachine machine;
    const Patient ada(group4, {});
    ada.start();
    QCOMPARE(count(*ada.log, EventKind::Joined), std::size_t(0));
    ada.ask();
    HAS_FOUND(ada, Check::Route, "", "fault route: No interface was chosen, and the system knows");
    QVERIFY(ada.found(Check::Route).contains(QStringLiteral("ENETUNREACH")));
    HAS_FOUND(ada, Check::Interface, "va", "ok interface va: "); // which would do
}

void TestMulticastDoctor::seesWhichInterfaceTheSystemChose()
{
    const OtherMachine machine;
    ip("route add 224.0.0.0/4 dev va");
    const Patient ada(group4, {});
    ada.start();
    ada.ask();
    HAS_FOUND(ada, Check::Route, "va", "ok route va: No interface was chosen, and the system's");
    HAS_FOUND(ada, Check::Membership, "va", "ok membership va: ");
    const Patient eve(group4, {}); // the same without joining
    eve.ask();
    HAS_FOUND(eve, Check::Route, "va", "ok route va: No interface was chosen, and the system's");
}

void TestMulticastDoctor::seesThatIpv6HasNoRoute()
{
    const OtherMachine machine;
    const Patient ada(group6);
    ada.start();
    ip("-6 route del ff00::/8 dev va table local");
    ada.ask();
    HAS_FOUND(ada, Check::Route, "va", "fault route va: va has no route for ff00::/8");
    HAS_FOUND(ada, Check::Probe, "va", "unknown probe va: ");
}

void TestMulticastDoctor::seesThatThereAreNoHops()
{
    const OtherMachine machine;
    FarMember far = machine.member(group4);
    Patient ada;
    ada.settings.hops = 0;
    ada.start();
    ada.endpoint->say(QStringLiteral("hello"));
    ada.ask();
    HAS_FOUND(ada, Check::Scope, "", "warning scope: With 0 hops");
    QTRY_COMPARE_WITH_TIMEOUT(bytesOf(*ada.log, EventKind::Received, 0), "Ada: hello"s, patience);
    QCOMPARE(far.talk(), std::string()); // so it is
}

void TestMulticastDoctor::seesThatLoopBackIsOff()
{
    const OtherMachine machine;
    Patient ada;
    ada.settings.loopBack = false;
    ada.start();
    ada.endpoint->say(QStringLiteral("hello"));
    ada.ask();
    HAS_FOUND(ada, Check::Scope, "", "warning scope: Loop back is off");
    HAS_FOUND(ada, Check::Probe, "va", "ok probe va: ");
    // That nothing came back is no firewall's doing.
    HAS_FOUND(ada, Check::Firewall, "", "unknown firewall: ");
}

void TestMulticastDoctor::hearsAnotherHost()
{
    const OtherMachine machine;
    FarMember far = machine.member(group4);
    const Patient ada;
    ada.start();
    ada.ask();
    HAS_FOUND(ada, Check::Hosts, "", "warning hosts: Nothing has come from another host.");
    far.say(datagram("Bob", "hello"));
    QTRY_COMPARE_WITH_TIMEOUT(ada.endpoint->state().heard.otherHosts, quint64(1), patience);
    HAS_FOUND(ada, Check::Hosts, "", "ok hosts: "); // while it is being examined
    HAS_FOUND(ada, Check::Firewall, "", "ok firewall: ");
}

void TestMulticastDoctor::tellsOwnMessagesFromOthers()
{
    const OtherMachine machine;
    const Patient ada;
    ada.start();
    ada.endpoint->say(QStringLiteral("hello"));
    QTRY_COMPARE_WITH_TIMEOUT(ada.heard(), std::size_t(1), patience);
    ada.ask();
    HAS_FOUND(ada, Check::Hosts, "",
              "warning hosts: Nothing has come from another host; of 1 own "
              "messages 1 came back.");
    ada.endpoint->stop();
    const Patient near;
    ada.start();
    near.start();
    near.endpoint->say(QStringLiteral("hello"));
    QTRY_COMPARE_WITH_TIMEOUT(ada.endpoint->state().heard.thisMachine, quint64(1), patience);
    ada.ask();
    HAS_FOUND(ada, Check::Hosts, "", "warning hosts: Programs on this machine are heard, but");
}

void TestMulticastDoctor::hearsWhoTalksInTheOtherFamily_data()
{
    QTest::addColumn<std::string>("own");
    QTest::addColumn<std::string>("other");
    QTest::addColumn<QString>("words");
    QTest::newRow("on IPv6, the others on IPv4")
        << group6 << group4
        << QStringLiteral("fault family: Ann talks on the IPv4 group 225.0.0.250; you are on IPv6, "
                          "and the two do not hear each other: choose");
    QTest::newRow("on IPv4, the others on IPv6")
        << group4 << group6
        << QStringLiteral("fault family: Ann talks on the IPv6 group "
                          "ff15:7079:7468:6f6e:6465:6d6f:6d63:6173; you are on IPv4, and the two "
                          "do not hear each other: choose");
}

void TestMulticastDoctor::hearsWhoTalksInTheOtherFamily()
{
    QFETCH(const std::string, own);
    QFETCH(const std::string, other);
    QFETCH(const QString, words);
    const OtherMachine machine;
    FarMember ann = machine.member(other);
    const Patient ada(own);
    ada.start();
    ada.ask();
    HAS_FOUND(ada, Check::Family, "", "busy family: Listening");
    ann.say(datagram("Ann", "is anybody here?"));
    ann.say(datagram("Ann", "hello?"));
    QTRY_VERIFY_WITH_TIMEOUT(ada.isOver(), patience);
    QVERIFY2(ada.found(Check::Family).startsWith(words), qPrintable(ada.found(Check::Family)));
    QCOMPARE(ada.endpoint->state().heard.otherHosts, quint64(0)); // it is not of the talk
}

void TestMulticastDoctor::hearsWhoTalksInBothFamiliesWhereTheGroupIsAnother()
{
    const OtherMachine machine;
    FarMember ann = machine.member(group4);
    FarMember someone = machine.member(group6);
    const Patient ada("239.1.2.3");
    ada.start();
    ada.ask();
    someone.say("what is this");
    ann.say(datagram("Ann", "hello?"));
    QTRY_VERIFY_WITH_TIMEOUT(ada.isOver(), patience);
    const QString found = ada.found(Check::Family);
    QVERIFY2(found.contains(QStringLiteral("Ann talks on the group 225.0.0.250")) ||
                 found.contains(QStringLiteral("[fe80::b%va]:8123 talks on the IPv6 group")),
             qPrintable(found));
}

void TestMulticastDoctor::showsHostileNamesAsInertText()
{
    const OtherMachine machine;
    FarMember eve = machine.member(group4);
    const Patient ada(group6);
    ada.ask();
    eve.say(datagram("\x1b[31m\xe2\x80\xae" + std::string(1200, 'x') + "\n", "hello"));
    QTRY_VERIFY_WITH_TIMEOUT(ada.isOver(), patience);
    for (const Event &event : eventsOf(*ada.log, EventKind::Note)) {
        const auto note = QString::fromUtf8(event.note().data(), qsizetype(event.note().size()));
        QVERIFY2(!note.contains(u'\x1b') && !note.contains(QChar(0x202e)) && !note.contains(u'\n'),
                 qPrintable(note));
        QVERIFY(note.size() < 1000);
    }
    QVERIFY(ada.found(Check::Family).contains(QStringLiteral("\\x1b[31m<U+202E>xxx")));
}

void TestMulticastDoctor::seesAFirewallForThePort()
{
    const OtherMachine machine;
    dropIncoming("udp dport 8123");
    const Patient ada;
    ada.start();
    ada.ask();
    HAS_FOUND(ada, Check::Firewall, "", "unknown firewall: Say something first");
    ada.endpoint->say(QStringLiteral("hello"));
    HAS_FOUND(ada, Check::Firewall, "",
              "fault firewall: Own messages went out (1) and none came "
              "back on port 8123, while the probe on another port did");
    HAS_FOUND(ada, Check::Probe, "va", "ok probe va: ");
}

void TestMulticastDoctor::seesAFirewallForAllMulticast()
{
    const OtherMachine machine;
    dropIncoming("ip daddr 224.0.0.0/4");
    const Patient ada;
    ada.start();
    ada.ask();
    HAS_FOUND(ada, Check::Probe, "va", "fault probe va: A probe that was sent to 225.0.0.250");
    HAS_FOUND(ada, Check::Firewall, "", "warning firewall: The probe did not come back");
}

void TestMulticastDoctor::looksAtAllInterfaces()
{
    const OtherMachine machine;
    Patient ada;
    ada.settings.interface.clear();
    ada.settings.allInterfaces = true;
    ada.start();
    ada.ask();
    for (const auto *const name : {"va", "lo"}) {
        const QString its = QString::fromLatin1(name);
        for (const Check check :
             {Check::Membership, Check::Interface, Check::Route, Check::Probe}) {
            QTRY_VERIFY2_WITH_TIMEOUT(ada.found(check, its).startsWith(QStringLiteral("ok ")),
                                      qPrintable(ada.found(check, its)), patience);
        }
    }
    HAS_FOUND(ada, Check::Port, "", "ok port: No other program is on UDP port 8123.");
}

int main(int argc, char **argv)
{
    return runInNetwork<QCoreApplication, TestMulticastDoctor>(argc, argv, enterOwnNetwork);
}

#include "tst_multicastdoctor.moc"
