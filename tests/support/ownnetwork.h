#pragma once

#include "tests/support/peer.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <nss.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>

namespace sockyard::test
{

/// Moves this process into network, user and mount namespaces of its own: it may do there what it
/// likes with interfaces and names, and nothing leaves it. To be called before there is any thread.
inline void enterOwnNetwork()
{
    const auto user = std::to_string(::getuid());
    const auto group = std::to_string(::getgid());
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS) != 0) {
        throw std::runtime_error("this system permits no namespaces of one's own");
    }
    const auto write = [](const char *file, const std::string &text) {
        std::ofstream(file) << text;
    };
    write("/proc/self/setgroups", "deny");
    write("/proc/self/uid_map", "0 " + user + " 1");
    write("/proc/self/gid_map", "0 " + group + " 1");
    // No question leaves this process, whatever the machine is set up to ask.
    __nss_configure_lookup("hosts", "files");
}

/// Runs ip(8) there.
inline void ip(const std::string &arguments)
{
    if (std::system(("ip " + arguments).c_str()) != 0) {
        throw std::runtime_error("failed: ip " + arguments);
    }
}

/// True when an IPv6 datagram can leave by that interface: that takes a moment after it is up.
inline bool speaksIpv6(const std::string &interface)
{
    const Descriptor probe(checked(::socket(AF_INET6, SOCK_DGRAM, 0), "socket"));
    sockaddr_in6 group = {};
    group.sin6_family = AF_INET6;
    group.sin6_port = htons(9);
    group.sin6_scope_id = ::if_nametoindex(interface.c_str());
    ::inet_pton(AF_INET6, "ff02::7:7", &group.sin6_addr);
    return ::connect(probe.number(), reinterpret_cast<const sockaddr *>(&group), sizeof group) == 0;
}

/// The same with a loopback interface, to which groups go where the system chooses: what joins on
/// all interfaces tells no real network of it.
inline void enterOwnLoopback()
{
    enterOwnNetwork();
    ip("link set lo up");
    ip("route add 224.0.0.0/4 dev lo");
}

/// A second network, beside that of this process: a machine at the other end of a cable. What makes
/// sockets there works with them anywhere.
class OtherNetwork
{
public:
    OtherNetwork()
        : m_own(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC))
    {
        if (m_own < 0 || ::unshare(CLONE_NEWNET) != 0) {
            throw std::runtime_error("this system permits no second network");
        }
        m_other = ::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
        ::setns(m_own, CLONE_NEWNET);
    }
    ~OtherNetwork()
    {
        ::close(m_own);
        ::close(m_other);
    }
    OtherNetwork(const OtherNetwork &) = delete;
    OtherNetwork &operator=(const OtherNetwork &) = delete;

    /// Moves an interface of this process's network there.
    void take(const std::string &interface) const
    {
        ip("link set " + interface + " netns /proc/" + std::to_string(::getpid()) + "/fd/" +
           std::to_string(m_other));
    }
    /// Runs \a work, on this thread, with that network for its own.
    template <typename Work>
    auto inside(Work work) const
    {
        const Stay stay(m_other, m_own);
        return work();
    }

private:
    struct Stay {
        Stay(int there, int here)
            : back(here)
        {
            if (::setns(there, CLONE_NEWNET) != 0) {
                throw std::runtime_error("the other network cannot be entered");
            }
        }
        ~Stay() { ::setns(back, CLONE_NEWNET); }
        Stay(const Stay &) = delete;
        Stay &operator=(const Stay &) = delete;
        int back;
    };

    int m_own;
    int m_other = -1;
};

/// What /etc/hosts says, for this process only.
inline void setHosts(const std::string &text)
{
    std::string name = "/tmp/sockyard-hosts-XXXXXX";
    ::close(::mkstemp(name.data()));
    std::ofstream(name) << text;
    const bool done = ::mount(name.c_str(), "/etc/hosts", nullptr, MS_BIND, nullptr) == 0;
    std::remove(name.c_str());
    if (!done) {
        throw std::runtime_error("/etc/hosts cannot be replaced");
    }
}

} // namespace sockyard::test
