#include "netcore/doctor/findingrow.h"
#include "netcore/doctor/findings.h"
#include "netcore/doctor/sentencewords.h"
#include "netcore/doctor/systemfacts.h"
#include "tests/support/modeltexts.h"

#include <QTest>

#include <algorithm>

using namespace sockyard;
using namespace sockyard::test;

using Check = DoctorCheck;
using Sign = FindingSign;

namespace
{

SocketAddress at(const char *host, quint16 port = 8123)
{
    return SocketAddress(QHostAddress(QString::fromLatin1(host)), port);
}

LineFacts goodLine(const QString &name = QStringLiteral("eth0"))
{
    LineFacts line;
    line.interface.index = 2;
    line.interface.name = name;
    line.interface.up = true;
    line.interface.connected = true;
    line.interface.multicast = true;
    line.interface.addresses = {QHostAddress(QStringLiteral("192.168.1.5")),
                                QHostAddress(QStringLiteral("fe80::5"))};
    line.joined = true;
    line.users = 1;
    line.route.value = at("192.168.1.5", 40000);
    line.probe = ProbeResult::CameBack;
    return line;
}

/// A chat that has joined and finds no fault, whose examination is over.
MulticastFacts goodFacts()
{
    MulticastFacts facts;
    facts.group = at("225.0.0.250");
    facts.joined = true;
    facts.bound = QStringLiteral("0.0.0.0:8123");
    facts.lines = {goodLine()};
    facts.membershipsAreTold = true;
    facts.port = PortFacts{true, {}};
    facts.sent = 3;
    facts.heardBack = 3;
    facts.heardOfOtherHosts = 12;
    facts.otherGroups = OtherGroups{{at("ff15:7079:7468:6f6e:6465:6d6f:6d63:6173")}, {}};
    return facts;
}

LineFacts loopbackLine()
{
    LineFacts line = goodLine(QStringLiteral("lo"));
    line.interface.index = 1;
    line.interface.loopback = true;
    line.interface.multicast = false;
    line.interface.addresses = {QHostAddress(QHostAddress::LocalHost)};
    return line;
}

Finding findingOf(Check check, const MulticastFacts &facts)
{
    const auto all = findings(facts);
    const auto found = std::find_if(all.begin(), all.end(),
                                    [check](const Finding &its) { return its.check == check; });
    return found == all.end() ? Finding{Sign::Busy, check, {}, QStringLiteral("none")} : *found;
}

/// A change of good facts, by which a row of a test makes a fault.
using Change = void (*)(MulticastFacts &facts);

} // namespace

Q_DECLARE_METATYPE(Change)

class TestDoctorFindings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsNoFaultWhereThereIsNone();
    void saysWhatIsWrongAndWhatToDo_data();
    void saysWhatIsWrongAndWhatToDo();
    void looksAtNothingWhereThereIsNoGroup();
    void saysWhatItIsBusyWith();
    void looksAtEachInterface();
    void tellsOthersOnThePortFromItself();
    void findsTheInterfacesOnWhichItWouldBe();
    void saysNoSentenceWithAHoleInIt();
    void fillsInWhatOthersChoseAsItIs();
};

void TestDoctorFindings::findsNoFaultWhereThereIsNone()
{
    const auto all = findings(goodFacts());
    QCOMPARE(all.size(), qsizetype(doctorCheckCount)); // one of each, in their order
    for (int number = 0; number < doctorCheckCount; ++number) {
        const Finding &finding = all.at(number);
        QCOMPARE(static_cast<int>(finding.check), number);
        QVERIFY2(finding.sign == Sign::Ok, qPrintable(finding.text()));
    }
}

