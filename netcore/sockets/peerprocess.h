#pragma once

#include "netcore/sockets/native.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <string>

namespace sockyard
{

/// Who is at the other end of a local socket, as the system vouches for it: of the process that
/// connected, or that listens. A value; what the system does not tell is absent.
struct PeerProcess {
    std::optional<std::int64_t> process = {};
    std::optional<std::uint32_t> user = {};
    std::optional<std::uint32_t> group = {};
    // As the system calls them at this moment; empty where it does not know.
    std::string program = {};
    std::string userName = {};
    std::string groupName = {};

    /// `process 4242 (socat), user 1000 (ann), group 1000 (ann)`
    QString words() const;
    /// In the place of an address that a peer does not have: `local:pid 4242 (socat)`.
    std::string address() const;
};

/// Asks the system (SO_PEERCRED on Linux). Nothing for a socket that is not local, or where the
/// system does not tell. A few system calls; any thread.
std::optional<PeerProcess> peerProcessOf(native::Handle handle);

} // namespace sockyard
