#include "netcore/query/eventset.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace sockyard
{

void EventSet::append(EventNumber number)
{
    assert(isEmpty() || number > m_last);
    const std::uint64_t group = number / numbersInGroup;
    if (m_groups.empty()) {
        m_firstGroup = group;
    }
    while (m_firstGroup + m_groups.size() <= group) {
        m_groups.push_back({.before = m_end});
    }
    m_groups.back().words[number % numbersInGroup / 64] |= std::uint64_t(1) << (number % 64);
    m_last = number;
    ++m_end;
}

void EventSet::dropBefore(EventNumber number)
{
    m_begin = std::max(m_begin, countBefore(number));
    while (!m_groups.empty() && (m_firstGroup + 1) * numbersInGroup <= number) {
        m_groups.pop_front();
        ++m_firstGroup;
    }
}

void EventSet::clear()
{
    *this = EventSet();
}

bool EventSet::contains(EventNumber number) const
{
    const std::uint64_t group = number / numbersInGroup;
    if (group < m_firstGroup || group - m_firstGroup >= m_groups.size()) {
        return false;
    }
    const std::uint64_t word = m_groups[group - m_firstGroup].words[number % numbersInGroup / 64];
    return (word >> (number % 64) & 1U) != 0 && countBefore(number) >= m_begin;
}

EventNumber EventSet::at(std::uint64_t index) const
{
    assert(index < size());
    const std::uint64_t wanted = m_begin + index; // so many come before it
    const auto behind = std::upper_bound(
        m_groups.begin(), m_groups.end(), wanted,
        [](std::uint64_t count, const Group &each) { return count < each.before; });
    const auto group = behind - 1;
    std::uint64_t before = group->before;
    std::size_t place = 0;
    for (;; ++place) {
        const auto here = static_cast<std::uint64_t>(std::popcount(group->words[place]));
        if (before + here > wanted) {
            break;
        }
        before += here;
    }
    std::uint64_t word = group->words[place];
    for (; before < wanted; ++before) {
        word &= word - 1; // without its lowest bit
    }
    const auto groupNumber = m_firstGroup + static_cast<std::uint64_t>(group - m_groups.begin());
    return groupNumber * numbersInGroup + place * 64 +
           static_cast<EventNumber>(std::countr_zero(word));
}

std::uint64_t EventSet::indexOf(EventNumber number) const
{
    const std::uint64_t count = countBefore(number);
    return count > m_begin ? count - m_begin : 0;
}

std::uint64_t EventSet::countBefore(EventNumber number) const
{
    const std::uint64_t group = number / numbersInGroup;
    if (m_groups.empty() || group < m_firstGroup) {
        return m_begin;
    }
    if (group - m_firstGroup >= m_groups.size()) {
        return m_end;
    }
    const Group &its = m_groups[group - m_firstGroup];
    std::uint64_t count = its.before;
    const std::size_t place = number % numbersInGroup / 64;
    for (std::size_t index = 0; index < place; ++index) {
        count += static_cast<std::uint64_t>(std::popcount(its.words[index]));
    }
    const std::uint64_t below = (std::uint64_t(1) << (number % 64)) - 1;
    return count + static_cast<std::uint64_t>(std::popcount(its.words[place] & below));
}

} // namespace sockyard
