#include "netcore/codec/chatwires.h"
#include "netcore/endpoints/multicastchat.h"
#include "tests/support/farmember.h"
#include "tests/support/logs.h"
#include "tests/support/ownnetwork.h"
#include "tests/support/runinnetwork.h"
#include "tests/support/teststrings.h"

#include <QCoreApplication>
#include <QTest>

#include <algorithm>
#include <optional>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

constexpr std::uint16_t port = 8123;
const std::string group4 = "225.0.0.250";
const std::string group6 = "ff15:7079:7468:6f6e:6465:6d6f:6d63:6173";

/// A chat with its log.
struct Chat {
    std::shared_ptr<EventLog> log = std::make_shared<EventLog>();
    std::unique_ptr<MulticastChat> endpoint = std::make_unique<MulticastChat>(log);
    MulticastChatSettings settings;

    explicit Chat(const std::string &group = group4)
    {
        settings.name = QStringLiteral("Ada");
        settings.group = QString::fromStdString(group);
        settings.interface = QStringLiteral("va");
        settings.wire = QStringLiteral("plain");
    }
    void start() const { endpoint->start(settings); }
    void startOnAll()
    {
        settings.interface.clear();
        settings.allInterfaces = true;
        endpoint->start(settings);
    }
    /// What it heard, one datagram a line.
    std::string heard() const
    {
        std::string text;
        for (const Event &event : eventsOf(*log, EventKind::Received)) {
            text += textOf(event.payload()) + "\n";
        }
        return text;
    }
    /// On how many sockets it heard that datagram.
    std::size_t timesHeard(std::string_view datagram) const
    {
        const auto events = eventsOf(*log, EventKind::Received);
        return static_cast<std::size_t>(
            std::count_if(events.begin(), events.end(), [datagram](const Event &event) {
                return textOf(event.payload()) == datagram;
            }));
    }
    std::size_t joined() const { return count(*log, EventKind::Joined); }
    /// The addresses of its senders, in the order in which they came.
    std::vector<std::string> senders() const
    {
        std::vector<std::string> result;
        for (const Event &event : eventsOf(*log, EventKind::Connected)) {
            result.emplace_back(event.local());
        }
        return result;
    }
    /// The messages that it sent.
    std::vector<ChatMessage> said() const
    {
        std::vector<ChatMessage> result;
        for (const Event &event : eventsOf(*log, EventKind::Sent)) {
            const auto reading = readChatDatagram(event.payload());
            result.push_back(std::get<ChatMessage>(reading));
        }
        return result;
    }
};

std::string portIn(const std::string &address)
{
    return address.substr(address.rfind(':'));
}

/// Gives one end of a cable its addresses: 10.77.CABLE.HOST and fe80::CABLE:HOST.
void address(const std::string &interface, const std::string &cable, const std::string &host)
{
    ip("addr add 10.77." + cable + "." + host + "/24 dev " + interface);
    ip("addr add fe80::" + cable + ":" + host + "/64 dev " + interface + " nodad");
}

/// A machine at the other end of two cables, va to wa and vb to wb.
class OtherMachine
{
public:
    OtherMachine()
    {
        plug("va", "wa", "1");
        plug("vb", "wb", "2");
    }
    ~OtherMachine() { std::system("ip link del va 2>/dev/null; ip link del vb 2>/dev/null"); }
    OtherMachine(const OtherMachine &) = delete;
    OtherMachine &operator=(const OtherMachine &) = delete;

