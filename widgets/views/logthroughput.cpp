#include "widgets/views/logthroughput.h"

#include "widgets/models/eventmodel.h"
#include "widgets/views/throughputstrip.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

// A millisecond or two of a frame.
constexpr EventNumber mostFoldedAtOnce = 32768;
constexpr auto foldInterval = 16ms;

} // namespace

LogThroughput::LogThroughput(std::shared_ptr<const EventLog> log, const EventModel *model,
                             QObject *parent)
    : QObject(parent)
    , m_log(std::move(log))
    , m_model(model)
    , m_cursor(*m_log)
    , m_folded(m_log->first())
    , m_cleared(clearedEvents())
    , m_strip(new ThroughputStrip(m_throughput))
{
    m_foldMore.setSingleShot(true);
    m_foldMore.setInterval(foldInterval);
    connect(&m_foldMore, &QTimer::timeout, this, &LogThroughput::fold);
}

std::uint64_t LogThroughput::clearedEvents() const
{
    // What went without being dropped was cleared.
    const EventNumber first = m_model->firstNumber();
    return first - std::min(first, m_log->droppedEvents());
}

void LogThroughput::followModel(EventNumber shownBefore)
{
    const std::uint64_t cleared = clearedEvents();
    if (cleared > m_cleared && m_model->firstNumber() >= shownBefore) {
        m_throughput.clear();
        m_strip->refresh();
    }
    m_cleared = std::max(m_cleared, cleared);
    fold();
}

void LogThroughput::fold()
{
    m_folded = std::max(m_folded, m_log->first());
    const EventNumber end = m_model->endNumber();
    const EventNumber stop = std::min(end, m_folded + mostFoldedAtOnce);
    if (m_folded < stop) {
        m_strip->refresh();
    }
    for (; m_folded < stop; ++m_folded) {
        if (const Event *const event = m_cursor.at(m_folded)) {
            m_throughput.apply(*event);
        }
    }
    if (m_folded < end) {
        m_foldMore.start(); // a saved log comes all at once
    }
}

} // namespace sockyard
