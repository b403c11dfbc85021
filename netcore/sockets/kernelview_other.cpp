#include "netcore/sockets/kernelview.h"

namespace sockyard
{

bool hasKernelView()
{
    return false;
}

std::optional<KernelView> kernelView(native::Handle /*handle*/)
{
    return std::nullopt;
}

std::optional<KernelView> kernelViewOf(const SocketAddress & /*local*/,
                                       const SocketAddress & /*peer*/)
{
    return std::nullopt;
}

std::optional<int> waitingClients(native::Handle /*listener*/)
{
    return std::nullopt;
}

} // namespace sockyard
