#include "widgets/views/logview.h"

#include "widgets/models/eventmodel.h"
#include "widgets/views/codepane.h"
#include "widgets/views/eventpane.h"
#include "widgets/views/eventtable.h"
#include "widgets/views/filterbar.h"
#include "widgets/views/findbar.h"
#include "widgets/views/logfilter.h"
#include "widgets/views/logfinder.h"
#include "widgets/views/logthroughput.h"
#include "widgets/views/rowcolours.h"
#include "widgets/views/rowrulesettings.h"
#include "widgets/views/savebutton.h"
#include "widgets/views/throughputstrip.h"

#include <QAction>
#include <QHBoxLayout>
#include <QSettings>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace sockyard
{

namespace
{
constexpr QLatin1StringView throughputKey("events/throughput");
constexpr QLatin1StringView codeKey("code/open");
} // namespace

LogView::LogView(std::shared_ptr<const EventLog> log, QWidget *parent)
    : QWidget(parent)
    , m_log(std::move(log))
    , m_model(new EventModel(m_log, this))
    , m_events(new EventTable(this))
    , m_pane(new EventPane(m_log, this))
    , m_parts(new QSplitter(Qt::Vertical, this))
    , m_filterBar(new FilterBar(this))
    , m_filter(new LogFilter(m_log, m_model, m_filterBar, this))
    , m_findBar(new FindBar(this))
    , m_throughput(new LogThroughput(m_log, m_model, this))
    , m_throughputButton(addButton("throughputButton", tr("Throughput"),
                                   tr("Shows or hides the bytes and events of each second")))
    , m_codeButton(addButton("codeButton", tr("Code"), {}))
    , m_clear(addButton("clearButton", tr("Clear"), tr("Forgets all events so far")))
    , m_save(new SaveButton(this))
{
    m_events->setEventModel(m_model);
    connect(m_events, &EventTable::currentEventChanged, this, &LogView::showCurrentEvent);
    connect(m_events, &EventTable::followRequested, m_pane, &EventPane::follow);
    connect(m_events, &EventTable::filterRequested, m_filterBar, &FilterBar::setText);
    connect(m_events, &EventTable::sendAgainRequested, this, &LogView::sendAgainRequested);
    connect(m_events, &EventTable::saveAsMessageRequested, this, &LogView::saveAsMessageRequested);
    connect(m_filterBar, &FilterBar::dismissed, m_events, qOverload<>(&QWidget::setFocus));
    connect(m_filter, &LogFilter::changed, this, &LogView::offerFiltered);
    new LogFinder(m_log, m_events, m_pane, *m_filter, m_findBar, this);
    connect(m_throughput->strip(), &ThroughputStrip::timeClicked, this, &LogView::showEventNumber);
    connect(m_clear, &QToolButton::clicked, this, &LogView::clearRequested);
    m_save->setObjectName(QStringLiteral("saveButton"));
    connect(m_save, &SaveButton::saveRequested, this, &LogView::saveRequested);
    m_throughputButton->setCheckable(true);
    connect(m_throughputButton, &QToolButton::clicked, this, [this](bool shown) {
        QSettings().setValue(throughputKey, shown);
        showThroughput(shown);
    });
    m_codeButton->hide();
    m_findBar->hide();
    makeActions();
    layOut();
    showThroughput(QSettings().value(throughputKey, true).toBool());
    setRowRules(savedRowRules());
}

void LogView::layOut()
{
    auto *top = new QHBoxLayout;
    top->addWidget(m_filterBar, 1);
    top->addWidget(m_codeButton);
    top->addWidget(m_throughputButton);
    top->addWidget(m_clear);
    top->addWidget(m_save);
    auto *events = new QWidget(this);
    auto *eventsLayout = new QVBoxLayout(events);
    eventsLayout->setContentsMargins(0, 0, 0, 0);
    eventsLayout->setSpacing(2);
    eventsLayout->addLayout(top);
    eventsLayout->addWidget(m_throughput->strip());
    eventsLayout->addWidget(m_events, 1);
    eventsLayout->addWidget(m_findBar);

    m_parts->addWidget(events);
    m_parts->addWidget(m_pane);
    m_parts->setStretchFactor(0, 5);
    m_parts->setStretchFactor(1, 2);
    m_parts->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_parts);
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

QAction *LogView::addWindowAction(const char *name, const QString &text, const QKeySequence &key)
{
    auto *action = new QAction(text, this);
    action->setObjectName(QString::fromLatin1(name));
    action->setShortcut(key); // in the whole window: of all views only one is visible
    addAction(action);
    m_findActions.append(action);
    return action;
}

void LogView::makeActions()
{
    QAction *find = addWindowAction("findAction", tr("&Find…"), QKeySequence::Find);
    connect(find, &QAction::triggered, m_findBar, &FindBar::open);
    for (QAction *action : {m_findBar->nextAction(), m_findBar->previousAction()}) {
        addAction(action);
        m_findActions.append(action);
    }
    QAction *filter = addWindowAction("filterAction", tr("Fi&lter"),
                                      QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F));
    connect(filter, &QAction::triggered, m_filterBar, &FilterBar::edit);
    auto *separator = new QAction(this);
    separator->setSeparator(true);
    m_findActions.append(separator);
    addActions(m_events->actions()); // marks and notes, from all parts of the view
}

