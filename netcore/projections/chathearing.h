#pragma once

#include "netcore/chat/chatcopies.h"
#include "netcore/chat/texthash.h"
#include "netcore/codec/chatwire.h"
#include "netcore/log/eventlog.h"
#include "netcore/projections/probeconnections.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace sockyard
{

/// What an event means for the talk of a chat.
struct ChatHeard {
    enum class What {
        Nothing,   ///< no datagram, or one that is no talk at all
        Foreign,   ///< a datagram that is no message
        Message,   ///< somebody joins, says something or leaves
        Copy,      ///< of a message that was told before; it came another way
        HeardBack, ///< an own message came back from the group
        Gone,      ///< this chat closed its last sender: it speaks no more under `person`
    };

    What what = What::Nothing;
    bool own = false;
    EventNumber event = 0;    ///< which event that was
    EventNumber told = 0;     ///< the event of the message itself; for Copy and HeardBack
    std::int64_t time = 0;    ///< see Event::time()
    std::int64_t elapsed = 0; ///< see Event::elapsed()
    /// Where it came from: address and port of the sender's socket.
    std::string address;
    /// Who that is: the address that was first heard of somebody who talks from several at once;
    /// otherwise the same as `address`.
    std::string person;
    /// As it came; make it visible before showing it. For Message, Copy and HeardBack.
    ChatMessage message;
};

/// Hears the talk in the log of a multicast chat: each datagram is decoded once, here, for all that
/// fold the talk (Conversation, Roster). It needs to know nothing but the log, live or from a file,
/// from its beginning or not, and it may hold several runs.
///
/// Own is what this side sent, and what comes from an address that a sender of its own has
/// (`Connected`), or had a moment ago. What probes of the multicast doctor send and receive
/// (probeMark) is no talk. Bounded, and a value of one thread.
class ChatHearing
{
public:
    /// The events of a log, one after the other.
    ChatHeard apply(const Event &event);

    /// Datagrams that are no messages.
    std::uint64_t foreignCount() const { return m_foreign; }

private:
    // A sender of this side.
    struct Sender {
        ConnectionId connection = 0;
        std::optional<std::int64_t> closed; // Event::elapsed()
    };
    // An own message that has not come back.
    struct Awaited {
        std::size_t hash = 0; // of its bytes
        std::int64_t elapsed = 0;
        EventNumber event = 0;
    };
    // Of somebody who talks from several addresses at once.
    struct Alias {
        std::string person;
        std::string name;
    };
    template <typename Value>
    using ByAddress = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

    ChatHeard datagram(const Event &event);
    void sentAnew(ChatHeard &heard, const Event &event);
    void receivedAnew(ChatHeard &heard, const Event &event);
    void addSender(std::string_view address, ConnectionId connection);
    void forgetOneSender();
    /// The address of the own sender that sends from there, as that sender has it; or nothing.
    std::optional<std::string> ownAt(std::string_view address, std::int64_t elapsed) const;
    ChatHeard closed(const Event &event);
    std::string personAt(std::string_view address, std::string_view name);
    void learn(std::string_view address, const std::string &person, const std::string &name);

    ChatCopies m_copies;
    ByAddress<Sender> m_senders;
    ByAddress<Alias> m_aliases;
    std::deque<Awaited> m_awaited; // the oldest first
    ProbeConnections m_probes;     // whose events are no talk
    std::uint64_t m_foreign = 0;
};

} // namespace sockyard
