#pragma once

#include <algorithm>
#include <cstdint>

namespace sockyard
{

/// How many bytes a second, over about the last second: what came in this second, and what came in
/// the second before as far as it is not yet older than that. Falls to 0 within two seconds of
/// silence. Times are nanoseconds as Event::elapsed() gives them; one that is earlier than the one
/// before counts as that one. A value of one thread.
class Rate
{
public:
    void add(std::int64_t elapsed, std::uint64_t bytes)
    {
        const std::int64_t second = elapsed / nanoseconds;
        if (second > m_second) {
            m_before = second == m_second + 1 ? m_present : 0;
            m_present = 0;
            m_second = second;
        }
        m_present += bytes;
    }

    /// Bytes a second at that time.
    std::uint64_t at(std::int64_t elapsed) const
    {
        const std::int64_t second = elapsed / nanoseconds;
        if (second > m_second + 1) {
            return 0;
        }
        const bool isPresent = second <= m_second;
        const std::int64_t begun = m_second * nanoseconds;
        const std::int64_t into = elapsed <= begun ? 0 : elapsed % nanoseconds;
        const double left = 1 - static_cast<double>(into) / static_cast<double>(nanoseconds);
        const auto older = static_cast<double>(isPresent ? m_before : m_present);
        return static_cast<std::uint64_t>(std::min(older * left + 0.5, most)) +
               (isPresent ? m_present : 0);
    }

private:
    static constexpr std::int64_t nanoseconds = 1000000000; // of a second
    static constexpr double most = 1e18;                    // a saved log may tell of any number

    std::int64_t m_second = 0;
    std::uint64_t m_present = 0; // bytes in that second
    std::uint64_t m_before = 0;  // and in the one before it
};

} // namespace sockyard