void TestDoctorFindings::saysWhatIsWrongAndWhatToDo_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<Check>("check");
    QTest::addColumn<Sign>("sign");
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char *name, Check check, Sign sign, const QStringList &words,
                        Change change) { QTest::newRow(name) << change << check << sign << words; };
    using Facts = MulticastFacts;

    row("not joined", Check::Socket, Sign::Fault, {QStringLiteral("Press Join first")},
        [](Facts &facts) { facts.joined = false; });
    row("could not be joined", Check::Socket, Sign::Fault,
        {QStringLiteral("ENODEV: this machine has no interface \"x\".")}, [](Facts &facts) {
            facts.joined = false;
            facts.lastFailure = QStringLiteral("ENODEV: this machine has no interface \"x\".");
        });
    row("bound", Check::Socket, Sign::Ok, {QStringLiteral("0.0.0.0:8123")}, [](Facts &) {});

    row("membership lost", Check::Membership, Sign::Fault,
        {QStringLiteral("eth0"), QStringLiteral("225.0.0.250"), QStringLiteral("join again")},
        [](Facts &facts) { facts.lines[0].users = 0; });
    row("one line could not join", Check::Membership, Sign::Fault,
        {QStringLiteral("eth0"), QStringLiteral("ENODEV: gone.")}, [](Facts &facts) {
            facts.lines[0].joined = false;
            facts.lines[0].lastFailure = QStringLiteral("ENODEV: gone.");
        });
    row("membership untold", Check::Membership, Sign::Unknown, {QStringLiteral("netsh")},
        [](Facts &facts) { facts.membershipsAreTold = false; });
    row("other members", Check::Membership, Sign::Ok,
        {QStringLiteral("lo, wlan0"), QStringLiteral("joined there: 1")}, [](Facts &facts) {
            facts.otherMembers = {QStringLiteral("lo"), QStringLiteral("wlan0")};
        });
    row("membership without joining", Check::Membership, Sign::Unknown, {QStringLiteral("lo")},
        [](Facts &facts) {
            facts.joined = false;
            facts.otherMembers = {QStringLiteral("lo")};
        });

    row("interface gone", Check::Interface, Sign::Fault, {QStringLiteral("eth0 any more")},
        [](Facts &facts) { facts.lines[0].exists = false; });
    row("interface down", Check::Interface, Sign::Fault,
        {QStringLiteral("eth0 is down"), QStringLiteral("ip link set eth0 up")},
        [](Facts &facts) { facts.lines[0].interface.up = false; });
    row("no address", Check::Interface, Sign::Fault, {QStringLiteral("no IPv4 address")},
        [](Facts &facts) { facts.lines[0].interface.addresses.removeFirst(); });
    row("loopback", Check::Interface, Sign::Warning,
        {QStringLiteral("only programs on this machine"), QStringLiteral("eth0, wlan0")},
        [](Facts &facts) {
            facts.lines = {loopbackLine()};
            facts.otherInterfaces = {QStringLiteral("eth0"), QStringLiteral("wlan0")};
        });
    row("loopback and nothing else", Check::Interface, Sign::Warning,
        {QStringLiteral("No other interface is ready for IPv4")},
        [](Facts &facts) { facts.lines = {loopbackLine()}; });
    row("loopback among others", Check::Interface, Sign::Ok, {QStringLiteral("lo")},
        [](Facts &facts) { facts.lines.prepend(loopbackLine()); });
    row("no multicast", Check::Interface, Sign::Fault,
        {QStringLiteral("cannot do multicast"), QStringLiteral("multicast on")},
        [](Facts &facts) { facts.lines[0].interface.multicast = false; });
    row("no carrier", Check::Interface, Sign::Fault, {QStringLiteral("cable")},
        [](Facts &facts) { facts.lines[0].interface.connected = false; });
    row("no interface at all", Check::Interface, Sign::Fault, {QStringLiteral("No interface")},
        [](Facts &facts) { facts.lines.clear(); });

    row("no route and nothing chosen", Check::Route, Sign::Fault,
        {QStringLiteral("ENETUNREACH"), QStringLiteral("Choose an interface")}, [](Facts &facts) {
            facts.chosenBySystem = true;
            facts.route.error = {*errorNumber("ENETUNREACH")};
        });
    row("no route for IPv6 and nothing chosen", Check::Route, Sign::Fault,
        {QStringLiteral("ENETUNREACH"), QStringLiteral("Choose an interface")}, [](Facts &facts) {
            facts.group = at("ff15::1");
            facts.chosenBySystem = true;
            facts.route.error = {*errorNumber("ENETUNREACH")};
        });
    row("chosen by the system", Check::Route, Sign::Ok,
        {QStringLiteral("eth0"), QStringLiteral("192.168.1.5")},
        [](Facts &facts) { facts.chosenBySystem = true; });
    row("no route for IPv6", Check::Route, Sign::Fault,
        {QStringLiteral("ff00::/8"), QStringLiteral("dev eth0")}, [](Facts &facts) {
            facts.group = at("ff15::1");
            facts.lines[0].route.error = {*errorNumber("ENETUNREACH")};
        });
    row("IPv6 on the loopback", Check::Route, Sign::Fault, {QStringLiteral("the IPv4 group")},
        [](Facts &facts) {
            facts.group = at("ff15::1");
            facts.lines[0] = loopbackLine();
            facts.lines[0].interface.addresses = {QHostAddress(QHostAddress::LocalHostIPv6)};
            facts.lines[0].route.error = {*errorNumber("ENETUNREACH")};
        });
    row("no way for IPv4", Check::Route, Sign::Fault, {QStringLiteral("ENETUNREACH")},
        [](Facts &facts) { facts.lines[0].route.error = {*errorNumber("ENETUNREACH")}; });
    row("no way through what is down", Check::Route, Sign::Unknown, {QStringLiteral("eth0")},
        [](Facts &facts) { facts.lines[0].interface.up = false; });

    row("probe lost", Check::Probe, Sign::Fault, {QStringLiteral("within a second")},
        [](Facts &facts) { facts.lines[0].probe = ProbeResult::Lost; });
    row("probe lost without multicast", Check::Probe, Sign::Fault,
        {QStringLiteral("does no multicast")}, [](Facts &facts) {
            facts.lines[0].probe = ProbeResult::Lost;
            facts.lines[0].interface.multicast = false;
        });
    row("probe not sent", Check::Probe, Sign::Fault, {QStringLiteral("would not let")},
        [](Facts &facts) { facts.lines[0].probe = ProbeResult::NotSent; });
    row("probe not tried", Check::Probe, Sign::Unknown, {QStringLiteral("No probe")},
        [](Facts &facts) {
            facts.lines[0].probe.reset();
            facts.lines[0].interface.up = false;
        });

    row("no host without joining", Check::Hosts, Sign::Unknown, {QStringLiteral("Not joined")},
        [](Facts &facts) { facts.joined = false; });
    row("hosts", Check::Hosts, Sign::Ok, {QStringLiteral("12")}, [](Facts &) {});
    row("this machine only", Check::Hosts, Sign::Warning, {QStringLiteral("on this machine are")},
        [](Facts &facts) {
            facts.heardOfOtherHosts = 0;
            facts.heardOfThisMachine = 1;
        });
    row("own messages only", Check::Hosts, Sign::Warning,
        {QStringLiteral("of 3 own messages 2 came back")}, [](Facts &facts) {
            facts.heardOfOtherHosts = 0;
            facts.heardBack = 2;
        });
    row("nothing at all", Check::Hosts, Sign::Warning, {QStringLiteral("Ask somebody")},
        [](Facts &facts) {
            facts.heardOfOtherHosts = 0;
            facts.heardBack = 0;
        });

    row("port held alone", Check::Port, Sign::Fault,
        {QStringLiteral("8123"), QStringLiteral("python3 (process 42)")}, [](Facts &facts) {
            facts.joined = false;
            facts.lastFailure = QStringLiteral("EADDRINUSE: …");
            facts.port = PortFacts{true, {{QStringLiteral("python3"), 42, false}}};
        });
    row("port held alone by somebody", Check::Port, Sign::Fault, {QStringLiteral("ss -ulnp")},
        [](Facts &facts) {
            facts.joined = false;
            facts.lastFailure = QStringLiteral("EADDRINUSE: …");
        });
    row("port untold", Check::Port, Sign::Unknown, {QStringLiteral("netstat")}, [](Facts &facts) {
        facts.port = PortFacts{false, {}};
    });
    row("port shared", Check::Port, Sign::Ok,
        {QStringLiteral("shared with python3 (process 42), a program of another user")},
        [](Facts &facts) {
            facts.port = PortFacts{
                true, {{QStringLiteral("python3"), 42, false}, {{}, 0, false}, {{}, 0, false}}};
        });
    row("port in use before joining", Check::Port, Sign::Warning,
        {QStringLiteral("this program itself")}, [](Facts &facts) {
            facts.joined = false;
            facts.port = PortFacts{true, {{QStringLiteral("sockyard"), 1, true}}};
        });
    row("many on the port", Check::Port, Sign::Ok, {QStringLiteral("p4 (process 4), 6 more")},
        [](Facts &facts) {
            facts.port = PortFacts{true, {}};
            for (int number = 1; number <= 10; ++number) {
                facts.port->others.append({QStringLiteral("p%1").arg(number), number, false});
            }
        });

    row("the other family", Check::Family, Sign::Fault,
        {QStringLiteral("Ann talks on the IPv4 group 225.0.0.250; you are on IPv6, and the two do "
                        "not hear each other: choose")},
        [](Facts &facts) {
            facts.group = at("ff15::1");
            facts.otherGroups =
                OtherGroups{{at("225.0.0.250")}, {{QStringLiteral("Ann"), at("225.0.0.250")}}};
        });
    row("several of the other family", Check::Family, Sign::Fault,
        {QStringLiteral("Ann, Bob talk on the IPv4 group 225.0.0.250; you are on IPv6")},
        [](Facts &facts) {
            facts.group = at("ff15::1");
            facts.otherGroups = OtherGroups{{at("225.0.0.250")},
                                            {{QStringLiteral("Ann"), at("225.0.0.250")},
                                             {QStringLiteral("Bob"), at("225.0.0.250")}}};
        });
    row("another group of the same family", Check::Family, Sign::Fault,
        {QStringLiteral("Ann talks on the group 225.0.0.250; you are on 239.1.2.3")},
        [](Facts &facts) {
            facts.group = at("239.1.2.3");
            facts.otherGroups =
                OtherGroups{{at("225.0.0.250")}, {{QStringLiteral("Ann"), at("225.0.0.250")}}};
        });
    row("several on another group", Check::Family, Sign::Fault,
        {QStringLiteral("Ann, Bob talk on the group 225.0.0.250")}, [](Facts &facts) {
            facts.group = at("239.1.2.3");
            facts.otherGroups = OtherGroups{{at("225.0.0.250")},
                                            {{QStringLiteral("Ann"), at("225.0.0.250")},
                                             {QStringLiteral("Bob"), at("225.0.0.250")}}};
        });
    row("nobody elsewhere", Check::Family, Sign::Ok, {QStringLiteral("Nobody was heard on ff15:")},
        [](Facts &) {});
    row("could not listen", Check::Family, Sign::Unknown, {QStringLiteral("could not be tried")},
        [](Facts &facts) { facts.otherGroups = OtherGroups(); });

    row("no hops", Check::Scope, Sign::Warning, {QStringLiteral("never leaves this machine")},
        [](Facts &facts) { facts.hops = 0; });
    row("no hops and no loop back", Check::Scope, Sign::Fault, {QStringLiteral("nobody hears")},
        [](Facts &facts) {
            facts.hops = 0;
            facts.loopBack = false;
        });
    row("no loop back", Check::Scope, Sign::Warning, {QStringLiteral("Loop back is off")},
        [](Facts &facts) { facts.loopBack = false; });
    row("a group of one machine", Check::Scope, Sign::Warning,
        {QStringLiteral("this machine"), QStringLiteral("Choose a group")},
        [](Facts &facts) { facts.group = at("ff01::7"); });
    row("a group for chosen senders", Check::Scope, Sign::Warning,
        {QStringLiteral("RFC 4607"), QStringLiteral("Choose another group")},
        [](Facts &facts) { facts.group = at("232.1.2.3"); });
    row("a group of one link", Check::Scope, Sign::Ok, {QStringLiteral("this link; no router")},
        [](Facts &facts) { facts.group = at("ff12::7"); });
    row("many hops", Check::Scope, Sign::Ok, {QStringLiteral("passes 7 routers at most")},
        [](Facts &facts) { facts.hops = 8; });

    row("firewall for the port", Check::Firewall, Sign::Fault,
        {QStringLiteral("UDP port 8123"), QStringLiteral("nft list ruleset"),
         QStringLiteral("Windows Defender")},
        [](Facts &facts) {
            facts.heardOfOtherHosts = 0;
            facts.heardBack = 0;
        });
    row("own messages are not to come back", Check::Firewall, Sign::Unknown,
        {QStringLiteral("Nothing points")}, [](Facts &facts) {
            facts.heardOfOtherHosts = 0;
            facts.heardBack = 0;
            facts.loopBack = false;
        });
    row("the loopback gives them back", Check::Firewall, Sign::Fault,
        {QStringLiteral("UDP port 8123")}, [](Facts &facts) {
            facts.lines = {loopbackLine()};
            facts.heardOfOtherHosts = 0;
            facts.heardBack = 0;
            facts.loopBack = false;
        });
    row("firewall for all", Check::Firewall, Sign::Warning, {QStringLiteral("all multicast")},
        [](Facts &facts) {
            facts.heardOfOtherHosts = 0;
            facts.heardBack = 0;
            facts.lines[0].probe = ProbeResult::Lost;
        });
    row("nothing was said", Check::Firewall, Sign::Unknown, {QStringLiteral("Say something")},
        [](Facts &facts) {
            facts.heardOfOtherHosts = 0;
            facts.heardBack = 0;
            facts.sent = 0;
        });
    row("no firewall", Check::Firewall, Sign::Unknown, {QStringLiteral("IGMP snooping")},
        [](Facts &facts) { facts.heardOfOtherHosts = 0; });
}

