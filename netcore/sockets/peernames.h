#pragma once

#include "netcore/sockets/socketaddress.h"

#include <array>
#include <string>
#include <string_view>

namespace sockyard
{

/// The texts of the peers that a datagram socket heard last: most are heard again at once, and to
/// write an address as text takes longer than to receive from it. Bounded: a newcomer may take the
/// place of another. A value of one thread.
class PeerNames
{
public:
    /// SocketAddress::text(), valid until the next call.
    std::string_view textOf(const SocketAddress &address);

private:
    struct Known {
        SocketAddress address;
        std::string text;
    };

    std::array<Known, 64> m_known;
};

} // namespace sockyard
