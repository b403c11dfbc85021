#include "netcore/sockets/kerneltable.h"
#include "netcore/sockets/kernelview.h"
#include "netcore/sockets/kernelwords.h"
#include "tests/support/limits.h"
#include "tests/support/peer.h"

#include <QSet>
#include <QTest>

#include <fstream>
#include <sstream>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace
{

/// Two ends of one connection, neither of which reads or sends by itself.
struct Ends {
    explicit Ends(Family family = Family::Ipv4)
    {
        PeerListener listener(family);
        first.emplace(Peer::connectedTo(listener.port(), family));
        // The handshake of loopback is over when connect(2) returns.
        if (!listener.acceptInto(second)) {
            throw std::runtime_error("nobody came");
        }
    }
    /// A listener of IPv6 with a client that speaks IPv4.
    static Ends mapped()
    {
        Ends ends((Empty()));
        const Descriptor listener(checked(::socket(AF_INET6, SOCK_STREAM, 0), "socket"));
        setOption(listener.number(), IPPROTO_IPV6, IPV6_V6ONLY, 0);
        sockaddr_in6 address = {};
        address.sin6_family = AF_INET6;
        checked(
            ::bind(listener.number(), reinterpret_cast<const sockaddr *>(&address), sizeof address),
            "bind");
        checked(::listen(listener.number(), 1), "listen");
        ends.first.emplace(Peer::connectedTo(portOf(listener.number()), Family::Ipv4));
        ends.second.emplace(
            Descriptor(checked(::accept(listener.number(), nullptr, nullptr), "accept")));
        return ends;
    }

    SocketAddress firstAddress() const { return native::localAddress(first->number()); }
    SocketAddress secondAddress() const { return native::localAddress(second->number()); }

    std::optional<Peer> first;
    std::optional<Peer> second;

private:
    struct Empty {
    };
    explicit Ends(Empty /*tag*/) {}
};

QString stateOf(const std::optional<KernelView> &view)
{
    return view && view->state ? tcpStateName(*view->state) : QStringLiteral("nothing");
}

QString stateOf(const std::optional<Peer> &peer)
{
    return stateOf(kernelView(peer->number()));
}

std::uint64_t unreadOf(const Peer &peer)
{
    return kernelView(peer.number())->unread.value_or(0);
}

std::uint64_t unacknowledgedOf(const Peer &peer)
{
    return kernelView(peer.number())->unacknowledged.value_or(0);
}

/// A listening socket that nobody accepts from.
Descriptor deafListener(int backlog)
{
    Descriptor listener(checked(::socket(AF_INET, SOCK_STREAM, 0), "socket"));
    const Loopback address(Family::Ipv4, 0);
    checked(::bind(listener.number(), address.data(), address.size()), "bind");
    checked(::listen(listener.number(), backlog), "listen");
    return listener;
}

} // namespace

class TestKernelView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyStateHasANameAndASentence();
    void anOpenConnectionIsDescribed_data();
    void anOpenConnectionIsDescribed();
    void countsWhatTheProgramDoesNotRead();
    void countsWhatThePeerDoesNotRead();
    void followsAConnectionThroughItsStates();
    void tellsWhichSideForgotToClose();
    void aClosedConnectionIsFoundByItsAddresses_data();
    void aClosedConnectionIsFoundByItsAddresses();
    void aClosedDescriptorThatOwesBytesIsFoundByItsAddresses();
    void anOpenConnectionIsFoundByItsAddresses();
    void theListenerOfAPortIsNotTakenForAConnection();
    void aResetConnectionIsClosed();
    void countsTheClientsThatWait();
    void nothingIsSaidOfOtherSockets();
    void asksNoMoreThanADescriptor();
    void findsConnectionsInTheTableOfTheSystem_data();
    void findsConnectionsInTheTableOfTheSystem();
    void passesOverLinesThatAreNoRows();
};

