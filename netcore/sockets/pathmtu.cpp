#include "netcore/sockets/pathmtu.h"

#include <QCoreApplication>

#include <algorithm>
#include <charconv>

namespace sockyard
{

namespace
{

constexpr int ipv4Header = 20;
constexpr int ipv6Header = 40;
constexpr int udpHeader = 8;
// Of a packet without IPv6's header, by the 16 bits of its length; loopback has a larger MTU.
constexpr int mostInPacket = 65535;

/// Takes a number from the beginning of \a text, and the character \a end behind it.
std::optional<int> takeNumber(std::string_view &text, char end)
{
    int value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    const auto length = static_cast<std::size_t>(result.ptr - text.data());
    if (result.ec != std::errc() || value < 0 || length >= text.size() || text[length] != end) {
        return std::nullopt;
    }
    text.remove_prefix(length + 1);
    return value;
}

} // namespace

PathMtu PathMtu::of(int mtu, SocketAddress::Family family)
{
    const bool isIpv6 = family == SocketAddress::Family::Ipv6;
    const int inPacket = std::min(mtu - (isIpv6 ? ipv6Header : 0), mostInPacket);
    return {mtu, std::max(0, inPacket - udpHeader - (isIpv6 ? 0 : ipv4Header))};
}

QString PathMtu::text() const
{
    return QStringLiteral("%1 %2: ").arg(mtu).arg(payload) +
           QCoreApplication::translate("sockyard::PathMtu",
                                       "up to %1 bytes go in one packet, as far as this machine "
                                       "knows by now")
               .arg(payload);
}

std::optional<PathMtu> PathMtu::fromText(std::string_view text)
{
    const auto mtu = takeNumber(text, ' ');
    const auto payload = mtu ? takeNumber(text, ':') : std::nullopt;
    return payload ? std::optional(PathMtu{*mtu, *payload}) : std::nullopt;
}

} // namespace sockyard
