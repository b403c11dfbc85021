#pragma once

#include "netcore/log/eventlog.h"

#include <utility>

namespace sockyard
{

/// Looks at many events of a log, quickly where they are near to each other, and without putting
/// aside what others look at. It belongs to one thread, and must not outlive the log.
class EventCursor
{
public:
    explicit EventCursor(const EventLog &log)
        : m_log(log)
    {
    }

    /// The event of that number, or null where it is not yet or no longer there, or cannot be read
    /// back from the disk. Valid until the next call. An event that the log dropped a moment ago
    /// may still be seen.
    const Event *at(EventNumber number)
    {
        if (number < m_stretch.begin || number >= m_stretch.end) {
            if (number >= m_lost.begin && number < m_lost.end) {
                return nullptr;
            }
            auto stretch = m_log.stretchAt(number, LogStore::Keep::No);
            if (!stretch.segment) {
                m_lost = std::move(stretch);
                return nullptr;
            }
            m_lost = {};
            m_stretch = std::move(stretch);
            m_event.m_segment = m_stretch.segment;
        }
        EventLog::fill(m_event, m_stretch, number);
        return &m_event;
    }

private:
    const EventLog &m_log;
    EventLog::Stretch m_stretch;
    // What could not be had: a walk over it does not ask the disk for each event anew.
    EventLog::Stretch m_lost;
    Event m_event;
};

} // namespace sockyard