void TestKernelView::everyStateHasANameAndASentence()
{
    QSet<QString> names;
    QSet<QString> meanings;
    for (int number = 0; number < tcpStateCount; ++number) {
        const auto state = static_cast<TcpState>(number);
        names.insert(tcpStateName(state));
        meanings.insert(tcpStateMeaning(state));
        QVERIFY(tcpStateMeaning(state).endsWith(u'.'));
    }
    QCOMPARE(names.size(), qsizetype(tcpStateCount));
    QCOMPARE(meanings.size(), qsizetype(tcpStateCount));
    QVERIFY(!names.contains(QString()));
}

void TestKernelView::anOpenConnectionIsDescribed_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("IPv4") << 4;
    QTest::newRow("IPv6") << 6;
    QTest::newRow("IPv4 on a socket of IPv6") << 10;
}

void TestKernelView::anOpenConnectionIsDescribed()
{
    QFETCH(const int, kind);
    Ends ends = kind == 4 ? Ends() : kind == 6 ? Ends(Family::Ipv6) : Ends::mapped();
    QVERIFY(hasKernelView());
    const auto fresh = kernelView(ends.second->number());
    QVERIFY(fresh);
    QCOMPARE(tcpStateName(*fresh->state), QStringLiteral("ESTABLISHED"));
    QVERIFY(!fresh->lastSent);
    QVERIFY(!fresh->lastReceived);
    QVERIFY(!fresh->slowStartThreshold);

    ends.first->sendAll("hello");
    ends.second->sendAll("good day");
    QTRY_COMPARE_WITH_TIMEOUT(ends.first->received(), "good day"s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(ends.second->received(), "hello"s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(unacknowledgedOf(*ends.second), std::uint64_t(0), patience);
    const auto view = kernelView(ends.second->number());
    QVERIFY(*view->roundTrip > 0us && *view->roundTrip < 10s);
    QVERIFY(view->roundTripVariation && view->leastRoundTrip);
    QVERIFY(*view->leastRoundTrip <= *view->roundTrip * 8);
    QVERIFY(*view->retransmitAfter >= 1ms);
    QCOMPARE(*view->retransmitsInFlight, 0U);
    QCOMPARE(*view->retransmitsInARow, 0U);
    QCOMPARE(*view->retransmitsInAll, 0U);
    QVERIFY(*view->congestionWindow > 0);
    QVERIFY(*view->sendSegment >= 536); // RFC 9293, section 3.7.1
    QVERIFY(*view->receiveSegment >= 536);
    QCOMPARE(*view->congestionBytes(), std::uint64_t{*view->congestionWindow} * *view->sendSegment);
    QVERIFY(*view->peerWindow > 0);
    QVERIFY(!view->congestionControl->empty());
    QCOMPARE(*view->unread, std::uint64_t(0));
    QCOMPARE(*view->unacknowledged, std::uint64_t(0));
    QCOMPARE(*view->notSent, std::uint64_t(0));
    QVERIFY(view->lastSent && view->lastReceived);
    QVERIFY(!view->endsIn);
    QVERIFY(!view->waiting);
    QVERIFY(!view->peerDoesNotRead());
}

void TestKernelView::countsWhatTheProgramDoesNotRead()
{
    Ends ends;
    ends.first->sendAll(pattern(1000));
    QTRY_COMPARE_WITH_TIMEOUT(unreadOf(*ends.second), std::uint64_t(1000), patience);
    ends.first->finish(); // counts as an octet on the wire, and as no byte
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(ends.second), QStringLiteral("CLOSE-WAIT"), patience);
    QCOMPARE(unreadOf(*ends.second), std::uint64_t(1000));
    const auto found = kernelViewOf(ends.secondAddress(), ends.firstAddress());
    QCOMPARE(*found->unread, std::uint64_t(1000));
    QCOMPARE(ends.second->readToEnd().size(), std::size_t(1000));
    QCOMPARE(unreadOf(*ends.second), std::uint64_t(0));
}

void TestKernelView::countsWhatThePeerDoesNotRead()
{
    Ends ends;
    std::size_t taken = 0;
    const std::string bytes = pattern(256UL * 1024);
    // Until neither the peer's system nor this one takes any more.
    const auto full = [&] {
        taken += ends.first->offer(bytes);
        return kernelView(ends.first->number())->peerDoesNotRead();
    };
    QTRY_VERIFY_WITH_TIMEOUT(full(), patience);
    const auto view = kernelView(ends.first->number());
    const std::uint64_t held = unreadOf(*ends.second);
    QVERIFY(held > 0);
    QCOMPARE(*view->unacknowledged, taken - held);
    QCOMPARE(*view->notSent, *view->unacknowledged); // nothing is on its way
    ends.first->finish();
    QCOMPARE(stateOf(ends.first), QStringLiteral("FIN-WAIT-1"));
    QCOMPARE(unacknowledgedOf(*ends.first), taken - held);
    QCOMPARE(*kernelView(ends.first->number())->notSent, taken - held);
    QCOMPARE(ends.second->readToEnd().size(), taken);
    QTRY_COMPARE_WITH_TIMEOUT(unacknowledgedOf(*ends.first), std::uint64_t(0), patience);
    QVERIFY(!kernelView(ends.first->number())->peerDoesNotRead());
}

void TestKernelView::followsAConnectionThroughItsStates()
{
    Ends ends;
    const SocketAddress first = ends.firstAddress();
    const SocketAddress second = ends.secondAddress();
    QCOMPARE(stateOf(ends.first), QStringLiteral("ESTABLISHED"));
    ends.first->finish();
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(ends.first), QStringLiteral("FIN-WAIT-2"), patience);
    QCOMPARE(stateOf(ends.second), QStringLiteral("CLOSE-WAIT"));
    ends.second->finish();
    // The descriptor has no part in what the system keeps of it now.
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(ends.first), QStringLiteral("CLOSED"), patience);
    const auto gone = kernelViewOf(first, second);
    QCOMPARE(stateOf(gone), QStringLiteral("TIME-WAIT"));
    QVERIFY(*gone->endsIn > 0ms && *gone->endsIn <= 120s);
    QVERIFY(!gone->congestionWindow);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(kernelViewOf(second, first)), QStringLiteral("CLOSED"),
                              patience);
}

