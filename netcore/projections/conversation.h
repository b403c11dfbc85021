#pragma once

#include "netcore/projections/chathearing.h"
#include "netcore/projections/conversationsenders.h"

#include <deque>
#include <optional>
#include <string>

namespace sockyard
{

/// One line of a talk, ready to be shown: names and texts are visible, inert, and cut with a sign.
struct ConversationEntry {
    EventNumber event = 0; ///< that tells it; the first of what is folded
    std::int64_t time = 0; ///< nanoseconds since 1970 UTC
    ChatMessage::Kind kind = ChatMessage::Kind::Says;
    std::string name;
    std::string text;
    std::string peer; ///< from where
    bool own = false;
    bool heardBack = false; ///< an own message came back from the group
    /// So many messages of one sender, which came too fast to be read, are this line alone. Without
    /// a peer: of several who had not been heard before. 0 for a line of its own.
    std::uint64_t folded = 0;
};

/// A multicast chat's talk, folded from what a ChatHearing hears: who joined, said something and
/// left, each message once.
///
/// A flood leaves the others readable: of one sender who says more than can be read (FloodLimit), a
/// burst is shown, and then one entry counts the rest until they have been calm for a while. The
/// same goes for newcomers all together: addresses are cheap. Entries and what is remembered of the
/// senders are bounded. A value of one thread.
class Conversation
{
public:
    struct Range {
        std::size_t first = 0;
        std::size_t count = 0;
    };

    explicit Conversation(std::size_t most = 5000);

    void apply(const ChatHeard &heard);

    const std::deque<ConversationEntry> &entries() const { return m_entries; }
    /// True while more than one of those who are present have the name of this entry.
    bool hasNamesakes(const ConversationEntry &entry) const;
    /// Entries removed from the old end so far.
    std::uint64_t removedCount() const { return m_removed; }
    /// How many of the oldest are beyond the bound.
    std::size_t surplus() const;
    void removeOldest(std::size_t count);
    /// The entries that changed since the last call (were heard back, counted more, have namesakes
    /// now), as one range that covers them.
    Range takeChanged();

private:
    void said(const ChatHeard &heard);
    void add(const ChatHeard &heard, const std::string &name);
    void fold(std::optional<std::uint64_t> &folding, const ChatHeard &heard,
              const std::string &name, const std::string &peer);
    void markHeardBack(const ChatHeard &heard);
    void touch(std::size_t index);

    std::size_t m_most;
    std::deque<ConversationEntry> m_entries; // ordered by event
    ConversationSenders m_senders;
    FloodLimit m_newcomers;
    std::optional<std::uint64_t> m_foldingNewcomers; // counts entries, removed ones included
    std::uint64_t m_removed = 0;
    std::size_t m_changedFirst = 0;
    std::size_t m_changedEnd = 0;
};

} // namespace sockyard
