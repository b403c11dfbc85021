#pragma once

#include "netcore/log/eventlog.h"

namespace sockyard
{

/// Looks at many events of a log, quickly where they are near to each other. It belongs to one
/// thread, and must not outlive the log.
class EventCursor
{
public:
    explicit EventCursor(const EventLog &log)
        : m_log(log)
    {
    }

    /// The event of that number, or null where it is not yet or no longer there. Valid until the
    /// next call.
    const Event *at(EventNumber number)
    {
        m_event = m_log.at(number);
        return m_event ? &*m_event : nullptr;
    }

private:
    const EventLog &m_log;
    std::optional<Event> m_event;
};

} // namespace sockyard
