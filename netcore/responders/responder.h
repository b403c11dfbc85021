#pragma once

#include "netcore/log/event.h"

#include <cstddef>

namespace sockyard
{

/// What a responder wants done.
struct Reply {
    /// What the connection is to do when the bytes are sent.
    enum class Then {
        Keep,   ///< go on
        Finish, ///< half-close: send no more, receive on
        Close,  ///< close in order
        Reset,  ///< cut
    };

    /// To be sent. Lives in the responder, or in what the responder was given, until its next call.
    ByteView bytes = {};
    Then then = Then::Keep;
};

/// How a server answers one connection: a pure strategy with no socket in it. One object a
/// connection, owned by the endpoint and called on its thread.
class Responder
{
public:
    Responder() = default;
    virtual ~Responder() = default;
    Responder(const Responder &) = delete;
    Responder &operator=(const Responder &) = delete;

    /// At most this many bytes are to be received at a time.
    virtual std::size_t readSize() const { return 64U * 1024; }
    /// A client was accepted; nothing has been received.
    virtual Reply onAccepted() { return {}; }
    virtual Reply onReceived(ByteView bytes) = 0;
    /// The client sends no more.
    virtual Reply onPeerFinished() = 0;
};

} // namespace sockyard
