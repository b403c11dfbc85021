#pragma once

#include "netcore/chat/texthash.h"
#include "netcore/projections/chathearing.h"
#include "netcore/projections/shownname.h"

#include <cstdint>
#include <list>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sockyard
{

/// Somebody who takes part in a chat.
struct RosterEntry {
    enum class State {
        Joined, ///< said so
        Spoke,  ///< without having said that they joined: perhaps before this side did
        Left,   ///< said so; or this chat itself has closed its sockets
    };

    /// Counts the people who were ever entered; no two entries have the same.
    std::uint64_t id = 0;
    /// Who came later, or left later, has the greater one.
    std::uint64_t turn = 0;
    std::string address; ///< see ChatHeard::person
    ShownName name;
    State state = State::Spoke;
    bool own = false;
    std::int64_t lastHeard = 0; ///< nanoseconds since 1970 UTC
    EventNumber lastEvent = 0;  ///< that told it
    std::uint64_t messages = 0; ///< that they said; joining and leaving are none

    bool isHere() const { return state != State::Left; }
};

/// Who is here, folded from what a ChatHearing hears: one entry for each address. Two people of one
/// name are two; a person who takes another name stays one.
///
/// Bounded: beyond that, first those go who left longest ago, and then those who were silent
/// longest; never this chat itself while it is here. What somebody says costs a look-up by
/// address. A value of one thread.
class Roster
{
public:
    struct Range {
        std::size_t first = 0;
        std::size_t count = 0;
    };

    explicit Roster(std::size_t most = 5000)
        : m_most(most)
    {
    }

    void apply(const ChatHeard &heard);

    /// In no order; sort by `turn`. An entry keeps its place here as long as it is there; then
    /// another one takes it.
    const std::vector<RosterEntry> &entries() const { return m_entries; }
    /// How many are here.
    std::size_t hereCount() const { return m_entries.size() - m_gone.size(); }
    /// Places of entries that changed since the last call, as one range that covers them.
    Range takeChanged();
    /// True when somebody came, left or was forgotten since the last call.
    bool takeMoved() { return std::exchange(m_moved, false); }

private:
    using Places = std::list<std::size_t>;

    std::size_t placeOf(const ChatHeard &heard);
    std::size_t freePlace();
    void said(std::size_t place, const ChatHeard &heard);
    void moveTo(std::size_t place, RosterEntry::State state, bool own);
    Places &listOf(const RosterEntry &entry);
    void touch(std::size_t place);

    std::size_t m_most;
    std::vector<RosterEntry> m_entries;
    std::vector<Places::iterator> m_inList; // of the entry at the same place
    std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>> m_places;
    // The entries, who was silent longest (left longest ago) first.
    Places m_own; // that are here
    Places m_here;
    Places m_gone;
    std::uint64_t m_lastId = 0;
    std::uint64_t m_lastTurn = 0;
    bool m_moved = false;
    std::size_t m_changedFirst = 0;
    std::size_t m_changedEnd = 0;
};

} // namespace sockyard
