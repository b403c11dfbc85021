#pragma once

#include "netcore/query/filter.h"

#include <QFutureWatcher>
#include <QObject>
#include <QThreadPool>

#include <chrono>
#include <vector>

namespace sockyard
{

/// What one look through a part of a log gave.
struct FilterStep {
    std::vector<EventNumber> matches; ///< ascending
    EventNumber lookedUpTo = 0;       ///< the next event that was not looked at
    std::uint64_t gaveUp = 0;         ///< see Look
};

/// When a step ends, though there is more to look at.
struct FilterStepLimits {
    std::size_t matches = 100000;
    std::chrono::milliseconds time{25};
};

/// Looks through the events [\a from, \a end) of a log, over those that it dropped meanwhile. Any
/// thread.
FilterStep filterStep(const EventLog &log, const Filter &filter, EventNumber from, EventNumber end,
                      FilterStepLimits limits, const std::atomic<bool> *cancelled = nullptr);

/// Finds the events that a filter lets through, in the background, oldest first, while the log
/// grows. What was found comes in batches: the first as soon as it fills a screen, the next as soon
/// as the one before was taken, so that a busy main thread is not flooded. Main thread; the log may
/// drop events or be cleared at any time.
///
/// Wiring: start() with the filter and the log's end, an EventSet that takes what matched() brings,
/// and extendTo() once a frame with the end that is shown. On each frame the set also forgets what
/// is before EventLog::first().
class FilterJob : public QObject
{
    Q_OBJECT

public:
    explicit FilterJob(QObject *parent = nullptr);
    ~FilterJob() override;

    /// Looks at all that is in the log before \a end. What an earlier filter let through is no
    /// longer told.
    void start(const std::shared_ptr<const EventLog> &log, const Filter &filter, EventNumber end);
    /// Goes on up to there. A smaller end, or one while nothing was started, changes nothing.
    void extendTo(EventNumber end);
    void stop();

    /// True while there are events that were not looked at.
    bool isRunning() const { return m_log != nullptr && m_lookedUpTo < m_end; }
    EventNumber lookedUpTo() const { return m_lookedUpTo; }
    /// On so many events a regular expression gave up; they count as not let through.
    std::uint64_t gaveUp() const { return m_gaveUp; }

Q_SIGNALS:
    /// These events, ascending, are let through; all before \a lookedUpTo were looked at. Comes
    /// with no events too, as a sign of progress.
    void matched(const std::vector<sockyard::EventNumber> &numbers,
                 sockyard::EventNumber lookedUpTo);
    /// All before the end were looked at.
    void caughtUp();

private:
    void step();
    void takeStep();

    std::shared_ptr<const EventLog> m_log;
    Filter m_filter;
    EventNumber m_lookedUpTo = 0;
    EventNumber m_end = 0;
    std::uint64_t m_gaveUp = 0;
    bool m_hasFirstScreen = false;
    QThreadPool m_pool; // one thread
    std::shared_ptr<std::atomic<bool>> m_cancelled;
    QFutureWatcher<FilterStep> m_watcher;
};

} // namespace sockyard
