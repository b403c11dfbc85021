#pragma once

#include "netcore/endpoints/numberrange.h"
#include "netcore/responders/replyoption.h"

#include <QString>

namespace sockyard
{

/// What a person chose for a datagram socket, as it was typed: UdpPlan judges it. A value.
struct UdpSettings {
    /// A local socket (AF_UNIX with SOCK_DGRAM): bound to a path, with no address, port or sharing.
    bool isLocal = false;
    /// Of a local socket, and the permissions of its file, as TcpServerSettings has them.
    QString path = {};
    QString fileMode = QStringLiteral("600");
    bool replacesStaleFile = true;
    /// As TcpServerSettings has it: `*` for all addresses of both families.
    QString address = QStringLiteral("127.0.0.1");
    /// 0 … 65535; 0 takes any free port.
    QString port = QStringLiteral("9999");
    /// Where the port is taken, any free one will do: nobody asked for this one.
    bool anyPortIfTaken = false;
    /// Other programs may receive on the same port.
    bool shared = false;
    /// Datagrams may go to a broadcast address.
    bool broadcast = false;
    /// Connected by connect(2) to \a peer, HOST:PORT, and to nobody else.
    bool connected = false;
    QString peer = {};
    /// A name of the registry of responders that answers datagrams.
    QString reply = QStringLiteral("none");
    /// Of that reply, by key.
    ReplyOptions replyOptions = {};
    /// Bytes that are received of a datagram at most; the rest is lost.
    static constexpr NumberRange readSizeRange{1, 65536, 65536};
    int readSize = readSizeRange.usual;
};

} // namespace sockyard
