#pragma once

#include <QHostAddress>
#include <QList>

#include <optional>

namespace sockyard
{

/// One multicast group that one interface of this machine takes, by the system's own table. A
/// value.
struct Membership {
    unsigned interfaceIndex = 0;
    QHostAddress group; ///< without a scope
    unsigned users = 0; ///< how many joined it there: sockets of whatever program, or the system

    friend bool operator==(const Membership &, const Membership &) = default;
};

/// What all interfaces of this machine have joined now, whoever asked for it. Nothing where the
/// system does not tell (only Linux does, and there only of the network that this thread is in).
/// Does not wait; any thread.
std::optional<QList<Membership>> memberships();

} // namespace sockyard
