#pragma once

#include "netcore/log/event.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sockyard
{

/// What a client offers at the beginning of a handshake (RFC 8446 section 4.1.2). Names are as they
/// came: whoever shows them makes them inert. A value.
struct ClientHello {
    /// Of supported_versions, or else the one of the old field; the best first.
    std::vector<std::uint16_t> versions;
    std::vector<std::uint16_t> ciphers;
    std::vector<std::uint16_t> groups;
    std::vector<std::string> protocols; ///< ALPN
    std::string serverName;             ///< empty: none
    /// It offers to go on with an earlier session: a ticket, or a pre-shared key.
    bool resumes = false;
};

/// Reads a handshake message that is a ClientHello, with its header of four bytes. Nothing where it
/// is another, or one that no client may send. Pure; any thread.
std::optional<ClientHello> readClientHello(ByteView message);

} // namespace sockyard
