#pragma once

#include "netcore/sockets/socketaddress.h"

#include <QHostAddress>
#include <QString>

#include <cstdint>
#include <span>

// What the address of a multicast group says about how far its messages go. Pure functions.
namespace sockyard
{

/// How far a group reaches. Of IPv6 it is a part of the address (RFC 4291, 2.7, and RFC 7346), of
/// IPv4 a matter of blocks (RFC 5771, RFC 2365) and else of the TTL.
enum class GroupScope : std::uint8_t {
    Interface,      ///< ff01::/16: never leaves this machine
    Link,           ///< ff02::/16, 224.0.0.0/24: no router passes it on
    Realm,          ///< ff03::/16
    Local,          ///< 239.255.0.0/16: as near as the network's owner draws a border
    Admin,          ///< ff04::/16
    Site,           ///< ff05::/16
    Organisation,   ///< ff08::/16, 239.192.0.0/14
    Administrative, ///< the rest of 239.0.0.0/8: within borders that the network's owner draws
    Global,         ///< ff0e::/16
    ByHops,         ///< the rest of IPv4: as far as the TTL goes
    Unassigned,     ///< of IPv6: no meaning was given to that number
};

/// A group of the course, one a family.
struct CourseGroup {
    QLatin1StringView group;
    SocketAddress::Family family = SocketAddress::Family::None;
};

/// The two groups of the course: IPv4, which works on every machine, comes first.
std::span<const CourseGroup> courseGroups();

/// Of a multicast address. (ff15::/16 is as ff05::/16: the flags before the scope do not count.)
GroupScope groupScope(const QHostAddress &group);

/// True for 232.0.0.0/8 and ff3x::/32 (RFC 4607): there a receiver names the senders that it wants,
/// and who merely joins may hear nobody.
bool isSourceSpecific(const QHostAddress &group);

/// How far messages to that group go that are sent with so many hops (a TTL, 0 … 255), in one or
/// two short sentences.
QString groupScopeWords(const QHostAddress &group, int hops);

/// Why what a person typed is no group, in a sentence that says what is; empty where it is one:
/// 224.0.0.0/4 or ff00::/8, also with an interface (`ff02::1%eth0`).
QString badGroupWords(const QString &typed);

} // namespace sockyard
