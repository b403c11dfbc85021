#pragma once

#include "netcore/log/eventlog.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sockyard
{

/// One event as a line of a saved log tells it.
struct SavedEvent {
    EventKind kind = EventKind::Note;
    ConnectionId connection = 0;
    Moment moment;
    std::uint64_t bytes = 0;
    std::string tab;
    std::string local;
    std::string peer;
    std::string note;
    std::vector<std::byte> payload;

    /// What EventLog::append() takes; it shows this event's memory.
    EventData data() const;
};

/// Why a line of a saved log was refused.
struct LineFault {
    enum class Kind {
        TooLong,       ///< more bytes than longestSavedLine
        NotUtf8,       ///< not UTF-8 (RFC 3629)
        NotAnObject,   ///< not one object of JSON (RFC 8259)
        KeyTwice,      ///< the same key again
        KeyMissing,    ///< without it there is no event
        BadValue,      ///< of another type, out of range, or not of the form that is wanted
        TextTooLong,   ///< more than the log keeps
        UnknownEvent,  ///< `event` is none of those that there are
        BadBase64,     ///< `data` is not base64 (RFC 4648)
        DataUnwanted,  ///< `data` where nothing was sent or received
        BytesDoNotFit, ///< `bytes` is not the length of `data`
        TooManyTabs,   ///< one more `tab` than mostSavedTabs
    };

    Kind kind = Kind::NotAnObject;
    std::string_view key = {}; ///< which one, where it is about one; lives for ever
};

/// Bytes, without the line feed. The longest that is ever written: the base64 of 512 KiB, and two
/// texts of which every character is escaped.
inline constexpr std::size_t longestSavedLine = 1024U * 1024;
/// So many different tabs may be in a file.
inline constexpr std::size_t mostSavedTabs = 16;

/// Reads one line, as jsonLine() writes it, into \a event, whose memory is used again. The keys may
/// come in any order, and unknown ones are ignored. Says what is wrong, and leaves nothing certain
/// in \a event, where the line tells no event. Memory: a few times the line.
std::optional<LineFault> readSavedLine(std::string_view line, SavedEvent &event);

} // namespace sockyard
