#include "netcore/sockets/datagramsocket.h"
#include "netcore/sockets/notemarks.h"
#include "tests/support/logs.h"
#include "tests/support/peer.h"
#include "tests/support/teststrings.h"

#include <QTest>

#include <charconv>

#include <poll.h>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

constexpr std::size_t block = 256U * 1024;
// As long that not many of them fill the largest buffer that the system gives.
constexpr std::size_t longDatagram = 60000;
constexpr std::size_t moreThanTheBufferHolds = 1500;

/// How many datagrams the system dropped, by what an event says; 0 where it says nothing of that.
std::size_t droppedBy(const Event &event)
{
    std::size_t count = 0;
    if (event.kind() == EventKind::Note && event.note().starts_with(droppedMark)) {
        const auto digits = event.note().substr(droppedMark.size());
        std::from_chars(digits.data(), digits.data() + digits.size(), count);
    }
    return count;
}

/// A socket that receives on a free port of 127.0.0.1, with its log.
struct Receiver {
    explicit Receiver(EventLog::Limits limits = {})
        : log(limits)
    {
        const SocketAddress any(QHostAddress(QHostAddress::LocalHost), 0);
        if (!socket.open(SocketAddress::Family::Ipv4) || !socket.bindShared(any)) {
            throw std::runtime_error(lastNote(log, EventKind::Failed));
        }
        const std::string local(eventsOf(log, EventKind::Bound).front().local());
        port = static_cast<std::uint16_t>(std::stoi(local.substr(local.find(':') + 1)));
        log.setListener({.roomAgain =
                             [this] {
                                 QMetaObject::invokeMethod(&socket, &DatagramSocket::resume,
                                                           Qt::QueuedConnection);
                             },
                         .troubled = {}});
    }

    std::size_t received() const { return count(log, EventKind::Received); }
    /// How many datagrams the system dropped, by what the log says.
    std::size_t toldAsDropped() const
    {
        std::size_t sum = 0;
        for (const Event &event : eventsOf(log, EventKind::Note)) {
            sum += droppedBy(event);
        }
        return sum;
    }

    EventLog log;
    DatagramSocket socket{Journal(log, 0)};
    std::uint16_t port = 0;
};

/// Who sends to a Receiver, by plain calls.
class Sender
{
public:
    explicit Sender(std::uint16_t port)
        : m_descriptor(checked(::socket(AF_INET, SOCK_DGRAM, 0), "socket"))
        , m_self(checked(::socket(AF_INET, SOCK_DGRAM, 0), "socket"))
    {
        const Loopback peer(Family::Ipv4, port);
        checked(::connect(m_descriptor.number(), peer.data(), peer.size()), "connect");
        const Loopback any(Family::Ipv4, 0);
        checked(::bind(m_self.number(), any.data(), any.size()), "bind");
        const Loopback self(Family::Ipv4, portOf(m_self.number()));
        checked(::connect(m_self.number(), self.data(), self.size()), "connect");
    }

    void send(std::string_view datagram)
    {
        checked(
            static_cast<int>(::send(m_descriptor.number(), datagram.data(), datagram.size(), 0)),
            "send");
        // On a busy machine they wait in a queue of the whole system before any socket has them;
        // what finds it full, at some 1000, is dropped where no socket counts it.
        if (++m_sent % 200 == 0) {
            letThemArrive();
        }
    }
    std::string address() const
    {
        return "127.0.0.1:" + std::to_string(portOf(m_descriptor.number()));
    }

private:
    /// What comes back through the same queue says that those before are through.
    void letThemArrive() const
    {
        constexpr int second = 1000;
        pollfd self = {.fd = m_self.number(), .events = POLLIN, .revents = 0};
        do {
            checked(static_cast<int>(::send(m_self.number(), "", 1, 0)), "send");
        } while (checked(::poll(&self, 1, second), "poll") == 0);
        char byte = 0;
        checked(static_cast<int>(::recv(m_self.number(), &byte, 1, 0)), "recv");
    }

    Descriptor m_descriptor;
    Descriptor m_self; // talks to itself
    std::size_t m_sent = 0;
};

