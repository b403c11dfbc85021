#include "tests/bench/loads.h"

#include <netinet/udp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <thread>
#include <vector>

namespace sockyard::bench
{

namespace
{

using namespace std::chrono_literals;

constexpr double longestFlood = 60; // s
// The most segments that Linux before 6.9 takes in one call, and the most bytes of one packet.
constexpr std::size_t mostSegments = 64;
constexpr std::size_t mostBytes = 65000;

/// Sends bursts of numbered datagrams, each burst with one call: as one large packet that the
/// kernel takes apart before the receiver's buffer (UDP_SEGMENT, Linux 4.18), because the way of
/// each through the kernel would take longer than the receiver has; or else by sendmmsg(2).
class Burst
{
public:
    Burst(int socket, std::size_t size)
        : m_socket(socket)
        , m_size(size)
        , m_most(std::clamp<std::size_t>(mostBytes / size, 1, mostSegments))
        , m_bytes(m_most * size, '.')
    {
        for (std::size_t index = 0; index < m_most; ++index) {
            std::memcpy(m_bytes.data() + index * size, "load: ", 6);
        }
        const int segment = static_cast<int>(size);
        m_segments = ::setsockopt(socket, IPPROTO_UDP, UDP_SEGMENT, &segment, sizeof segment) == 0;
    }

    std::size_t most() const { return m_most; }

    /// How many the system took of \a count (at most most()).
    std::size_t send(std::uint64_t first, std::size_t count)
    {
        for (std::size_t index = 0; index < count; ++index) {
            std::array<char, 24> number = {};
            const int digits =
                std::snprintf(number.data(), number.size(), "%010" PRIu64, first + index);
            std::memcpy(m_bytes.data() + index * m_size + 6, number.data(),
                        static_cast<std::size_t>(digits));
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

private:
    int m_socket;
    std::size_t m_size;
    std::size_t m_most;
    std::vector<char> m_bytes;
    bool m_segments = false;
};

} // namespace

int datagrams(const char *host, int port, double rate, double seconds, std::size_t size)
{
    const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const in_addr interface = addressOf("127.0.0.1", 0).sin_addr;
    const unsigned char loop = 1;
    if (::setsockopt(socket, IPPROTO_IP, IP_MULTICAST_IF, &interface, sizeof interface) != 0 ||
        ::setsockopt(socket, IPPROTO_IP, IP_MULTICAST_LOOP, &loop, sizeof loop) != 0) {
        return complain("setsockopt");
    }
    const sockaddr_in address = addressOf(host, port);
    if (::connect(socket, plain(address), sizeof address) != 0) {
        return complain("connect");
    }
    Burst burst(socket, std::clamp<std::size_t>(size, 24, mostBytes));
    std::uint64_t sent = 0;
    std::uint64_t refused = 0;
    const auto begin = Clock::now();
    const double length = std::min(seconds, longestFlood);
    double now = 0;
    while (now < length) {
        const std::uint64_t due =
            rate > 0 ? static_cast<std::uint64_t>(now * rate) : sent + burst.most();
        while (sent < due) {
            const auto count = std::min<std::uint64_t>(due - sent, burst.most());
            refused += count - burst.send(sent, count);
            sent += count;
        }
        if (rate > 0) {
            std::this_thread::sleep_for(100us);
        }
        now = secondsSince(begin);
    }
    const double taken = secondsSince(begin);
    ::close(socket);
    std::printf("sent=%llu refused=%llu seconds=%.6f rate=%.1f\n",
                static_cast<unsigned long long>(sent), static_cast<unsigned long long>(refused),
                taken, static_cast<double>(sent) / taken);
    return 0;
}

} // namespace sockyard::bench
