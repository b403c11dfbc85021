#include "netcore/projections/datagramflows.h"
#include "netcore/projections/endpointkind.h"
#include "netcore/projections/lifecycle.h"
#include "netcore/projections/peertable.h"
#include "tests/support/logs.h"
#include "tests/support/teststrings.h"

#include <QTest>

Q_DECLARE_METATYPE(sockyard::EndpointKind)

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

using enum EventKind;

const auto socketNote = "socket AF_INET SOCK_DGRAM → fd 12"s;
const auto local = "127.0.0.1:9999"s;
const auto peer = "127.0.0.1:40001"s;

/// A log written by hand.
class Told
{
public:
    Told &tell(EventKind kind, const std::string &itsPeer = {}, const std::string &note = {},
               std::uint64_t bytes = 0, ConnectionId connection = 0)
    {
        const std::string payload(bytes, 'x');
        m_log.append({.kind = kind,
                      .connection = connection,
                      .local = local,
                      .peer = itsPeer,
                      .note = note,
                      .bytes = bytes,
                      .payload = std::as_bytes(std::span(payload))});
        return *this;
    }
    Told &tellNumbered(const std::string &itsPeer, std::uint32_t stream, std::uint64_t number)
    {
        const std::string payload = NumberedDatagram{.stream = stream, .number = number}.bytes(0);
        m_log.append({.kind = Received,
                      .local = local,
                      .peer = itsPeer,
                      .bytes = payload.size(),
                      .payload = std::as_bytes(std::span(payload))});
        return *this;
    }
    const EventLog &log() const { return m_log; }
    template <typename Projection>
    Projection folded(Projection projection) const
    {
        for (const Event &event : eventsOf(m_log)) {
            projection.apply(event);
        }
        return projection;
    }

private:
    EventLog m_log;
};

/// The steps as one line: `*` happened, `?` waiting, `!` failed.
std::string line(const Lifecycle &lifecycle)
{
    std::string text;
    for (const LifecycleStep &step : lifecycle.steps()) {
        text += text.empty() ? "" : " ";
        text += step.happened ? "*" : "";
        text += step.waiting ? "?" : "";
        text += step.failed ? "!" : "";
        text += step.label;
    }
    return text;
}

/// The peers as one line: address, datagrams received / sent / failed.
std::string line(const PeerTable &table)
{
    std::string text;
    for (const PeerEntry &entry : table.entries()) {
        text += text.empty() ? "" : ", ";
        text += entry.address + " " + std::to_string(entry.datagramsReceived) + "/" +
                std::to_string(entry.datagramsSent) + "/" + std::to_string(entry.failures);
    }
    return text;
}

} // namespace

class TestUdpProjections : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lifecycleRunsWhenTheSocketIsBound();
    void lifecycleOfAConnectedSocket();
    void lifecycleOfASocketThatCannotBeConnected();
    void lifecycleOfAPortThatIsTaken();
    void lifecycleTellsThatThePeerIsNotThere();
    void knowsItsLogBySockets_data();
    void knowsItsLogBySockets();
    void countsDatagramsByPeer();
    void forgetsWhoWasSilentLongest();
    void tellsWhichPeersChanged();
    void tellsStreamsOfNumberedDatagramsApart();
    void forgetsTheStreamThatWasSilentLongest();
};

void TestUdpProjections::lifecycleRunsWhenTheSocketIsBound()
{
    Told told;
    told.tell(Created, {}, socketNote).tell(Bound);
    Lifecycle lifecycle = told.folded(Lifecycle::ofUdp());
    QCOMPARE(lifecycle.phase(), Lifecycle::Phase::Running);
    QCOMPARE(line(lifecycle), "*socket *bind connect ?send/recv close"s);
    QCOMPARE(lifecycle.local(), local);
    told.tell(Received, peer, {}, 5).tell(Closed);
    lifecycle = told.folded(Lifecycle::ofUdp());
    QCOMPARE(lifecycle.phase(), Lifecycle::Phase::Idle);
    QCOMPARE(line(lifecycle), "*socket *bind connect *send/recv *close"s);
}

void TestUdpProjections::lifecycleOfAConnectedSocket()
{
    Told told;
    told.tell(Created, {}, socketNote).tell(Bound).tell(Connecting, peer);
    QCOMPARE(told.folded(Lifecycle::ofUdp()).phase(), Lifecycle::Phase::Starting);
    told.tell(Connected, peer);
    const Lifecycle lifecycle = told.folded(Lifecycle::ofUdp());
    QCOMPARE(lifecycle.phase(), Lifecycle::Phase::Running);
    QCOMPARE(line(lifecycle), "*socket *bind *connect ?send/recv close"s);
    QCOMPARE(lifecycle.steps()[2].call(), "connect "s + peer);
}

void TestUdpProjections::lifecycleOfASocketThatCannotBeConnected()
{
    Told told;
    told.tell(Created, {}, socketNote).tell(Bound).tell(Connecting, peer);
    told.tell(Failed, peer, "ENETUNREACH: no way").tell(Closed);
    const Lifecycle lifecycle = told.folded(Lifecycle::ofUdp());
    QCOMPARE(lifecycle.phase(), Lifecycle::Phase::Idle);
    QCOMPARE(line(lifecycle), "*socket *bind !connect send/recv *close"s);
    QVERIFY(lifecycle.notice().has_value());
}

