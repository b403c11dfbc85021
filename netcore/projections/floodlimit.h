#pragma once

#include <cstdint>

namespace sockyard
{

/// Says when somebody says more than others can read. A burst is let through, then so many a
/// second; who goes on beyond that floods, until what they say has been less for a while. A value,
/// by the time of events.
class FloodLimit
{
public:
    /// \a burst messages at once, and \a perSecond on and on.
    FloodLimit(double burst, double perSecond)
        : m_burst(burst)
        , m_perSecond(perSecond)
        , m_left(burst)
    {
    }

    /// Counts a message at \a elapsed (see Event::elapsed()): true where it is one too many.
    bool isTooMuch(std::int64_t elapsed);

private:
    double m_burst;
    double m_perSecond;
    double m_left;              // how many messages are let through at this moment
    std::int64_t m_counted = 0; // when the last one was counted
    bool m_floods = false;
};

} // namespace sockyard
