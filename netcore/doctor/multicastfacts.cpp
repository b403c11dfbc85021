#include "netcore/doctor/multicastfacts.h"

#include <algorithm>

namespace sockyard
{

QHostAddress addressFor(const SocketAddress &group, const Interface &interface)
{
    const auto wanted = group.host().protocol();
    const auto found =
        std::find_if(interface.addresses.begin(), interface.addresses.end(),
                     [wanted](const QHostAddress &its) { return its.protocol() == wanted; });
    return found == interface.addresses.end() ? QHostAddress() : *found;
}

} // namespace sockyard
