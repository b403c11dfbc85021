#pragma once

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

// The other end of what is tested, made of plain socket calls and nothing of ours. Everything is on
// loopback. A call that fails where it should not throws std::system_error.
namespace sockyard::test
{

/// How long a QTRY_… may wait on a machine that is busy with other things, in milliseconds.
inline constexpr int patience = 30000;

inline int checked(int result, const char *call)
{
    if (result < 0) {
        throw std::system_error(errno, std::generic_category(), call);
    }
    return result;
}

template <typename T>
void setOption(int descriptor, int level, int name, const T &value)
{
    checked(::setsockopt(descriptor, level, name, &value, sizeof value), "setsockopt");
}

/// A descriptor that closes itself.
class Descriptor
{
public:
    explicit Descriptor(int number = -1)
        : m_number(number)
    {
    }
    ~Descriptor() { close(); }
    Descriptor(Descriptor &&other) noexcept
        : m_number(std::exchange(other.m_number, -1))
    {
    }
    Descriptor &operator=(Descriptor &&other) noexcept
    {
        std::swap(m_number, other.m_number);
        return *this;
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;

    int number() const { return m_number; }
    void close()
    {
        if (m_number >= 0) {
            ::close(std::exchange(m_number, -1));
        }
    }

private:
    int m_number;
};

enum class Family { Ipv4, Ipv6 };

/// A sockaddr of loopback.
class Loopback
{
public:
    Loopback(Family family, std::uint16_t port)
    {
        if (family == Family::Ipv4) {
            sockaddr_in address = {};
            address.sin_family = AF_INET;
            address.sin_port = htons(port);
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            std::memcpy(&m_storage, &address, sizeof address);
            m_size = sizeof address;
        } else {
            sockaddr_in6 address = {};
            address.sin6_family = AF_INET6;
            address.sin6_port = htons(port);
            address.sin6_addr = in6addr_loopback;
            std::memcpy(&m_storage, &address, sizeof address);
            m_size = sizeof address;
        }
    }

    const sockaddr *data() const { return reinterpret_cast<const sockaddr *>(&m_storage); }
    socklen_t size() const { return m_size; }

private:
    sockaddr_storage m_storage = {};
    socklen_t m_size = 0;
};

inline std::uint16_t portOf(int descriptor)
{
    sockaddr_storage storage = {};
    socklen_t size = sizeof storage;
    checked(::getsockname(descriptor, reinterpret_cast<sockaddr *>(&storage), &size),
            "getsockname");
    if (storage.ss_family == AF_INET6) {
        sockaddr_in6 address = {};
        std::memcpy(&address, &storage, sizeof address);
        return ntohs(address.sin6_port);
    }
    sockaddr_in address = {};
    std::memcpy(&address, &storage, sizeof address);
    return ntohs(address.sin_port);
}

/// One end of a TCP connection.
class Peer
{
public:
    explicit Peer(Descriptor descriptor)
        : m_descriptor(std::move(descriptor))
    {
        // So that a test that goes wrong ends. No test relies on it.
        const timeval longest = {.tv_sec = 60, .tv_usec = 0};
        setOption(m_descriptor.number(), SOL_SOCKET, SO_RCVTIMEO, longest);
        setOption(m_descriptor.number(), SOL_SOCKET, SO_SNDTIMEO, longest);
    }

    /// Connects at once: the system does not wait for the listener to accept. \a buffers, in bytes,
    /// where the system's own size is too large for the test.
    static Peer connectedTo(std::uint16_t port, Family family = Family::Ipv4, int buffers = 0)
    {
        Peer peer(made(family));
        if (buffers > 0) {
            setOption(peer.number(), SOL_SOCKET, SO_RCVBUF, buffers);
            setOption(peer.number(), SOL_SOCKET, SO_SNDBUF, buffers);
        }
        const Loopback address(family, port);
        checked(::connect(peer.number(), address.data(), address.size()), "connect");
        return peer;
    }
    /// The error of an attempt to connect; 0 where it goes.
    static int connectError(std::uint16_t port, Family family)
    {
        const Descriptor descriptor = made(family);
        const Loopback address(family, port);
        return ::connect(descriptor.number(), address.data(), address.size()) < 0 ? errno : 0;
    }

    int number() const { return m_descriptor.number(); }
    std::uint16_t localPort() const { return portOf(number()); }
    void sendWithoutDelay() { setOption(number(), IPPROTO_TCP, TCP_NODELAY, 1); }

    // At once, for the thread of the test.

