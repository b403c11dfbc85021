#pragma once

#include "netcore/codec/pickle.h"
#include "netcore/log/event.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

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

/// Why a datagram is no message, and where in it that was seen.
struct ChatRefusal {
    enum class Why {
        NotThisWire, ///< it does not begin as this wire's datagrams do, or has no name
        BadPickle,   ///< see pickle
        UnknownKind, ///< a list whose first item says neither joins, leaves nor says
        WrongItems,  ///< the other items are too few, too many or no byte strings
    };

    Why why = Why::NotThisWire;
    std::size_t position = 0; ///< in bytes
    /// With BadPickle.
    std::optional<PickleFault> pickle = {};

    friend bool operator==(const ChatRefusal &, const ChatRefusal &) = default;
};

/// What came of reading a datagram.
using ChatReading = std::variant<ChatMessage, ChatRefusal>;

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
    /// The message, or why the datagram is none of this wire.
    virtual ChatReading decode(ByteView datagram) const = 0;
    /// True for a name that a reader of this wire will get back as it was.
    virtual bool canCarryName(std::string_view name) const = 0;
    /// How many bytes of a datagram the readers of this wire take; longer ones do not arrive whole.
    virtual std::size_t longestDatagram() const = 0;
};

} // namespace sockyard
