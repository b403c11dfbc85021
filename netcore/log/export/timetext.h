#pragma once

#include "netcore/log/export/outputbuffer.h"

#include <array>
#include <limits>

namespace sockyard
{

/// Times as the machine-readable formats write them. It remembers the last second's text: events
/// are near to each other. One thread.
class TimeText
{
public:
    /// RFC 3339, UTC, nanoseconds: `2026-03-01T12:00:01.204000000Z`. \a time in nanoseconds since
    /// 1970 UTC.
    void appendTime(OutputBuffer &out, std::int64_t time);
    /// Seconds with 9 decimals; \a elapsed in nanoseconds.
    static void appendElapsed(OutputBuffer &out, std::int64_t elapsed);

private:
    std::int64_t m_second = std::numeric_limits<std::int64_t>::min();
    std::array<char, 40> m_text = {};
    std::size_t m_length = 0;
};

} // namespace sockyard
