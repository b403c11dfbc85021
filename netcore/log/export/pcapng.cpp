#include "netcore/log/export/pcapng.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>

namespace sockyard
{

namespace
{

// Connections that have ended are remembered for the other end's log, which may tell of them a
// little later; so many of them, to keep the memory bounded.
constexpr std::size_t mostClosed = 4096;
// After so many bytes one way the other side acknowledges them, at the latest.
constexpr std::uint32_t mostUnacknowledged = 1U << 20;

std::string words(const char *text)
{
    return QCoreApplication::translate("sockyard::Pcapng", text).toStdString();
}

/// Numbers that look like chance and are always the same (SplitMix64): two connections with the
/// same addresses do not begin alike.
std::uint32_t scattered(std::uint64_t ordinal)
{
    std::uint64_t number = (ordinal + 1) * 0x9e3779b97f4a7c15;
    number = (number ^ number >> 30) * 0xbf58476d1ce4e5b9;
    number = (number ^ number >> 27) * 0x94d049bb133111eb;
    return static_cast<std::uint32_t>((number ^ number >> 31) & 0xffffffff);
}

/// What failed begins with the system's name of the error; what this side did, does not.
bool beginsWithErrorName(std::string_view note)
{
    const std::string_view name = note.substr(0, note.find(':'));
    return name.size() < note.size() && !name.empty() &&
           std::all_of(name.begin(), name.end(),
                       [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

bool isUsable(const NetworkAddress &address)
{
    return address.port != 0 && !address.isUnspecified();
}

} // namespace

/// A TCP connection between two addresses, however many logs tell of it.
struct PcapngWriter::Flow {
    /// What one end sends.
    struct Stream {
        std::uint32_t next = 0;         // the sequence number of what comes next
        std::uint32_t acknowledged = 0; // the other end has said so
        std::uint64_t told = 0;         // bytes of the stream that were told of, from its beginning
        bool finished = false;
    };

    enum class Handshake { None, Begun, Done };

    std::array<NetworkAddress, 2> ends;
    std::array<Stream, 2> streams;
    std::array<bool, 2> attached = {};
    int open = 0;          // sides that may still tell something
    bool toItself = false; // both ends are one: so is what they send
    bool whole = false;    // who told of it first knows its beginning
    bool isFailed = false; // it came to nothing
    bool wasReset = false;
    bool hasPackets = false;
    Handshake handshake = Handshake::None;
};

/// What one log has told of one of its connections.
struct PcapngWriter::Side {
    enum class Transport { Unknown, Stream, Datagram };

    std::size_t slice = 0;
    Transport transport = Transport::Unknown;
    bool whole = false;    // the log knows the connection's beginning
    bool isSecond = false; // of a connection that another log tells better
    std::shared_ptr<Flow> flow;
    std::size_t end = 0; // which of the flow's ends is local
    std::uint64_t sent = 0;
    std::uint64_t received = 0;
    std::optional<NetworkAddress> group;
};

struct PcapngWriter::Slice {
    std::unordered_map<ConnectionId, Side> sides;
    std::uint64_t leftOut = 0;
};

PcapngWriter::PcapngWriter() = default;

PcapngWriter::~PcapngWriter() = default;

void PcapngWriter::begin(OutputBuffer &out, const std::vector<LogSlice> &slices)
{
    m_slices = std::vector<Slice>(slices.size());
    pcapngblocks::appendSection(
        out,
        words("These packets were not captured. Sockyard made them of what its sockets sent and "
              "received: bytes, addresses, ports and times are as they were; headers, sequence "
              "numbers, acknowledgements and checksums are synthesised so that they fit. Where two "
              "tabs were the two ends of one connection, each of its bytes is here once. Where a "
              "socket was bound to all addresses, its datagrams have the group it had joined as "
              "their destination."),
        "Sockyard");
    for (const LogSlice &slice : slices) {
        pcapngblocks::appendInterface(out, slice.tab.empty() ? "sockyard" : slice.tab,
                                      words("synthesised from an event log"));
    }
}

void PcapngWriter::write(OutputBuffer &out, const Event &event, std::size_t slice)
{
    m_lastTime = event.time();
    handle(&out, event, slice);
}

void PcapngWriter::pass(const Event &event, std::size_t slice)
{
    handle(nullptr, event, slice);
}

std::uint64_t PcapngWriter::leftOut() const
{
    std::uint64_t sum = 0;
    for (const Slice &slice : m_slices) {
        sum += slice.leftOut;
    }
    return sum;
}

void PcapngWriter::end(OutputBuffer &out, const std::vector<std::uint64_t> &missing)
{
    for (std::size_t index = 0; index < m_slices.size(); ++index) {
        QStringList parts;
        if (m_slices[index].leftOut > 0) {
            parts.append(QCoreApplication::translate("sockyard::Pcapng",
                                                     "events with bytes that could not be made to "
                                                     "packets, and are not here: %1")
                             .arg(m_slices[index].leftOut));
        }
        if (missing[index] > 0) {
            parts.append(QCoreApplication::translate("sockyard::Pcapng",
                                                     "events that the log dropped before they "
                                                     "could be written: %1")
                             .arg(missing[index]));
        }
        if (!parts.isEmpty()) {
            pcapngblocks::appendStatistics(out, static_cast<std::uint32_t>(index), m_lastTime,
                                           parts.join(QStringLiteral("; ")).toStdString());
        }
    }
}

PcapngWriter::Side &PcapngWriter::sideOf(const Event &event, std::size_t slice)
{
    Side &side = m_slices[slice].sides[event.connection()];
    side.slice = slice;
    return side;
}

void PcapngWriter::handle(OutputBuffer *out, const Event &event, std::size_t slice)
{
    using Transport = Side::Transport;
    switch (event.kind()) {
    case EventKind::Closed:
        close(slice, event.connection());
        return;
    case EventKind::Created: {
        close(slice, event.connection()); // an endpoint that starts again
        Side &side = sideOf(event, slice);
        side.transport = event.note().find("SOCK_DGRAM") != std::string_view::npos
                             ? Transport::Datagram
                             : Transport::Stream;
        return;
    }
    case EventKind::Joined: {
        Side &side = sideOf(event, slice);
        side.transport = Transport::Datagram;
        side.group = NetworkAddress::parse(event.peer());
        return;
    }
    case EventKind::Left:
        sideOf(event, slice).group.reset();
        return;
    case EventKind::Accepted:
    case EventKind::Connecting:
    case EventKind::Connected:
    case EventKind::Sent:
    case EventKind::Received:
    case EventKind::PeerFinished:
    case EventKind::Finished:
    case EventKind::Reset:
    case EventKind::Failed:
    case EventKind::TimedOut:
        break;
    case EventKind::Bound:
    case EventKind::Listening:
    case EventKind::Discarded:
    case EventKind::Paused:
    case EventKind::Resumed:
    case EventKind::Secured:
    case EventKind::Note:
        return;
    }
    if (event.connection() == 0 && !carriesData(event.kind())) {
        return; // of the endpoint itself
    }
    Side &side = sideOf(event, slice);
    if (side.transport == Transport::Unknown) {
        // The log no longer knows how the socket was made. The endpoint's own socket carries bytes
        // only where it is one for datagrams, and no stream goes to a group.
        const auto peer = NetworkAddress::parse(event.peer());
        const bool datagrams = event.connection() == 0 || (peer && peer->isMulticast());
        side.transport = datagrams ? Transport::Datagram : Transport::Stream;
    }
    if (side.transport == Transport::Datagram) {
        handleDatagram(out, event, side);
    } else {
        handleStream(out, event, side);
    }
}

void PcapngWriter::leaveOut(const OutputBuffer *out, const Event &event, const Side &side)
{
    if (out != nullptr && carriesData(event.kind())) {
        ++m_slices[side.slice].leftOut;
    }
}

void PcapngWriter::handleDatagram(OutputBuffer *out, const Event &event, Side &side)
{
    if (out == nullptr || !carriesData(event.kind())) {
        return;
    }
    auto local = NetworkAddress::parse(event.local());
    const auto peer = NetworkAddress::parse(event.peer());
    if (!local || !peer) {
        leaveOut(out, event, side);
        return;
    }
    const bool sent = event.kind() == EventKind::Sent;
    if (!sent && local->isUnspecified() && side.group && side.group->port == local->port) {
        local = side.group;
    }
    Packet packet{.protocol = Packet::Protocol::Udp,
                  .from = sent ? *local : *peer,
                  .to = sent ? *peer : *local,
                  .payload = event.payload()};
    const bool ipv4 = alignFamilies(packet.from, packet.to);
    if (packet.payload.size() > Packet::maximumPayload(packet.protocol, ipv4)) {
        leaveOut(out, event, side);
        return;
    }
    pcapngblocks::appendPacket(
        *out, static_cast<std::uint32_t>(side.slice), event.time(),
        sent ? pcapngblocks::Direction::Outbound : pcapngblocks::Direction::Inbound, packet);
}

void PcapngWriter::handleStream(OutputBuffer *out, const Event &event, Side &side)
{
    const bool begins = event.kind() == EventKind::Accepted ||
                        event.kind() == EventKind::Connecting ||
                        event.kind() == EventKind::Connected;
    side.whole = side.whole || begins;
    if (!side.flow && !attach(event, side)) {
        leaveOut(out, event, side);
        return;
    }
    Flow &flow = *side.flow;
    const std::size_t other = 1 - side.end;
    switch (event.kind()) {
    case EventKind::Accepted:
    case EventKind::Connecting:
    case EventKind::Connected:
        shakeHands(out, event, side);
        break;
    case EventKind::Sent:
    case EventKind::Received:
        handleBytes(out, event, side);
        break;
    case EventKind::PeerFinished:
    case EventKind::Finished:
        finish(out, event, side);
        break;
    case EventKind::Reset:
        reset(out, event, side, beginsWithErrorName(event.note()) ? other : side.end);
        break;
    case EventKind::Failed:
    case EventKind::TimedOut:
        if (flow.handshake != Flow::Handshake::Done && !flow.attached[other]) {
            flow.isFailed = true;
            if (flow.handshake == Flow::Handshake::Begun &&
                event.note().find("ECONNREFUSED:") != std::string_view::npos) {
                reset(out, event, side, other);
            }
        }
        break;
    default:
        break;
    }
}

bool PcapngWriter::attach(const Event &event, Side &side)
{
    auto local = NetworkAddress::parse(event.local());
    auto peer = NetworkAddress::parse(event.peer());
    if (!local || !peer) {
        return false;
    }
    alignFamilies(*local, *peer);
    if (!isUsable(*local) || !isUsable(*peer)) {
        return false;
    }
    const FlowKey key = std::minmax(*local, *peer);
    const std::size_t end = *local == key.first ? 0 : 1;
    std::shared_ptr<Flow> &flow = m_flows[key];
    if (!flow || flow->attached[end] || flow->isFailed) {
        // A connection that is new, or has the addresses of an earlier one.
        const std::shared_ptr<Flow> before = std::exchange(flow, std::make_shared<Flow>());
        flow->ends = {key.first, key.second};
        flow->toItself = key.first == key.second;
        flow->whole = side.whole;
        for (std::size_t index : {0U, 1U}) {
            // As long as no handshake is shown it looks like the same connection: it goes on.
            Flow::Stream &stream = flow->streams[index];
            stream.next = before ? before->streams[index].next : scattered(m_numbers++);
            stream.acknowledged = stream.next;
        }
    } else if (!side.whole || !flow->whole) {
        side.isSecond = true;
    }
    side.flow = flow;
    side.end = end;
    flow->attached[end] = true;
    ++flow->open;
    return true;
}

void PcapngWriter::close(std::size_t slice, ConnectionId connection)
{
    auto &sides = m_slices[slice].sides;
    const auto side = sides.find(connection);
    if (side == sides.end()) {
        return;
    }
    if (const auto &flow = side->second.flow; flow && --flow->open == 0) {
        m_closed.emplace_back(FlowKey(flow->ends[0], flow->ends[1]), flow);
    }
    sides.erase(side);
    while (m_closed.size() > mostClosed) {
        const auto &[key, closed] = m_closed.front();
        const auto there = m_flows.find(key);
        if (there != m_flows.end() && there->second == closed.lock() && there->second->open == 0) {
            m_flows.erase(there);
        }
        m_closed.pop_front();
    }
}

void PcapngWriter::segment(OutputBuffer &out, const Event &event, const Side &side, std::size_t end,
                           std::uint8_t flags, ByteView payload)
{
    Flow &flow = *side.flow;
    Flow::Stream &mine = flow.streams[end];
    Flow::Stream &theirs = flow.streams[flow.toItself ? end : 1 - end];
    const bool acknowledges = (flags & Packet::Ack) != 0;
    const Packet packet{.protocol = Packet::Protocol::Tcp,
                        .from = flow.ends[end],
                        .to = flow.ends[1 - end],
                        .flags = flags,
                        .sequence = mine.next,
                        .acknowledgement = acknowledges ? theirs.next : 0,
                        .payload = payload};
    pcapngblocks::appendPacket(out, static_cast<std::uint32_t>(side.slice), event.time(),
                               end == side.end ? pcapngblocks::Direction::Outbound
                                               : pcapngblocks::Direction::Inbound,
                               packet);
    if (acknowledges) {
        theirs.acknowledged = theirs.next;
    }
    mine.next += static_cast<std::uint32_t>(payload.size());
    if ((flags & (Packet::Syn | Packet::Fin)) != 0) {
        ++mine.next;
    }
    flow.hasPackets = true;
}

void PcapngWriter::shakeHands(OutputBuffer *out, const Event &event, Side &side)
{
    Flow &flow = *side.flow;
    // Who is connected to is the one that did not begin.
    const std::size_t opener = event.kind() == EventKind::Accepted ? 1 - side.end : side.end;
    if (out != nullptr && !side.isSecond && !flow.toItself) {
        if (flow.handshake == Flow::Handshake::None && !flow.hasPackets) {
            for (Flow::Stream &stream : flow.streams) {
                stream.next = scattered(m_numbers++);
                stream.acknowledged = stream.next;
            }
            segment(*out, event, side, opener, Packet::Syn);
            flow.handshake = Flow::Handshake::Begun;
        }
        if (flow.handshake == Flow::Handshake::Begun && event.kind() != EventKind::Connecting) {
            segment(*out, event, side, 1 - opener, Packet::Syn | Packet::Ack);
            segment(*out, event, side, opener, Packet::Ack);
        }
    }
    if (event.kind() != EventKind::Connecting) {
        flow.handshake = Flow::Handshake::Done;
    }
}

void PcapngWriter::handleBytes(OutputBuffer *out, const Event &event, Side &side)
{
    Flow &flow = *side.flow;
    const bool sent = event.kind() == EventKind::Sent;
    const std::size_t from = sent || flow.toItself ? side.end : 1 - side.end;
    ByteView payload = event.payload();
    std::uint64_t &count = sent ? side.sent : side.received;
    const std::uint64_t begin = count;
    count += payload.size();
    if (out == nullptr) {
        return;
    }
    if (side.isSecond) {
        leaveOut(out, event, side);
        return;
    }
    Flow::Stream &stream = flow.streams[from];
    if (stream.told > begin && side.whole) { // the other end was first
        payload = payload.subspan(std::min<std::uint64_t>(payload.size(), stream.told - begin));
    }
    stream.told = std::max(stream.told, count);
    const std::size_t largest = Packet::maximumPayload(
        Packet::Protocol::Tcp, flow.ends[0].isIpv4() && flow.ends[1].isIpv4());
    while (!payload.empty()) {
        const ByteView part = payload.first(std::min(payload.size(), largest));
        payload = payload.subspan(part.size());
        segment(*out, event, side, from,
                static_cast<std::uint8_t>(Packet::Ack | (payload.empty() ? Packet::Psh : 0)), part);
        if (stream.next - stream.acknowledged >= mostUnacknowledged && !flow.toItself) {
            segment(*out, event, side, 1 - from, Packet::Ack);
        }
    }
}

void PcapngWriter::finish(OutputBuffer *out, const Event &event, Side &side)
{
    if (out == nullptr || side.isSecond) {
        return;
    }
    Flow &flow = *side.flow;
    const bool own = event.kind() == EventKind::Finished;
    const std::size_t from = own || flow.toItself ? side.end : 1 - side.end;
    Flow::Stream &stream = flow.streams[from];
    if (!stream.finished) {
        stream.finished = true;
        segment(*out, event, side, from, Packet::Fin | Packet::Ack);
    }
    if (!own && stream.acknowledged != stream.next && !flow.toItself) {
        segment(*out, event, side, side.end, Packet::Ack);
    }
}

void PcapngWriter::reset(OutputBuffer *out, const Event &event, Side &side, std::size_t end)
{
    Flow &flow = *side.flow;
    if (out == nullptr || side.isSecond || flow.wasReset) {
        return;
    }
    flow.wasReset = true;
    segment(*out, event, side, flow.toItself ? side.end : end, Packet::Rst | Packet::Ack);
}

} // namespace sockyard
