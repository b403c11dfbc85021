#pragma once

#include "netcore/chat/texthash.h"
#include "netcore/codec/chatwire.h"
#include "netcore/projections/floodlimit.h"
#include "netcore/projections/shownname.h"

#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace sockyard
{

/// Those who speak in a conversation, by their address, and which names more than one of them has.
/// Bounded: when there are too many, the one who was silent longest is forgotten. A value of one
/// thread.
class ConversationSenders
{
public:
    struct Sender {
        std::string person; ///< see ChatHeard::person
        ShownName name;
        FloodLimit limit;
        std::optional<std::uint64_t> folding; ///< the entry that counts what is too much
        bool present = false;                 ///< spoke, and has not left since
    };

    explicit ConversationSenders(std::size_t most)
        : m_most(most)
    {
    }

    /// The one at that address, or null.
    Sender *find(std::string_view person);
    /// Remembers somebody who is not there yet.
    Sender &add(std::string_view person);
    /// They say that: their name may be another one now.
    void speaks(Sender &sender, const ChatMessage &message);
    /// They are not there any more.
    void leave(Sender &sender);

    /// True while more than one of those who are present have the name \a shown.
    bool isShared(const std::string &shown) const;
    /// True when isShared() has changed for any name since the last call.
    bool takeSharedChanged() { return std::exchange(m_sharedChanged, false); }
    std::size_t size() const { return m_senders.size(); }

private:
    void countName(const std::string &shown);
    void discountName(const std::string &shown);

    std::size_t m_most;
    std::list<Sender> m_senders; // who spoke last is first
    std::unordered_map<std::string_view, std::list<Sender>::iterator, TextHash, std::equal_to<>>
        m_places;                                                   // the keys lie in m_senders
    std::unordered_map<std::string, std::size_t, TextHash> m_names; // of those who are present
    bool m_sharedChanged = false;
};

} // namespace sockyard
