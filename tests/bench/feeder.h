#pragma once

#include "netcore/log/eventlog.h"

#include <QObject>
#include <QTimer>

#include <vector>

namespace sockyard::bench
{

/// Fills an endpoint's log on its thread, as a network would that is faster than any: so many
/// received events with so many bytes in all. Like the sockets it waits while the log has no room.
/// Goes when it is done, or with its parent, the endpoint.
class Feeder : public QObject
{
public:
    Feeder(EventLog &log, EventNumber events, std::uint64_t bytes, QObject *endpoint);

private:
    void feed();

    EventLog &m_log;
    EventNumber m_left;
    std::vector<std::byte> m_payload;
    QTimer m_timer;
};

} // namespace sockyard::bench
