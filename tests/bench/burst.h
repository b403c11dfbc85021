#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sockyard::bench
{

/// Sends bursts of numbered datagrams, each burst with one call: as one large packet that the
/// kernel takes apart before the receiver's buffer (UDP_SEGMENT, Linux 4.18), because the way of
/// each through the kernel would take longer than the receiver has; or else by sendmmsg(2).
class Burst
{
public:
    static constexpr std::size_t longestDatagram = 65000;
    static constexpr std::size_t digits = 10;

    /// Through \a socket, which is connected, with a number of so many digits at \a numberAt.
    Burst(int socket, std::string_view datagram, std::size_t numberAt);

    std::size_t most() const { return m_most; }

    /// How many the system took of \a count (at most most()).
    std::size_t send(std::uint64_t first, std::size_t count);

private:
    int m_socket;
    std::size_t m_size;
    std::size_t m_numberAt;
    std::size_t m_most;
    std::string m_bytes;
    bool m_segments = false;
};

} // namespace sockyard::bench
