#include "netcore/sockets/listeners.h"

namespace sockyard
{

std::optional<QList<SocketAddress>> listenersOn(quint16 /*port*/)
{
    return std::nullopt;
}

} // namespace sockyard
