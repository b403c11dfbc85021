#pragma once

#include "netcore/log/export/eventwords.h" // eventText()
#include "netcore/projections/connectiontable.h"

#include <QString>

#include <string_view>

namespace sockyard
{

/// The words and numbers that every view uses for the same thing.

/// `open`, `reset`, …
QString stateText(ConnectionState state);
/// The same of a connection as a list tells it, with a sign and a word where nothing is received:
/// `‖ paused`, `◌ held`, `‖ finished`. \a held: see UnsentBytes.
QString stateText(const ConnectionRow &row, bool held);
/// `5 B`, `1.2 KiB`; units of 1024.
QString byteCountText(std::uint64_t bytes);
/// The same in seven letters at most up to a terabyte, for narrow columns: `5 B`, `1.2 KiB`, `999
/// KiB`, `1.0 MiB`.
QString shortByteCountText(std::uint64_t bytes);
/// `12:00:01.204`, local time. \a time in nanoseconds since 1970 UTC.
QString clockText(std::int64_t time);
/// `0.3 ms`, `12.0 µs`, `1.25 s`, `2 h 05 min`. \a nanoseconds may be negative.
QString durationText(std::int64_t nanoseconds);
/// Seconds to the microsecond, with minutes and hours where there are some: `0.000204`,
/// `2:05.250000`, `-1:00:00.000000`. \a nanoseconds may be negative.
QString elapsedText(std::int64_t nanoseconds);
/// How long ago something was, in words that fit a list: `now`, `3 s ago`, `2 min ago`, `5 h ago`,
/// `2 d ago`. What is not yet, be it by a clock that was set back, is now.
QString agoText(std::int64_t nanoseconds);
/// UTF-8 as the log keeps it.
QString fromUtf8(std::string_view text);

} // namespace sockyard
