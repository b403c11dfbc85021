#include "netcore/sockets/peernames.h"

#include <functional>

namespace sockyard
{

std::string_view PeerNames::textOf(const SocketAddress &address)
{
    const std::string_view bytes(static_cast<const char *>(address.data()), address.size());
    Known &known = m_known.at(std::hash<std::string_view>()(bytes) % m_known.size());
    if (!(known.address == address)) {
        known.address = address;
        known.text = address.text();
    }
    return known.text;
}

} // namespace sockyard