void TestKernelView::tellsWhichSideForgotToClose()
{
    Ends ends;
    const SocketAddress first = ends.firstAddress();
    const SocketAddress second = ends.secondAddress();
    ends.first->close();
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(ends.second), QStringLiteral("CLOSE-WAIT"), patience);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(kernelViewOf(first, second)), QStringLiteral("FIN-WAIT-2"),
                              patience);
    ends.second->close();
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(kernelViewOf(first, second)), QStringLiteral("TIME-WAIT"),
                              patience);
}

void TestKernelView::aClosedConnectionIsFoundByItsAddresses_data()
{
    anOpenConnectionIsDescribed_data();
}

void TestKernelView::aClosedConnectionIsFoundByItsAddresses()
{
    QFETCH(const int, kind);
    Ends ends = kind == 4 ? Ends() : kind == 6 ? Ends(Family::Ipv6) : Ends::mapped();
    const SocketAddress first = ends.firstAddress();
    const SocketAddress second = ends.secondAddress();
    const SocketAddress asFirstSeen = native::peerAddress(ends.second->number());
    ends.second->close(); // the one whose addresses are mapped closes first
    QTRY_VERIFY_WITH_TIMEOUT(ends.first->sawFin(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(kernelViewOf(second, asFirstSeen)),
                              QStringLiteral("FIN-WAIT-2"), patience);
    ends.first->close();
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(kernelViewOf(second, asFirstSeen)),
                              QStringLiteral("TIME-WAIT"), patience);
    QCOMPARE(stateOf(kernelViewOf(first, SocketAddress())), QStringLiteral("nothing"));
}

