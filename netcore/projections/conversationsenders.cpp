#include "netcore/projections/conversationsenders.h"

namespace sockyard
{

namespace
{
// Of one sender: a few lines that were pasted are let through, and a lively talk.
constexpr double burst = 30;
constexpr double perSecond = 5;
} // namespace

ConversationSenders::Sender *ConversationSenders::find(std::string_view person)
{
    const auto place = m_places.find(person);
    if (place == m_places.end()) {
        return nullptr;
    }
    m_senders.splice(m_senders.begin(), m_senders, place->second);
    return &*place->second;
}

ConversationSenders::Sender &ConversationSenders::add(std::string_view person)
{
    if (m_senders.size() == m_most) {
        Sender &silent = m_senders.back();
        leave(silent);
        m_places.erase(silent.person);
        m_senders.pop_back();
    }
    m_senders.push_front({.person = std::string(person),
                          .name = {},
                          .limit = FloodLimit(burst, perSecond),
                          .folding = {},
                          .present = false});
    m_places.emplace(m_senders.front().person, m_senders.begin());
    return m_senders.front();
}

void ConversationSenders::speaks(Sender &sender, const ChatMessage &message)
{
    const bool isPresent = message.kind != ChatMessage::Kind::Leaves;
    const std::string before = sender.name.shown();
    const bool isRenamed = sender.name.take(message.name);
    if (sender.present && (!isPresent || isRenamed)) {
        discountName(before);
        sender.present = false;
    }
    if (isPresent && !sender.present) {
        countName(sender.name.shown());
        sender.present = true;
    }
}

void ConversationSenders::leave(Sender &sender)
{
    if (std::exchange(sender.present, false)) {
        discountName(sender.name.shown());
    }
}

bool ConversationSenders::isShared(const std::string &shown) const
{
    const auto count = m_names.find(shown);
    return count != m_names.end() && count->second > 1;
}

void ConversationSenders::countName(const std::string &shown)
{
    m_sharedChanged |= ++m_names[shown] == 2;
}

void ConversationSenders::discountName(const std::string &shown)
{
    const auto count = m_names.find(shown);
    if (count == m_names.end()) {
        return;
    }
    m_sharedChanged |= count->second == 2;
    if (--count->second == 0) {
        m_names.erase(count);
    }
}

} // namespace sockyard
