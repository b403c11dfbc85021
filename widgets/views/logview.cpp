#include "widgets/views/logview.h"

#include "widgets/models/eventmodel.h"
#include "widgets/views/eventpane.h"
#include "widgets/views/eventtable.h"
#include "widgets/views/savebutton.h"
#include "widgets/views/throughputstrip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSettings>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <utility>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

constexpr QLatin1StringView throughputKey("events/throughput");
// A millisecond or two of a frame.
constexpr EventNumber mostFoldedAtOnce = 32768;
constexpr auto foldInterval = 16ms;

} // namespace

LogView::LogView(std::shared_ptr<const EventLog> log, QWidget *parent)
    : QWidget(parent)
    , m_clear(addButton("clearButton", tr("Clear"), tr("Forgets all events so far")))
    , m_log(std::move(log))
    , m_model(new EventModel(m_log, this))
    , m_events(new EventTable(this))
    , m_pane(new EventPane(m_log, this))
    , m_cursor(*m_log)
    , m_folded(m_log->first())
    , m_cleared(m_folded - std::min(m_folded, m_log->droppedEvents()))
    , m_strip(new ThroughputStrip(m_throughput, this))
    , m_stripButton(addButton("throughputButton", tr("Throughput"),
                              tr("Shows or hides the bytes and events of each second")))
    , m_save(new SaveButton(this))
{
    m_events->setEventModel(m_model);
    addActions(m_events->actions()); // marks and notes, from all parts of the view
    m_foldMore.setSingleShot(true);
    m_foldMore.setInterval(foldInterval);
    connect(&m_foldMore, &QTimer::timeout, this, &LogView::foldThroughput);
    connect(m_strip, &ThroughputStrip::timeClicked, this, &LogView::showEventNumber);
    m_stripButton->setCheckable(true);
    connect(m_stripButton, &QToolButton::clicked, this, [this](bool shown) {
        QSettings().setValue(throughputKey, shown);
        showThroughput(shown);
    });
    showThroughput(QSettings().value(throughputKey, true).toBool());
    connect(m_events, &EventTable::currentEventChanged, this, &LogView::showCurrentEvent);

    connect(m_clear, &QToolButton::clicked, this, &LogView::clearRequested);
    m_save->setObjectName(QStringLiteral("saveButton"));
    connect(m_save, &SaveButton::saveRequested, this, &LogView::saveRequested);
    auto *top = new QHBoxLayout;
    top->addWidget(new QLabel(tr("Events"), this), 1);
    top->addWidget(m_stripButton);
    top->addWidget(m_clear);
    top->addWidget(m_save);

    auto *events = new QWidget(this);
    auto *eventsLayout = new QVBoxLayout(events);
    eventsLayout->setContentsMargins(0, 0, 0, 0);
    eventsLayout->setSpacing(2);
    eventsLayout->addLayout(top);
    eventsLayout->addWidget(m_strip);
    eventsLayout->addWidget(m_events, 1);

    auto *parts = new QSplitter(Qt::Vertical, this);
    parts->addWidget(events);
    parts->addWidget(m_pane);
    parts->setStretchFactor(0, 5);
    parts->setStretchFactor(1, 2);
    parts->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(parts);
}

QToolButton *LogView::addButton(const char *name, const QString &text, const QString &tip)
{
    auto *button = new QToolButton(this);
    button->setObjectName(QString::fromLatin1(name));
    button->setText(text);
    button->setToolTip(tip);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

void LogView::setReadOnly()
{
    m_clear->hide();
}

void LogView::showCurrentEvent()
{
    const auto event = m_events->currentEvent();
    m_pane->setEvent(event);
    m_save->setConnection(event ? std::optional(event->connection()) : std::nullopt);
}

void LogView::setFilterChoice(std::function<EventChoice()> choice)
{
    m_save->setFilterChoice(std::move(choice));
}

void LogView::showUpTo(EventNumber end)
{
    // What was dropped for its age still counts; what a person has forgotten does not. (What goes
    // without being dropped was cleared.)
    const EventNumber shownBefore = m_model->endNumber();
    m_model->showUpTo(end);
    m_pane->showUpTo(end);
    const EventNumber first = m_model->firstNumber();
    const std::uint64_t cleared = first - std::min(first, m_log->droppedEvents());
    if (cleared > m_cleared && first >= shownBefore) {
        m_throughput.clear();
        m_strip->refresh();
    }
    m_cleared = std::max(m_cleared, cleared);
    foldThroughput();
}

void LogView::foldThroughput()
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

void LogView::showThroughput(bool shown)
{
    m_strip->setVisible(shown);
    m_stripButton->setChecked(shown);
}

void LogView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    // One switch for all tabs.
    showThroughput(QSettings().value(throughputKey, true).toBool());
}

void LogView::showEventNumber(EventNumber number)
{
    m_events->goTo(number);
}

std::uint64_t LogView::shownEvents() const
{
    return static_cast<std::uint64_t>(m_model->rowCount());
}

} // namespace sockyard