void TestDoctorFindings::saysWhatIsWrongAndWhatToDo()
{
    QFETCH(const Change, change);
    QFETCH(const Check, check);
    QFETCH(const Sign, sign);
    QFETCH(const QStringList, words);
    MulticastFacts facts = goodFacts();
    change(facts);
    const Finding finding = findingOf(check, facts);
    QVERIFY2(finding.sign == sign, qPrintable(finding.text()));
    for (const QString &word : words) {
        QVERIFY2(finding.sentence.contains(word), qPrintable(finding.sentence));
    }
}

void TestDoctorFindings::looksAtNothingWhereThereIsNoGroup()
{
    MulticastFacts facts;
    facts.problem = QStringLiteral("\"x\" is no multicast group.");
    const auto all = findings(facts);
    QCOMPARE(all.size(), qsizetype(1));
    QCOMPARE(all.constFirst().check, Check::Socket);
    QCOMPARE(all.constFirst().sign, Sign::Fault);
    QVERIFY(all.constFirst().sentence.contains(facts.problem));
}

void TestDoctorFindings::saysWhatItIsBusyWith()
{
    MulticastFacts facts = goodFacts();
    facts.heardOfOtherHosts = 0;
    facts.lines[0].probe.reset();
    facts.port.reset();
    facts.otherGroups.reset();
    for (const Check check : {Check::Probe, Check::Port, Check::Family, Check::Firewall}) {
        const Finding finding = findingOf(check, facts);
        QCOMPARE(finding.sign, Sign::Busy);
        QVERIFY(finding.sentence != QStringLiteral("none"));
    }
}

