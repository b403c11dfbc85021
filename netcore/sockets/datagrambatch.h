#pragma once

#include "netcore/sockets/native.h"

#include <array>
#include <memory>
#include <optional>

namespace sockyard
{

/// Datagrams that were received with one call and have not all gone on into the log. The memory is
/// not the log's: there is a place of 64 KiB for each, of which a short datagram, as most are,
/// fills next to nothing, so that copying it costs less than what would lie empty in the log.
/// Belongs to one socket, on its thread.
class DatagramBatch
{
public:
    /// No datagram is longer, over IPv4 or IPv6 (RFC 768), but for jumbograms.
    static constexpr std::size_t longestDatagram = 65536;

    /// So many bytes of each datagram are received, 1 to longestDatagram; from the next receive()
    /// on.
    void setReadSize(std::size_t bytes);
    /// Receives what waits; only when nothing is left of the batch before.
    SystemError receive(native::Handle handle);
    /// True where the last call gave as many as it could: there may be more.
    bool wasFull() const { return m_end == m_datagrams.size(); }
    bool isEmpty() const { return m_next == m_end; }
    /// Takes the oldest that is left out of the batch. Valid until receive().
    const native::Datagram &takeNext() { return m_datagrams.at(m_next++); }
    /// What the system said with the last receive() of datagrams that it had dropped so far.
    std::optional<std::uint32_t> dropped() const { return m_dropped; }

private:
    std::unique_ptr<std::byte[]> m_memory;
    std::array<native::Datagram, native::mostInBatch> m_datagrams;
    std::size_t m_readSize = longestDatagram;
    std::size_t m_next = 0;
    std::size_t m_end = 0;
    std::optional<std::uint32_t> m_dropped;
};

} // namespace sockyard
