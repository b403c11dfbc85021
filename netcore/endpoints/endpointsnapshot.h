#pragma once

#include "netcore/log/event.h"
#include "netcore/sending/sendingprogress.h"
#include "netcore/sockets/kernelview.h"
#include "netcore/sockets/streamsocket.h"

#include <optional>
#include <string>
#include <vector>

namespace sockyard
{

/// Which socket of an endpoint a person looks at: its own by number 0, or a connection, also one
/// that is gone, by its number and addresses as the log has them.
struct WatchedSocket {
    ConnectionId id = 0;
    std::string local = {};
    std::string peer = {};
};

/// What is so at one moment of an endpoint with stream connections, and is no event. A value.
struct EndpointSnapshot {
    /// A connection for which bytes wait, or whose bytes are others on the wire.
    struct Connection {
        ConnectionId id = 0;
        std::uint64_t unsent = 0;           ///< bytes that the system has not taken yet
        bool held = false;                  ///< nothing is received from it until it takes some
        std::optional<WireBytes> wire = {}; ///< with TLS: what has crossed the network
    };

    std::vector<Connection> connections;
    /// How many wait to be accepted, where the endpoint listens and the system tells.
    std::optional<int> waiting;
    /// Of the watched socket, where there is one and the system tells.
    std::optional<KernelView> kernel;
    /// What is being sent piece by piece.
    SendingProgressList sending;

    /// Adds the socket's, if there is something to tell.
    void add(const StreamSocket &socket);
};

/// What the system tells of a watched connection: of its socket, or, where that is null, of what it
/// may still know about the addresses.
std::optional<KernelView> kernelViewOf(const WatchedSocket &watched, const StreamSocket *socket);

} // namespace sockyard