void TestDoctorFindings::looksAtEachInterface()
{
    MulticastFacts facts = goodFacts();
    facts.lines.append(goodLine(QStringLiteral("wlan0")));
    facts.lines[1].interface.up = false;
    const auto all = findings(facts);
    for (const Check check : {Check::Membership, Check::Interface, Check::Route, Check::Probe}) {
        QStringList names;
        for (const Finding &finding : all) {
            if (finding.check == check) {
                names.append(finding.interfaceName);
            }
        }
        QCOMPARE(names, QStringList({QStringLiteral("eth0"), QStringLiteral("wlan0")}));
    }
}

void TestDoctorFindings::tellsOthersOnThePortFromItself()
{
    constexpr qint64 own = 100;
    const QList<UdpSocket> sockets{
        {at("0.0.0.0"), 1}, {at("0.0.0.0"), 2}, {at("0.0.0.0"), 3}, {at("::"), 4}};
    const QList<SocketOwner> owners{{1, own, QStringLiteral("sockyard")},
                                    {2, 42, QStringLiteral("python3")},
                                    {3, own, QStringLiteral("sockyard")}};
    const PortFacts facts = portFacts(sockets, owners, own, 1);
    QVERIFY(facts.isTold);
    QCOMPARE(facts.others.size(), qsizetype(3));
    QCOMPARE(facts.others.at(0).name, QStringLiteral("python3"));
    QVERIFY(!facts.others.at(0).isThisProgram);
    QVERIFY(facts.others.at(1).isThisProgram);       // one more than the chat itself has
    QCOMPARE(facts.others.at(2).process, qint64(0)); // nobody may know
    QCOMPARE(portFacts(sockets, owners, own, 2).others.size(), qsizetype(2));
    QVERIFY(portFacts({}, owners, own, 1).others.isEmpty());
}

