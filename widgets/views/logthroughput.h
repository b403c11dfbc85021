#pragma once

#include "netcore/log/eventcursor.h"
#include "netcore/projections/throughput.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace sockyard
{

class EventModel;
class ThroughputStrip;

/// Folds the events that a model shows into the throughput of each second, and has a strip of its
/// own drawn. What was dropped for its age still counts; what a person has forgotten does not.
/// Belongs to the view of that log. Main thread.
class LogThroughput : public QObject
{
    Q_OBJECT

public:
    LogThroughput(std::shared_ptr<const EventLog> log, const EventModel *model,
                  QObject *parent = nullptr);

    /// Of the projection; to be put into a layout, which then owns it.
    ThroughputStrip *strip() const { return m_strip; }
    /// The model shows events before another end now; \a shownBefore was its end before.
    void followModel(EventNumber shownBefore);

private:
    void fold();
    std::uint64_t clearedEvents() const;

    const std::shared_ptr<const EventLog> m_log;
    const EventModel *const m_model;
    Throughput m_throughput;
    EventCursor m_cursor;
    EventNumber m_folded;    // events before this one are in m_throughput
    std::uint64_t m_cleared; // so many events have been forgotten because a person said so
    QTimer m_foldMore;
    ThroughputStrip *m_strip;
};

} // namespace sockyard