    /// How many of the bytes the system takes now.
    std::size_t offer(std::string_view bytes)
    {
        const ssize_t count =
            ::send(number(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count < 0 && errno == EAGAIN) {
            return 0;
        }
        return static_cast<std::size_t>(checked(static_cast<int>(count), "send"));
    }
    /// Everything that has come so far.
    const std::string &received()
    {
        read(MSG_DONTWAIT);
        return m_received;
    }
    /// True when FIN has come, behind everything.
    bool sawFin()
    {
        read(MSG_DONTWAIT);
        return m_fin;
    }
    /// The error that reading ended with; 0 where there is none.
    int error()
    {
        read(MSG_DONTWAIT);
        return m_error;
    }

    // As long as it takes: for small things, or for a thread of its own.

    void sendAll(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const ssize_t count = ::send(number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            checked(static_cast<int>(count), "send");
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
    }
    /// The last byte is urgent (RFC 9293 section 3.8.5), which telnet and few others use.
    void sendUrgently(std::string_view bytes)
    {
        const ssize_t count = ::send(number(), bytes.data(), bytes.size(), MSG_OOB | MSG_NOSIGNAL);
        checked(static_cast<int>(count), "send");
    }
    /// Reads until FIN or an error.
    const std::string &readToEnd()
    {
        read(0);
        return m_received;
    }

    /// FIN follows.
    void finish() { checked(::shutdown(number(), SHUT_WR), "shutdown"); }
    void close() { m_descriptor.close(); }
    /// RST follows.
    void reset()
    {
        const linger now = {.l_onoff = 1, .l_linger = 0};
        setOption(number(), SOL_SOCKET, SO_LINGER, now);
        close();
    }

private:
    static Descriptor made(Family family)
    {
        return Descriptor(checked(
            ::socket(family == Family::Ipv4 ? AF_INET : AF_INET6, SOCK_STREAM, 0), "socket"));
    }

    void read(int flags)
    {
        std::array<char, 65536> buffer = {};
        while (!m_fin && m_error == 0) {
            const ssize_t count = ::recv(number(), buffer.data(), buffer.size(), flags);
            if (count > 0) {
                m_received.append(buffer.data(), static_cast<std::size_t>(count));
            } else if (count == 0) {
                m_fin = true;
            } else if (errno == EAGAIN && flags != 0) {
                return;
            } else {
                m_error = errno;
            }
        }
    }

    Descriptor m_descriptor;
    std::string m_received;
    bool m_fin = false;
    int m_error = 0;
};

/// A listener on a free port, for clients to connect to.
class PeerListener
{
public:
    explicit PeerListener(Family family = Family::Ipv4, std::uint16_t port = 0)
        : m_descriptor(checked(
              ::socket(family == Family::Ipv4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_NONBLOCK, 0),
              "socket"))
    {
        setOption(m_descriptor.number(), SOL_SOCKET, SO_REUSEADDR, 1);
        const Loopback address(family, port);
        checked(::bind(m_descriptor.number(), address.data(), address.size()), "bind");
        checked(::listen(m_descriptor.number(), 16), "listen");
    }

    int number() const { return m_descriptor.number(); }
    std::uint16_t port() const { return portOf(m_descriptor.number()); }
    /// True when there is a client in \a client: the next one that came, where it was empty.
    bool acceptInto(std::optional<Peer> &client)
    {
        if (!client) {
            Descriptor accepted(::accept(m_descriptor.number(), nullptr, nullptr));
            if (accepted.number() >= 0) {
                client.emplace(std::move(accepted));
            }
        }
        return client.has_value();
    }

private:
    Descriptor m_descriptor;
};

/// A port on which no handshake is ever done: its backlog is full, and stays so. (Linux then drops
/// what comes; who connects gets no answer, as behind a firewall.)
class SilentPort
{
public:
    SilentPort()
        : m_descriptor(checked(::socket(AF_INET, SOCK_STREAM, 0), "socket"))
    {
        const Loopback address(Family::Ipv4, 0);
        checked(::bind(m_descriptor.number(), address.data(), address.size()), "bind");
        checked(::listen(m_descriptor.number(), 0), "listen");
        for (Descriptor &one : m_waiting) {
            one = Descriptor(checked(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), "socket"));
            const Loopback there(Family::Ipv4, port());
            ::connect(one.number(), there.data(), there.size());
        }
    }

    std::uint16_t port() const { return portOf(m_descriptor.number()); }

private:
    Descriptor m_descriptor;
    std::array<Descriptor, 3> m_waiting;
};

/// Calls that wait, on a thread of their own, while the thread of the test runs its event loop.
class Background
{
public:
    explicit Background(std::function<void()> work)
        : m_thread([this, work = std::move(work)] {
            try {
                work();
            } catch (const std::exception &error) {
                m_error = error.what();
            }
            m_done = true;
        })
    {
    }
    ~Background() { m_thread.join(); }
    Background(const Background &) = delete;
    Background &operator=(const Background &) = delete;

    bool isDone() const { return m_done; }
    /// What went wrong; to be asked when it is done.
    const std::string &error() const { return m_error; }

private:
    std::string m_error;
    std::atomic<bool> m_done = false;
    std::thread m_thread;
};

/// Bytes that differ from place to place, so that a missing or doubled piece shows.
inline std::string pattern(std::size_t size, std::size_t seed = 0)
{
    std::string bytes(size, '\0');
    for (std::size_t index = 0; index < size; ++index) {
        bytes[index] = static_cast<char>((index * 31 + index / 251 + seed * 7) & 0xffU);
    }
    return bytes;
}

} // namespace sockyard::test
