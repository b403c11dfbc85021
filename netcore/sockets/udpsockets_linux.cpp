#include "netcore/sockets/udpsockets.h"
#include "netcore/sockets/udptable.h"

#include <fstream>

namespace sockyard
{

std::optional<QList<UdpSocket>> udpSocketsOn(quint16 port)
{
    // Of this very thread: each may be in a network of its own.
    std::ifstream ipv4("/proc/thread-self/net/udp");
    std::ifstream ipv6("/proc/thread-self/net/udp6"); // not there where IPv6 is off
    if (!ipv4.is_open() && !ipv6.is_open()) {
        return std::nullopt;
    }
    return udpSocketsInTable(ipv4, port) + udpSocketsInTable(ipv6, port);
}

QList<SocketOwner> ownersOf(const QList<quint64> &inodes)
{
    return ownersIn("/proc", inodes);
}

} // namespace sockyard
