#pragma once

#include "netcore/sockets/socketaddress.h"
#include "netcore/sockets/udpsockets.h"

#include <QList>
#include <QString>

#include <cstdint>
#include <optional>

namespace sockyard
{

/// A socket of this machine that others can connect or send to, whoever made it. A value.
struct BoundSocket {
    /// In the order in which they are told.
    enum class Kind : std::uint8_t {
        Tcp,            ///< listens
        Udp,            ///< is bound; may be connected to one peer
        LocalStream,    ///< listens
        LocalSeqPacket, ///< listens
        LocalDatagram,  ///< is bound
    };

    Kind kind = Kind::Tcp;
    SocketAddress address;       ///< of none where it is a local socket
    SocketAddress peer;          ///< whom alone a UDP socket talks to; mostly of none
    QString path;                ///< of a local socket, made visible; `@NAME` where it is no file
    quint64 inode = 0;           ///< by which the system knows it
    std::optional<quint32> user; ///< the number of whoever made it; not told of local sockets
    QString userName;            ///< of that number, where it has one
    QList<SocketOwner> owners;   ///< the programs that have it open, as far as this user may know

    bool isLocal() const { return kind >= Kind::LocalStream; }
    /// `127.0.0.1:9999`, or the path.
    QString placeText() const;

    friend bool operator==(const BoundSocket &a, const BoundSocket &b);
};

/// The sockets of this machine that somebody can connect or send to, TCP first, then UDP, then
/// local ones, each by port or path. Nothing where the system does not tell (only Linux does, and
/// there only of the network that this thread is in). Looks at every descriptor of every process,
/// which takes milliseconds or more: to be called in the background; any thread.
std::optional<QList<BoundSocket>> boundSockets();

} // namespace sockyard
