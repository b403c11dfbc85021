#pragma once

#include "tests/support/peer.h"

#include <arpa/inet.h>
#include <net/if.h>

#include <string>
#include <vector>

namespace sockyard::test
{

/// A datagram, and from where it came.
struct HeardDatagram {
    std::string bytes;
    std::string host;
    std::uint16_t port = 0;
};

/// A member of an IPv4 or IPv6 group on one interface of the network in which it is made, by plain
/// calls. It shares its port by SO_REUSEPORT only, and hears nothing from other interfaces.
class FarMember
{
public:
    FarMember(const std::string &group, std::uint16_t port, const std::string &interface)
        : m_family(group.find(':') == std::string::npos ? AF_INET : AF_INET6)
        , m_descriptor(checked(::socket(m_family, SOCK_DGRAM | SOCK_NONBLOCK, 0), "socket"))
    {
        const int index =
            checked(static_cast<int>(::if_nametoindex(interface.c_str())) - 1, "if_nametoindex") +
            1;
        const int number = m_descriptor.number();
        setOption(number, SOL_SOCKET, SO_REUSEPORT, 1);
        checked(::setsockopt(number, SOL_SOCKET, SO_BINDTODEVICE, interface.data(),
                             static_cast<socklen_t>(interface.size())),
                "setsockopt");
        const sockaddr_storage any = address(m_family == AF_INET ? "0.0.0.0" : "::", port);
        checked(::bind(number, reinterpret_cast<const sockaddr *>(&any), sizeof any), "bind");
        m_group = address(group, port);
        group_req request = {};
        request.gr_interface = static_cast<std::uint32_t>(index);
        request.gr_group = m_group;
        setOption(number, m_family == AF_INET ? IPPROTO_IP : IPPROTO_IPV6, MCAST_JOIN_GROUP,
                  request);
        if (m_family == AF_INET) {
            ip_mreqn out = {};
            out.imr_ifindex = index;
            setOption(number, IPPROTO_IP, IP_MULTICAST_IF, out);
        } else {
            setOption(number, IPPROTO_IPV6, IPV6_MULTICAST_IF, index);
        }
    }

    void say(std::string_view datagram)
    {
        checked(static_cast<int>(::sendto(m_descriptor.number(), datagram.data(), datagram.size(),
                                          0, reinterpret_cast<const sockaddr *>(&m_group),
                                          sizeof m_group)),
                "sendto");
    }

    /// All datagrams so far, its own included.
    const std::vector<HeardDatagram> &heard()
    {
        std::string buffer(65536, '\0');
        for (;;) {
            sockaddr_storage from = {};
            socklen_t size = sizeof from;
            const ssize_t count =
                ::recvfrom(m_descriptor.number(), buffer.data(), buffer.size(), MSG_DONTWAIT,
                           reinterpret_cast<sockaddr *>(&from), &size);
            if (count < 0) {
                return m_heard;
            }
            m_heard.push_back(
                {buffer.substr(0, static_cast<std::size_t>(count)), hostOf(from), portIn(from)});
        }
    }
    /// The same without the senders, one datagram a line.
    std::string talk()
    {
        std::string text;
        for (const HeardDatagram &datagram : heard()) {
            text += datagram.bytes + "\n";
        }
        return text;
    }

private:
    sockaddr_storage address(const std::string &host, std::uint16_t port) const
    {
        sockaddr_storage storage = {};
        if (m_family == AF_INET) {
            sockaddr_in result = {};
            result.sin_family = AF_INET;
            result.sin_port = htons(port);
            ::inet_pton(AF_INET, host.c_str(), &result.sin_addr);
            std::memcpy(&storage, &result, sizeof result);
        } else {
            sockaddr_in6 result = {};
            result.sin6_family = AF_INET6;
            result.sin6_port = htons(port);
            ::inet_pton(AF_INET6, host.c_str(), &result.sin6_addr);
            std::memcpy(&storage, &result, sizeof result);
        }
        return storage;
    }
    static std::string hostOf(const sockaddr_storage &storage)
    {
        std::array<char, INET6_ADDRSTRLEN> text = {};
        const auto *const bytes = reinterpret_cast<const char *>(&storage);
        ::inet_ntop(storage.ss_family,
                    bytes + (storage.ss_family == AF_INET ? offsetof(sockaddr_in, sin_addr)
                                                          : offsetof(sockaddr_in6, sin6_addr)),
                    text.data(), text.size());
        return text.data();
    }
    static std::uint16_t portIn(const sockaddr_storage &storage)
    {
        sockaddr_in address = {}; // sockaddr_in6 has its port in the same place
        std::memcpy(&address, &storage, sizeof address);
        return ntohs(address.sin_port);
    }

    int m_family;
    Descriptor m_descriptor;
    sockaddr_storage m_group = {};
    std::vector<HeardDatagram> m_heard;
};

} // namespace sockyard::test
