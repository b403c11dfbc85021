#include "tests/bench/descriptors.h"
#include "tests/bench/loads.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

namespace sockyard::bench
{

namespace
{
constexpr int longestCrowd = 60000; // ms

/// Bytes that no other client sends.
using Message = std::array<char, 16>;

Message messageOf(std::size_t client)
{
    Message message;
    message.fill('x');
    std::memcpy(message.data(), &client, sizeof client);
    return message;
}

/// Each says something, and waits for it to come back.
int talk(const std::vector<int> &sockets, int poll)
{
    const auto begin = Clock::now();
    for (std::size_t client = 0; client < sockets.size(); ++client) {
        const Message message = messageOf(client);
        if (::send(sockets[client], message.data(), message.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(message.size())) {
            return complain("send");
        }
        epoll_event event = {};
        event.events = EPOLLIN;
        event.data.u64 = client;
        ::epoll_ctl(poll, EPOLL_CTL_MOD, sockets[client], &event);
    }
    std::vector<std::size_t> seen(sockets.size());
    std::size_t echoed = 0;
    std::size_t failed = 0;
    std::array<epoll_event, 1024> events = {};
    while (echoed + failed < sockets.size()) {
        const int count = ::epoll_wait(poll, events.data(), events.size(), longestCrowd);
        if (count <= 0) {
            break;
        }
        for (int index = 0; index < count; ++index) {
            const auto client =
                static_cast<std::size_t>(events.at(static_cast<std::size_t>(index)).data.u64);
            const Message message = messageOf(client);
            Message answer = {};
            const std::size_t left = message.size() - seen[client];
            const ssize_t came = ::recv(sockets[client], answer.data(), left, 0);
            if (came > 0 &&
                std::equal(answer.begin(), answer.begin() + came,
                           message.begin() + static_cast<std::ptrdiff_t>(seen[client]))) {
                seen[client] += static_cast<std::size_t>(came);
                echoed += seen[client] == message.size() ? 1U : 0U;
            } else {
                ++failed;
                ::epoll_ctl(poll, EPOLL_CTL_DEL, sockets[client], nullptr);
            }
        }
    }
    std::printf("echoed=%zu failed=%zu seconds=%.6f\n", echoed, failed, secondsSince(begin));
    std::fflush(stdout);
    return echoed == sockets.size() ? 0 : 1;
}

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
    // A line of our input has all of them talk; they stay until it ends.
    int status = failed == 0 && connected == clients ? 0 : 1;
    while (status == 0 && hearLine()) {
        status = talk(sockets, poll);
    }
    for (const int socket : sockets) {
        ::close(socket);
    }
    ::close(poll);
    return status;
}

} // namespace sockyard::bench
