#pragma once

#include "netcore/sockets/nativeheaders.h"
#include "netcore/sockets/socketaddress.h"
#include "netcore/sockets/socketoption.h"

#ifndef _WIN32
#include <netinet/tcp.h>
#endif

namespace sockyard::native
{

/// Where the system keeps a socket option: the names are the same everywhere.
struct OptionPlace {
    int level = 0;
    int name = 0;
};

inline OptionPlace placeOf(SocketAddress::Family family, SocketOption option)
{
    switch (option) {
    case SocketOption::KeepAlive:
        return {SOL_SOCKET, SO_KEEPALIVE};
    case SocketOption::NoDelay:
        return {IPPROTO_TCP, TCP_NODELAY};
    case SocketOption::SendBuffer:
        return {SOL_SOCKET, SO_SNDBUF};
    case SocketOption::ReceiveBuffer:
        return {SOL_SOCKET, SO_RCVBUF};
    case SocketOption::Linger:
        return {SOL_SOCKET, SO_LINGER};
    case SocketOption::HopLimit:
        break;
    }
    return family == SocketAddress::Family::Ipv6 ? OptionPlace{IPPROTO_IPV6, IPV6_UNICAST_HOPS}
                                                 : OptionPlace{IPPROTO_IP, IP_TTL};
}

} // namespace sockyard::native
