#pragma once

#include "netcore/query/filterjob.h"

#include <QObject>

#include <memory>
#include <vector>

namespace sockyard
{

class EventModel;
class FilterBar;

/// Lets a model show what a person filters for: takes the filter from the bar, looks through the
/// log in the background, and hands the rows to the model. Belongs to the view of that log. Main
/// thread.
class LogFilter : public QObject
{
    Q_OBJECT

public:
    LogFilter(std::shared_ptr<const EventLog> log, EventModel *model, FilterBar *bar,
              QObject *parent = nullptr);

    /// What is shown; Filter::letsAllThrough() while nothing is filtered.
    const Filter &filter() const { return m_filter; }
    /// The model shows events before another end now.
    void followModel();

Q_SIGNALS:
    void changed();

private:
    void apply(const Filter &filter);
    void take(const std::vector<EventNumber> &numbers, EventNumber lookedUpTo);
    void showCounts();

    const std::shared_ptr<const EventLog> m_log;
    EventModel *const m_model;
    FilterBar *const m_bar;
    Filter m_filter;
    FilterJob m_job;
};

} // namespace sockyard
