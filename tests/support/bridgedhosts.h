#pragma once

#include "tests/support/ownnetwork.h"

#include <exception>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace sockyard::test
{

/// Machines on one switch: each is a network of its own with one interface, `hostN` of 10.78.0.N
/// and fd78::N, counted from 1. The switch is a bridge of this process's network, which
/// enterOwnNetwork() has made its own.
class BridgedHosts
{
public:
    explicit BridgedHosts(int count)
    {
        // A bridge that looks for members would first have to hear their reports.
        ip("link add yardswitch type bridge mcast_snooping 0");
        ip("link set yardswitch up");
        for (int number = 1; number <= count; ++number) {
            add(std::to_string(number));
        }
    }
    ~BridgedHosts()
    {
        // An interface that was moved away goes with its network, which takes a while; so that the
        // next ones may have the same names, their other ends go at once.
        for (std::size_t number = 1; number <= m_hosts.size(); ++number) {
            remove("yardport" + std::to_string(number));
        }
        remove("yardswitch");
    }
    BridgedHosts(const BridgedHosts &) = delete;
    BridgedHosts &operator=(const BridgedHosts &) = delete;

    /// Runs \a work on this thread, in the network of host \a number; what it starts stays there.
    template <typename Work>
    auto on(int number, Work work) const
    {
        return m_hosts.at(static_cast<std::size_t>(number - 1))->inside(work);
    }

private:
    static void remove(const std::string &interface)
    {
        try {
            ip("link del " + interface);
        } catch (const std::exception &error) {
            std::cerr << error.what() << '\n';
        }
    }
    void add(const std::string &number)
    {
        const std::string port = "yardport" + number;
        const std::string host = "host" + number;
        ip("link add " + host + " type veth peer name " + port);
        ip("link set " + port + " master yardswitch up");
        m_hosts.push_back(std::make_unique<OtherNetwork>());
        m_hosts.back()->take(host);
        m_hosts.back()->inside([&host, &number] {
            ip("link set lo up");
            ip("link set " + host + " addrgenmode none");
            ip("link set " + host + " up");
            ip("addr add 10.78.0." + number + "/24 dev " + host);
            ip("addr add fe80::" + number + "/64 dev " + host + " nodad");
            ip("addr add fd78::" + number + "/64 dev " + host + " nodad");
            ip("route add default dev " + host); // the system's choice for groups
        });
    }

    std::vector<std::unique_ptr<OtherNetwork>> m_hosts;
};

} // namespace sockyard::test
