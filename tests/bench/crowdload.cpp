#include "tests/bench/descriptors.h"
#include "tests/bench/loads.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <vector>

namespace sockyard::bench
{

namespace
{
constexpr int longestCrowd = 60000; // ms
} // namespace

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

} // namespace sockyard::bench
