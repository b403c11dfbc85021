#include "netcore/projections/streamjob.h"

#include <QtConcurrent>

#include <algorithm>
#include <utility>

namespace sockyard
{

namespace
{
constexpr EventNumber onTheSpot = 4096;       // well under a millisecond
constexpr EventNumber inBackground = 131'072; // taken over in a few milliseconds at most
} // namespace

StreamJob::StreamJob(std::shared_ptr<const EventLog> log, ConnectionId connection,
                     StreamBytes::Which which, QObject *parent)
    : QObject(parent)
    , m_log(std::move(log))
    , m_bytes(std::make_shared<StreamBytes>(m_log, connection, which))
    , m_shown(m_bytes)
{
    m_pool.setMaxThreadCount(1);
    connect(&m_watcher, &QFutureWatcher<StreamBytes::Batch>::finished, this, &StreamJob::takeBatch);
}

StreamJob::~StreamJob()
{
    m_cancelled = true;
    m_watcher.disconnect(this);
    m_watcher.waitForFinished(); // it looks at m_cancelled every few hundred events
}

void StreamJob::showUpTo(EventNumber end)
{
    m_end = end;
    if (m_watcher.isRunning()) {
        return;
    }
    goOn();
    Q_EMIT changed();
}

void StreamJob::goOn()
{
    const EventNumber from = std::max(m_bytes->scanned(), m_log->first());
    if (m_end <= from || m_end - from <= onTheSpot) {
        m_bytes->extendTo(m_end, onTheSpot);
        return;
    }
    m_watcher.setFuture(
        QtConcurrent::run(&m_pool, [this, from, end = std::min(m_end, from + inBackground),
                                    connection = m_bytes->connection(), which = m_bytes->which()] {
            return StreamBytes::scan(*m_log, connection, which, from, end, &m_cancelled);
        }));
}

void StreamJob::takeBatch()
{
    m_bytes->take(m_watcher.result());
    goOn();
    Q_EMIT changed();
}

} // namespace sockyard
