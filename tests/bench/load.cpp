// bench_load: the other side of the bench, in plain system calls, so that it is never what is slow.
// Only 127.0.0.1, and multicast on the loopback interface.
//
//   echo PORT BYTES AHEAD                    sends so many bytes, at most AHEAD (0: any number)
//   more
//                                            than came back, looks at each that does, and finishes
//   datagrams GROUP PORT RATE SECONDS SIZE   sends so many a second (0: as fast as it can)
//   crowd PORT CLIENTS                       connects all at once, and keeps them until its input
//                                            ends
//   port tcp|udp                             a port that is free now
//
// The figures come in one line, `name=value …`. What it does is bounded in time; status 1 says that
// something was wrong.
#include "tests/bench/descriptors.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace
{

using namespace sockyard::bench;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr timeval patience = {.tv_sec = 30, .tv_usec = 0};
constexpr auto gaveUp = static_cast<std::size_t>(-1);
constexpr int longestCrowd = 60000; // ms
constexpr double longestFlood = 60; // s

double secondsSince(Clock::time_point begin)
{
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

int complain(const char *what)
{
    std::fprintf(stderr, "bench_load: %s: %s\n", what, std::strerror(errno));
    return 1;
}

sockaddr_in addressOf(const char *host, int port)
{
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    ::inet_pton(AF_INET, host, &address.sin_addr);
    return address;
}

const sockaddr *plain(const sockaddr_in &address)
{
    return reinterpret_cast<const sockaddr *>(&address);
}

int freePort(bool datagrams)
{
    const int socket = ::socket(AF_INET, datagrams ? SOCK_DGRAM : SOCK_STREAM, 0);
    sockaddr_in address = addressOf("127.0.0.1", 0);
    socklen_t length = sizeof address;
    if (::bind(socket, plain(address), length) != 0 ||
        ::getsockname(socket, reinterpret_cast<sockaddr *>(&address), &length) != 0) {
        return complain("bind");
    }
    std::printf("%d\n", ntohs(address.sin_port));
    ::close(socket);
    return 0;
}

// A period that is prime to every buffer size: bytes that are lost, doubled or out of order show.
class Pattern
{
public:
    static constexpr std::size_t period = 1048573;
    static constexpr std::size_t most = 512U * 1024;

    Pattern()
        : m_bytes(period + most)
    {
        std::uint64_t state = 88172645463325252U; // xorshift: any bytes will do
        for (std::size_t index = 0; index < m_bytes.size(); ++index) {
            state ^= state << 13U;
            state ^= state >> 7U;
            state ^= state << 17U;
            m_bytes[index] = index < period ? static_cast<char>(state) : m_bytes[index - period];
        }
    }

    /// At most \c most bytes from there on.
    const char *at(std::size_t place) const { return m_bytes.data() + place % period; }

private:
    std::vector<char> m_bytes;
};

int echo(int port, std::size_t total, std::size_t ahead)
{
    const Pattern pattern;
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = addressOf("127.0.0.1", port);
    // ncat does not say when it listens.
    int connected = ::connect(socket, plain(address), sizeof address);
    for (int attempt = 0; connected != 0 && errno == ECONNREFUSED && attempt < 100; ++attempt) {
        std::this_thread::sleep_for(50ms);
        connected = ::connect(socket, plain(address), sizeof address);
    }
    if (connected != 0) {
        return complain("connect");
    }
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);

    const auto begin = Clock::now();
    std::atomic<std::size_t> back = 0;
    std::thread writer([&pattern, &back, socket, total, ahead] {
        for (std::size_t sent = 0; sent < total;) {
            std::size_t length = std::min(total - sent, Pattern::most);
            if (ahead > 0) {
                std::size_t returned = back.load();
                while (sent - returned >= ahead && returned != gaveUp) {
                    back.wait(returned);
                    returned = back.load();
                }
                if (returned == gaveUp) {
                    return;
                }
                length = std::min(length, ahead - (sent - returned));
            }
            const ssize_t count = ::send(socket, pattern.at(sent), length, MSG_NOSIGNAL);
            if (count <= 0) {
                complain("send");
                ::shutdown(socket, SHUT_RDWR); // the reader need not wait
                return;
            }
            sent += static_cast<std::size_t>(count);
        }
    });
    std::vector<char> buffer(Pattern::most);
    std::size_t seen = 0;
    bool same = true;
    while (seen < total && same) {
        const ssize_t count = ::recv(socket, buffer.data(), buffer.size(), 0);
        if (count <= 0) {
            break;
        }
        same = std::memcmp(buffer.data(), pattern.at(seen), static_cast<std::size_t>(count)) == 0;
        seen += static_cast<std::size_t>(count);
        if (ahead > 0) {
            back.store(seen);
            back.notify_one();
        }
    }
    const double seconds = secondsSince(begin);
    if (seen < total || !same) { // the writer need not wait
        ::shutdown(socket, SHUT_RDWR);
        back.store(gaveUp);
        back.notify_one();
    }
    writer.join();
    ::shutdown(socket, SHUT_WR);
    const bool ended = ::recv(socket, buffer.data(), buffer.size(), 0) == 0;
    ::close(socket);
    std::printf("bytes=%zu same=%d ended=%d seconds=%.6f rate=%.1f\n", seen, same ? 1 : 0,
                ended ? 1 : 0, seconds, static_cast<double>(seen) / 1048576 / seconds);
    return same && seen == total ? 0 : 1;
}

int datagrams(const char *group, int port, double rate, double seconds, std::size_t size)
{
    const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const in_addr interface = addressOf("127.0.0.1", 0).sin_addr;
    const unsigned char loop = 1;
    if (::setsockopt(socket, IPPROTO_IP, IP_MULTICAST_IF, &interface, sizeof interface) != 0 ||
        ::setsockopt(socket, IPPROTO_IP, IP_MULTICAST_LOOP, &loop, sizeof loop) != 0) {
        return complain("setsockopt");
    }
    const sockaddr_in address = addressOf(group, port);
    if (::connect(socket, plain(address), sizeof address) != 0) {
        return complain("connect");
    }
    std::vector<char> message(std::clamp<std::size_t>(size, 24, 65000), '.');
    std::memcpy(message.data(), "load: ", 6);
    std::uint64_t sent = 0;
    std::uint64_t refused = 0;
    const auto begin = Clock::now();
    const double length = std::min(seconds, longestFlood);
    double now = 0;
    while (now < length) {
        std::uint64_t due = sent + 64;
        if (rate > 0) {
            due = static_cast<std::uint64_t>(now * rate);
        }
        for (; sent < due; ++sent) {
            std::array<char, 16> number = {};
            const int digits = std::snprintf(number.data(), number.size(), "%010llu",
                                             static_cast<unsigned long long>(sent));
            std::memcpy(message.data() + 6, number.data(), static_cast<std::size_t>(digits));
            if (::send(socket, message.data(), message.size(), 0) < 0) {
                ++refused;
            }
        }
        if (rate > 0) {
            std::this_thread::sleep_for(200us);
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

int crowd(int port, std::size_t clients)
{
    raiseDescriptorLimit();
    const sockaddr_in address = addressOf("127.0.0.1", port);
    const int poll = ::epoll_create1(EPOLL_CLOEXEC);
    std::vector<int> sockets;
    sockets.reserve(clients);
    for (std::size_t index = 0; index < clients; ++index) {
        const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (socket < 0) {
            return complain("socket");
        }
        sockets.push_back(socket);
    }
    const auto began = std::chrono::system_clock::now().time_since_epoch();
    const auto begin = Clock::now();
    for (const int socket : sockets) {
        if (::connect(socket, plain(address), sizeof address) != 0 && errno != EINPROGRESS) {
            return complain("connect");
        }
        epoll_event event = {};
        event.events = EPOLLOUT | EPOLLONESHOT;
        event.data.fd = socket;
        ::epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event);
    }
    std::size_t connected = 0;
    std::size_t failed = 0;
    std::array<epoll_event, 1024> events = {};
    while (connected + failed < clients) {
        const int count = ::epoll_wait(poll, events.data(), events.size(), longestCrowd);
        if (count <= 0) {
            break;
        }
        for (int index = 0; index < count; ++index) {
            int error = 0;
            socklen_t length = sizeof error;
            ::getsockopt(events.at(static_cast<std::size_t>(index)).data.fd, SOL_SOCKET, SO_ERROR,
                         &error, &length);
            ++(error == 0 ? connected : failed);
        }
    }
    std::printf("began=%lld connected=%zu failed=%zu seconds=%.6f\n",
                static_cast<long long>(std::chrono::nanoseconds(began).count()), connected, failed,
                secondsSince(begin));
    std::fflush(stdout);
    // Until our input ends or says something.
    ::fcntl(STDIN_FILENO, F_SETFL, 0);
    char any = 0;
    while (::read(STDIN_FILENO, &any, 1) < 0 && errno == EINTR) {
    }
    for (const int socket : sockets) {
        ::close(socket);
    }
    ::close(poll);
    return failed == 0 && connected == clients ? 0 : 1;
}

} // namespace

int main(int argc, char *argv[])
{
    const std::vector<std::string> words(argv + 1, argv + argc);
    const auto isCall = [&words](std::string_view name, std::size_t count) {
        return words.size() == count + 1 && words.front() == name;
    };
    const auto number = [&words](std::size_t index) { return std::atof(words[index].c_str()); };
    if (isCall("echo", 3)) {
        return echo(static_cast<int>(number(1)), static_cast<std::size_t>(number(2)),
                    static_cast<std::size_t>(number(3)));
    }
    if (isCall("datagrams", 5)) {
        return datagrams(words[1].c_str(), static_cast<int>(number(2)), number(3), number(4),
                         static_cast<std::size_t>(number(5)));
    }
    if (isCall("crowd", 2)) {
        return crowd(static_cast<int>(number(1)), static_cast<std::size_t>(number(2)));
    }
    if (isCall("port", 1)) {
        return freePort(words[1] == "udp");
    }
    std::fputs("usage: bench_load echo PORT BYTES AHEAD\n"
               "       bench_load datagrams GROUP PORT RATE SECONDS SIZE\n"
               "       bench_load crowd PORT CLIENTS\n"
               "       bench_load port tcp|udp\n",
               stderr);
    return 2;
}