    /// Both ends are up and can speak when it returns.
    void plug(const std::string &here, const std::string &there, const std::string &cable) const
    {
        ip("link add " + here + " type veth peer name " + there);
        ip("link set " + here + " addrgenmode none");
        m_network.take(there);
        m_network.inside([&there, &cable] {
            ip("link set " + there + " addrgenmode none up");
            address(there, cable, "2");
        });
        ip("link set " + here + " up");
        address(here, cable, "1");
        QVERIFY2(QTest::qWaitFor([&here] { return speaksIpv6(here); }, patience), here.c_str());
        QVERIFY2(
            QTest::qWaitFor(
                [this, &there] { return m_network.inside([&there] { return speaksIpv6(there); }); },
                patience),
            there.c_str());
    }
    /// Has both cables end in one switch, of which it is a part.
    void bridge() const
    {
        m_network.inside([] {
            ip("link add name switch0 type bridge");
            ip("link set switch0 addrgenmode none up");
            for (const char *end : {"wa", "wb"}) {
                ip("addr flush dev "s + end);
                ip("link set "s + end + " master switch0");
            }
            address("switch0", "1", "9");
        });
        QVERIFY(QTest::qWaitFor(
            [this] { return m_network.inside([] { return speaksIpv6("switch0"); }); }, patience));
    }
    /// Pulls the cable out at that end, or puts it in again.
    void setPluggedIn(const std::string &there, bool in) const
    {
        m_network.inside([&there, in] { ip("link set " + there + (in ? " up" : " down")); });
    }
    FarMember member(const std::string &group, const std::string &interface) const
    {
        return m_network.inside([&group, &interface] { return FarMember(group, port, interface); });
    }

private:
    OtherNetwork m_network;
};

void families()
{
    QTest::addColumn<std::string>("group");
    QTest::newRow("IPv4") << group4;
    QTest::newRow("IPv6") << group6;
}

} // namespace

// Chats between machines: networks of this process's own, joined by virtual cables.
class TestChatNetworks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void talksWithAnotherMachine_data() { families(); }
    void talksWithAnotherMachine();
    void hearsOnlyTheInterfaceOnWhichItJoined_data() { families(); }
    void hearsOnlyTheInterfaceOnWhichItJoined();
    void isHeardOnceOnEachOfAllInterfaces_data() { families(); }
    void isHeardOnceOnEachOfAllInterfaces();
    void hearsTheSameOncePerInterfaceOfOneSwitch_data() { families(); }
    void hearsTheSameOncePerInterfaceOfOneSwitch();
    void botAnswersOnceWhatComesByTwoInterfaces();
    void joinsOnInterfacesThatComeUpLater();
    void oneInterfaceThatFailsDoesNotStopTheOthers();
    void refusesAllInterfacesWhereNoneIsFit();
    void takesTheInterfaceThatTheSystemChooses();
    void followsTheSystemsChoiceToAnotherInterface();
    void saysWhenItComesAndGoes();
    void isThereAgainWhenItsInterfaceIsUpAgain_data() { families(); }
    void isThereAgainWhenItsInterfaceIsUpAgain();
    void isThereAgainWhenItsInterfaceIsMadeAgain_data() { families(); }
    void isThereAgainWhenItsInterfaceIsMadeAgain();
    void closesTheLineOfAnInterfaceThatIsGone();
    void speaksFromTheNewAddressOfItsInterface();
    void tellsThatItsInterfaceHasNoAddress();
    void tellsThatTheCableIsOut();
    void sendsOnTheOtherInterfacesWhereOneIsDown();
    void countsWhomItHears();

private:
    std::unique_ptr<OtherMachine> m_machine;
};

void TestChatNetworks::initTestCase()
{
    ip("link set lo up");
}

void TestChatNetworks::init()
{
    m_machine = std::make_unique<OtherMachine>();
}

void TestChatNetworks::cleanup()
{
    m_machine.reset();
}

void TestChatNetworks::talksWithAnotherMachine()
{
    QFETCH(const std::string, group);
    FarMember far = m_machine->member(group, "wa");
    Chat ada(group);
    ada.start();
    QCOMPARE(ada.joined(), std::size_t(1));
    ada.endpoint->say(QStringLiteral("hello"));
    QTRY_COMPARE_WITH_TIMEOUT(far.talk(), "Ada: hello\n"s, patience);
    far.say("Bob: hi");
    QTRY_COMPARE_WITH_TIMEOUT(ada.heard(), "Ada: hello\nBob: hi\n"s, patience);
}

