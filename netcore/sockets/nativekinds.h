#pragma once

#include "netcore/sockets/native.h"
#include "netcore/sockets/nativeheaders.h"

namespace sockyard::native
{

/// The system's numbers, which have the same names everywhere.
inline int domainOf(SocketAddress::Family family)
{
    switch (family) {
    case SocketAddress::Family::Ipv6:
        return AF_INET6;
    case SocketAddress::Family::Local:
        return AF_UNIX;
    case SocketAddress::Family::Ipv4:
    case SocketAddress::Family::None:
        break;
    }
    return AF_INET;
}

inline int kindOf(Type type)
{
    switch (type) {
    case Type::Stream:
        return SOCK_STREAM;
    case Type::SeqPacket:
        return SOCK_SEQPACKET;
    case Type::Datagram:
        break;
    }
    return SOCK_DGRAM;
}

inline Type typeNumbered(int kind)
{
    switch (kind) {
    case SOCK_STREAM:
        return Type::Stream;
    case SOCK_SEQPACKET:
        return Type::SeqPacket;
    default:
        return Type::Datagram;
    }
}

} // namespace sockyard::native
