#include "netcore/log/export/timetext.h"

#include <chrono>
#include <cstdio>

namespace sockyard
{

namespace
{

constexpr std::int64_t nanosecondsInSecond = 1000000000;

} // namespace

void TimeText::appendTime(OutputBuffer &out, std::int64_t time)
{
    using namespace std::chrono;
    const auto second = floor<seconds>(nanoseconds(time));
    if (second.count() != m_second) {
        m_second = second.count();
        const sys_seconds moment(second);
        const auto day = floor<days>(moment);
        const year_month_day date(day);
        const hh_mm_ss clock(moment - day);
        const int length = std::snprintf(
            m_text.data(), m_text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.",
            static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
            static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
            static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
        m_length = static_cast<std::size_t>(length);
    }
    out.append(std::string_view(m_text.data(), m_length));
    out.appendNumber(static_cast<std::uint64_t>((nanoseconds(time) - second).count()), 9);
    out.append('Z');
}

void TimeText::appendElapsed(OutputBuffer &out, std::int64_t elapsed)
{
    if (elapsed < 0) {
        out.append('-');
    }
    const auto absolute =
        elapsed < 0 ? 0 - static_cast<std::uint64_t>(elapsed) : static_cast<std::uint64_t>(elapsed);
    out.appendNumber(absolute / nanosecondsInSecond);
    out.append('.');
    out.appendNumber(absolute % nanosecondsInSecond, 9);
}

} // namespace sockyard
