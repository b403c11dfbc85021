#include "tests/bench/burst.h"
#include "tests/bench/loads.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <thread>

namespace sockyard::bench
{

namespace
{
using namespace std::chrono_literals;

constexpr double longestFlood = 60; // s
constexpr std::string_view beginning = "load: ";
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
    std::string datagram(std::clamp<std::size_t>(size, 24, Burst::longestDatagram), '.');
    datagram.replace(0, beginning.size(), beginning);
    Burst burst(socket, datagram, beginning.size());
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
