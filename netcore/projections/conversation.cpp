#include "netcore/projections/conversation.h"

#include "netcore/codec/visibletext.h"

#include <algorithm>
#include <utility>

namespace sockyard
{

namespace
{

// In bytes of what came. Longer ones are cut with a sign; the event keeps them whole.
constexpr std::size_t longestText = 4096;
constexpr std::size_t mostSenders = 4096;
// Of those who have not been heard before, together: a class that joins at once is let through.
constexpr double newcomersBurst = 200;
constexpr double newcomersPerSecond = 10;

} // namespace

Conversation::Conversation(std::size_t most)
    : m_most(most)
    , m_senders(mostSenders)
    , m_newcomers(newcomersBurst, newcomersPerSecond)
{
}

void Conversation::apply(const ChatHeard &heard)
{
    switch (heard.what) {
    case ChatHeard::What::Message:
        said(heard);
        break;
    case ChatHeard::What::HeardBack:
        markHeardBack(heard);
        break;
    case ChatHeard::What::Gone:
        if (ConversationSenders::Sender *const sender = m_senders.find(heard.person)) {
            m_senders.leave(*sender);
        }
        break;
    default:
        break;
    }
}

void Conversation::said(const ChatHeard &heard)
{
    ConversationSenders::Sender *sender = m_senders.find(heard.person);
    if (sender == nullptr) {
        if (m_newcomers.isTooMuch(heard.elapsed)) {
            fold(m_foldingNewcomers, heard, {}, {});
            return;
        }
        m_foldingNewcomers.reset();
        sender = &m_senders.add(heard.person);
    }
    m_senders.speaks(*sender, heard.message);
    if (sender->limit.isTooMuch(heard.elapsed)) {
        fold(sender->folding, heard, sender->name.shown(), heard.address);
    } else {
        sender->folding.reset();
        add(heard, sender->name.shown());
    }
}

void Conversation::add(const ChatHeard &heard, const std::string &name)
{
    m_entries.push_back({.event = heard.event,
                         .time = heard.time,
                         .kind = heard.message.kind,
                         .name = name,
                         .text = visibleText(heard.message.text, longestText),
                         .peer = heard.address,
                         .own = heard.own});
}

void Conversation::fold(std::optional<std::uint64_t> &folding, const ChatHeard &heard,
                        const std::string &name, const std::string &peer)
{
    if (folding && *folding >= m_removed) {
        const auto index = static_cast<std::size_t>(*folding - m_removed);
        ++m_entries[index].folded;
        touch(index);
        return;
    }
    folding = m_removed + m_entries.size();
    m_entries.push_back({.event = heard.event,
                         .time = heard.time,
                         .kind = ChatMessage::Kind::Says,
                         .name = name,
                         .text = {},
                         .peer = peer,
                         .own = heard.own && !peer.empty(),
                         .heardBack = false,
                         .folded = 1});
}

void Conversation::markHeardBack(const ChatHeard &heard)
{
    const auto entry = std::lower_bound(
        m_entries.begin(), m_entries.end(), heard.told,
        [](const ConversationEntry &its, EventNumber wanted) { return its.event < wanted; });
    if (entry == m_entries.end() || entry->event != heard.told || entry->folded > 0) {
        return; // it is gone already, or one of many
    }
    entry->heardBack = true;
    touch(static_cast<std::size_t>(entry - m_entries.begin()));
}

bool Conversation::hasNamesakes(const ConversationEntry &entry) const
{
    return !entry.peer.empty() && m_senders.isShared(entry.name);
}

std::size_t Conversation::surplus() const
{
    return m_entries.size() > m_most ? m_entries.size() - m_most : 0;
}

void Conversation::removeOldest(std::size_t count)
{
    m_entries.erase(m_entries.begin(), m_entries.begin() + static_cast<std::ptrdiff_t>(count));
    m_removed += count;
    m_changedFirst -= std::min(m_changedFirst, count);
    m_changedEnd -= std::min(m_changedEnd, count);
}

void Conversation::touch(std::size_t index)
{
    if (m_changedFirst == m_changedEnd) {
        m_changedFirst = index;
        m_changedEnd = index + 1;
        return;
    }
    m_changedFirst = std::min(m_changedFirst, index);
    m_changedEnd = std::max(m_changedEnd, index + 1);
}

Conversation::Range Conversation::takeChanged()
{
    if (m_senders.takeSharedChanged()) {
        m_changedFirst = 0;
        m_changedEnd = m_entries.size();
    }
    const Range range{m_changedFirst, m_changedEnd - m_changedFirst};
    m_changedFirst = 0;
    m_changedEnd = 0;
    return range;
}

} // namespace sockyard
