#include "netcore/sockets/memberships.h"

namespace sockyard
{

std::optional<QList<Membership>> memberships()
{
    return std::nullopt;
}

} // namespace sockyard
