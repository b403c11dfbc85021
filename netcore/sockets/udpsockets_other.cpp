#include "netcore/sockets/udpsockets.h"

namespace sockyard
{

std::optional<QList<UdpSocket>> udpSocketsOn(quint16 /*port*/)
{
    return std::nullopt;
}

QList<SocketOwner> ownersOf(const QList<quint64> & /*inodes*/)
{
    return {};
}

} // namespace sockyard
