#include "tests/bench/loads.h"
#include "tests/bench/pattern.h"

#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <thread>

namespace sockyard::bench
{

namespace
{

using namespace std::chrono_literals;

constexpr double patience = 60; // s

} // namespace

int sink(int port, std::size_t total)
{
    const Pattern pattern;
    const int socket = connectedTo(port);
    if (socket < 0) {
        return complain("connect");
    }
    const auto began = std::chrono::system_clock::now().time_since_epoch();
    for (std::size_t sent = 0; sent < total;) {
        const ssize_t count =
            ::send(socket, pattern.at(sent), std::min(total - sent, Pattern::most), MSG_NOSIGNAL);
        if (count <= 0) {
            return complain("send");
        }
        sent += static_cast<std::size_t>(count);
    }
    ::shutdown(socket, SHUT_WR);
    // Until the peer's system has it all; the peer says when it has read the last of it.
    int left = 1;
    for (const auto end = Clock::now(); left > 0 && secondsSince(end) < patience;) {
        std::this_thread::sleep_for(1ms);
        if (::ioctl(socket, SIOCOUTQ, &left) != 0) {
            return complain("SIOCOUTQ");
        }
    }
    ::close(socket);
    std::printf("bytes=%zu began=%lld\n", total,
                static_cast<long long>(std::chrono::nanoseconds(began).count()));
    return left == 0 ? 0 : 1;
}

} // namespace sockyard::bench