void TestDoctorFindings::findsTheInterfacesOnWhichItWouldBe()
{
    LineFacts down = goodLine(QStringLiteral("eth1"));
    down.interface.index = 3;
    down.interface.up = false;
    const QList<Interface> all{loopbackLine().interface, goodLine().interface, down.interface};
    const auto namesOf = [](const MulticastFacts &facts) {
        QStringList names;
        for (const LineFacts &line : facts.lines) {
            names.append(line.interface.name);
        }
        return names;
    };
    MulticastFacts facts;
    facts.group = at("225.0.0.250");
    const auto eth0 = QStringLiteral("eth0");
    QCOMPARE(namesOf(withSystemFacts(facts, all, {})), QStringList(eth0));
    QCOMPARE(namesOf(withSystemFacts(facts, {all.constFirst()}, {})),
             QStringList(QStringLiteral("lo"))); // where there is nothing better
    QVERIFY(!withSystemFacts(facts, all, {}).membershipsAreTold);

    facts.lines = {loopbackLine()}; // as it was chosen
    const QList<Membership> members{{1, QHostAddress(QStringLiteral("225.0.0.250")), 2},
                                    {2, QHostAddress(QStringLiteral("225.0.0.250")), 1},
                                    {3, QHostAddress(QStringLiteral("225.0.0.251")), 1}};
    const MulticastFacts chosen = withSystemFacts(facts, all, members);
    QCOMPARE(namesOf(chosen), QStringList(QStringLiteral("lo")));
    QCOMPARE(chosen.lines.constFirst().users, 2U);
    QCOMPARE(chosen.otherMembers, QStringList(eth0));
    QCOMPARE(chosen.otherInterfaces, QStringList(eth0));
    QVERIFY(!withSystemFacts(facts, {}, members).lines.constFirst().exists);
}

