#pragma once

#include "netcore/log/event.h"

#include <optional>
#include <string>

namespace sockyard
{

/// What one datagram of a chat says. Texts are whatever came, in UTF-8 if the sender was kind: make
/// them visible before showing them.
struct ChatMessage {
    enum class Kind { Joins, Says, Leaves };

    Kind kind = Kind::Says;
    std::string name;
    std::string text; ///< for Says

    friend bool operator==(const ChatMessage &, const ChatMessage &) = default;
};

/// How chat messages are written into datagrams: pure functions, no state.
class ChatWire
{
public:
    ChatWire() = default;
    virtual ~ChatWire() = default;
    ChatWire(const ChatWire &) = delete;
    ChatWire &operator=(const ChatWire &) = delete;

    /// The datagram, or nothing where this wire has no way to say that.
    virtual std::optional<std::string> encode(const ChatMessage &message) const = 0;
    /// The message, or nothing where the datagram is not of this wire.
    virtual std::optional<ChatMessage> decode(ByteView datagram) const = 0;
    /// True for a name that a reader of this wire will get back as it was.
    virtual bool canCarryName(std::string_view name) const = 0;
};

} // namespace sockyard
