#pragma once

#include "netcore/doctor/multicastfacts.h"
#include "netcore/sockets/memberships.h"
#include "netcore/sockets/udpsockets.h"

#include <QList>

#include <optional>

namespace sockyard
{

/// Adds to what a chat knows of itself what the system knows now: its interfaces, their memberships
/// and routes. Where the chat names no line, they are those on which it would be. Asks the system,
/// and does not wait; any thread.
MulticastFacts withSystemFacts(MulticastFacts facts);

/// The same with \a interfaces and \a memberships in place of what the system says; the routes are
/// still asked for.
MulticastFacts withSystemFacts(MulticastFacts facts, const QList<Interface> &interfaces,
                               const std::optional<QList<Membership>> &memberships);

/// Who is on a port, of whose sockets \a ownReceivers are the chat's. A pure function.
PortFacts portFacts(const QList<UdpSocket> &sockets, const QList<SocketOwner> &owners,
                    qint64 ownProcess, qsizetype ownReceivers);

/// The group as it is reached on the interface of that index.
SocketAddress groupOn(const SocketAddress &group, unsigned interfaceIndex);

} // namespace sockyard
