#include "netcore/sockets/memberships.h"
#include "netcore/sockets/membershiptable.h"

#include <fstream>

namespace sockyard
{

std::optional<QList<Membership>> memberships()
{
    // Of this very thread: each may be in a network of its own.
    std::ifstream ipv4("/proc/thread-self/net/igmp");
    std::ifstream ipv6("/proc/thread-self/net/igmp6"); // not there where IPv6 is off
    if (!ipv4.is_open() && !ipv6.is_open()) {
        return std::nullopt;
    }
    return membershipsInIgmp(ipv4) + membershipsInIgmp6(ipv6);
}

} // namespace sockyard
