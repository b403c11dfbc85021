#include "widgets/views/eventtable.h"

#include "widgets/models/eventmarks.h"
#include "widgets/models/words.h"
#include "widgets/views/noteedit.h"
#include "widgets/views/rowdelegate.h"
#include "widgets/views/tones.h"

#include <QAction>
#include <QActionGroup>
#include <QContextMenuEvent>
#include <QFontDatabase>
#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>
#include <QSettings>

#include <algorithm>
#include <array>
#include <utility>

namespace sockyard
{

namespace
{

constexpr QLatin1StringView columnsKey("events/columns");
constexpr QLatin1StringView timeKey("events/time");

struct TimeName {
    EventModel::TimeStyle style;
    const char *key;
    const char *text;
};

// What is counted from a reference ends with the reference: it is not kept.
constexpr std::array<TimeName, 3> timeNames = {{
    {EventModel::TimeStyle::Clock, "clock",
     QT_TRANSLATE_NOOP("sockyard::EventTable", "&Clock time")},
    {EventModel::TimeStyle::Elapsed, "elapsed",
     QT_TRANSLATE_NOOP("sockyard::EventTable", "Since the log &began")},
    {EventModel::TimeStyle::SinceAbove, "above",
     QT_TRANSLATE_NOOP("sockyard::EventTable", "Since the row &above")},
}};

// Colours a row by its kind, by rule and by mark, and aligns columns; the words come from the
// model.
class EventDelegate : public RowDelegate
{
public:
    explicit EventDelegate(EventTable *table)
        : RowDelegate(table)
        , m_table(table)
        , m_fixedFont(QFontDatabase::systemFont(QFontDatabase::FixedFont))
    {
    }

protected:
    void style(QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const int column = index.column();
        if (column == EventModel::NumberColumn || column == EventModel::DeltaColumn ||
            column == EventModel::ConnectionColumn || column == EventModel::BytesColumn) {
            option.displayAlignment = Qt::AlignRight | Qt::AlignVCenter;
        }
        const Event *const event = m_table->eventModel()->lookAt(index.row());
        if (event == nullptr) {
            return;
        }
        if (column == EventModel::DataColumn && carriesData(event->kind())) {
            option.font = m_fixedFont;
        }
        const auto colors = m_table->colorsOf(*event);
        if (colors.background.isValid()) {
            option.backgroundBrush = colors.background;
        }
        if (colors.text.isValid()) {
            option.palette.setColor(QPalette::Text, colors.text);
        } else if (column == EventModel::EventColumn || column == EventModel::DataColumn) {
            option.palette.setColor(QPalette::Text,
                                    toneColor(toneOf(event->kind()), option.palette));
        } else if (column == EventModel::TimeColumn &&
                   m_table->eventModel()->marks()->reference() == event->number()) {
            option.palette.setColor(QPalette::Text, toneColor(Tone::Marked, option.palette));
        }
    }

    QString badge(const QModelIndex &index) const override
    {
        if (!m_table->carriesSigns(index.column())) {
            return {};
        }
        QString words;
        if (index.data(EventModel::MarkedRole).toBool()) {
            words = QStringLiteral("★");
        }
        const QString note =
            index.siblingAtColumn(EventModel::NoteColumn).data(Qt::DisplayRole).toString();
        if (!note.isEmpty()) {
            words += (words.isEmpty() ? QString() : QStringLiteral(" ")) + QStringLiteral("✎ ");
            words += note;
        }
        return words;
    }

    QColor badgeColor(const QPalette &palette) const override
    {
        return toneColor(Tone::Marked, palette);
    }

private:
    EventTable *m_table;
    QFont m_fixedFont;
};

/// A string of a filter: what stands in an address is mostly ours, but not in a log from a file.
QString quoted(std::string_view text)
{
    QString escaped = fromUtf8(text);
    escaped.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
    return u'"' + escaped + u'"';
}

/// As text of a menu: an ampersand is no mnemonic there.
QString inMenu(QString text)
{
    constexpr qsizetype longest = 60;
    if (text.size() > longest) {
        text = text.left(longest) + u'…';
    }
    return text.replace(u'&', QStringLiteral("&&"));
}

} // namespace

EventTable::EventTable(QWidget *parent)
    : RowTable(Follow::End, parent)
{
    setObjectName(QStringLiteral("eventTable"));
    setAccessibleName(tr("Events"));
    setItemDelegate(new EventDelegate(this));
    QHeaderView *const header = horizontalHeader();
    header->setStretchLastSection(true);
    header->setSectionsMovable(true);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this, &EventTable::showHeaderMenu);
    connect(header, &QHeaderView::sectionMoved, this, &EventTable::columnMoved);
    connect(header, &QHeaderView::sectionResized, this, &EventTable::columnResized);
    makeActions();
}

