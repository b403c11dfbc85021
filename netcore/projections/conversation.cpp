#include "netcore/projections/conversation.h"

#include "netcore/codec/visibletext.h"

#include <algorithm>

namespace sockyard
{

namespace
{

// In bytes of what came. Longer ones are cut with a sign; the event keeps them whole.
constexpr std::size_t longestName = 128;
constexpr std::size_t longestText = 4096;
// A message comes back before this many others have been said.
constexpr std::size_t heardBackWithin = 64;

} // namespace

void Conversation::apply(const Event &event)
{
    switch (event.kind()) {
    case EventKind::Connected:
        m_ownAddress = event.local(); // of the sender's socket
        break;
    case EventKind::Sent:
        said(event, true);
        break;
    case EventKind::Received:
        if (m_ownAddress.empty() || event.peer() != m_ownAddress) {
            said(event, false);
        } else if (!markHeardBack(event)) {
            said(event, true);
        }
        break;
    default:
        break;
    }
}

void Conversation::said(const Event &event, bool own)
{
    const auto reading = m_wire->decode(event.payload());
    const auto *const message = std::get_if<ChatMessage>(&reading);
    if (message == nullptr) {
        ++m_foreign;
        return;
    }
    ConversationEntry entry;
    entry.event = event.number();
    entry.time = event.time();
    entry.kind = message->kind;
    entry.name = visibleText(message->name, longestName);
    entry.text = visibleText(message->text, longestText);
    entry.peer = own ? event.local() : event.peer();
    entry.own = own;
    m_entries.push_back(std::move(entry));
}

bool Conversation::markHeardBack(const Event &event)
{
    const auto reading = m_wire->decode(event.payload());
    const auto *const message = std::get_if<ChatMessage>(&reading);
    if (message == nullptr) {
        return false;
    }
    const std::string text = visibleText(message->text, longestText);
    // The oldest that fits: messages come back in the order in which they were said.
    const auto within = std::min(heardBackWithin, m_entries.size());
    for (std::size_t index = m_entries.size() - within; index < m_entries.size(); ++index) {
        ConversationEntry &entry = m_entries[index];
        if (entry.own && !entry.heardBack && entry.text == text) {
            entry.heardBack = true;
            m_changed = true;
            return true;
        }
    }
    return false;
}

std::size_t Conversation::surplus() const
{
    return m_entries.size() > m_most ? m_entries.size() - m_most : 0;
}

void Conversation::removeOldest(std::size_t count)
{
    m_entries.erase(m_entries.begin(), m_entries.begin() + static_cast<std::ptrdiff_t>(count));
    m_removed += count;
}

} // namespace sockyard
