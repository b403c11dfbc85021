#include "netcore/endpoints/multicastchat.h"
#include "netcore/endpoints/tcpclient.h"
#include "netcore/endpoints/tcpserver.h"
#include "tests/support/logs.h"
#include "tests/support/ownnetwork.h"
#include "tests/support/peer.h"
#include "tests/support/teststrings.h"

#include <QCoreApplication>
#include <QTest>

#include <arpa/inet.h>
#include <linux/capability.h>
#include <net/if.h>
#include <sys/syscall.h>

#include <iostream>

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

/// True when the system has a source address and a way for an IPv6 group on that interface. It
/// takes a moment after the interface is up.
bool speaksIpv6(const char *interface)
{
    const Descriptor probe(checked(::socket(AF_INET6, SOCK_DGRAM, 0), "socket"));
    sockaddr_in6 group = {};
    group.sin6_family = AF_INET6;
    group.sin6_port = htons(9);
    group.sin6_scope_id = ::if_nametoindex(interface);
    ::inet_pton(AF_INET6, "ff02::7:7", &group.sin6_addr);
    return ::connect(probe.number(), reinterpret_cast<const sockaddr *>(&group), sizeof group) == 0;
}

struct Chat {
    std::shared_ptr<EventLog> log = std::make_shared<EventLog>();
    std::unique_ptr<MulticastChat> endpoint = std::make_unique<MulticastChat>(log);
    MulticastChatSettings settings;

    explicit Chat(const QString &name)
    {
        settings.name = name;
        settings.interface = QStringLiteral("va");
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
    void chatIsNotHeardOnItsMachineWithoutLoopBack();
    void chatSpeaksIpv6FromOneInterfaceToAnother();
    void chatTakesTheInterfaceOfTheGroupsScope();
    void chatTellsThatNoRouteLeadsToTheGroup();
    void chatRefusesAnInterfaceThatIsDown();
    void chatTellsThatItsInterfaceWentDownAndCameBack();
    void chatTellsThatItsInterfaceWentAway();
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
    QTRY_COMPARE_WITH_TIMEOUT(story(*log, 0), "connecting failed"s, patience);
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
    client.send(QByteArrayLiteral("too early: nobody is being connected to yet"));
    std::optional<Peer> peer;
    QTRY_VERIFY_WITH_TIMEOUT(listener.acceptInto(peer), patience);
    QTRY_COMPARE_WITH_TIMEOUT(count(*log, EventKind::Connected), std::size_t(1), patience);
    const ConnectionId last = eventsOf(*log, EventKind::Connected).front().connection();
    QCOMPARE(story(*log, last), "created connecting connected"s);
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

int main(int argc, char **argv)
{
    try {
        enterOwnNetwork();
    } catch (const std::exception &error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
    const QCoreApplication application(argc, argv);
    TestNamespaces test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_namespaces.moc"
