#pragma once

#include "netcore/log/eventlog.h"

#include <string>
#include <vector>

// How tests look into a log.
namespace sockyard::test
{

inline std::vector<Event> eventsOf(const EventLog &log)
{
    std::vector<Event> events;
    for (EventNumber number = log.first(); number < log.size(); ++number) {
        if (auto event = log.at(number)) {
            events.push_back(std::move(*event));
        }
    }
    return events;
}

inline std::vector<Event> eventsOf(const EventLog &log, EventKind kind)
{
    auto events = eventsOf(log);
    std::erase_if(events, [kind](const Event &event) { return event.kind() != kind; });
    return events;
}

inline std::size_t count(const EventLog &log, EventKind kind)
{
    return eventsOf(log, kind).size();
}

/// The kinds of one connection's events in order, as one text: "accepted received sent closed". A
/// row of the same kind stands once.
inline std::string story(const EventLog &log, ConnectionId connection)
{
    std::string text;
    std::string_view last;
    for (const Event &event : eventsOf(log)) {
        const std::string_view name = eventKindName(event.kind());
        if (event.connection() == connection && name != last) {
            text += text.empty() ? "" : " ";
            text += name;
            last = name;
        }
    }
    return text;
}

inline std::string textOf(ByteView bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

/// Everything that one connection received, or sent.
inline std::string bytesOf(const EventLog &log, EventKind kind, ConnectionId connection)
{
    std::string bytes;
    for (const Event &event : eventsOf(log, kind)) {
        if (event.connection() == connection) {
            bytes += textOf(event.payload());
        }
    }
    return bytes;
}

/// How many bytes all events of that kind count.
inline std::uint64_t sumOf(const EventLog &log, EventKind kind)
{
    std::uint64_t sum = 0;
    for (const Event &event : eventsOf(log, kind)) {
        sum += event.bytes();
    }
    return sum;
}

/// The note of the last event of that kind; empty where there is none.
inline std::string lastNote(const EventLog &log, EventKind kind)
{
    const auto events = eventsOf(log, kind);
    return events.empty() ? std::string() : std::string(events.back().note());
}

/// The system's error name with which the last failure begins ("ECONNREFUSED"); empty where nothing
/// failed.
inline std::string lastError(const EventLog &log)
{
    const std::string note = lastNote(log, EventKind::Failed);
    return note.substr(0, note.find(':'));
}

} // namespace sockyard::test
