#include "netcore/endpoints/endpointsnapshot.h"

#include "netcore/sockets/addresstext.h"

namespace sockyard
{

void EndpointSnapshot::add(const StreamSocket &socket)
{
    const auto wire = socket.wireBytes();
    if (socket.unsent() > 0 || socket.isHeld() || wire) {
        connections.push_back({socket.connection(), socket.unsent(), socket.isHeld(), wire});
    }
}

std::optional<KernelView> kernelViewOf(const WatchedSocket &watched, const StreamSocket *socket)
{
    if (socket != nullptr) {
        return kernelView(socket->handle());
    }
    const auto local = parseSocketAddress(QString::fromStdString(watched.local));
    const auto peer = parseSocketAddress(QString::fromStdString(watched.peer));
    return local && peer ? kernelViewOf(*local, *peer) : std::nullopt;
}

} // namespace sockyard