void TestKernelView::aClosedDescriptorThatOwesBytesIsFoundByItsAddresses()
{
    Ends ends;
    const SocketAddress first = ends.firstAddress();
    const SocketAddress second = ends.secondAddress();
    ends.second->finish();
    QTRY_VERIFY_WITH_TIMEOUT(ends.first->sawFin(), patience);
    const std::string bytes = pattern(256UL * 1024);
    const auto full = [&] {
        ends.first->offer(bytes);
        return kernelView(ends.first->number())->peerDoesNotRead();
    };
    QTRY_VERIFY_WITH_TIMEOUT(full(), patience);
    const std::uint64_t owed = unacknowledgedOf(*ends.first);
    ends.first->close();
    const auto view = kernelViewOf(first, second);
    QCOMPARE(stateOf(view), QStringLiteral("LAST-ACK"));
    QCOMPARE(*view->unacknowledged, owed);
    QCOMPARE(*view->notSent, owed);
    QVERIFY(view->peerDoesNotRead());
    QVERIFY(view->congestionWindow && !view->congestionControl->empty());
}

void TestKernelView::anOpenConnectionIsFoundByItsAddresses()
{
    Ends ends;
    ends.first->sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(unreadOf(*ends.second), std::uint64_t(5), patience);
    const auto view = kernelViewOf(ends.secondAddress(), ends.firstAddress());
    QCOMPARE(stateOf(view), QStringLiteral("ESTABLISHED"));
    QCOMPARE(*view->unread, std::uint64_t(5));
    QCOMPARE(*view->sendSegment, *kernelView(ends.second->number())->sendSegment);
}

void TestKernelView::theListenerOfAPortIsNotTakenForAConnection()
{
    const Descriptor listener = deafListener(5);
    const SocketAddress local = native::localAddress(listener.number());
    const SocketAddress nobody(QHostAddress(QHostAddress::LocalHost), 1);
    QCOMPARE(stateOf(kernelViewOf(local, nobody)), QStringLiteral("CLOSED"));
}

void TestKernelView::aResetConnectionIsClosed()
{
    Ends ends;
    const SocketAddress first = ends.firstAddress();
    const SocketAddress second = ends.secondAddress();
    ends.first->reset();
    QCOMPARE(stateOf(kernelViewOf(first, second)), QStringLiteral("CLOSED"));
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(ends.second), QStringLiteral("CLOSED"), patience);
}

void TestKernelView::countsTheClientsThatWait()
{
    const Descriptor listener = deafListener(7);
    QCOMPARE(waitingClients(listener.number()), std::optional(0));
    std::vector<Peer> clients;
    for (int number = 1; number <= 3; ++number) {
        clients.push_back(Peer::connectedTo(portOf(listener.number())));
        QTRY_COMPARE_WITH_TIMEOUT(waitingClients(listener.number()), std::optional(number),
                                  patience);
    }
    const auto view = kernelView(listener.number());
    QCOMPARE(tcpStateName(*view->state), QStringLiteral("LISTEN"));
    QCOMPARE(*view->waiting, 3U);
    QCOMPARE(*view->mostWaiting, 7U);
    QVERIFY(!view->unread && !view->roundTrip && !view->congestionWindow);
    const Descriptor accepted(::accept(listener.number(), nullptr, nullptr));
    QCOMPARE(waitingClients(listener.number()), std::optional(2));
    QVERIFY(!waitingClients(accepted.number()));
}

void TestKernelView::nothingIsSaidOfOtherSockets()
{
    const Descriptor local(checked(::socket(AF_UNIX, SOCK_STREAM, 0), "socket"));
    const Descriptor datagrams(checked(::socket(AF_INET, SOCK_DGRAM, 0), "socket"));
    for (const int number : {local.number(), datagrams.number(), STDERR_FILENO, -1}) {
        QVERIFY(!kernelView(number));
        QVERIFY(!waitingClients(number));
    }
    const Descriptor unused(checked(::socket(AF_INET, SOCK_STREAM, 0), "socket"));
    QCOMPARE(stateOf(kernelView(unused.number())), QStringLiteral("CLOSED"));
    QVERIFY(!kernelViewOf({}, {}));
    const SocketAddress ipv4(QHostAddress(QHostAddress::LocalHost), 1);
    QVERIFY(!kernelViewOf(ipv4, SocketAddress(QHostAddress(QHostAddress::LocalHostIPv6), 1)));
}

