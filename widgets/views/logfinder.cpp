#include "widgets/views/logfinder.h"

#include "widgets/models/eventmarks.h"
#include "widgets/models/eventmodel.h"
#include "widgets/views/eventpane.h"
#include "widgets/views/eventtable.h"
#include "widgets/views/findbar.h"
#include "widgets/views/logfilter.h"

#include <algorithm>
#include <utility>

namespace sockyard
{

LogFinder::LogFinder(std::shared_ptr<const EventLog> log, EventTable *events, EventPane *pane,
                     const LogFilter &filter, FindBar *bar, QObject *parent)
    : QObject(parent)
    , m_log(std::move(log))
    , m_events(events)
    , m_pane(pane)
    , m_filter(filter)
{
    connect(bar, &FindBar::findRequested, this, &LogFinder::find);
    connect(bar, &FindBar::cancelRequested, &m_job, &FindJob::cancel);
    connect(bar, &FindBar::closed, m_events, qOverload<>(&QWidget::setFocus));
    connect(&m_job, &FindJob::found, this, &LogFinder::show);
    connect(&m_job, &FindJob::found, bar, &FindBar::showFound);
    connect(&m_job, &FindJob::notFound, bar, &FindBar::showNotFound);
    connect(&m_job, &FindJob::cancelled, bar, &FindBar::showCancelled);
    connect(&m_job, &FindJob::progressed, bar, &FindBar::showProgress);
}

void LogFinder::find(const Needle &needle, FindRequest::Direction direction)
{
    m_job.start({.log = m_log,
                 .needle = needle,
                 .direction = direction,
                 .from = placeToBegin(direction),
                 .end = m_events->eventModel()->endNumber(),
                 .filter = m_filter.filter(),
                 .remarks = remarks()});
}

FindPlace LogFinder::placeToBegin(FindRequest::Direction direction) const
{
    const bool forwards = direction == FindRequest::Direction::Forwards;
    const auto current = m_events->currentNumber();
    if (!current) {
        const EventModel *const model = m_events->eventModel();
        return {.event = forwards ? model->firstNumber() : model->endNumber()};
    }
    if (m_last && m_last->place.event == *current) {
        FindPlace place = m_last->place;
        place.offset += forwards ? std::max<std::size_t>(1, m_last->length) : 0;
        return place;
    }
    return {.event = *current};
}

std::shared_ptr<const std::map<EventNumber, QString>> LogFinder::remarks() const
{
    const EventMarks *const marks = m_events->eventModel()->marks();
    auto result = std::make_shared<std::map<EventNumber, QString>>();
    for (auto number = marks->first(); number; number = marks->nextAfter(*number)) {
        if (const QString note = marks->noteOf(*number); !note.isEmpty()) {
            result->emplace(*number, note);
        }
    }
    return result;
}

void LogFinder::show(const FindHit &hit)
{
    m_last = hit;
    m_events->goTo(hit.place.event);
    if (hit.place.part == FindPart::Payload) {
        m_pane->showMatch(static_cast<qint64>(hit.place.offset), static_cast<qint64>(hit.length));
    }
}

} // namespace sockyard