void TestChatNetworks::hearsOnlyTheInterfaceOnWhichItJoined()
{
    QFETCH(const std::string, group);
    FarMember overA = m_machine->member(group, "wa");
    FarMember overB = m_machine->member(group, "wb");
    Chat ada(group);
    ada.start();
    Chat bob(group); // so that this machine takes what comes in there
    bob.settings.interface = QStringLiteral("vb");
    bob.start();
    overB.say("Eve: on the other cable");
    QTRY_COMPARE_WITH_TIMEOUT(bob.heard(), "Eve: on the other cable\n"s, patience);
    overA.say("Eve: on this one");
    QTRY_COMPARE_WITH_TIMEOUT(ada.heard(), "Eve: on this one\n"s, patience);
    bob.endpoint->say(QStringLiteral("only over there"));
    QTRY_VERIFY_WITH_TIMEOUT(!overB.talk().empty(), patience);
    overA.say("Eve: end");
    QTRY_COMPARE_WITH_TIMEOUT(ada.heard(), "Eve: on this one\nEve: end\n"s, patience);
    QCOMPARE(bob.timesHeard("Eve: end"), std::size_t(0));
}

void TestChatNetworks::isHeardOnceOnEachOfAllInterfaces()
{
    QFETCH(const std::string, group);
    FarMember overA = m_machine->member(group, "wa");
    FarMember overB = m_machine->member(group, "wb");
    Chat ada(group);
    ada.startOnAll();
    const std::size_t lines = group == group4 ? 3 : 2; // lo speaks IPv4 only
    QCOMPARE(ada.joined(), lines);
    QCOMPARE(count(*ada.log, EventKind::Failed), std::size_t(0));
    const auto senders = ada.senders();
    QCOMPARE(senders.size(), lines);
    for (const std::string &sender : senders) {
        QCOMPARE(portIn(sender), portIn(senders.front()));
    }
    ada.endpoint->say(QStringLiteral("hello, all"));
    QCOMPARE(count(*ada.log, EventKind::Sent), lines);
    ada.endpoint->say(QStringLiteral("end"));
    const std::string talk = "Ada: hello, all\nAda: end\n";
    QTRY_COMPARE_WITH_TIMEOUT(overA.talk(), talk, patience);
    QTRY_COMPARE_WITH_TIMEOUT(overB.talk(), talk, patience);
    QCOMPARE(overA.heard().front().port, overB.heard().front().port);
    QVERIFY(overA.heard().front().host != overB.heard().front().host);
    QTRY_COMPARE_WITH_TIMEOUT(ada.timesHeard("Ada: end"), lines, patience);
    ada.endpoint->stop();
    QCOMPARE(eventsOf(*ada.log).back().kind(), EventKind::Closed);
    QCOMPARE(eventsOf(*ada.log).back().connection(), ConnectionId(0));
    QCOMPARE(count(*ada.log, EventKind::Closed), 2 * lines);
}

void TestChatNetworks::hearsTheSameOncePerInterfaceOfOneSwitch()
{
    QFETCH(const std::string, group);
    m_machine->bridge();
    FarMember far = m_machine->member(group, "switch0");
    Chat ada(group);
    ada.start();
    Chat everywhere(group);
    everywhere.startOnAll();
    far.say("Bob: one message");
    far.say("Bob: end");
    QTRY_COMPARE_WITH_TIMEOUT(everywhere.timesHeard("Bob: end"), std::size_t(2), patience);
    QCOMPARE(everywhere.timesHeard("Bob: one message"), std::size_t(2));
    QTRY_COMPARE_WITH_TIMEOUT(ada.timesHeard("Bob: end"), std::size_t(1), patience);
    QCOMPARE(ada.timesHeard("Bob: one message"), std::size_t(1));
    std::vector<ConnectionId> on;
    for (const Event &event : eventsOf(*everywhere.log, EventKind::Received)) {
        if (textOf(event.payload()) == "Bob: end") {
            on.push_back(event.connection());
        }
    }
    QVERIFY(on.front() != on.back());
}

