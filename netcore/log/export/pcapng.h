#pragma once

#include "netcore/log/export/exportwriter.h"
#include "netcore/log/export/pcapngblocks.h"

#include <deque>
#include <map>
#include <memory>

namespace sockyard
{

/// A capture file for Wireshark: what was sent and received as the packets that it may have been.
///
/// Nothing was captured, and the file says so: the headers are made up so that they fit. Each slice
/// is an interface of its own, named after its tab. Made to packets are: bytes (as many segments as
/// the largest IP packets take), the handshake where a connection was accepted or made, FIN where a
/// side finished, RST where a connection was reset or refused. All other events are none, and
/// discarded bytes never left. A log that begins in the middle of a connection begins there without
/// a handshake.
///
/// Where two logs tell of both ends of one connection, each byte is one packet's, as on the wire:
/// it is written where it is first told of, mostly by who sent it, and what the other end tells of
/// the same byte adds nothing. This needs both logs to know the connection's beginning; of a second
/// log that does not, the bytes are left out, and counted, since nobody can say which they are.
///
/// A datagram's receiver is told by the log only where the socket was bound to one address; else
/// the group stands there that the socket had joined.
class PcapngWriter : public ExportWriter
{
public:
    PcapngWriter();
    ~PcapngWriter() override;

    void begin(OutputBuffer &out, const std::vector<LogSlice> &slices) override;
    void write(OutputBuffer &out, const Event &event, std::size_t slice) override;
    void end(OutputBuffer &out, const std::vector<std::uint64_t> &missing) override;
    bool looksAtEverything() const override { return true; }
    void pass(const Event &event, std::size_t slice) override;
    std::uint64_t leftOut() const override;

private:
    struct Flow;
    struct Side;
    struct Slice;
    /// Both addresses, the smaller first.
    using FlowKey = std::pair<NetworkAddress, NetworkAddress>;

    // In all of these, out is null for an event that is only passed.
    void handle(OutputBuffer *out, const Event &event, std::size_t slice);
    void handleStream(OutputBuffer *out, const Event &event, Side &side);
    void handleDatagram(OutputBuffer *out, const Event &event, Side &side);
    void handleBytes(OutputBuffer *out, const Event &event, Side &side);
    void shakeHands(OutputBuffer *out, const Event &event, Side &side);
    void finish(OutputBuffer *out, const Event &event, Side &side);
    void reset(OutputBuffer *out, const Event &event, Side &side, std::size_t end);

    Side &sideOf(const Event &event, std::size_t slice);
    bool attach(const Event &event, Side &side);
    void close(std::size_t slice, ConnectionId connection);
    void leaveOut(const OutputBuffer *out, const Event &event, const Side &side);
    void segment(OutputBuffer &out, const Event &event, const Side &side, std::size_t end,
                 std::uint8_t flags, ByteView payload = {});

    std::vector<Slice> m_slices;
    std::map<FlowKey, std::shared_ptr<Flow>> m_flows;
    std::deque<std::pair<FlowKey, std::weak_ptr<Flow>>> m_closed; // oldest first
    std::uint64_t m_numbers = 0;                                  // so many sequences have begun
    std::int64_t m_lastTime = 0;
};

} // namespace sockyard
