#include "netcore/sockets/boundsocket.h"

namespace sockyard
{

std::optional<QList<BoundSocket>> boundSockets()
{
    return std::nullopt;
}

} // namespace sockyard