EventTable::~EventTable() = default;

void EventTable::setEventModel(EventModel *model)
{
    m_model = model;
    setModel(model);
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this, &EventTable::rememberPlace);
    connect(model, &QAbstractItemModel::modelReset, this, &EventTable::findPlaceAgain);
    connect(model, &QAbstractItemModel::rowsInserted, this, &EventTable::findCurrentAgain);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &EventTable::placeNoteEdit);
    connect(model->marks(), &EventMarks::referenceChanged, this, &EventTable::useReference);
    connect(model->marks(), &EventMarks::changed, this, &EventTable::updateActions);
    readSettings();
    updateActions();
}

// The current event.

std::optional<EventNumber> EventTable::currentNumber() const
{
    const int row = currentIndex().row();
    return m_model == nullptr || row < 0 ? std::nullopt : std::optional(m_model->numberAt(row));
}

std::optional<Event> EventTable::currentEvent() const
{
    return m_model == nullptr || !currentIndex().isValid() ? std::nullopt
                                                           : m_model->eventAt(currentIndex().row());
}

void EventTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    RowTable::currentChanged(current, previous);
    if (current.isValid()) {
        m_wanted.reset(); // a person has chosen
    }
    if (current.row() != previous.row() || !current.isValid()) {
        updateActions();
        Q_EMIT currentEventChanged();
    }
}

bool EventTable::goTo(EventNumber number)
{
    const int row = m_model->rowAtOrAfter(number);
    if (row < 0) {
        return false;
    }
    const QModelIndex index = m_model->index(row, shownColumns().constFirst());
    if (!viewport()->rect().contains(QPoint(0, visualRect(index).center().y()))) {
        scrollTo(index, PositionAtCenter); // one wants to see what is around it
    }
    setCurrentIndex(index);
    return true;
}

void EventTable::rememberPlace()
{
    if (const auto number = currentNumber()) {
        m_wanted = number;
    }
    const int top = topRow();
    m_topNumber = top < 0 || isAtBottom() ? std::nullopt : std::optional(m_model->numberAt(top));
}

void EventTable::findPlaceAgain()
{
    if (m_topNumber && m_model->rowCount() > 0) {
        verticalScrollBar()->setValue(m_model->rowAtOrAfter(*m_topNumber));
    } else {
        scrollToBottom();
    }
    findCurrentAgain();
}

void EventTable::findCurrentAgain()
{
    if (m_wanted) {
        if (m_model->rowOf(*m_wanted)) {
            goTo(*std::exchange(m_wanted, std::nullopt));
        } else if (*m_wanted < m_model->firstNumber()) {
            m_wanted.reset();
        }
    }
    placeNoteEdit();
}

// Marks, notes and the reference.

void EventTable::makeActions()
{
    m_copy = addRowAction("copyRowAction", tr("&Copy row"), &RowTable::copyRow, {});
    m_mark = addRowAction("markAction", tr("&Mark"), &EventTable::toggleMark,
                          {QKeySequence(Qt::CTRL | Qt::Key_M)});
    m_note =
        addRowAction("noteAction", tr("&Note…"), &EventTable::editNote,
                     {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M), QKeySequence(Qt::Key_F2)});
    m_reference = addRowAction("referenceAction", tr("Time &reference"),
                               &EventTable::toggleReference, {QKeySequence(Qt::CTRL | Qt::Key_T)});
    m_nextMark = addRowAction("nextMarkAction", tr("Ne&xt mark or note"), &EventTable::goToNextMark,
                              {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N)});
    m_lastMark =
        addRowAction("lastMarkAction", tr("&Previous mark or note"), &EventTable::goToLastMark,
                     {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_B)});
    m_mark->setCheckable(true);
    m_reference->setCheckable(true);
}

QAction *EventTable::addRowAction(const char *name, const QString &text, void (EventTable::*act)(),
                                  const QList<QKeySequence> &keys)
{
    auto *action = new QAction(text, this);
    action->setObjectName(QString::fromLatin1(name));
    action->setShortcuts(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut); // every tab has these
    connect(action, &QAction::triggered, this, act);
    addAction(action);
    return action;
}

