#include "tests/bench/loads.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <thread>

namespace sockyard::bench
{

namespace
{

using namespace std::chrono_literals;

constexpr timeval patience = {.tv_sec = 60, .tv_usec = 0};

} // namespace

bool hearLine()
{
    char letter = 0;
    while (letter != '\n') {
        const ssize_t count = ::read(STDIN_FILENO, &letter, 1);
        if (count == 0 || (count < 0 && errno != EINTR)) {
            return false;
        }
    }
    return true;
}

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

int connectedTo(int port)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = addressOf("127.0.0.1", port);
    // ncat does not say when it listens.
    int connected = ::connect(socket, plain(address), sizeof address);
    for (int attempt = 0; connected != 0 && errno == ECONNREFUSED && attempt < 100; ++attempt) {
        std::this_thread::sleep_for(50ms);
        connected = ::connect(socket, plain(address), sizeof address);
    }
    if (connected != 0) {
        return -1;
    }
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    return socket;
}

} // namespace sockyard::bench
