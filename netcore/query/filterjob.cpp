#include "netcore/query/filterjob.h"

#include "netcore/log/eventcursor.h"

#include <QtConcurrent>

#include <algorithm>

namespace sockyard
{

namespace
{

// More rows than this no screen shows.
constexpr FilterStepLimits firstScreen = {.matches = 200, .time = std::chrono::milliseconds(10)};

// The clock is looked at after so many events or bytes.
constexpr unsigned eventsBetween = 64;
constexpr std::size_t bytesBetween = 256U * 1024;

} // namespace

FilterStep filterStep(const EventLog &log, const Filter &filter, EventNumber from, EventNumber end,
                      FilterStepLimits limits, const std::atomic<bool> *cancelled)
{
    const auto until = std::chrono::steady_clock::now() + limits.time;
    EventCursor cursor(log);
    Look look;
    look.cancelled = cancelled;
    FilterStep step;
    step.lookedUpTo = std::max(from, std::min(log.first(), end));
    unsigned events = 0;
    std::size_t bytes = 0;
    while (step.lookedUpTo < end && step.matches.size() < limits.matches) {
        const Event *const event = cursor.at(step.lookedUpTo);
        if (event == nullptr) {
            if (step.lookedUpTo >= log.size()) {
                break; // the end was beyond the log's
            }
            // Dropped meanwhile; or the disk does not give it back, which the log tells.
            step.lookedUpTo = std::clamp(log.first(), step.lookedUpTo + 1, end);
        } else {
            if (filter.matches(*event, look)) {
                step.matches.push_back(step.lookedUpTo);
            }
            look.gaveUp = std::min(look.gaveUp, step.gaveUp + 1); // events, not windows
            step.gaveUp = look.gaveUp;
            ++step.lookedUpTo;
            bytes += event->payload().size();
        }
        if (++events >= eventsBetween || bytes >= bytesBetween) {
            events = 0;
            bytes = 0;
            if ((cancelled != nullptr && cancelled->load(std::memory_order_relaxed)) ||
                std::chrono::steady_clock::now() >= until) {
                break;
            }
        }
    }
    return step;
}

FilterJob::FilterJob(QObject *parent)
    : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
    connect(&m_watcher, &QFutureWatcher<FilterStep>::finished, this, &FilterJob::takeStep);
}

FilterJob::~FilterJob()
{
    stop(); // and the pool waits for its thread, which looks at m_cancelled all the time
}

void FilterJob::start(const std::shared_ptr<const EventLog> &log, const Filter &filter,
                      EventNumber end)
{
    stop();
    m_log = log;
    m_filter = filter;
    m_lookedUpTo = log->first();
    m_end = std::max(end, m_lookedUpTo);
    m_gaveUp = 0;
    m_hasFirstScreen = false;
    step();
}

void FilterJob::extendTo(EventNumber end)
{
    if (m_log == nullptr || end <= m_end) {
        return;
    }
    const bool wasRunning = isRunning();
    m_end = end;
    if (!wasRunning) {
        step();
    }
}

void FilterJob::stop()
{
    if (m_cancelled) {
        m_cancelled->store(true, std::memory_order_relaxed);
        m_cancelled.reset();
    }
    m_watcher.setFuture({}); // what is still under way is told to nobody
    m_log.reset();
}

void FilterJob::step()
{
    if (!isRunning()) {
        Q_EMIT caughtUp();
        return;
    }
    m_cancelled = std::make_shared<std::atomic<bool>>(false);
    m_watcher.setFuture(QtConcurrent::run(
        &m_pool,
        [log = m_log, filter = m_filter, from = m_lookedUpTo, end = m_end,
         limits = m_hasFirstScreen ? FilterStepLimits() : firstScreen, cancelled = m_cancelled] {
            return filterStep(*log, filter, from, end, limits, cancelled.get());
        }));
}

void FilterJob::takeStep()
{
    const QFuture<FilterStep> future = m_watcher.future();
    if (m_log == nullptr || future.resultCount() == 0) {
        return;
    }
    const FilterStep step = future.result();
    m_watcher.setFuture({}); // a result is taken once
    if (step.lookedUpTo == m_lookedUpTo) {
        m_end = m_lookedUpTo; // the log does not go that far
    }
    m_lookedUpTo = step.lookedUpTo;
    m_gaveUp += step.gaveUp;
    m_hasFirstScreen = m_hasFirstScreen || !step.matches.empty();
    const std::shared_ptr<std::atomic<bool>> mine = m_cancelled;
    Q_EMIT matched(step.matches, step.lookedUpTo);
    if (mine == m_cancelled) { // nobody started another one
        this->step();
    }
}

} // namespace sockyard
