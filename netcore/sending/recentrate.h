#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>

namespace sockyard
{

/// How fast a count grows, over the last few seconds: also where it grows once a second or less,
/// which the rate of a single second would not tell. A value of one thread.
class RecentRate
{
public:
    using Clock = std::chrono::steady_clock;

    /// It is \a count at \a now; neither ever goes back.
    void note(Clock::time_point now, std::uint64_t count)
    {
        m_count = count;
        if (m_marks.empty() || now - m_marks.back().time >= step) {
            m_marks.push_back({now, count});
            while (m_marks.size() > 2 && now - m_marks[1].time >= span) {
                m_marks.pop_front();
            }
        }
    }

    double at(Clock::time_point now) const
    {
        // What did not grow since is older than it seems.
        const Mark *begin = nullptr;
        for (const Mark &mark : m_marks) {
            if (begin == nullptr || now - mark.time >= span) {
                begin = &mark;
            }
        }
        if (begin == nullptr || now <= begin->time) {
            return 0;
        }
        const std::chrono::duration<double> taken = now - begin->time;
        return static_cast<double>(m_count - begin->count) / taken.count();
    }

private:
    struct Mark {
        Clock::time_point time;
        std::uint64_t count = 0;
    };

    static constexpr std::chrono::milliseconds step{250};
    static constexpr std::chrono::seconds span{3};

    std::deque<Mark> m_marks; // the first is a span old, or the beginning
    std::uint64_t m_count = 0;
};

} // namespace sockyard
