#include "tests/bench/loads.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <vector>

namespace sockyard::bench
{

int drain(int port, std::size_t total)
{
    constexpr std::size_t most = 1024U * 1024;
    std::vector<char> buffer(most);
    const int socket = connectedTo(port);
    if (socket < 0) {
        return complain("connect");
    }
    Clock::time_point began = {};
    std::size_t read = 0;
    while (read < total) {
        const ssize_t count = ::recv(socket, buffer.data(), buffer.size(), 0);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return complain("recv");
        }
        if (read == 0) {
            began = Clock::now();
        }
        read += static_cast<std::size_t>(count);
    }
    std::printf("bytes=%zu rate=%.1f\n", read,
                static_cast<double>(read) / 1048576 / secondsSince(began));
    ::close(socket);
    return 0;
}

} // namespace sockyard::bench
