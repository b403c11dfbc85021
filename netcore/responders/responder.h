#pragma once

#include "netcore/log/event.h"

#include <QString>

#include <chrono>
#include <cstddef>

namespace sockyard
{

/// What a responder wants done.
struct Reply {
    /// What the connection is to do when the bytes are sent.
    enum class Then {
        Keep,   ///< go on: it is the client's turn
        More,   ///< ask again, by Responder::onTaken(), when the system has taken these bytes
        Finish, ///< half-close: send no more, receive on
        Close,  ///< close in order
        Reset,  ///< cut
    };

    /// To be sent. Lives in the responder, or in what the responder was given, until its next call.
    ByteView bytes = {};
    Then then = Then::Keep;
    /// How long to wait before any of it is done.
    std::chrono::milliseconds after{0};
    /// What a person should know about it: a note in the log before the bytes, if it is not empty.
    QString note = {};

    /// True where there is nothing to do.
    bool isNothing() const { return bytes.empty() && then == Then::Keep && note.isEmpty(); }
};

/// How a server answers one connection: a pure strategy with no socket in it. One object a
/// connection, owned by the endpoint and called on its thread.
///
/// It is a conversation: while an answer waits (Reply::after) or there is more of it (Then::More),
/// nothing is received, so that a client which sends much and reads little costs no more than one
/// that does not. What a responder keeps of what it was given must have a bound.
class Responder
{
public:
    Responder() = default;
    virtual ~Responder() = default;
    Responder(const Responder &) = delete;
    Responder &operator=(const Responder &) = delete;

    /// At most this many bytes are to be received at a time.
    virtual std::size_t readSize() const { return 1024U * 1024; }
    /// Whether bytes are wanted even while an answer waits or there is more of it. What is answered
    /// to them then has to be nothing.
    virtual bool readsAlways() const { return false; }
    /// A client was accepted; nothing has been received.
    virtual Reply onAccepted() { return {}; }
    virtual Reply onReceived(ByteView bytes) = 0;
    /// The client sends no more. Not called before the last answer is complete, except where
    /// readsAlways().
    virtual Reply onPeerFinished() = 0;
    /// After a reply with Then::More: the system has taken all of it. What comes next?
    virtual Reply onTaken() { return {}; }
};

} // namespace sockyard
