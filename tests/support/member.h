#pragma once

#include "tests/support/peer.h"

#include <arpa/inet.h>
#include <net/if.h>

#include <string>
#include <vector>

namespace sockyard::test
{

/// An IPv4 multicast group on loopback, with a port that is free at this moment.
struct Group {
    /// Different \a host parts are different groups.
    explicit Group(std::uint8_t host)
        : address("239.255.77." + std::to_string(host))
    {
        const Descriptor probe(checked(::socket(AF_INET, SOCK_DGRAM, 0), "socket"));
        const Loopback any(Family::Ipv4, 0);
        checked(::bind(probe.number(), any.data(), any.size()), "bind");
        port = portOf(probe.number());
    }

    sockaddr_in native() const
    {
        sockaddr_in result = {};
        result.sin_family = AF_INET;
        result.sin_port = htons(port);
        ::inet_pton(AF_INET, address.c_str(), &result.sin_addr);
        return result;
    }

    std::string address;
    std::uint16_t port = 0;
};

/// A member of a group, as a short script would make one: plain calls on `lo`.
class GroupMember
{
public:
    /// \a sharing is the one option that it sets to share its port: SO_REUSEPORT or SO_REUSEADDR.
    explicit GroupMember(const Group &group, int sharing = SO_REUSEPORT)
        : m_group(group)
        , m_descriptor(checked(::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0), "socket"))
    {
        setOption(m_descriptor.number(), SOL_SOCKET, sharing, 1);
        sockaddr_in any = {};
        any.sin_family = AF_INET;
        any.sin_port = htons(group.port);
        checked(::bind(m_descriptor.number(), reinterpret_cast<const sockaddr *>(&any), sizeof any),
                "bind");
        ip_mreqn request = {};
        request.imr_multiaddr = group.native().sin_addr;
        request.imr_ifindex = static_cast<int>(::if_nametoindex("lo"));
        setOption(m_descriptor.number(), IPPROTO_IP, IP_ADD_MEMBERSHIP, request);
        setOption(m_descriptor.number(), IPPROTO_IP, IP_MULTICAST_IF, request);
    }

    void say(std::string_view datagram)
    {
        const sockaddr_in to = m_group.native();
        checked(static_cast<int>(::sendto(m_descriptor.number(), datagram.data(), datagram.size(),
                                          0, reinterpret_cast<const sockaddr *>(&to), sizeof to)),
                "sendto");
    }

    /// All datagrams so far.
    const std::vector<std::string> &heard()
    {
        std::string buffer(65536, '\0');
        for (;;) {
            const ssize_t count =
                ::recv(m_descriptor.number(), buffer.data(), buffer.size(), MSG_DONTWAIT);
            if (count < 0) {
                return m_heard;
            }
            m_heard.push_back(buffer.substr(0, static_cast<std::size_t>(count)));
        }
    }

private:
    Group m_group;
    Descriptor m_descriptor;
    std::vector<std::string> m_heard;
};

} // namespace sockyard::test
