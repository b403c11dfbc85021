#include "tests/bench/loads.h"
#include "tests/bench/pattern.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <vector>

namespace sockyard::bench
{

namespace
{

constexpr int second = 1000; // ms

/// Nothing where one cannot connect.
std::optional<std::vector<int>> connectedClients(int port, std::size_t count)
{
    std::vector<int> sockets;
    for (std::size_t client = 0; client < count; ++client) {
        const int socket = connectedTo(port);
        if (socket < 0) {
            return std::nullopt;
        }
        sockets.push_back(socket);
    }
    return sockets;
}

/// How many bytes were taken of all of them, until all are, or none are for a second.
std::size_t fill(const std::vector<int> &sockets, std::size_t most, double seconds)
{
    const Pattern pattern;
    std::vector<std::size_t> taken(sockets.size());
    std::vector<pollfd> open;
    open.reserve(sockets.size());
    for (const int socket : sockets) {
        open.push_back({.fd = socket, .events = POLLOUT, .revents = 0});
    }
    const auto begin = Clock::now();
    while (secondsSince(begin) < seconds && ::poll(open.data(), open.size(), second) > 0) {
        for (std::size_t client = 0; client < open.size(); ++client) {
            if (open[client].revents == 0) {
                continue;
            }
            const std::size_t length = std::min(Pattern::most, most - taken[client]);
            const ssize_t count = ::send(open[client].fd, pattern.at(taken[client]), length,
                                         MSG_NOSIGNAL | MSG_DONTWAIT);
            taken[client] += count > 0 ? static_cast<std::size_t>(count) : 0;
            if (taken[client] == most) {
                open[client].fd = -1; // poll(2) looks away
            }
        }
    }
    std::size_t all = 0;
    for (const std::size_t bytes : taken) {
        all += bytes;
    }
    return all;
}

} // namespace

int stubborn(int port, std::size_t clients, std::size_t most, double seconds)
{
    const auto sockets = connectedClients(port, clients);
    const auto slow = connectedClients(port, clients);
    const auto silent = connectedClients(port, clients);
    if (!sockets || !slow || !silent) {
        return complain("connect");
    }
    const std::size_t taken = fill(*sockets, most, seconds);
    std::printf("clients=%zu taken=%zu\n", clients, taken);
    std::fflush(stdout);
    pollfd input = {.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    while (::poll(&input, 1, second) == 0) {
        for (const int socket : *slow) {
            if (::send(socket, "s", 1, MSG_NOSIGNAL) != 1) {
                return complain("send");
            }
        }
    }
    for (const auto *group : {&*sockets, &*slow, &*silent}) {
        for (const int socket : *group) {
            ::close(socket);
        }
    }
    return 0;
}

} // namespace sockyard::bench
