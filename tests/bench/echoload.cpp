#include "tests/bench/loads.h"
#include "tests/bench/pattern.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstring>
#include <thread>
#include <vector>

namespace sockyard::bench
{

namespace
{
constexpr auto gaveUp = static_cast<std::size_t>(-1);
} // namespace

int echo(int port, std::size_t total, std::size_t ahead)
{
    const Pattern pattern;
    const int socket = connectedTo(port);
    if (socket < 0) {
        return complain("connect");
    }

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

} // namespace sockyard::bench
