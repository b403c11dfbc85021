#include "widgets/views/logview.h"

#include "widgets/models/eventmodel.h"
#include "widgets/views/eventpane.h"
#include "widgets/views/eventtable.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace sockyard
{

LogView::LogView(std::shared_ptr<const EventLog> log, QWidget *parent)
    : QWidget(parent)
    , m_clear(addButton("clearButton", tr("Clear"), tr("Forgets all events so far")))
    , m_model(new EventModel(log, this))
    , m_events(new EventTable(this))
    , m_pane(new EventPane(std::move(log), this))
{
    m_events->setEventModel(m_model);
    connect(m_events, &EventTable::currentEventChanged, this,
            [this] { m_pane->setEvent(m_events->currentEvent()); });

    connect(m_clear, &QToolButton::clicked, this, &LogView::clearRequested);
    auto *save = addButton("saveButton", tr("Save log…"),
                           tr("Writes all events and bytes into a file, as JSON Lines"));
    connect(save, &QToolButton::clicked, this, &LogView::saveRequested);
    auto *top = new QHBoxLayout;
    top->addWidget(new QLabel(tr("Events"), this), 1);
    top->addWidget(m_clear);
    top->addWidget(save);

    auto *events = new QWidget(this);
    auto *eventsLayout = new QVBoxLayout(events);
    eventsLayout->setContentsMargins(0, 0, 0, 0);
    eventsLayout->setSpacing(2);
    eventsLayout->addLayout(top);
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

void LogView::showUpTo(EventNumber end)
{
    m_model->showUpTo(end);
    m_pane->showUpTo(end);
}

void LogView::showEventNumber(EventNumber number)
{
    if (const auto row = m_model->rowOf(number)) {
        m_events->selectRow(*row);
    }
}

std::uint64_t LogView::shownEvents() const
{
    return static_cast<std::uint64_t>(m_model->rowCount());
}

} // namespace sockyard