void TestKernelView::asksNoMoreThanADescriptor()
{
    Ends ends;
    const SocketAddress first = ends.firstAddress();
    const SocketAddress second = ends.secondAddress();
    const int next = nextDescriptor();
    QVERIFY(kernelViewOf(first, second));
    QCOMPARE(nextDescriptor(), next);
    // The sanitizer needs a descriptor to look at a kind of object that is new to it.
    QVERIFY(!std::ifstream("").is_open());
    const ScopedLimit limit(RLIMIT_NOFILE, static_cast<rlim_t>(next));
    QVERIFY(kernelView(ends.first->number())); // takes none
    QVERIFY(!kernelViewOf(first, second));     // cannot ask, and does not say "closed"
}

void TestKernelView::findsConnectionsInTheTableOfTheSystem_data()
{
    anOpenConnectionIsDescribed_data();
}

void TestKernelView::findsConnectionsInTheTableOfTheSystem()
{
    QFETCH(const int, kind);
    Ends ends = kind == 4 ? Ends() : kind == 6 ? Ends(Family::Ipv6) : Ends::mapped();
    const char *const file = kind == 4 ? "/proc/net/tcp" : "/proc/net/tcp6";
    const SocketAddress local = ends.secondAddress();
    const SocketAddress peer = native::peerAddress(ends.second->number());
    const auto look = [&] {
        std::ifstream table(file);
        return viewInTable(table, local, peer);
    };
    QCOMPARE(stateOf(look()), QStringLiteral("ESTABLISHED"));
    ends.first->sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(*look()->unread, std::uint64_t(5), patience);
    QVERIFY(!look()->endsIn);
    QCOMPARE(ends.second->received(), "hello"s);
    ends.second->finish();
    QTRY_VERIFY_WITH_TIMEOUT(ends.first->sawFin(), patience);
    ends.first->close();
    ends.second->close();
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(look()), QStringLiteral("TIME-WAIT"), patience);
    QVERIFY(*look()->endsIn > 0ms && *look()->endsIn <= 120s);
    std::istringstream empty;
    QVERIFY(!viewInTable(empty, local, peer));
}

void TestKernelView::passesOverLinesThatAreNoRows()
{
    const SocketAddress local(QHostAddress(QStringLiteral("127.0.0.1")), 0x1234);
    const SocketAddress peer(QHostAddress(QStringLiteral("127.0.0.1")), 0xabcd);
    const std::string begin = QSysInfo::ByteOrder == QSysInfo::LittleEndian
                                  ? " 0: 0100007F:1234 0100007F:ABCD "
                                  : " 0: 7F000001:1234 7F000001:ABCD ";
    const auto look = [&](const std::string &text) {
        std::istringstream table(text);
        return viewInTable(table, local, peer);
    };
    QVERIFY(!look("\n\n  sl  local_address rem_address   st\n" + begin));
    QVERIFY(!look(begin + "FF 0:0 00:0"));
    QVERIFY(!look(begin + "0x1 0:0 00:0"));
    QVERIFY(!look(std::string(5000, 'x') + "\n" + begin + "01 0:0 00:0"));
    const auto view = look("nothing\n" + begin + "08 00000002:00000003 03:00000064 x y z\n");
    QCOMPARE(stateOf(view), QStringLiteral("CLOSE-WAIT"));
    QCOMPARE(*view->unacknowledged, std::uint64_t(2));
    QCOMPARE(*view->unread, std::uint64_t(2)); // one of the three is the FIN
    QCOMPARE(*view->endsIn, std::chrono::milliseconds(1000));
    const auto bare = look(begin + "01 queues timer");
    QCOMPARE(stateOf(bare), QStringLiteral("ESTABLISHED"));
    QVERIFY(!bare->unread && !bare->unacknowledged && !bare->endsIn);
}

QTEST_GUILESS_MAIN(TestKernelView)
#include "tst_kernelview.moc"
