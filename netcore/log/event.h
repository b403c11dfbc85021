#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace sockyard
{

/// Bytes that someone else owns.
using ByteView = std::span<const std::byte>;

/// Counts the connections of one endpoint from 1; 0 is the endpoint itself.
using ConnectionId = std::uint64_t;

/// Counts the events of one log from 0, dropped ones included.
using EventNumber = std::uint64_t;

/// What happened, in the past tense. The order is part of no file format; the names are.
enum class EventKind : std::uint8_t {
    Created,      ///< socket(2) made a descriptor
    Bound,        ///< bind(2) gave it a local address
    Listening,    ///< listen(2)
    Accepted,     ///< accept(2) made a descriptor for a client
    Connecting,   ///< connect(2) has begun
    Connected,    ///< the handshake is done
    Secured,      ///< the TLS handshake on top of it is done (RFC 8446)
    Sent,         ///< the operating system took these bytes, no more and no less
    Received,     ///< the operating system gave these bytes
    PeerFinished, ///< the peer will send no more (FIN, RFC 9293)
    Finished,     ///< this side will send no more (shutdown(2) with SHUT_WR)
    Reset,        ///< the connection was cut (RST, RFC 9293)
    TimedOut,     ///< what was waited for did not come in time
    Joined,       ///< a multicast group was joined on an interface
    Left,         ///< a multicast group was left
    Failed,       ///< a call failed; the note begins with the system's error name
    Discarded,    ///< bytes accepted from a person or a responder that never left
    Paused,       ///< a person had this side stop receiving
    Resumed,      ///< and had it go on
    Closed,       ///< close(2)
    Note,         ///< something worth knowing that is not a call
};

inline constexpr int eventKindCount = static_cast<int>(EventKind::Note) + 1;

/// The kind in kebab case ("peer-finished"), as saved logs spell it.
std::string_view eventKindName(EventKind kind);

/// The kind of that name, or nothing.
std::optional<EventKind> eventKindOf(std::string_view name);

/// True for the kinds whose payload crossed the network.
constexpr bool carriesData(EventKind kind)
{
    return kind == EventKind::Sent || kind == EventKind::Received;
}

} // namespace sockyard
