#pragma once

#include "netcore/sockets/socketaddress.h"

#include <QHostAddress>
#include <QList>
#include <QString>

namespace sockyard
{

/// What this machine knows beyond an error of the system: it looks at who listens where. A hint is
/// one sentence, or empty where there is nothing to tell; in a log it is a note with the hintMark
/// (notemarks.h). Nothing waits; any thread.

/// Why a connection to \a refused was refused, and what to connect to instead. \a name is what the
/// address was found by (empty where it was given as such), \a otherAddresses the others that the
/// name has. Asks the system.
QString connectHint(const SocketAddress &refused, const QString &name,
                    const QList<QHostAddress> &otherAddresses);
/// Who has the address that was in use when it was to be bound or listened on. Asks the system.
QString bindHint(const SocketAddress &address);

/// The same of a datagram socket.
QString udpBindHint(const SocketAddress &address);

/// The part of connectHint() that only thinks: \a refused and \a otherAddresses are of this
/// machine, and \a listeners are all that listen on the port.
QString refusedHint(const SocketAddress &refused, const QList<SocketAddress> &listeners,
                    const QString &name, const QList<QHostAddress> &otherAddresses);
/// The same of bindHint().
QString inUseHint(const SocketAddress &address, const QList<SocketAddress> &listeners);
/// The same of udpBindHint(): \a sockets are all that are bound to the port.
QString udpInUseHint(const SocketAddress &address, const QList<SocketAddress> &sockets);

} // namespace sockyard
