#pragma once

#include "netcore/sockets/socketaddress.h"

#include <QList>
#include <QString>

#include <optional>

namespace sockyard
{

/// A socket of this machine that is bound to a UDP port, whoever made it. A value.
struct UdpSocket {
    SocketAddress address;
    quint64 inode = 0; ///< by which the system knows it
};

/// The program that has a socket open. A value.
struct SocketOwner {
    quint64 inode = 0;
    qint64 process = 0; ///< its number
    QString name;       ///< as the system has it, made visible

    friend bool operator==(const SocketOwner &, const SocketOwner &) = default;
};

/// The sockets of this machine that are bound to that UDP port now, of both families. Nothing where
/// the system does not tell (only Linux does, and there only of the network that this thread is
/// in). Does not wait; any thread.
std::optional<QList<UdpSocket>> udpSocketsOn(quint16 port);

/// Which programs have these sockets open, as far as this user may know: those of other users
/// remain unknown to one who is no administrator. Looks at every descriptor of every process, but
/// not without end, which takes milliseconds or more: to be called in the background; any thread.
QList<SocketOwner> ownersOf(const QList<quint64> &inodes);

} // namespace sockyard
