#pragma once

#include "netcore/sockets/journal.h"
#include "netcore/sockets/native.h"

#include <QString>

#include <cstdint>
#include <span>

namespace sockyard
{

/// What has crossed the network for a stream whose bytes are wrapped on their way.
struct WireBytes {
    std::uint64_t received = 0;
    std::uint64_t sent = 0;

    bool operator==(const WireBytes &) const = default;
};

/// What wraps the bytes of a StreamSocket on their way to the system's calls, such as TLS: the
/// functions stand where those of `native::` do, and mean the same. What is odd about the peer they
/// tell in the log as notes. Never blocks. Owned by its socket, on whose thread it lives.
class StreamChannel
{
public:
    StreamChannel() = default;
    StreamChannel(const StreamChannel &) = delete;
    StreamChannel &operator=(const StreamChannel &) = delete;
    virtual ~StreamChannel() = default;

    /// The descriptor is connected; before anything else, and only once.
    virtual void begin(native::Handle handle, const Journal &journal) = 0;
    /// A step towards the peer: no error is that both sides are ready for send() and receive(), and
    /// isWouldBlock() that another step is to follow.
    virtual SystemError handshake() = 0;
    /// What was agreed on, for the log.
    virtual QString agreement() const = 0;

    /// Fewer bytes than there is room for: there are no more now, unless hasMore(). 0 bytes are the
    /// peer's end.
    virtual Result<std::size_t> receive(std::span<std::byte> into) = 0;
    /// Bytes are taken when the system has all that they became. Those that were not are to be
    /// offered again, and nothing else before them.
    virtual Result<std::size_t> send(ByteView bytes) = 0;
    /// Tells the peer that no more comes; the system's own end (FIN) is to follow.
    virtual SystemError finish() = 0;

    /// True where there may be something to receive that no readiness of the descriptor tells.
    virtual bool hasMore() const = 0;
    /// True where the last call that would block waits for the system to take bytes, and not for
    /// the peer.
    virtual bool waitsToWrite() const = 0;
    /// Why the last call failed, in words that begin with an error name, where it was not the
    /// system that failed; else empty.
    virtual QString failure() const = 0;
    /// How the peer has said that it sends no more: `FIN`, or more than that.
    virtual QString endName() const = 0;

    virtual WireBytes wireBytes() const = 0;
    /// The descriptor is gone, and the last word can be said.
    virtual void end() = 0;
};

} // namespace sockyard
