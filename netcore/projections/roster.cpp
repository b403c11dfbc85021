#include "netcore/projections/roster.h"

#include <algorithm>
#include <utility>

namespace sockyard
{

void Roster::apply(const ChatHeard &heard)
{
    switch (heard.what) {
    case ChatHeard::What::Message:
        said(placeOf(heard), heard);
        break;
    case ChatHeard::What::HeardBack: // it was counted when it was sent
        if (const auto known = m_places.find(heard.person); known != m_places.end()) {
            m_entries[known->second].lastHeard = heard.time;
            touch(known->second);
        }
        break;
    case ChatHeard::What::Gone:
        if (const auto known = m_places.find(heard.person); known != m_places.end()) {
            moveTo(known->second, RosterEntry::State::Left, true);
        }
        break;
    default:
        break;
    }
}

void Roster::said(std::size_t place, const ChatHeard &heard)
{
    using enum RosterEntry::State;
    RosterEntry &entry = m_entries[place];
    entry.name.take(heard.message.name);
    entry.lastHeard = heard.time;
    entry.lastEvent = heard.event;
    RosterEntry::State state = entry.state == Joined ? Joined : Spoke;
    switch (heard.message.kind) {
    case ChatMessage::Kind::Joins:
        state = Joined;
        break;
    case ChatMessage::Kind::Says:
        ++entry.messages;
        break;
    case ChatMessage::Kind::Leaves:
        state = Left;
        break;
    }
    moveTo(place, state, heard.own);
}

std::size_t Roster::placeOf(const ChatHeard &heard)
{
    if (const auto known = m_places.find(heard.person); known != m_places.end()) {
        return known->second;
    }
    const std::size_t place = freePlace();
    RosterEntry &entry = m_entries[place];
    entry = {.id = ++m_lastId,
             .turn = ++m_lastTurn,
             .address = heard.person,
             .name = {},
             .state = RosterEntry::State::Spoke,
             .own = heard.own};
    Places &list = listOf(entry);
    m_inList[place] = list.insert(list.end(), place);
    m_places.emplace(heard.person, place);
    m_moved = true;
    return place;
}

std::size_t Roster::freePlace()
{
    if (m_entries.size() < m_most) {
        m_entries.emplace_back();
        m_inList.emplace_back();
        return m_entries.size() - 1;
    }
    Places &list = !m_gone.empty() ? m_gone : !m_here.empty() ? m_here : m_own;
    const std::size_t place = list.front();
    list.pop_front();
    m_places.erase(m_entries[place].address);
    return place;
}

void Roster::moveTo(std::size_t place, RosterEntry::State state, bool own)
{
    touch(place);
    RosterEntry &entry = m_entries[place];
    Places &from = listOf(entry);
    const bool wasHere = entry.isHere();
    entry.state = state;
    entry.own = own;
    if (wasHere != entry.isHere()) {
        entry.turn = ++m_lastTurn;
        m_moved = true;
    } else if (!wasHere) {
        return; // who left, and says so again, left when they said it first
    }
    Places &to = listOf(entry);
    to.splice(to.end(), from, m_inList[place]);
}

Roster::Places &Roster::listOf(const RosterEntry &entry)
{
    return !entry.isHere() ? m_gone : entry.own ? m_own : m_here;
}

void Roster::touch(std::size_t place)
{
    if (m_changedFirst == m_changedEnd) {
        m_changedFirst = place;
        m_changedEnd = place + 1;
        return;
    }
    m_changedFirst = std::min(m_changedFirst, place);
    m_changedEnd = std::max(m_changedEnd, place + 1);
}

Roster::Range Roster::takeChanged()
{
    const Range range{m_changedFirst, m_changedEnd - m_changedFirst};
    m_changedFirst = 0;
    m_changedEnd = 0;
    return range;
}

} // namespace sockyard