std::string numbered(std::size_t number, std::size_t length)
{
    std::string text = std::to_string(number);
    text.resize(length, '.');
    return text;
}

} // namespace

// Unicast on 127.0.0.1: what a group adds is in tst_multicastchat.
class TestDatagramSocket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void receivesEveryDatagramInOrderWithItsSender();
    void receivesDatagramsOfEveryLength();
    void keepsOfABatchWhatTheLogHasNoRoomFor();
    void logsWhatItHasReceivedBeforeItCloses();
    void tellsWhatTheSystemDroppedAfterTheLastThatCame();
    void tellsWhatTheSystemDroppedWhileTheLogHadNoRoom();
    void tellsAgainWhenMoreIsDropped();
    void tellsWhatTheSystemDroppedBeforeItCloses();
};

void TestDatagramSocket::receivesEveryDatagramInOrderWithItsSender()
{
    constexpr std::size_t burst = 150; // as many as the smallest buffer surely holds
    Receiver receiver;
    std::array senders = {Sender(receiver.port), Sender(receiver.port), Sender(receiver.port)};
    const std::array names = {senders[0].address(), senders[1].address(), senders[2].address()};
    const EventNumber before = receiver.log.size();
    std::size_t sent = 0;
    for (int round = 0; round < 30; ++round) {
        for (std::size_t end = sent + burst; sent < end; ++sent) {
            senders.at(sent % senders.size()).send(numbered(sent, 64));
        }
        QTRY_COMPARE_WITH_TIMEOUT(receiver.log.size() - before, EventNumber(sent), patience);
    }
    for (std::size_t index = 0; index < sent; ++index) {
        const auto event = receiver.log.at(before + index);
        QCOMPARE(event->kind(), EventKind::Received);
        QCOMPARE(textOf(event->payload()), numbered(index, 64));
        QCOMPARE(event->bytes(), std::uint64_t(64));
        QCOMPARE(event->peer(), names.at(index % names.size()));
    }
}

void TestDatagramSocket::receivesDatagramsOfEveryLength()
{
    Receiver receiver;
    Sender sender(receiver.port);
    const std::vector<std::size_t> lengths = {
        0, 1, 1472, 1473, 0, static_cast<std::size_t>(DatagramSocket::maximumPayload), 2};
    for (std::size_t index = 0; index < lengths.size(); ++index) {
        sender.send(numbered(index, lengths[index]));
    }
    QTRY_COMPARE_WITH_TIMEOUT(receiver.received(), lengths.size(), patience);
    const auto events = eventsOf(receiver.log, EventKind::Received);
    for (std::size_t index = 0; index < lengths.size(); ++index) {
        QVERIFY(textOf(events[index].payload()) == numbered(index, lengths[index]));
    }
}

void TestDatagramSocket::keepsOfABatchWhatTheLogHasNoRoomFor()
{
    Receiver receiver({.memory = 2 * block, .block = block});
    Sender sender(receiver.port);
    EventLog::Reader reader(receiver.log, [] {});
    std::size_t sent = 0;
    const auto sendOne = [&] { sender.send(numbered(sent++, 20000)); };
    QTRY_VERIFY_WITH_TIMEOUT((sendOne(), !receiver.log.hasRoom()), patience);
    for (int more = 0; more < 5; ++more) {
        sendOne();
    }
    QVERIFY(receiver.log.memory() < 4 * block);
    std::size_t seen = 0;
    EventNumber next = receiver.log.first();
    const auto readOn = [&] {
        for (; next < receiver.log.size(); ++next) {
            const auto event = receiver.log.at(next);
            if (event->kind() == EventKind::Received &&
                textOf(event->payload()) == numbered(seen, 20000)) {
                ++seen;
            }
        }
        reader.advance(next);
        return seen;
    };
    QTRY_COMPARE_WITH_TIMEOUT(readOn(), sent, patience);
}