void TestUdpProjections::lifecycleOfAPortThatIsTaken()
{
    Told told;
    told.tell(Created, {}, socketNote).tell(Failed, {}, "EADDRINUSE: taken");
    QCOMPARE(line(told.folded(Lifecycle::ofUdp())), "*socket !bind connect send/recv close"s);
    told.tell(Note).tell(Bound); // on another one
    const Lifecycle lifecycle = told.folded(Lifecycle::ofUdp());
    QCOMPARE(line(lifecycle), "*socket *bind connect ?send/recv close"s);
    QVERIFY(!lifecycle.notice().has_value());
}

void TestUdpProjections::lifecycleTellsThatThePeerIsNotThere()
{
    Told told;
    told.tell(Created, {}, socketNote).tell(Bound).tell(Connecting, peer).tell(Connected, peer);
    told.tell(Sent, peer, {}, 5).tell(Failed, peer, "ECONNREFUSED: refused");
    const Lifecycle lifecycle = told.folded(Lifecycle::ofUdp());
    QCOMPARE(lifecycle.phase(), Lifecycle::Phase::Running); // and may be heard once it is there
    QCOMPARE(line(lifecycle), "*socket *bind *connect *!send/recv close"s);
}

void TestUdpProjections::knowsItsLogBySockets_data()
{
    QTest::addColumn<QList<EventKind>>("calls");
    QTest::addColumn<bool>("datagrams");
    QTest::addColumn<EndpointKind>("kind");
    QTest::newRow("UDP") << QList{Created, Bound} << true << EndpointKind::Udp;
    QTest::newRow("connected UDP")
        << QList{Created, Bound, Connecting, Connected} << true << EndpointKind::Udp;
    // The sender of a chat is connected to the group before the receiver joins it.
    QTest::newRow("chat") << QList{Created, Bound, Created, Connected, Joined} << true
                          << EndpointKind::MulticastChat;
    QTest::newRow("client") << QList{Connecting, Created, Connecting} << false
                            << EndpointKind::TcpClient;
    QTest::newRow("server") << QList{Created, Bound, Listening} << false << EndpointKind::TcpServer;
}

void TestUdpProjections::knowsItsLogBySockets()
{
    QFETCH(const QList<EventKind>, calls);
    QFETCH(const bool, datagrams);
    QFETCH(const EndpointKind, kind);
    Told told;
    for (const EventKind call : calls) {
        told.tell(call, {},
                  call != Created ? ""s
                  : datagrams     ? socketNote
                                  : "socket AF_INET SOCK_STREAM → fd 12"s);
    }
    QVERIFY(endpointKindOf(told.log(), 0, told.log().size()) == kind);
}

void TestUdpProjections::countsDatagramsByPeer()
{
    Told told;
    told.tell(Created, {}, socketNote).tell(Bound);
    told.tell(Received, "a:1", {}, 5).tell(Sent, "b:2", {}, 7).tell(Received, "a:1", {}, 3);
    told.tell(Sent, "a:1").tell(Failed, "b:2", "EACCES: no").tell(Note, "c:3");
    const PeerTable table = told.folded(PeerTable());
    QCOMPARE(line(table), "a:1 2/1/0, b:2 0/1/1"s);
    QCOMPARE(table.entries()[0].bytesReceived, 8U);
    QCOMPARE(table.entries()[1].bytesSent, 7U);
    QCOMPARE(table.entries()[0].lastEvent, EventNumber(5));
}

void TestUdpProjections::forgetsWhoWasSilentLongest()
{
    Told told;
    told.tell(Received, "a:1").tell(Received, "b:2").tell(Received, "a:1");
    told.tell(Received, "c:3");
    const PeerTable table = told.folded(PeerTable(2));
    QCOMPARE(line(table), "a:1 2/0/0, c:3 1/0/0"s);
    QCOMPARE(table.forgottenCount(), 1U);
}

void TestUdpProjections::tellsWhichPeersChanged()
{
    Told told;
    told.tell(Received, "a:1").tell(Received, "b:2");
    PeerTable table = told.folded(PeerTable());
    PeerTable::Range range = table.takeChanged();
    QCOMPARE(range.first, 0U);
    QCOMPARE(range.count, 2U);
    QCOMPARE(table.takeChanged().count, 0U);
    told.tell(Sent, "b:2");
    table.apply(eventsOf(told.log()).back());
    range = table.takeChanged();
    QCOMPARE(range.first, 1U);
    QCOMPARE(range.count, 1U);
}

void TestUdpProjections::tellsStreamsOfNumberedDatagramsApart()
{
    Told told;
    told.tellNumbered("a:1", 1, 0).tellNumbered("a:1", 1, 2).tellNumbered("b:2", 1, 0);
    told.tellNumbered("a:1", 2, 0).tell(Received, "c:3", {}, 40).tellNumbered("a:1", 1, 3);
    const DatagramFlows flows = told.folded(DatagramFlows());
    QCOMPARE(flows.entries().size(), 3U);
    const DatagramFlows::Entry &last = flows.entries().front();
    QCOMPARE(last.peer, "a:1"s);
    QCOMPARE(last.flow.received(), 3U);
    QCOMPARE(last.flow.lost(), 1U);
}

void TestUdpProjections::forgetsTheStreamThatWasSilentLongest()
{
    Told told;
    told.tellNumbered("a:1", 1, 0).tellNumbered("b:2", 1, 0).tellNumbered("a:1", 1, 1);
    told.tellNumbered("c:3", 1, 0);
    const DatagramFlows flows = told.folded(DatagramFlows(2));
    QCOMPARE(flows.entries().size(), 2U);
    QCOMPARE(flows.entries().front().peer, "c:3"s);
    QCOMPARE(flows.entries().back().peer, "a:1"s);
}

QTEST_GUILESS_MAIN(TestUdpProjections)
#include "tst_udpprojections.moc"
