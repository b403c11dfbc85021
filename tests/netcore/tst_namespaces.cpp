#include "netcore/endpoints/multicastchat.h"
#include "netcore/endpoints/tcpclient.h"
#include "netcore/endpoints/tcpserver.h"
#include "netcore/endpoints/udpendpoint.h"
#include "netcore/projections/descriptor.h"
#include "netcore/sockets/kernelview.h"
#include "netcore/sockets/kernelwords.h"
#include "tests/support/logs.h"
#include "tests/support/loopturns.h"
#include "tests/support/ownnetwork.h"
#include "tests/support/peer.h"
#include "tests/support/runinnetwork.h"
#include "tests/support/teststrings.h"

#include <QCoreApplication>
#include <QTest>

#include <arpa/inet.h>
#include <linux/capability.h>
#include <sys/syscall.h>

#include <algorithm>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

/// Takes one right away from this thread, for a while. There is no wrapper for these calls in libc.
class WithoutRight
{
public:
    explicit WithoutRight(unsigned right)
    {
        checked(static_cast<int>(::syscall(SYS_capget, &m_header, m_before.data())), "capget");
        auto now = m_before;
        now.at(right / 32).effective &= ~(1U << right % 32);
        set(now);
    }
    ~WithoutRight() { set(m_before); }
    WithoutRight(const WithoutRight &) = delete;
    WithoutRight &operator=(const WithoutRight &) = delete;

private:
    using Data = std::array<__user_cap_data_struct, 2>;

    void set(const Data &data) { ::syscall(SYS_capset, &m_header, data.data()); }

    __user_cap_header_struct m_header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    Data m_before = {};
};

struct Chat {
    std::shared_ptr<EventLog> log = std::make_shared<EventLog>();
    std::unique_ptr<MulticastChat> endpoint = std::make_unique<MulticastChat>(log);
    MulticastChatSettings settings;

    explicit Chat(const QString &name)
    {
        settings.name = name;
        settings.interface = QStringLiteral("va");
        settings.wire = QStringLiteral("plain");
    }
    void start() { endpoint->start(settings); }
    std::string heard() const
    {
        std::string text;
        for (const Event &event : eventsOf(*log, EventKind::Received)) {
            text += textOf(event.payload()) + "\n";
        }
        return text;
    }
};

/// A machine at the other end of va: its vb has 10.77.0.2.
class OtherMachine
{
public:
    OtherMachine()
    {
        m_network.take("vb");
        m_network.inside([] { ip("link set vb up"); });
        setThere(true);
    }

    /// Takes its address away: what is sent to it is lost on the way, and nobody says so.
    void setThere(bool there) const
    {
        m_network.inside([there] {
            ip(there ? "addr add 10.77.0.2/24 dev vb" : "addr del 10.77.0.2/24 dev vb");
        });
    }
    /// A client there, with a connection that is being made to 10.77.0.1.
    Peer connectingTo(std::uint16_t port) const
    {
        const int number = m_network.inside(
            [] { return checked(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), "socket"); });
        Peer peer{Descriptor(number)};
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        ::inet_pton(AF_INET, "10.77.0.1", &address.sin_addr);
        const int result =
            ::connect(number, reinterpret_cast<const sockaddr *>(&address), sizeof address);
        checked(result < 0 && errno == EINPROGRESS ? 0 : result, "connect");
        return peer;
    }

private:
    OtherNetwork m_network;
};

/// A server of that reply on 10.77.0.1.
struct Server {
    std::shared_ptr<EventLog> log = std::make_shared<EventLog>();
    TcpServer endpoint{log};

    explicit Server(const QString &reply)
    {
        TcpServerSettings settings;
        settings.address = QStringLiteral("10.77.0.1");
        settings.port = QStringLiteral("0");
        settings.reply = reply;
        endpoint.start(settings);
    }
    std::uint16_t port() const { return endpoint.address().port(); }
    std::size_t accepted() const { return count(*log, EventKind::Accepted); }
};

