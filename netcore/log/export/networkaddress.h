#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>

namespace sockyard
{

/// An IP address and a port, as they stand in a packet. An IPv4 address is kept as IPv6 maps it
/// (RFC 4291 section 2.5.5.2): a server for both families and its client's own log then speak of
/// the same address. Plain data.
struct NetworkAddress {
    std::array<std::uint8_t, 16> bytes = {};
    std::uint16_t port = 0;

    /// Reads what the log writes: `127.0.0.1:9999`, `[::1]:9999`, `[fe80::1%eth0]:9999` (the scope
    /// stands in no packet, and is passed over). Nothing where it is anything else, such as a
    /// host's name.
    static std::optional<NetworkAddress> parse(std::string_view text);

    bool isIpv4() const;
    bool isUnspecified() const; ///< 0.0.0.0 or ::
    bool isMulticast() const;

    friend bool operator==(const NetworkAddress &, const NetworkAddress &) = default;
    friend bool operator<(const NetworkAddress &a, const NetworkAddress &b)
    {
        return std::tie(a.bytes, a.port) < std::tie(b.bytes, b.port);
    }
};

/// Makes both addresses of one packet the same family: an unspecified IPv6 address beside an IPv4
/// one becomes 0.0.0.0. True where both are IPv4 then; else both go into an IPv6 packet.
bool alignFamilies(NetworkAddress &a, NetworkAddress &b);

} // namespace sockyard
