#pragma once

#include "tests/support/peer.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace sockyard::test
{

/// A datagram socket on a free port of loopback, made of plain calls: the other end of what is
/// tested. Everything at once, for the thread of the test.
class DatagramPeer
{
public:
    explicit DatagramPeer(Family family = Family::Ipv4)
        : m_family(family)
        , m_descriptor(checked(
              ::socket(family == Family::Ipv4 ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK, 0),
              "socket"))
    {
        const Loopback any(family, 0);
        checked(::bind(m_descriptor.number(), any.data(), any.size()), "bind");
    }

    std::uint16_t port() const { return portOf(m_descriptor.number()); }
    /// As the log has it.
    std::string address() const
    {
        return (m_family == Family::Ipv4 ? "127.0.0.1:" : "[::1]:") + std::to_string(port());
    }

    void sendTo(std::uint16_t port, std::string_view datagram)
    {
        const Loopback there(m_family, port);
        checked(static_cast<int>(::sendto(m_descriptor.number(), datagram.data(), datagram.size(),
                                          0, there.data(), there.size())),
                "sendto");
    }
    /// Every datagram that has come so far.
    const std::vector<std::string> &received()
    {
        std::array<char, 65536> buffer = {};
        while (true) {
            sockaddr_in6 sender = {}; // that of IPv4 has its port at the same place
            socklen_t size = sizeof sender;
            const ssize_t count = ::recvfrom(m_descriptor.number(), buffer.data(), buffer.size(), 0,
                                             reinterpret_cast<sockaddr *>(&sender), &size);
            if (count < 0) {
                return m_received;
            }
            m_senderPort = ntohs(sender.sin6_port);
            m_received.emplace_back(buffer.data(), static_cast<std::size_t>(count));
        }
    }
    /// Of whom was heard last; 0 before.
    std::uint16_t senderPort() const { return m_senderPort; }
    /// From here on its port is closed.
    void close() { m_descriptor.close(); }

private:
    Family m_family;
    Descriptor m_descriptor;
    std::vector<std::string> m_received;
    std::uint16_t m_senderPort = 0;
};

} // namespace sockyard::test