QString stateOf(const std::optional<KernelView> &view)
{
    return view && view->state ? tcpStateName(*view->state) : QStringLiteral("nothing");
}

} // namespace

// What needs a network that can be taken apart: this process has one of its own.
class TestNamespaces : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void clientTellsThatANameIsUnknown();
    void clientTellsThatNoRouteLeadsThere();
    void clientTriesEveryAddressOfAName();
    void clientTellsTheLastFailureWhereNoAddressAnswers();
    void serverTellsThatAPrivilegedPortNeedsRights();
    void serverOutlivesItsInterface();
    void serverTellsThatAClientsMachineIsGone();
    void kernelTellsThatNobodyAnswers();
    void chatIsNotHeardOnItsMachineWithoutLoopBack();
    void chatSpeaksIpv6FromOneInterfaceToAnother();
    void chatTakesTheInterfaceOfTheGroupsScope();
    void chatTellsThatNoRouteLeadsToTheGroup();
    void chatRefusesAnInterfaceThatIsDown();
    void chatTellsThatItsInterfaceWentDownAndCameBack();
    void chatTellsThatItsInterfaceWentAway();
    void datagramSocketTellsThatPacketsMustBeSmaller();
};

void TestNamespaces::initTestCase()
{
    ip("link set lo up");
    setHosts("127.0.0.1 localhost\n"
             "192.0.2.1 several.test\n" // no route leads there
             "127.0.0.1 several.test\n"
             "192.0.2.1 none.test\n"
             "192.0.2.2 none.test\n");
}

void TestNamespaces::init()
{
    ip("link add va type veth peer name vb");
    ip("link set va addrgenmode none");
    ip("link set vb addrgenmode none");
    ip("addr add 10.77.0.1/24 dev va");
    ip("addr add fe80::a/64 dev va nodad");
    ip("addr add fe80::b/64 dev vb nodad");
    ip("link set va up");
    ip("link set vb up");
    QTRY_VERIFY_WITH_TIMEOUT(speaksIpv6("va") && speaksIpv6("vb"), patience);
}

void TestNamespaces::cleanup()
{
    std::system("ip link del va 2>/dev/null"); // a test may have done that
}

void TestNamespaces::clientTellsThatANameIsUnknown()
{
    auto log = std::make_shared<EventLog>();
    TcpClient client(log);
    TcpClientSettings settings;
    settings.host = QStringLiteral("nobody.test");
    client.start(settings);
    QTRY_COMPARE_WITH_TIMEOUT(story(*log, 0), "connecting failed closed"s, patience);
    QCOMPARE(lastError(*log), "EAI_NONAME"s);
    QVERIFY(lastNote(*log, EventKind::Failed).find("nobody.test") != std::string::npos);
    client.start(settings); // it is ready for another attempt
    QTRY_COMPARE_WITH_TIMEOUT(count(*log, EventKind::Failed), std::size_t(2), patience);
}

void TestNamespaces::clientTellsThatNoRouteLeadsThere()
{
    auto log = std::make_shared<EventLog>();
    TcpClient client(log);
    for (const auto *const host : {"192.0.2.1", "2001:db8::1"}) {
        TcpClientSettings settings;
        settings.host = QString::fromLatin1(host);
        client.start(settings);
        QTRY_VERIFY_WITH_TIMEOUT(eventsOf(*log).back().kind() == EventKind::Closed, patience);
        QCOMPARE(lastError(*log), "ENETUNREACH"s);
        QVERIFY(lastNote(*log, EventKind::Failed).find(host) != std::string::npos);
    }
    QCOMPARE(story(*log, 1), "created connecting failed closed"s);
    QCOMPARE(story(*log, 2), "created connecting failed closed"s);
}

