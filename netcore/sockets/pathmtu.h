#pragma once

#include "netcore/sockets/socketaddress.h"

#include <QString>

#include <optional>
#include <string_view>

namespace sockyard
{

/// How large a packet to a peer can be, as far as this machine knows by now: a router on the way
/// may say less later. A value.
struct PathMtu {
    int mtu = 0;     ///< bytes of a packet, headers included
    int payload = 0; ///< bytes of a datagram that goes in one packet, and in no fragments

    /// Of packets of that family: IPv4 has a header of 20 bytes (RFC 791), IPv6 of 40 (RFC 8200),
    /// and UDP of 8 (RFC 768).
    static PathMtu of(int mtu, SocketAddress::Family family);

    /// `1500 1472: up to 1472 bytes go in one packet`, which fromText() reads.
    QString text() const;
    /// Nothing where it is none.
    static std::optional<PathMtu> fromText(std::string_view text);

    friend bool operator==(const PathMtu &, const PathMtu &) = default;
};

} // namespace sockyard