void EventTable::updateActions()
{
    const auto number = currentNumber();
    for (QAction *action : {m_copy, m_mark, m_note, m_reference}) {
        action->setEnabled(number.has_value());
    }
    const EventMarks *const marks = m_model == nullptr ? nullptr : m_model->marks();
    m_mark->setChecked(number && marks->isMarked(*number));
    m_reference->setChecked(number && marks->reference() == *number);
    for (QAction *action : {m_nextMark, m_lastMark}) {
        action->setEnabled(marks != nullptr && !marks->isEmpty());
    }
}

void EventTable::toggleMark()
{
    if (const auto number = currentNumber()) {
        m_model->marks()->setMarked(*number, !m_model->marks()->isMarked(*number));
    }
}

void EventTable::toggleReference()
{
    const auto number = currentNumber();
    EventMarks *const marks = m_model->marks();
    if (number) {
        marks->setReference(marks->reference() == number ? std::nullopt : number);
    }
}

void EventTable::useReference()
{
    using TimeStyle = EventModel::TimeStyle;
    if (m_model->marks()->reference()) {
        m_model->setTimeStyle(TimeStyle::SinceReference);
    } else if (m_model->timeStyle() == TimeStyle::SinceReference) {
        m_model->setTimeStyle(m_chosenTime);
    }
    applyColumns();
    updateActions();
}

void EventTable::goToNextMark()
{
    const EventMarks *const marks = m_model->marks();
    const auto current = currentNumber();
    auto next = current ? marks->nextAfter(*current) : marks->first();
    while (next && !m_model->rowOf(*next)) { // those that a filter hides
        next = marks->nextAfter(*next);
    }
    if (next) {
        goTo(*next);
    }
}

void EventTable::goToLastMark()
{
    const EventMarks *const marks = m_model->marks();
    auto last = marks->lastBefore(currentNumber().value_or(m_model->endNumber()));
    while (last && !m_model->rowOf(*last)) {
        last = marks->lastBefore(*last);
    }
    if (last) {
        goTo(*last);
    }
}

void EventTable::editNote()
{
    const auto number = currentNumber();
    if (!number) {
        return;
    }
    scrollTo(currentIndex());
    m_noteNumber = *number;
    m_noteEdit = new NoteEdit(m_model->marks()->noteOf(*number), viewport());
    connect(m_noteEdit, &NoteEdit::kept, this, [this, number = *number](const QString &note) {
        if (number >= m_model->firstNumber()) { // else it is gone
            m_model->marks()->setNote(number, note);
        }
    });
    placeNoteEdit();
    m_noteEdit->show();
    m_noteEdit->setFocus();
}

void EventTable::placeNoteEdit()
{
    const auto row = m_noteEdit ? m_model->rowOf(m_noteNumber) : std::nullopt;
    if (!row) {
        return;
    }
    // Over the right part of its row; at the edge where the row has gone out of view.
    const QRect view = viewport()->rect();
    const int height = m_noteEdit->sizeHint().height();
    const QRect cell = visualRect(m_model->index(*row, shownColumns().constFirst()));
    const int y =
        std::clamp(cell.center().y() - height / 2, 0, std::max(0, view.height() - height));
    const int x = view.width() / 3;
    m_noteEdit->setGeometry(x, y, view.width() - x, height);
}

void EventTable::scrollContentsBy(int dx, int dy)
{
    RowTable::scrollContentsBy(dx, dy);
    placeNoteEdit();
}

void EventTable::resizeEvent(QResizeEvent *event)
{
    RowTable::resizeEvent(event);
    placeNoteEdit();
}

// Colours.

void EventTable::setColorRule(ColorRule rule)
{
    m_colorRule = std::move(rule);
    viewport()->update();
}

EventTable::RowColors EventTable::colorsOf(const Event &event) const
{
    RowColors colors;
    if (m_colorRule) {
        colors = m_colorRule(event).value_or(RowColors());
    }
    if (!colors.background.isValid() && m_model->marks()->isMarked(event.number())) {
        colors.background = toneBackground(Tone::Marked, palette());
    }
    return colors;
}

// Columns and times.