void TestNamespaces::clientTriesEveryAddressOfAName()
{
    PeerListener listener;
    auto log = std::make_shared<EventLog>();
    TcpClient client(log);
    TcpClientSettings settings;
    settings.host = QStringLiteral("several.test");
    settings.port = QString::number(listener.port());
    client.start(settings);
    client.send({}, PreparedMessage::ofBytes(QByteArrayLiteral("early")));
    std::optional<Peer> peer;
    QTRY_VERIFY_WITH_TIMEOUT(listener.acceptInto(peer), patience);
    QTRY_COMPARE_WITH_TIMEOUT(count(*log, EventKind::Connected), std::size_t(1), patience);
    const ConnectionId last = eventsOf(*log, EventKind::Connected).front().connection();
    QTRY_COMPARE_WITH_TIMEOUT(peer->received(), "early"s, patience); // whoever it was said to
    QCOMPARE(story(*log, last), "created connecting connected sent"s);
    // The system sorts the addresses; either order is one of all of them.
    if (last == 2) {
        QCOMPARE(story(*log, 1), "created connecting failed closed"s);
    }
    const std::string note = lastNote(*log, EventKind::Note);
    QVERIFY(note.find("192.0.2.1") != std::string::npos);
    QVERIFY(note.find("127.0.0.1") != std::string::npos);
}

void TestNamespaces::clientTellsTheLastFailureWhereNoAddressAnswers()
{
    auto log = std::make_shared<EventLog>();
    TcpClient client(log);
    TcpClientSettings settings;
    settings.host = QStringLiteral("none.test");
    client.start(settings);
    QTRY_COMPARE_WITH_TIMEOUT(story(*log, 2), "created connecting failed closed"s, patience);
    QCOMPARE(story(*log, 1), "created connecting failed closed"s);
    QCOMPARE(lastError(*log), "ENETUNREACH"s);
}

void TestNamespaces::serverTellsThatAPrivilegedPortNeedsRights()
{
    auto log = std::make_shared<EventLog>();
    TcpServer server(log);
    TcpServerSettings settings;
    settings.port = QStringLiteral("80");
    settings.anyPortIfTaken = true; // it is not taken
    {
        const WithoutRight right(CAP_NET_BIND_SERVICE);
        server.start(settings);
    }
    QVERIFY(!server.isListening());
    QCOMPARE(story(*log, 0), "created failed closed"s);
    QCOMPARE(lastError(*log), "EACCES"s);
    server.start(settings);
    QVERIFY(server.isListening());
}

void TestNamespaces::serverOutlivesItsInterface()
{
    const OtherMachine machine;
    Server server(QStringLiteral("echo"));
    QVERIFY(server.endpoint.isListening());
    Peer quiet = machine.connectingTo(server.port());
    QTRY_COMPARE_WITH_TIMEOUT(server.accepted(), std::size_t(1), patience);
    Peer busy = machine.connectingTo(server.port());
    QTRY_COMPARE_WITH_TIMEOUT(server.accepted(), std::size_t(2), patience);
    const std::string bytes = pattern(3UL * 1024 * 1024);
    std::size_t offered = 0;
    std::size_t most = bytes.size() / 2; // so that there is more to offer then
    const auto goOn = [&] {
        const std::size_t size = std::min(most - offered, std::size_t(256) * 1024);
        offered += busy.offer(std::string_view(bytes).substr(offered, size));
        return busy.received().size();
    };
    QTRY_VERIFY_WITH_TIMEOUT(goOn() > 512UL * 1024, patience);
    ip("link set va down");
    const EventNumber before = server.log->size();
    most = bytes.size();
    goOn();
    QVERIFY(busy.received().size() < offered); // there is something on its way
    server.endpoint.send(QList<ConnectionId>{1},
                         PreparedMessage::ofBytes(QByteArrayLiteral("and so is this, ")));
    Peer late = machine.connectingTo(server.port());
    constexpr int ticks = 20;
    const int turns = turnsDuring(ticks); // it waits, and does not spin
    QVERIFY2(turns < 4 * ticks, std::to_string(turns).c_str());
    const EventNumber meanwhile = server.log->size() - before;
    QVERIFY2(meanwhile < 200, std::to_string(meanwhile).c_str());
    QVERIFY(server.endpoint.isListening());
    QVERIFY(busy.received().size() < offered);
    ip("link set va up");
    QTRY_COMPARE_WITH_TIMEOUT(goOn(), bytes.size(), patience);
    QVERIFY(busy.received() == bytes);
    QTRY_COMPARE_WITH_TIMEOUT(server.accepted(), std::size_t(3), patience);
    QTRY_COMPARE_WITH_TIMEOUT(quiet.received(), "and so is this, "s, patience);
    for (Peer *peer : {&quiet, &late}) {
        peer->sendAll("still there");
        QTRY_VERIFY_WITH_TIMEOUT(peer->received().ends_with("still there"), patience);
    }
    QCOMPARE(count(*server.log, EventKind::Failed), std::size_t(0));
    QCOMPARE(count(*server.log, EventKind::Closed), std::size_t(0));
}

