#include "netcore/logfollower.h"

#include <algorithm>
#include <chrono>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

constexpr auto frame = 16ms;
// What the views may take of a frame; batches shrink and grow to fit.
constexpr qint64 leastMilliseconds = 3;
constexpr qint64 mostMilliseconds = 6;
constexpr EventNumber smallestBatch = 256;
constexpr EventNumber largestBatch = 16384;

} // namespace

LogFollower::LogFollower(std::shared_ptr<EventLog> log, QObject *parent)
    : QObject(parent)
    , m_log(std::move(log))
    , m_reader(*m_log,
               // On the writing thread: nothing but a post to our own.
               [this] {
                   QMetaObject::invokeMethod(this, &LogFollower::scheduleReading,
                                             Qt::QueuedConnection);
               })
    , m_batch(smallestBatch * 8)
{
    m_frame.setSingleShot(true);
    m_frame.setTimerType(Qt::PreciseTimer);
    connect(&m_frame, &QTimer::timeout, this, &LogFollower::readOn);
    m_sinceFrame.start();
    scheduleReading();
}

void LogFollower::scheduleReading()
{
    if (!m_frame.isActive()) {
        const auto wait = frame - std::chrono::milliseconds(m_sinceFrame.elapsed());
        m_frame.start(std::max(std::chrono::milliseconds(0), wait));
    }
}

void LogFollower::readOn()
{
    m_sinceFrame.start();
    const EventNumber from = m_reader.position();
    const EventNumber to = std::min(m_log->size(), from + m_batch);
    if (from < to) {
        Q_EMIT eventsArrived(from, to);
        const qint64 taken = m_sinceFrame.elapsed();
        if (taken > mostMilliseconds) {
            m_batch = std::max(smallestBatch, m_batch / 2);
        } else if (taken < leastMilliseconds && to - from == m_batch) {
            m_batch = std::min(largestBatch, m_batch * 2);
        }
        m_reader.advance(to);
    }
    if (!m_reader.wakeWhenMore()) {
        scheduleReading();
    }
}

} // namespace sockyard