void TestChatNetworks::botAnswersOnceWhatComesByTwoInterfaces()
{
    // IPv6, because there what leaves by one interface comes in by the other, too.
    m_machine->bridge();
    FarMember far = m_machine->member(group6, "switch0");
    Chat bot(group6);
    bot.settings.bot.on = true;
    bot.settings.bot.keyword = QStringLiteral("mathematics");
    bot.settings.bot.answers = QStringList{QStringLiteral("mathematics, $name?")};
    bot.startOnAll();
    far.say("Bob: mathematics");
    QTRY_COMPARE_WITH_TIMEOUT(bot.timesHeard("Ada: mathematics, Bob?"), std::size_t(4), patience);
    bot.endpoint->say(QStringLiteral("mathematics is what I say myself"));
    far.say("Bob: end");
    QTRY_COMPARE_WITH_TIMEOUT(bot.timesHeard("Bob: end"), std::size_t(2), patience);
    QCOMPARE(count(*bot.log, EventKind::Sent), std::size_t(4)); // each on both
}

void TestChatNetworks::joinsOnInterfacesThatComeUpLater()
{
    ip("link set vb down");
    Chat ada;
    ada.settings.wire = QStringLiteral("mcc");
    ada.startOnAll();
    QCOMPARE(ada.joined(), std::size_t(2)); // lo, va
    ip("link set vb up");
    QTRY_COMPARE_WITH_TIMEOUT(ada.joined(), std::size_t(3), patience);
    QCOMPARE(ada.said().size(), std::size_t(3)); // announced there, too
    const auto senders = ada.senders();
    QCOMPARE(portIn(senders.back()), portIn(senders.front()));
    FarMember far = m_machine->member(group4, "wb");
    ada.endpoint->say(QStringLiteral("now here, too"));
    QTRY_COMPARE_WITH_TIMEOUT(far.heard().size(), std::size_t(1), patience);
    far.say("Bob: hi");
    QTRY_COMPARE_WITH_TIMEOUT(ada.timesHeard("Bob: hi"), std::size_t(1), patience);
}