void TestNamespaces::serverTellsThatAClientsMachineIsGone()
{
    const OtherMachine machine;
    Server server(QStringLiteral("echo"));
    Peer peer = machine.connectingTo(server.port());
    QTRY_COMPARE_WITH_TIMEOUT(server.accepted(), std::size_t(1), patience);
    const Event accepted = eventsOf(*server.log, EventKind::Accepted).front();
    const auto handle = descriptorIn(accepted.note());
    QVERIFY(handle);
    // What takes a quarter of an hour by itself (RFC 1122, 4.2.3.5).
    setOption(*handle, IPPROTO_TCP, TCP_USER_TIMEOUT, 600U);
    ip("link set va down");
    server.endpoint.send(QList<ConnectionId>{1},
                         PreparedMessage::ofBytes(QByteArrayLiteral("is anybody there?")));
    QTRY_COMPARE_WITH_TIMEOUT(count(*server.log, EventKind::Closed), std::size_t(1), patience);
    QVERIFY2(count(*server.log, EventKind::TimedOut) + count(*server.log, EventKind::Failed) == 1,
             story(*server.log, 1).c_str());
    ip("link set va up");
    Peer next = machine.connectingTo(server.port());
    QTRY_COMPARE_WITH_TIMEOUT(server.accepted(), std::size_t(2), patience);
    next.sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(next.received(), "hello"s, patience);
}

void TestNamespaces::kernelTellsThatNobodyAnswers()
{
    const OtherMachine machine;
    Server server(QStringLiteral("none"));
    Peer peer = machine.connectingTo(server.port());
    QTRY_COMPARE_WITH_TIMEOUT(server.accepted(), std::size_t(1), patience);
    const auto handle = descriptorIn(lastNote(*server.log, EventKind::Accepted));
    const SocketAddress local = native::localAddress(*handle);
    const SocketAddress remote = native::peerAddress(*handle);
    const auto look = [&handle] { return kernelView(*handle).value_or(KernelView()); };
    server.endpoint.send(QList<ConnectionId>{1},
                         PreparedMessage::ofBytes(QByteArrayLiteral("hello")));
    QTRY_VERIFY_WITH_TIMEOUT(look().roundTrip && look().unacknowledged == 0U, patience);
    QCOMPARE(*look().retransmitsInAll, 0U);
    QCOMPARE(*look().receiveSegment, 1448U); // Ethernet's 1500 less headers and timestamps

    machine.setThere(false);
    server.endpoint.send(QList<ConnectionId>{1},
                         PreparedMessage::ofBytes(QByteArrayLiteral("hello?")));
    QTRY_VERIFY_WITH_TIMEOUT(look().retransmitsInARow.value_or(0) >= 2, patience);
    QVERIFY(*look().retransmitsInAll >= 2);
    QCOMPARE(*look().retransmitsInFlight, 1U);
    QCOMPARE(*look().unacknowledged, std::uint64_t(6));
    QCOMPARE(*look().notSent, std::uint64_t(0));
    QVERIFY(!look().peerDoesNotRead());

    machine.setThere(true);
    QTRY_COMPARE_WITH_TIMEOUT(*look().unacknowledged, std::uint64_t(0), patience);
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "hellohello?"s, patience);
    QCOMPARE(*look().retransmitsInARow, 0U);
    QVERIFY(*look().retransmitsInAll >= 2); // that it was so stays known

    ip("link set va down");
    const Peer knocking = machine.connectingTo(server.port());
    QCOMPARE(stateOf(kernelView(knocking.number())), QStringLiteral("SYN-SENT"));
    server.endpoint.finish(QList<ConnectionId>{1});
    QCOMPARE(stateOf(kernelView(*handle)), QStringLiteral("FIN-WAIT-1"));
    QCOMPARE(*look().unacknowledged, std::uint64_t(0)); // the FIN is no byte
    server.endpoint.stop();
    QTRY_COMPARE_WITH_TIMEOUT(count(*server.log, EventKind::Closed), std::size_t(2), patience);
    QVERIFY(!kernelView(*handle)); // the descriptor is gone, and the connection is not
    QCOMPARE(stateOf(kernelViewOf(local, remote)), QStringLiteral("FIN-WAIT-1"));
    ip("link set va up");
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(kernelViewOf(local, remote)), QStringLiteral("FIN-WAIT-2"),
                              patience);
    QCOMPARE(stateOf(kernelView(peer.number())), QStringLiteral("CLOSE-WAIT"));
}

