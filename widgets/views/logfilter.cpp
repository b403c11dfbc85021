#include "widgets/views/logfilter.h"

#include "widgets/models/eventmodel.h"
#include "widgets/views/filterbar.h"

#include <QSettings>

#include <utility>

namespace sockyard
{

namespace
{
constexpr QLatin1StringView historyKey("events/filters");
} // namespace

LogFilter::LogFilter(std::shared_ptr<const EventLog> log, EventModel *model, FilterBar *bar,
                     QObject *parent)
    : QObject(parent)
    , m_log(std::move(log))
    , m_model(model)
    , m_bar(bar)
{
    m_bar->setHistory(QSettings().value(historyKey).toStringList());
    connect(m_bar, &FilterBar::historyChanged, this,
            [this] { QSettings().setValue(historyKey, m_bar->history()); });
    connect(m_bar, &FilterBar::filterChanged, this, &LogFilter::apply);
    connect(&m_job, &FilterJob::matched, this, &LogFilter::take);
    connect(&m_job, &FilterJob::caughtUp, this, [this] {
        m_bar->clearProgress();
        showCounts();
    });
}

void LogFilter::apply(const Filter &filter)
{
    m_filter = filter;
    if (m_filter.letsAllThrough()) {
        m_job.stop();
        m_bar->clearProgress();
        m_model->endFilter();
    } else {
        m_model->beginFilter();
        m_job.start(m_log, m_filter, m_model->endNumber());
    }
    Q_EMIT changed();
}

void LogFilter::followModel()
{
    if (!m_filter.letsAllThrough()) {
        m_job.extendTo(m_model->endNumber());
        showCounts();
    }
}

void LogFilter::take(const std::vector<EventNumber> &numbers, EventNumber lookedUpTo)
{
    m_model->appendMatches(numbers);
    showCounts();
    const EventNumber first = m_model->firstNumber();
    const EventNumber all = m_model->endNumber() - first;
    // What has just arrived takes no time worth showing.
    constexpr EventNumber few = 100000;
    if (m_model->endNumber() > lookedUpTo + few && lookedUpTo > first) {
        m_bar->setProgress(static_cast<double>(lookedUpTo - first) / static_cast<double>(all));
    }
}

void LogFilter::showCounts()
{
    m_bar->setCounts(static_cast<std::uint64_t>(m_model->rowCount()),
                     m_model->endNumber() - m_model->firstNumber());
    m_bar->setGaveUp(m_job.gaveUp());
}

} // namespace sockyard
