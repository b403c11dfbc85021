#pragma once

#include "netcore/query/findjob.h"

#include <QObject>

#include <memory>
#include <optional>

namespace sockyard
{

class EventPane;
class EventTable;
class FindBar;
class LogFilter;

/// Goes from one place to the next where something stands: takes what is looked for from the bar,
/// looks through the events that are shown in the background, and makes what was found the current
/// event, with its bytes selected. Belongs to the view of that log. Main thread.
class LogFinder : public QObject
{
    Q_OBJECT

public:
    LogFinder(std::shared_ptr<const EventLog> log, EventTable *events, EventPane *pane,
              const LogFilter &filter, FindBar *bar, QObject *parent = nullptr);

private:
    void find(const Needle &needle, FindRequest::Direction direction);
    FindPlace placeToBegin(FindRequest::Direction direction) const;
    std::shared_ptr<const std::map<EventNumber, QString>> remarks() const;
    void show(const FindHit &hit);

    const std::shared_ptr<const EventLog> m_log;
    EventTable *const m_events;
    EventPane *const m_pane;
    const LogFilter &m_filter;
    FindJob m_job;
    std::optional<FindHit> m_last;
};

} // namespace sockyard