void TestNamespaces::chatIsNotHeardOnItsMachineWithoutLoopBack()
{
    Chat silent(QStringLiteral("Silent"));
    Chat loud(QStringLiteral("Loud"));
    silent.settings.loopBack = false;
    silent.start();
    loud.start();
    QCOMPARE(count(*loud.log, EventKind::Joined), std::size_t(1));
    silent.endpoint->say(QStringLiteral("only others hear this"));
    QCOMPARE(count(*silent.log, EventKind::Sent), std::size_t(1));
    loud.endpoint->say(QStringLiteral("all hear this"));
    QTRY_COMPARE_WITH_TIMEOUT(silent.heard(), "Loud: all hear this\n"s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(loud.heard(), "Loud: all hear this\n"s, patience);
}

void TestNamespaces::chatSpeaksIpv6FromOneInterfaceToAnother()
{
    Chat here(QStringLiteral("Here"));
    Chat there(QStringLiteral("There"));
    for (Chat *chat : {&here, &there}) {
        chat->settings.group = QStringLiteral("ff02::7:7");
    }
    there.settings.interface = QStringLiteral("vb");
    here.start();
    there.start();
    QCOMPARE(story(*here.log, 0), "created bound joined"s);
    QCOMPARE(story(*there.log, 0), "created bound joined"s);
    here.endpoint->say(QStringLiteral("hello"));
    QTRY_COMPARE_WITH_TIMEOUT(there.heard(), "Here: hello\n"s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(here.heard(), "Here: hello\n"s, patience); // its own, come back
    const Event own = eventsOf(*here.log, EventKind::Received).front();
    QCOMPARE(own.peer(), eventsOf(*here.log, EventKind::Connected).front().local());
    QVERIFY(own.peer().starts_with("[fe80::a%va]:"));
    const Event others = eventsOf(*there.log, EventKind::Received).front();
    QVERIFY(others.peer().starts_with("[fe80::a%vb]:"));
    here.endpoint->stop();
    QCOMPARE(story(*here.log, 0), "created bound joined received left closed"s);
}

void TestNamespaces::chatTakesTheInterfaceOfTheGroupsScope()
{
    Chat here(QStringLiteral("Here"));
    here.settings.group = QStringLiteral("ff02::7:7%va");
    here.settings.interface.clear();
    here.start();
    QCOMPARE(story(*here.log, 0), "created bound joined"s);
    QCOMPARE(eventsOf(*here.log, EventKind::Joined).front().peer(), "[ff02::7:7%va]:8123"s);
    here.endpoint->say(QStringLiteral("hello"));
    QTRY_COMPARE_WITH_TIMEOUT(here.heard(), "Here: hello\n"s, patience);
}

void TestNamespaces::chatTellsThatNoRouteLeadsToTheGroup()
{
    Chat lost(QStringLiteral("Lost"));
    lost.settings.interface.clear(); // the system's choice, and it has none
    lost.start();
    QCOMPARE(count(*lost.log, EventKind::Joined), std::size_t(0));
    QCOMPARE(count(*lost.log, EventKind::Failed), std::size_t(1));
    QCOMPARE(count(*lost.log, EventKind::Created), count(*lost.log, EventKind::Closed));
    lost.settings.interface = QStringLiteral("va");
    lost.start();
    QCOMPARE(count(*lost.log, EventKind::Joined), std::size_t(1));
}

void TestNamespaces::chatRefusesAnInterfaceThatIsDown()
{
    ip("link set va down");
    Chat ada(QStringLiteral("Ada"));
    ada.start();
    QCOMPARE(story(*ada.log, 0), "failed"s);
    QCOMPARE(lastError(*ada.log), "ENETDOWN"s);
    ip("link set va up");
    ada.start();
    QCOMPARE(story(*ada.log, 0), "failed created bound joined"s);
}

void TestNamespaces::chatTellsThatItsInterfaceWentDownAndCameBack()
{
    Chat ada(QStringLiteral("Ada"));
    ada.start();
    ip("link set va down");
    QTRY_COMPARE_WITH_TIMEOUT(lastError(*ada.log), "ENETDOWN"s, patience);
    ada.endpoint->say(QStringLiteral("nobody hears this"));
    QCOMPARE(count(*ada.log, EventKind::Sent), std::size_t(0));
    QCOMPARE(count(*ada.log, EventKind::Discarded), std::size_t(1));
    ip("link set va up");
    QTRY_COMPARE_WITH_TIMEOUT(count(*ada.log, EventKind::Note), std::size_t(1), patience);
    ada.endpoint->say(QStringLiteral("but this"));
    QTRY_COMPARE_WITH_TIMEOUT(ada.heard(), "Ada: but this\n"s, patience);
    ada.endpoint->stop();
    QVERIFY(story(*ada.log, 0).ends_with("left closed"));
}

void TestNamespaces::chatTellsThatItsInterfaceWentAway()
{
    Chat ada(QStringLiteral("Ada"));
    ada.start();
    ip("link del va");
    QTRY_COMPARE_WITH_TIMEOUT(lastError(*ada.log), "ENODEV"s, patience);
    QCOMPARE(count(*ada.log, EventKind::Failed), std::size_t(1)); // told once
    ada.endpoint->stop();
    QVERIFY(story(*ada.log, 0).ends_with("closed"));
    QVERIFY(story(*ada.log, 1).ends_with("closed"));
    ada.start();
    QCOMPARE(lastError(*ada.log), "ENODEV"s);
}

void TestNamespaces::datagramSocketTellsThatPacketsMustBeSmaller()
{
    const auto log = std::make_shared<EventLog>();
    UdpEndpoint udp(log);
    UdpSettings settings;
    settings.address = QStringLiteral("10.77.0.1");
    settings.port = QStringLiteral("0");
    settings.connected = true;
    settings.peer = QStringLiteral("10.77.0.2:9");
    udp.start(settings);
    const auto beginsWith = [&log](std::string_view words) {
        return lastNote(*log, EventKind::Note).starts_with(words);
    };
    QVERIFY(beginsWith("path MTU: 1500 1472: up to 1472 bytes"));
    ip("link set va mtu 1400");
    QTRY_VERIFY_WITH_TIMEOUT(beginsWith("path MTU: 1400 1372: "), patience);
    udp.stop();
    QCOMPARE(lastError(*log), std::string());
}

int main(int argc, char **argv)
{
    return runInNetwork<QCoreApplication, TestNamespaces>(argc, argv, enterOwnNetwork);
}

#include "tst_namespaces.moc"
