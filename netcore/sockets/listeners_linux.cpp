#include "netcore/sockets/kerneltable.h"
#include "netcore/sockets/listeners.h"

#include <fstream>

namespace sockyard
{

std::optional<QList<SocketAddress>> listenersOn(quint16 port)
{
    std::ifstream ipv4("/proc/net/tcp");
    if (!ipv4.is_open()) {
        return std::nullopt;
    }
    QList<SocketAddress> result = listenersInTable(ipv4, port);
    std::ifstream ipv6("/proc/net/tcp6"); // not there where IPv6 is off
    if (ipv6.is_open()) {
        result += listenersInTable(ipv6, port);
    }
    return result;
}

} // namespace sockyard
