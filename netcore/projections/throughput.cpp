#include "netcore/projections/throughput.h"

#include <algorithm>
#include <limits>

namespace sockyard
{

namespace
{
constexpr std::int64_t nanoseconds = 1000000000;
// The last second whose end can be told in nanoseconds.
constexpr std::int64_t lastSecond = std::numeric_limits<std::int64_t>::max() / nanoseconds - 1;
} // namespace

Throughput::Throughput(std::size_t most)
    : m_most(std::max(most, std::size_t(1)))
{
}

void Throughput::clear()
{
    m_seconds.clear();
}

void Throughput::begin(const Event &event)
{
    const std::int64_t second =
        std::min(std::max(event.elapsed(), std::int64_t(0)) / nanoseconds, lastSecond);
    if (m_seconds.empty() || static_cast<std::uint64_t>(second - m_last) >= m_most) {
        m_seconds.clear(); // those that were there are out of sight
        m_last = second - 1;
    }
    // Seconds in which nothing happened lead to what happened next.
    while (m_last < second) {
        m_seconds.push_back({.first = event.number()});
        ++m_last;
    }
    while (m_seconds.size() > m_most) {
        m_seconds.pop_front();
    }
    m_nextSecond = (second + 1) * nanoseconds;
}

std::int64_t Throughput::beginOf(std::size_t index) const
{
    return m_last - static_cast<std::int64_t>(m_seconds.size() - 1 - index);
}

} // namespace sockyard
