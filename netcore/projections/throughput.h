#pragma once

#include "netcore/log/eventlog.h"

#include <cstddef>
#include <deque>

namespace sockyard
{

/// How many bytes and events there were in each second of a log, the last minutes of it, folded
/// from its events. Seconds are those of Event::elapsed(), so that a clock that is set does not
/// matter; an event that is told to have happened before the one before it counts in that one's
/// second. A value of one thread.
class Throughput
{
public:
    struct Second {
        std::uint64_t bytesReceived = 0;
        std::uint64_t bytesSent = 0;
        std::uint64_t received = 0; ///< events
        std::uint64_t sent = 0;     ///< events
        std::uint64_t events = 0;   ///< of any kind
        EventNumber first = 0;      ///< its first event; where it has none, the next there is
    };

    /// Keeps that many seconds, at least one.
    explicit Throughput(std::size_t most = 1800);

    void apply(const Event &event)
    {
        if (m_seconds.empty() || event.elapsed() >= m_nextSecond) {
            begin(event);
        }
        Second &second = m_seconds.back();
        ++second.events;
        if (event.kind() == EventKind::Received) {
            second.bytesReceived += event.bytes();
            ++second.received;
        } else if (event.kind() == EventKind::Sent) {
            second.bytesSent += event.bytes();
            ++second.sent;
        }
    }
    /// Forgets everything.
    void clear();

    /// One after the other, without a gap: the last one holds the newest event.
    const std::deque<Second> &seconds() const { return m_seconds; }
    /// When the second at \a index began, in seconds since the log began.
    std::int64_t beginOf(std::size_t index) const;

private:
    void begin(const Event &event);

    std::size_t m_most;
    std::deque<Second> m_seconds;
    std::int64_t m_last = 0;       // which second m_seconds.back() is
    std::int64_t m_nextSecond = 0; // elapsed nanoseconds at which the next one begins
};

} // namespace sockyard