void TestDatagramSocket::logsWhatItHasReceivedBeforeItCloses()
{
    Receiver receiver({.memory = 2 * block, .block = block});
    Sender sender(receiver.port);
    EventLog::Reader reader(receiver.log, [] {});
    constexpr std::size_t sent = 30;
    for (std::size_t index = 0; index < sent; ++index) { // one batch, for which there is no room
        sender.send(numbered(index, 30000));
    }
    QTRY_VERIFY_WITH_TIMEOUT(!receiver.log.hasRoom(), patience);
    receiver.socket.close();
    const auto events = eventsOf(receiver.log);
    QCOMPARE(events.back().kind(), EventKind::Closed);
    const auto received = eventsOf(receiver.log, EventKind::Received);
    QCOMPARE(received.size() + receiver.toldAsDropped(), sent);
    for (std::size_t index = 0; index < received.size(); ++index) {
        QVERIFY(textOf(received[index].payload()) == numbered(index, 30000));
    }
}

void TestDatagramSocket::tellsWhatTheSystemDroppedAfterTheLastThatCame()
{
    Receiver receiver;
    Sender sender(receiver.port);
    const std::string datagram(longDatagram, 'x');
    for (std::size_t index = 0; index < moreThanTheBufferHolds; ++index) {
        sender.send(datagram); // nobody reads meanwhile
    }
    QTRY_COMPARE_WITH_TIMEOUT(receiver.received() + receiver.toldAsDropped(),
                              moreThanTheBufferHolds, patience);
    QVERIFY(receiver.received() > 0);
    QVERIFY(receiver.toldAsDropped() > 0);
    QCOMPARE(count(receiver.log, EventKind::Note), std::size_t(1));
    QCOMPARE(count(receiver.log, EventKind::Failed), std::size_t(0));
}

void TestDatagramSocket::tellsWhatTheSystemDroppedWhileTheLogHadNoRoom()
{
    Receiver receiver({.memory = 2 * block, .block = block});
    Sender sender(receiver.port);
    EventLog::Reader reader(receiver.log, [] {});
    std::size_t sent = 0;
    const auto send = [&] { sender.send(numbered(sent++, longDatagram)); };
    QTRY_VERIFY_WITH_TIMEOUT((send(), !receiver.log.hasRoom()), patience);
    while (sent < moreThanTheBufferHolds) {
        send();
    }
    std::size_t received = 0;
    std::size_t told = 0;
    EventNumber next = receiver.log.first();
    const auto readOn = [&] {
        for (; next < receiver.log.size(); ++next) {
            const auto event = receiver.log.at(next);
            received += event->kind() == EventKind::Received ? 1 : 0;
            told += droppedBy(*event);
        }
        reader.advance(next);
        return received + told;
    };
    QTRY_COMPARE_WITH_TIMEOUT(readOn(), sent, patience);
    QVERIFY(told > 0);
    send(); // and it goes on
    QTRY_COMPARE_WITH_TIMEOUT(readOn(), sent, patience);
}

void TestDatagramSocket::tellsAgainWhenMoreIsDropped()
{
    Receiver receiver({.memory = 512U * 1024 * 1024}); // for all that is sent
    Sender sender(receiver.port);
    const std::string datagram(longDatagram, 'x');
    for (std::size_t time = 1; time <= 2; ++time) {
        for (std::size_t index = 0; index < moreThanTheBufferHolds; ++index) {
            sender.send(datagram);
        }
        QTRY_COMPARE_WITH_TIMEOUT(receiver.received() + receiver.toldAsDropped(),
                                  time * moreThanTheBufferHolds, patience);
        QCOMPARE(count(receiver.log, EventKind::Note), time);
    }
}

void TestDatagramSocket::tellsWhatTheSystemDroppedBeforeItCloses()
{
    Receiver receiver;
    Sender sender(receiver.port);
    const std::string datagram(longDatagram, 'x');
    for (std::size_t index = 0; index < moreThanTheBufferHolds; ++index) {
        sender.send(datagram);
    }
    receiver.socket.close(); // before anything was read
    QVERIFY(receiver.toldAsDropped() > 0);
    QCOMPARE(story(receiver.log, 0), "created bound note closed"s);
}

QTEST_GUILESS_MAIN(TestDatagramSocket)
#include "tst_datagramsocket.moc"
