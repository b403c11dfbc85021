#pragma once

#include "netcore/log/event.h"

#include <deque>

namespace sockyard
{

/// Some of a log's events, in their order: what a filter let through. It takes a bit for each event
/// that was looked at, however many were let through, and finds any of them in the time of a binary
/// search. A value; one thread at a time.
class EventSet
{
public:
    /// Adds an event behind all that are there.
    void append(EventNumber number);
    /// Forgets all events before \a number.
    void dropBefore(EventNumber number);
    void clear();

    std::uint64_t size() const { return m_end - m_begin; }
    bool isEmpty() const { return m_end == m_begin; }
    bool contains(EventNumber number) const;
    /// The event at that place, counted from 0; \a index is less than size().
    EventNumber at(std::uint64_t index) const;
    /// How many events come before \a number: its own place, where it is there.
    std::uint64_t indexOf(EventNumber number) const;
    EventNumber first() const { return at(0); }
    EventNumber last() const { return m_last; }

private:
    static constexpr std::size_t wordsInGroup = 8;
    static constexpr EventNumber numbersInGroup = wordsInGroup * 64;

    struct Group {
        std::uint64_t before = 0; // how many were ever added before this group
        std::uint64_t words[wordsInGroup] = {};
    };

    std::uint64_t countBefore(EventNumber number) const; // of all that were ever added

    std::deque<Group> m_groups;
    std::uint64_t m_firstGroup = 0; // number / numbersInGroup of m_groups.front()
    std::uint64_t m_begin = 0;      // so many were added and forgotten
    std::uint64_t m_end = 0;        // so many were added
    EventNumber m_last = 0;
};

} // namespace sockyard