void TestDoctorFindings::saysNoSentenceWithAHoleInIt()
{
    MulticastFacts facts;
    for (const auto rows = chatFindingRows(); const ChatFindingRow &row : rows) {
        const QString sentence = QString::fromUtf8(row.sentence);
        QVERIFY2(!filledSentence(sentence, facts, {}).contains(u'{'), row.sentence);
        QVERIFY(sentence.endsWith(u'.') || sentence.endsWith(u'}') || sentence.endsWith(u')') ||
                sentence.endsWith(QStringLiteral("table local")));
    }
    for (const auto rows = lineFindingRows(); const LineFindingRow &row : rows) {
        const QString sentence = QString::fromUtf8(row.sentence);
        QVERIFY2(!filledSentence(sentence, facts, {}).contains(u'{'), row.sentence);
    }
}

void TestDoctorFindings::fillsInWhatOthersChoseAsItIs()
{
    MulticastFacts facts = goodFacts();
    facts.problem = QStringLiteral("{group} %1 {nothing} } {");
    QCOMPARE(filledSentence(QStringLiteral("{port}{problem}{unknown}{"), facts, {}),
             QStringLiteral("8123{group} %1 {nothing} } {{unknown}{"));
    QCOMPARE(filledSentence(QString(), facts, {}), QString());
}

QTEST_GUILESS_MAIN(TestDoctorFindings)
#include "tst_doctorfindings.moc"
