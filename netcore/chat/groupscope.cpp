#include "netcore/chat/groupscope.h"

#include "netcore/codec/visibletext.h"
#include "netcore/sockets/addresstext.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <utility>

namespace sockyard
{

namespace
{

constexpr std::array groupsOfCourse = {
    CourseGroup{QLatin1StringView("225.0.0.250"), SocketAddress::Family::Ipv4},
    CourseGroup{QLatin1StringView("ff15:7079:7468:6f6e:6465:6d6f:6d63:6173"),
                SocketAddress::Family::Ipv6},
};

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::GroupScope", text);
}

bool isIpv6(const QHostAddress &group)
{
    return group.protocol() == QAbstractSocket::IPv6Protocol;
}

bool isWithin(const QHostAddress &group, const char *subnet)
{
    return group.isInSubnet(QHostAddress::parseSubnet(QLatin1StringView(subnet)));
}

GroupScope scopeOfIpv6(const QHostAddress &group)
{
    // The lower half of the second byte (RFC 7346, section 2).
    switch (group.toIPv6Address()[1] & 0x0f) {
    case 0x1:
        return GroupScope::Interface;
    case 0x2:
        return GroupScope::Link;
    case 0x3:
        return GroupScope::Realm;
    case 0x4:
        return GroupScope::Admin;
    case 0x5:
        return GroupScope::Site;
    case 0x8:
        return GroupScope::Organisation;
    case 0xe:
        return GroupScope::Global;
    default:
        return GroupScope::Unassigned;
    }
}

GroupScope scopeOfIpv4(const QHostAddress &group)
{
    constexpr std::array blocks = {
        std::pair{"224.0.0.0/24", GroupScope::Link},
        std::pair{"239.255.0.0/16", GroupScope::Local},
        std::pair{"239.192.0.0/14", GroupScope::Organisation},
        std::pair{"239.0.0.0/8", GroupScope::Administrative},
    };
    const auto *const block = std::find_if(blocks.begin(), blocks.end(), [&group](const auto &its) {
        return isWithin(group, its.first);
    });
    return block == blocks.end() ? GroupScope::ByHops : block->second;
}

QString scopeSentence(GroupScope scope)
{
    switch (scope) {
    case GroupScope::Interface:
        return tr("Scope: this machine.");
    case GroupScope::Link:
        return tr("Scope: this link; no router passes it on.");
    case GroupScope::Realm:
        return tr("Scope: this realm, a network of one kind.");
    case GroupScope::Local:
        return tr("Scope: local, as near as the owner of the network draws a border.");
    case GroupScope::Admin:
        return tr("Scope: the smallest that somebody has to set up on the routers.");
    case GroupScope::Site:
        return tr("Scope: this site.");
    case GroupScope::Organisation:
        return tr("Scope: this organisation.");
    case GroupScope::Administrative:
        return tr("Scope: private, within borders that the owner of the network draws.");
    case GroupScope::Global:
        return tr("Scope: the whole internet.");
    case GroupScope::ByHops:
        return tr("Scope: as far as the TTL goes.");
    case GroupScope::Unassigned:
        return tr("Scope: none that has a meaning; systems may drop it.");
    }
    return {};
}

/// How far the hops let it go that the scope would let go on.
QString hopsSentence(bool ipv6, int hops)
{
    if (hops <= 0) {
        return ipv6 ? tr("With a hop limit of 0 nothing leaves this machine.")
                    : tr("With a TTL of 0 nothing leaves this machine.");
    }
    if (hops == 1) {
        return ipv6 ? tr("With a hop limit of 1 it stays on this link.")
                    : tr("With a TTL of 1 it stays on this link.");
    }
    return ipv6 ? tr("With a hop limit of %1 it passes %2 routers at most.").arg(hops).arg(hops - 1)
                : tr("With a TTL of %1 it passes %2 routers at most.").arg(hops).arg(hops - 1);
}

} // namespace

std::span<const CourseGroup> courseGroups()
{
    return groupsOfCourse;
}

GroupScope groupScope(const QHostAddress &group)
{
    return isIpv6(group) ? scopeOfIpv6(group) : scopeOfIpv4(group);
}

bool isSourceSpecific(const QHostAddress &group)
{
    if (!isIpv6(group)) {
        return isWithin(group, "232.0.0.0/8");
    }
    const Q_IPV6ADDR bytes = group.toIPv6Address();
    return (bytes[1] & 0xf0) == 0x30 && bytes[2] == 0 && bytes[3] == 0;
}

QString groupScopeWords(const QHostAddress &group, int hops)
{
    const GroupScope scope = groupScope(group);
    QString words = scopeSentence(scope);
    const bool mayLeaveLink = scope != GroupScope::Interface && scope != GroupScope::Link;
    if (mayLeaveLink || (hops <= 0 && scope == GroupScope::Link)) {
        words += u' ' + hopsSentence(isIpv6(group), hops);
    }
    if (isSourceSpecific(group)) {
        words += u' ' + tr("It is a group for chosen senders (RFC 4607): who merely joins may hear "
                           "nobody.");
    }
    return words;
}

QString badGroupWords(const QString &typed)
{
    constexpr std::size_t mostShown = 100;
    const auto group = parseAddress(typed.trimmed());
    if (group && group->isMulticast()) {
        return {};
    }
    if (typed.trimmed().isEmpty()) {
        return tr("a group is missing: 224.0.0.0 to 239.255.255.255 and ff00::/8 are groups.");
    }
    return tr("\"%1\" is no multicast group: 224.0.0.0 to 239.255.255.255 and ff00::/8 are.")
        .arg(QString::fromStdString(visibleText(typed.toStdString(), mostShown)));
}

} // namespace sockyard
