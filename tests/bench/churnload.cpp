#include "tests/bench/descriptors.h"
#include "tests/bench/loads.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <unordered_map>

namespace sockyard::bench
{

namespace
{

constexpr std::size_t mostAtOnce = 4000; // of those that have come and not gone yet
constexpr double patience = 10;          // s without one that goes
constexpr int tick = 1;                  // ms
// So many addresses of this machine the clients have: each has ports for a few thousand a second,
// as a port rests for a while after its connection (TIME_WAIT, RFC 9293 section 3.6.1).
constexpr std::size_t hosts = 16;

/// Clients that come and go.
class Churn
{
public:
    explicit Churn(int port)
        : m_server(addressOf("127.0.0.1", port))
        , m_poll(::epoll_create1(EPOLL_CLOEXEC))
    {
    }
    ~Churn() { ::close(m_poll); }
    Churn(const Churn &) = delete;
    Churn &operator=(const Churn &) = delete;

    /// False where the system gives no socket, which is not the server's fault.
    bool come()
    {
        const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (socket < 0) {
            return false;
        }
        ++m_come;
        sockaddr_in from = addressOf("127.0.0.1", 0);
        from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + static_cast<in_addr_t>(m_come % hosts));
        const int on = 1;
        // The port is chosen by connect(2), which knows the other end.
        ::setsockopt(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
        if (::bind(socket, plain(from), sizeof from) != 0 ||
            (::connect(socket, plain(m_server), sizeof m_server) != 0 && errno != EINPROGRESS)) {
            ++m_failed;
            ::close(socket);
            return true;
        }
        m_clients.emplace(socket, Clock::now());
        epoll_event event = {};
        event.events = EPOLLOUT;
        event.data.fd = socket;
        ::epoll_ctl(m_poll, EPOLL_CTL_ADD, socket, &event);
        return true;
    }

    /// Waits for a tick, or until somebody is ready.
    void goOn()
    {
        std::array<epoll_event, 1024> events = {};
        const int count = ::epoll_wait(m_poll, events.data(), events.size(), tick);
        for (int index = 0; index < count; ++index) {
            const epoll_event &event = events.at(static_cast<std::size_t>(index));
            step(event.data.fd, event.events);
        }
    }

    std::size_t hadCome() const { return m_come; }
    std::size_t gone() const { return m_gone; }
    std::size_t failed() const { return m_failed; }
    std::size_t present() const { return m_clients.size(); }
    double longest() const { return m_longest; }

private:
    void step(int socket, std::uint32_t ready)
    {
        int error = 0;
        socklen_t length = sizeof error;
        ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length);
        if (error != 0) {
            leave(socket, false);
        } else if ((ready & EPOLLOUT) != 0 && (ready & EPOLLIN) == 0) {
            ::shutdown(socket, SHUT_WR);
            epoll_event event = {};
            event.events = EPOLLIN;
            event.data.fd = socket;
            ::epoll_ctl(m_poll, EPOLL_CTL_MOD, socket, &event);
        } else {
            char any = 0;
            leave(socket, ::recv(socket, &any, 1, 0) == 0);
        }
    }

    void leave(int socket, bool inOrder)
    {
        ::close(socket);
        const auto client = m_clients.find(socket);
        m_longest = std::max(m_longest, secondsSince(client->second));
        m_clients.erase(client);
        ++(inOrder ? m_gone : m_failed);
    }

    const sockaddr_in m_server;
    const int m_poll;
    std::unordered_map<int, Clock::time_point> m_clients;
    std::size_t m_come = 0;
    std::size_t m_gone = 0;
    std::size_t m_failed = 0;
    double m_longest = 0; // s from coming to going
};

} // namespace

int churn(int port, double rate, double seconds)
{
    raiseDescriptorLimit();
    Churn clients(port);
    const auto total = static_cast<std::size_t>(rate * seconds);
    const auto begin = Clock::now();
    auto moved = begin;
    std::size_t gone = 0;
    while (clients.gone() + clients.failed() < total && secondsSince(moved) < patience) {
        const auto due = std::min(total, static_cast<std::size_t>(secondsSince(begin) * rate) + 1);
        while (clients.hadCome() < due && clients.present() < mostAtOnce) {
            if (!clients.come()) {
                return complain("socket");
            }
        }
        clients.goOn();
        if (clients.gone() + clients.failed() != gone) {
            gone = clients.gone() + clients.failed();
            moved = Clock::now();
        }
    }
    const double taken = secondsSince(begin);
    std::printf("clients=%zu gone=%zu failed=%zu seconds=%.6f rate=%.1f longest=%.3f\n", total,
                clients.gone(), clients.failed(), taken,
                static_cast<double>(clients.gone()) / taken, clients.longest() * 1e3);
    return clients.gone() == total ? 0 : 1;
}

} // namespace sockyard::bench
