#pragma once

#include "netcore/codec/chatwire.h"
#include "netcore/log/eventlog.h"

#include <deque>
#include <string>
#include <utility>

namespace sockyard
{

/// One line of a talk, ready to be shown: names and texts are visible, inert, and cut with a sign.
struct ConversationEntry {
    EventNumber event = 0;
    std::int64_t time = 0; ///< nanoseconds since 1970 UTC
    ChatMessage::Kind kind = ChatMessage::Kind::Says;
    std::string name;
    std::string text;
    std::string peer;
    bool own = false;
    bool heardBack = false; ///< an own message came back from the group
};

/// A multicast chat's talk, folded from its log: what was said, own messages once. Bounded. A value
/// of one thread.
class Conversation
{
public:
    explicit Conversation(const ChatWire &wire, std::size_t most = 5000)
        : m_wire(&wire)
        , m_most(most)
    {
    }

    void apply(const Event &event);

    const std::deque<ConversationEntry> &entries() const { return m_entries; }
    /// Datagrams that are none of this wire's messages.
    std::uint64_t foreignCount() const { return m_foreign; }
    /// Entries removed from the old end so far.
    std::uint64_t removedCount() const { return m_removed; }
    /// How many of the oldest are beyond the bound.
    std::size_t surplus() const;
    void removeOldest(std::size_t count);
    /// True when an entry changed (was heard back) since the last call.
    bool takeChanged() { return std::exchange(m_changed, false); }

private:
    void said(const Event &event, bool own);
    bool markHeardBack(const Event &event);

    const ChatWire *m_wire;
    std::size_t m_most;
    std::deque<ConversationEntry> m_entries;
    std::string m_ownAddress;
    std::uint64_t m_foreign = 0;
    std::uint64_t m_removed = 0;
    bool m_changed = false;
};

} // namespace sockyard