int EventTable::usualWidth(int column) const
{
    switch (column) {
    case EventModel::NumberColumn:
        return widthFor(QStringLiteral("00000000"));
    case EventModel::TimeColumn:
        return widthFor(m_model->timeStyle() == EventModel::TimeStyle::Clock
                            ? QStringLiteral("00:00:00.000")
                            : QStringLiteral("-0:00:00.000000"));
    case EventModel::DeltaColumn:
        return widthFor(QStringLiteral("000.0 ms"));
    case EventModel::ConnectionColumn:
        return widthFor(m_model->headerData(column, Qt::Horizontal).toString()) + 4;
    case EventModel::LocalColumn:
    case EventModel::PeerColumn:
        return widthFor(QStringLiteral("225.0.0.250:8123"));
    case EventModel::EventColumn:
        return widthFor(QStringLiteral("⇤ peer finished"));
    case EventModel::BytesColumn:
        return widthFor(QStringLiteral("000000"));
    case EventModel::NoteColumn:
        return fontMetrics().averageCharWidth() * 24;
    default:
        return fontMetrics().averageCharWidth() * 40;
    }
}

void EventTable::fitColumns()
{
    applyColumns();
}

void EventTable::applyColumns()
{
    QHeaderView *const header = horizontalHeader();
    m_applies = true;
    int place = 0;
    for (const EventColumns::Column &column : m_columns.columns()) {
        header->moveSection(header->visualIndex(column.column), place);
        header->setSectionHidden(column.column, !column.shown);
        if (column.shown) {
            m_lastColumn = column.column;
        }
        ++place;
    }
    for (const EventColumns::Column &column : m_columns.columns()) {
        if (column.shown && column.column != m_lastColumn) { // the last one takes what is left
            header->resizeSection(column.column,
                                  column.width > 0 ? column.width : usualWidth(column.column));
        }
    }
    m_applies = false;
    viewport()->update();
}

void EventTable::readSettings()
{
    const QSettings settings;
    const auto columns = EventColumns::fromText(settings.value(columnsKey).toString());
    if (columns != m_columns) {
        m_columns = columns;
        applyColumns();
    }
    const QString time = settings.value(timeKey).toString();
    const auto *const found =
        std::find_if(timeNames.begin(), timeNames.end(),
                     [&time](const TimeName &name) { return time == QLatin1StringView(name.key); });
    m_chosenTime = found == timeNames.end() ? EventModel::TimeStyle::Clock : found->style;
    if (m_model->timeStyle() != EventModel::TimeStyle::SinceReference &&
        m_model->timeStyle() != m_chosenTime) {
        m_model->setTimeStyle(m_chosenTime);
        applyColumns();
    }
}

void EventTable::keepColumns()
{
    QSettings().setValue(columnsKey, m_columns.toText());
}

void EventTable::columnMoved(int column, int /*from*/, int to)
{
    if (!m_applies) {
        m_columns.move(column, to);
        applyColumns(); // another one may be the last now
        keepColumns();
    }
}

void EventTable::columnResized(int column, int /*before*/, int now)
{
    if (!m_applies && column != m_lastColumn && now > 0) {
        m_columns.setWidth(column, now);
        keepColumns();
    }
}

void EventTable::showColumn(int column, bool shown)
{
    if (m_columns.setShown(column, shown)) {
        applyColumns();
        keepColumns();
    }
}

void EventTable::resetColumns()
{
    m_columns = EventColumns();
    applyColumns();
    keepColumns();
}

void EventTable::chooseTimeStyle(EventModel::TimeStyle style)
{
    if (style != EventModel::TimeStyle::SinceReference) {
        m_chosenTime = style;
        const auto *const name =
            std::find_if(timeNames.begin(), timeNames.end(),
                         [style](const TimeName &each) { return each.style == style; });
        QSettings().setValue(timeKey, QString::fromLatin1(name->key));
    }
    m_model->setTimeStyle(style);
    applyColumns();
}

void EventTable::showEvent(QShowEvent *event)
{
    RowTable::showEvent(event);
    if (m_model != nullptr) {
        readSettings(); // another tab's table may have changed them
    }
}

// Menus.

void EventTable::fillTimeMenu(QMenu *menu)
{
    auto *group = new QActionGroup(menu);
    const auto add = [&](const QString &text, EventModel::TimeStyle style) {
        QAction *action = menu->addAction(text, this, [this, style] { chooseTimeStyle(style); });
        action->setCheckable(true);
        action->setChecked(m_model->timeStyle() == style);
        group->addAction(action);
        return action;
    };
    for (const TimeName &name : timeNames) {
        add(tr(name.text), name.style);
    }
    add(tr("Since the time &reference (*REF*)"), EventModel::TimeStyle::SinceReference)
        ->setEnabled(m_model->marks()->reference().has_value());
    QAction *forget = menu->addAction(tr("&Forget the time reference"), this,
                                      [this] { m_model->marks()->setReference(std::nullopt); });
    forget->setEnabled(m_model->marks()->reference().has_value());
}

