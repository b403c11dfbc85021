#include "tests/bench/burst.h"

#include <netinet/in.h>
#include <netinet/udp.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cinttypes>
#include <cstdio>
#include <cstring>

namespace sockyard::bench
{

namespace
{
// The most segments that Linux before 6.9 takes in one call.
constexpr std::size_t mostSegments = 64;
} // namespace

Burst::Burst(int socket, std::string_view datagram, std::size_t numberAt)
    : m_socket(socket)
    , m_size(datagram.size())
    , m_numberAt(numberAt)
    , m_most(std::clamp<std::size_t>(longestDatagram / datagram.size(), 1, mostSegments))
{
    for (std::size_t index = 0; index < m_most; ++index) {
        m_bytes += datagram;
    }
    const int segment = static_cast<int>(m_size);
    m_segments = ::setsockopt(socket, IPPROTO_UDP, UDP_SEGMENT, &segment, sizeof segment) == 0;
}

std::size_t Burst::send(std::uint64_t first, std::size_t count)
{
    for (std::size_t index = 0; index < count; ++index) {
        std::array<char, 24> number = {};
        std::snprintf(number.data(), number.size(), "%010" PRIu64, first + index);
        std::memcpy(m_bytes.data() + index * m_size + m_numberAt, number.data(), digits);
    }
    if (m_segments) {
        return ::send(m_socket, m_bytes.data(), count * m_size, 0) < 0 ? 0 : count;
    }
    std::array<iovec, mostSegments> places = {};
    std::array<mmsghdr, mostSegments> messages = {};
    for (std::size_t index = 0; index < count; ++index) {
        places.at(index) = {.iov_base = m_bytes.data() + index * m_size, .iov_len = m_size};
        messages.at(index).msg_hdr.msg_iov = &places.at(index);
        messages.at(index).msg_hdr.msg_iovlen = 1;
    }
    const int taken = ::sendmmsg(m_socket, messages.data(), static_cast<unsigned>(count), 0);
    return taken < 0 ? 0 : static_cast<std::size_t>(taken);
}

} // namespace sockyard::bench