void LogView::offerCode(CodePane *code)
{
    m_code = code;
    m_code->hide();
    m_parts->addWidget(code);
    m_parts->setStretchFactor(m_parts->indexOf(code), 2);
    m_parts->setCollapsible(m_parts->indexOf(code), false);
    m_codeAction = addWindowAction("codeAction", tr("Show &code"), QKeySequence(Qt::Key_F6));
    m_codeAction->setCheckable(true);
    m_codeButton->setCheckable(true);
    m_codeButton->setToolTip(tr("Shows a program that does what this page is set to (%1)")
                                 .arg(m_codeAction->shortcut().toString(QKeySequence::NativeText)));
    m_codeButton->show();
    connect(m_codeButton, &QToolButton::clicked, m_codeAction, &QAction::trigger);
    connect(m_codeAction, &QAction::triggered, this, [this](bool shown) {
        QSettings().setValue(codeKey, shown);
        showCode(shown);
    });
    showCode(QSettings().value(codeKey, false).toBool());
}

void LogView::showCode(bool shown)
{
    if (m_code == nullptr) {
        return;
    }
    m_codeAction->setChecked(shown);
    m_codeButton->setChecked(shown);
    if (m_code->isVisibleTo(this) == shown) {
        return;
    }
    m_pane->setVisible(!shown);
    m_code->setVisible(shown);
    if (shown) {
        giveRoom(m_code);
    }
}

QList<QAction *> LogView::menuActions() const
{
    return m_findActions + m_events->actions();
}

void LogView::setSendAgainOffered(bool offered)
{
    m_events->setSendAgainOffered(offered);
}

void LogView::setReadOnly()
{
    m_clear->hide();
}

void LogView::setRowRules(const QList<RowRule> &rules)
{
    auto compiled = std::make_shared<RowRules>(rules);
    if (compiled->isEmpty()) {
        m_events->setColorRule({});
        return;
    }
    m_events->setColorRule(
        [this, compiled](const Event &event) -> std::optional<EventTable::RowColors> {
            const auto colour = compiled->colourOf(event);
            return colour ? std::optional(
                                EventTable::RowColors{.background = rowColour(*colour, palette())})
                          : std::nullopt;
        });
}

void LogView::showCurrentEvent()
{
    const auto event = m_events->currentEvent();
    m_pane->setEvent(event);
    m_save->setConnection(event ? std::optional(event->connection()) : std::nullopt);
}

void LogView::offerFiltered()
{
    const Filter filter = m_filter->filter();
    if (filter.letsAllThrough()) {
        m_save->setFilterChoice({});
        return;
    }
    // Looked at anew: the rows may not be complete yet.
    m_save->setFilterChoice([filter] {
        return EventChoice{.wants = [filter](const Event &event) { return filter.matches(event); },
                           .only = {}};
    });
}

void LogView::showUpTo(EventNumber end)
{
    const EventNumber shownBefore = m_model->endNumber();
    m_model->showUpTo(end);
    m_filter->followModel();
    m_pane->showUpTo(end);
    m_throughput->followModel(shownBefore);
}

void LogView::showThroughput(bool shown)
{
    m_throughput->strip()->setVisible(shown);
    m_throughputButton->setChecked(shown);
}

void LogView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    // One switch for all tabs.
    showThroughput(QSettings().value(throughputKey, true).toBool());
    showCode(QSettings().value(codeKey, false).toBool());
}

QString LogView::showEventNumber(EventNumber number)
{
    const bool anyRow = m_events->goTo(number);
    if (m_events->currentNumber() == number) {
        return {};
    }
    const QString instead = anyRow ? tr("The nearest one that is shown is selected.") : QString();
    const QString why = number < m_log->first() ? tr("This event is not in the log any more.")
                                                : tr("The filter hides this event.");
    return instead.isEmpty() ? why : why + u' ' + instead;
}

QString LogView::explainEvent(EventNumber number)
{
    const QString why = showEventNumber(number);
    if (why.isEmpty()) {
        showCode(false); // for now: what is wanted is the explanation
        m_pane->explain();
        giveRoom(m_pane);
    }
    return why;
}

void LogView::giveRoom(QWidget *pane)
{
    // Whoever asks for an explanation or a program wants to read it: three fifths, unless it has
    // that much.
    constexpr int part = 3;
    constexpr int parts = 5;
    const int wanted = m_parts->height() * part / parts;
    if (pane->height() < wanted || !pane->isVisible()) {
        QList<int> sizes(m_parts->count(), 0);
        sizes[0] = m_parts->height() - wanted;
        sizes[m_parts->indexOf(pane)] = wanted;
        m_parts->setSizes(sizes);
    }
}

void LogView::follow(ConnectionId connection)
{
    m_pane->follow(connection);
}

void LogView::filterBy(const QList<ConnectionId> &connections)
{
    QStringList terms;
    for (const ConnectionId connection : connections) {
        terms.append(QStringLiteral("connection == %1").arg(connection));
    }
    m_filterBar->setText(terms.join(QStringLiteral(" or ")));
}

std::uint64_t LogView::shownEvents() const
{
    return m_model->endNumber() - m_model->firstNumber();
}

} // namespace sockyard