void EventTable::fillColumnsMenu(QMenu *menu)
{
    for (const EventColumns::Column &each : m_columns.columns()) {
        const int column = each.column;
        const QString title = column == EventModel::DeltaColumn
                                  ? tr("Δ, time since the row above")
                                  : m_model->headerData(column, Qt::Horizontal).toString();
        QAction *action = menu->addAction(
            title, this, [this, column, shown = !each.shown] { showColumn(column, shown); });
        action->setCheckable(true);
        action->setChecked(each.shown);
        action->setEnabled(!each.shown || m_columns.shownCount() > 1);
    }
    menu->addSeparator();
    menu->addAction(tr("&Reset columns"), this, &EventTable::resetColumns);
}

void EventTable::fillFilterMenu(QMenu *menu, const Event &event)
{
    const auto add = [this, menu](const QString &text, const QString &expression) {
        menu->addAction(text, this, [this, expression] { Q_EMIT filterRequested(expression); });
    };
    add(tr("This &connection: %1").arg(event.connection()),
        QStringLiteral("connection == %1").arg(event.connection()));
    if (!event.peer().empty()) {
        add(tr("This &peer: %1").arg(inMenu(fromUtf8(event.peer()))),
            QStringLiteral("peer == ") + quoted(event.peer()));
    }
    add(tr("This &kind: %1").arg(eventText(event.kind())),
        QStringLiteral("kind == ") + fromUtf8(eventKindName(event.kind())));
}

void EventTable::showHeaderMenu(const QPoint &place)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("columnsMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillColumnsMenu(menu);
    menu->addSeparator();
    fillTimeMenu(menu->addMenu(tr("&Time")));
    menu->popup(horizontalHeader()->viewport()->mapToGlobal(place));
}

void EventTable::addMessageActions(QMenu *menu, const std::optional<Event> &event)
{
    // The event itself is looked up when the action is triggered: it may be gone by then.
    const auto add = [this, menu, &event](const char *name, const QString &text,
                                          void (EventTable::*act)(const Event &)) {
        QAction *const action = menu->addAction(text);
        action->setObjectName(QString::fromLatin1(name));
        action->setEnabled(event && carriesData(event->kind()) && !event->payload().empty());
        connect(action, &QAction::triggered, this,
                [this, act, number = event ? event->number() : EventNumber()] {
                    const auto row = m_model->rowOf(number);
                    const auto there = row ? m_model->eventAt(*row) : std::nullopt;
                    if (there) {
                        Q_EMIT(this->*act)(*there);
                    }
                });
    };
    if (m_offersSendAgain) {
        add("sendAgainAction", tr("&Send again"), &EventTable::sendAgainRequested);
    }
    add("saveMessageAction", tr("Save &as message…"), &EventTable::saveAsMessageRequested);
}

void EventTable::contextMenuEvent(QContextMenuEvent *event)
{
    if (m_model == nullptr) {
        return;
    }
    QPoint place = event->pos();
    if (event->reason() == QContextMenuEvent::Keyboard) {
        place = currentIndex().isValid() ? visualRect(currentIndex()).bottomLeft()
                                         : viewport()->rect().center();
        place.setX(std::max(0, place.x()));
        place.setY(std::clamp(place.y(), 0, viewport()->height()));
    }
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("eventMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto current = currentEvent();
    menu->addAction(m_copy);
    menu->addSeparator();
    menu->addActions({m_mark, m_note, m_reference, m_nextMark, m_lastMark});
    menu->addSeparator();
    QAction *follow = menu->addAction(tr("&Follow stream"));
    follow->setEnabled(current && current->connection() != 0);
    QMenu *filter = menu->addMenu(tr("F&ilter by"));
    filter->setEnabled(current.has_value());
    if (current) {
        connect(follow, &QAction::triggered, this,
                [this, connection = current->connection()] { Q_EMIT followRequested(connection); });
        fillFilterMenu(filter, *current);
    }
    menu->addSeparator();
    addMessageActions(menu, current);
    menu->addSeparator();
    fillTimeMenu(menu->addMenu(tr("&Time")));
    fillColumnsMenu(menu->addMenu(tr("C&olumns")));
    menu->popup(viewport()->mapToGlobal(place));
}

} // namespace sockyard