void TestChatNetworks::oneInterfaceThatFailsDoesNotStopTheOthers()
{
    // For a second or two nobody may use an address that another machine could have, too.
    ip("addr del fe80::1:1/64 dev va");
    ip("addr add fe80::1:7/64 dev va");
    Chat ada(group6);
    ada.startOnAll();
    QCOMPARE(ada.joined(), std::size_t(1));
    QVERIFY(count(*ada.log, EventKind::Failed) > 0);
    QCOMPARE(eventsOf(*ada.log, EventKind::Joined).front().connection(), ConnectionId(0));
    FarMember overB = m_machine->member(group6, "wb");
    ada.endpoint->say(QStringLiteral("here I am"));
    QTRY_COMPARE_WITH_TIMEOUT(overB.talk(), "Ada: here I am\n"s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(ada.joined(), std::size_t(2), patience); // as soon as it can
    FarMember overA = m_machine->member(group6, "wa");
    overA.say("Bob: hi");
    QTRY_COMPARE_WITH_TIMEOUT(ada.timesHeard("Bob: hi"), std::size_t(1), patience);
}

void TestChatNetworks::refusesAllInterfacesWhereNoneIsFit()
{
    ip("link set va down");
    ip("link set vb down");
    Chat ada(group6);
    ada.startOnAll();
    QCOMPARE(lastError(*ada.log), "ENODEV"s);
    QCOMPARE(ada.log->size(), EventNumber(1));
    ada.settings.group = QString::fromStdString(group4);
    ada.startOnAll(); // on lo
    QCOMPARE(ada.joined(), std::size_t(1));
}

void TestChatNetworks::takesTheInterfaceThatTheSystemChooses()
{
    ip("route add 224.0.0.0/4 dev vb");
    FarMember overB = m_machine->member(group4, "wb");
    Chat ada;
    ada.settings.interface.clear();
    ada.start();
    QCOMPARE(ada.joined(), std::size_t(1));
    QVERIFY(lastNote(*ada.log, EventKind::Joined).starts_with("on vb"));
    ada.endpoint->say(QStringLiteral("hello"));
    QTRY_COMPARE_WITH_TIMEOUT(overB.talk(), "Ada: hello\n"s, patience);
    QCOMPARE(ada.endpoint->state().lines.front().interfaceName, QStringLiteral("vb"));
    ip("link set vb down");
    QTRY_COMPARE_WITH_TIMEOUT(lastError(*ada.log), "ENETDOWN"s, patience);
}

void TestChatNetworks::followsTheSystemsChoiceToAnotherInterface()
{
    ip("route add 224.0.0.0/4 dev va metric 1");
    ip("route add 224.0.0.0/4 dev vb metric 2");
    FarMember overB = m_machine->member(group4, "wb");
    Chat ada;
    ada.settings.interface.clear();
    ada.start();
    QVERIFY(lastNote(*ada.log, EventKind::Joined).starts_with("on va"));
    ip("link set va down");
    QTRY_COMPARE_WITH_TIMEOUT(ada.joined(), std::size_t(2), patience);
    QVERIFY(lastNote(*ada.log, EventKind::Joined).starts_with("on vb"));
    overB.say("Bob: welcome");
    QTRY_COMPARE_WITH_TIMEOUT(ada.heard(), "Bob: welcome\n"s, patience);
    ada.endpoint->say(QStringLiteral("thank you"));
    QTRY_COMPARE_WITH_TIMEOUT(overB.talk(), "Bob: welcome\nAda: thank you\n"s, patience);
}

void TestChatNetworks::saysWhenItComesAndGoes()
{
    FarMember far = m_machine->member(group4, "wa");
    Chat ada;
    ada.settings.wire = QStringLiteral("mcc");
    ada.start();
    ada.endpoint->stop();
    const std::vector<ChatMessage> said = {{ChatMessage::Kind::Joins, "Ada", {}},
                                           {ChatMessage::Kind::Leaves, "Ada", {}}};
    QVERIFY(ada.said() == said);
    QTRY_COMPARE_WITH_TIMEOUT(far.heard().size(), std::size_t(2), patience);
    QCOMPARE(story(*ada.log, 1), "created connected sent closed"s);
    QVERIFY(story(*ada.log, 0).starts_with("created bound joined"));
    QVERIFY(story(*ada.log, 0).ends_with("left closed"));
}

void TestChatNetworks::isThereAgainWhenItsInterfaceIsUpAgain()
{
    QFETCH(const std::string, group);
    FarMember far = m_machine->member(group, "wa");
    Chat ada(group);
    ada.settings.wire = QStringLiteral("mcc");
    ada.start();
    ip("link set va down");
    QTRY_COMPARE_WITH_TIMEOUT(lastError(*ada.log), "ENETDOWN"s, patience);
    QVERIFY(!ada.endpoint->state().lines.front().joined);
    ip("link set va up");
    if (group == group6) {
        ip("addr add fe80::1:1/64 dev va nodad"); // which goes with it
    }
    QTRY_COMPARE_WITH_TIMEOUT(ada.joined(), std::size_t(2), patience);
    QCOMPARE(lastNote(*ada.log, EventKind::Note), "the interface va is up again"s);
    QVERIFY(ada.endpoint->state().lines.front().joined);
    QCOMPARE(ada.said().size(), std::size_t(1)); // nobody has forgotten it
    QCOMPARE(ada.senders().size(), std::size_t(1));
    far.say("Bob: there you are");
    QTRY_COMPARE_WITH_TIMEOUT(ada.timesHeard("Bob: there you are"), std::size_t(1), patience);
    ada.endpoint->say(QStringLiteral("again"));
    QTRY_COMPARE_WITH_TIMEOUT(far.heard().size(), std::size_t(3), patience);
}

void TestChatNetworks::isThereAgainWhenItsInterfaceIsMadeAgain()
{
    QFETCH(const std::string, group);
    Chat ada(group);
    ada.settings.wire = QStringLiteral("mcc");
    ada.start();
    ip("link del va");
    QTRY_COMPARE_WITH_TIMEOUT(lastError(*ada.log), "ENODEV"s, patience);
    m_machine->plug("va", "wa", "1");
    QTRY_COMPARE_WITH_TIMEOUT(ada.joined(), std::size_t(2), patience);
    QCOMPARE(lastNote(*ada.log, EventKind::Note), "the interface va is back"s);
    QCOMPARE(eventsOf(*ada.log, EventKind::Joined).back().connection(), ConnectionId(0));
    QCOMPARE(story(*ada.log, 1), "created connected sent closed"s);
    QCOMPARE(story(*ada.log, 2), "created connected sent"s); // a new sender, announced anew
    FarMember far = m_machine->member(group, "wa");
    far.say("Bob: there you are");
    QTRY_COMPARE_WITH_TIMEOUT(ada.timesHeard("Bob: there you are"), std::size_t(1), patience);
    ada.endpoint->say(QStringLiteral("again"));
    QTRY_COMPARE_WITH_TIMEOUT(far.heard().size(), std::size_t(2), patience);
    ada.endpoint->stop();
    QVERIFY(story(*ada.log, 0).ends_with("left closed"));
}

void TestChatNetworks::closesTheLineOfAnInterfaceThatIsGone()
{
    Chat ada;
    ada.startOnAll();
    QCOMPARE(ada.joined(), std::size_t(3));
    ip("link del vb");
    QTRY_COMPARE_WITH_TIMEOUT(count(*ada.log, EventKind::Closed), std::size_t(2), patience);
    QCOMPARE(lastError(*ada.log), "ENODEV"s);
    QCOMPARE(ada.endpoint->state().lines.size(), 2);
    m_machine->plug("vb", "wb", "2");
    QTRY_COMPARE_WITH_TIMEOUT(ada.joined(), std::size_t(4), patience);
    FarMember far = m_machine->member(group4, "wb");
    far.say("Bob: there you are");
    QTRY_COMPARE_WITH_TIMEOUT(ada.timesHeard("Bob: there you are"), std::size_t(1), patience);
}

void TestChatNetworks::speaksFromTheNewAddressOfItsInterface()
{
    FarMember far = m_machine->member(group4, "wa");
    Chat ada;
    ada.start();
    ip("addr del 10.77.1.1/24 dev va && ip addr add 10.77.1.99/24 dev va");
    QTRY_COMPARE_WITH_TIMEOUT(ada.senders().size(), std::size_t(2), patience);
    QVERIFY(ada.senders().back().starts_with("10.77.1.99:"));
    QCOMPARE(story(*ada.log, 1), "created connected closed"s);
    QTRY_COMPARE_WITH_TIMEOUT(ada.joined(), std::size_t(2), patience);
    ada.endpoint->say(QStringLiteral("from here now"));
    QTRY_COMPARE_WITH_TIMEOUT(far.talk(), "Ada: from here now\n"s, patience);
    QCOMPARE(far.heard().front().host, "10.77.1.99"s);
    far.say("Bob: hi");
    QTRY_COMPARE_WITH_TIMEOUT(ada.timesHeard("Bob: hi"), std::size_t(1), patience);
}

void TestChatNetworks::tellsThatItsInterfaceHasNoAddress()
{
    FarMember far = m_machine->member(group4, "wa");
    Chat ada;
    ada.start();
    ip("addr del 10.77.1.1/24 dev va");
    QTRY_COMPARE_WITH_TIMEOUT(lastError(*ada.log), "EADDRNOTAVAIL"s, patience);
    ip("addr add 10.77.1.1/24 dev va");
    QTRY_COMPARE_WITH_TIMEOUT(ada.joined(), std::size_t(2), patience);
    QCOMPARE(lastNote(*ada.log, EventKind::Note), "the interface va has an IPv4 address again"s);
    ada.endpoint->say(QStringLiteral("hello"));
    QTRY_COMPARE_WITH_TIMEOUT(far.talk(), "Ada: hello\n"s, patience);
    QCOMPARE(count(*ada.log, EventKind::Failed), std::size_t(1));
}

void TestChatNetworks::tellsThatTheCableIsOut()
{
    Chat ada;
    ada.start();
    m_machine->setPluggedIn("wa", false);
    QTRY_COMPARE_WITH_TIMEOUT(lastError(*ada.log), "ENETDOWN"s, patience);
    m_machine->setPluggedIn("wa", true);
    QTRY_COMPARE_WITH_TIMEOUT(ada.joined(), std::size_t(2), patience);
    QCOMPARE(lastNote(*ada.log, EventKind::Note), "the interface va has its carrier again"s);
    FarMember far = m_machine->member(group4, "wa");
    far.say("Bob: there you are");
    QTRY_COMPARE_WITH_TIMEOUT(ada.heard(), "Bob: there you are\n"s, patience);
}

void TestChatNetworks::sendsOnTheOtherInterfacesWhereOneIsDown()
{
    FarMember overB = m_machine->member(group4, "wb");
    Chat ada;
    ada.startOnAll();
    ip("link set va down");
    QTRY_COMPARE_WITH_TIMEOUT(lastError(*ada.log), "ENETDOWN"s, patience);
    ada.endpoint->say(QStringLiteral("hello"));
    QTRY_COMPARE_WITH_TIMEOUT(overB.talk(), "Ada: hello\n"s, patience);
    QCOMPARE(count(*ada.log, EventKind::Sent), std::size_t(2)); // lo, vb
    QCOMPARE(count(*ada.log, EventKind::Discarded), std::size_t(0));
    QCOMPARE(count(*ada.log, EventKind::Failed), std::size_t(1));
}

void TestChatNetworks::countsWhomItHears()
{
    FarMember far = m_machine->member(group4, "wa");
    FarMember near(group4, port, "va");
    Chat ada;
    ada.settings.wire = QStringLiteral("mcc");
    ada.start();
    ada.endpoint->say(QStringLiteral("hello"));
    near.say("Near: hi");
    far.say("Far: hi");
    far.say("Far: hi again");
    far.say("\x80 nonsense");
    QTRY_COMPARE_WITH_TIMEOUT(count(*ada.log, EventKind::Received), std::size_t(6), patience);
    const ChatState state = ada.endpoint->state();
    QVERIFY(state.running);
    QCOMPARE(state.sent, quint64(2));
    QCOMPARE(state.heard.own, quint64(2));
    QCOMPARE(state.heard.thisMachine, quint64(1));
    QCOMPARE(state.heard.otherHosts, quint64(3));
    QCOMPARE(state.group.text(), "225.0.0.250:8123"s);
    QCOMPARE(state.wire, QStringLiteral("mcc"));
    QCOMPARE(state.lines.size(), 1);
    QCOMPARE(state.lines.front().sender.text(), ada.senders().front());
    QCOMPARE(state.lines.front().receiver.text(), "0.0.0.0:8123"s);
    ada.endpoint->stop();
    QVERIFY(!ada.endpoint->state().running);
}

int main(int argc, char **argv)
{
    return runInNetwork<QCoreApplication, TestChatNetworks>(argc, argv, enterOwnNetwork);
}

#include "tst_chatnetworks.moc"
