#pragma once

#include "netcore/sockets/socketaddress.h"
#include "netcore/sockets/systemerror.h"

#include <QHostAddress>
#include <QList>

#include <optional>

namespace sockyard
{

/// Questions to the system about the way to a multicast group. They are answered at once and
/// nothing is sent; the sockets that they take are closed again, and are in no log. Any thread.

/// The address from which this machine would send to \a group out of that interface (index 0: the
/// system's choice), with a port that means nothing; or why it could not. For IPv4, \a source is
/// the address of the interface that is wished for (null: the system's choice).
Result<SocketAddress> sourceToward(const SocketAddress &group, unsigned interfaceIndex,
                                   const QHostAddress &source);

/// A port that is free for datagrams at each of these addresses, which must be this machine's own;
/// nothing where a few attempts have found none.
std::optional<quint16> commonPort(const QList<SocketAddress> &addresses);

} // namespace sockyard
