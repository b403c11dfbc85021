#pragma once

#include "netcore/codec/chatwires.h"
#include "netcore/log/eventlog.h"
#include "tests/support/modeltexts.h"

#include <string>
#include <string_view>

// A chat's log, written by hand.
namespace sockyard::test
{

// Datagrams of the course's wire.

inline std::string joins(std::string_view name)
{
    return chatWireNamed("mcc")
        ->encode({ChatMessage::Kind::Joins, std::string(name), {}})
        .value_or(std::string());
}

inline std::string says(std::string_view name, std::string_view text)
{
    return chatWireNamed("mcc")
        ->encode({ChatMessage::Kind::Says, std::string(name), std::string(text)})
        .value_or(std::string());
}

inline std::string leaves(std::string_view name)
{
    return chatWireNamed("mcc")
        ->encode({ChatMessage::Kind::Leaves, std::string(name), {}})
        .value_or(std::string());
}

/// What a chat with one sender, or with several, writes into its log. Its clock stands still unless
/// it is told to go on.
class Talk
{
public:
    static constexpr std::string_view own = "127.0.0.1:40000";
    static constexpr std::string_view other = "127.0.0.1:40001";
    static constexpr std::string_view group = "225.0.0.250:8123";

    const EventLog &log() const { return m_log; }
    /// Lets time go by.
    void wait(double seconds)
    {
        const auto nanoseconds = static_cast<std::int64_t>(seconds * 1e9);
        m_now.time += nanoseconds;
        m_now.elapsed += nanoseconds;
    }
    const Moment &now() const { return m_now; }

    // Each gives the event as a reader sees it.

    Event tell(EventData data)
    {
        data.moment = m_now;
        m_log.append(data);
        return m_log.at(m_log.size() - 1).value();
    }
    Event connected(std::string_view local = own, ConnectionId connection = 1)
    {
        return tell({.kind = EventKind::Connected,
                     .connection = connection,
                     .local = local,
                     .peer = group});
    }
    Event sent(std::string_view datagram, std::string_view local = own, ConnectionId connection = 1)
    {
        return tell({.kind = EventKind::Sent,
                     .connection = connection,
                     .local = local,
                     .peer = group,
                     .bytes = datagram.size(),
                     .payload = viewOf(datagram)});
    }
    Event received(std::string_view datagram, std::string_view peer = other,
                   ConnectionId connection = 0)
    {
        return tell({.kind = EventKind::Received,
                     .connection = connection,
                     .local = "0.0.0.0:8123",
                     .peer = peer,
                     .bytes = datagram.size(),
                     .payload = viewOf(datagram)});
    }
    Event closed(ConnectionId connection = 1)
    {
        return tell({.kind = EventKind::Closed, .connection = connection});
    }

private:
    EventLog m_log;
    Moment m_now = {.time = 1700000000000000000, .elapsed = 1000000000};
};

} // namespace sockyard::test
