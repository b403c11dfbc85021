#include "widgets/views/connectionview.h"

#include "widgets/models/connectionlist.h"
#include "widgets/models/words.h"
#include "widgets/views/headercolumns.h"
#include "widgets/views/rowdelegate.h"
#include "widgets/views/rowtable.h"
#include "widgets/views/tones.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace sockyard
{

namespace
{

// In the order of ConnectionModel::Column.
constexpr std::array<ColumnChoice::Name, ConnectionModel::ColumnCount> columnNames = {{
    {"number", true},
    {"peer", true},
    {"state", true},
    {"since", false},
    {"received", true},
    {"sent", true},
    {"receiving", false},
    {"sending", false},
    {"unsent", true},
}};

constexpr int buttonMargin = 22; // beside a button's word, both sides together
// To look at each of so many with every frame would cost more than the rest of the table.
constexpr qsizetype manySelected = 500;
constexpr std::chrono::milliseconds actionsInterval(250);
constexpr int longestFilter = 200;
// As an expression that a person can still read.
constexpr qsizetype mostInFilter = 50;

// Connections that are gone stand back; numbers stand right.
class ConnectionDelegate : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

protected:
    void style(QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const int column = index.column();
        Tone tone = index.data(ConnectionModel::OpenRole).toBool() ? Tone::Plain : Tone::Quiet;
        if (column == ConnectionModel::StateColumn) {
            const auto state =
                static_cast<ConnectionState>(index.data(ConnectionModel::StateRole).toInt());
            if (state == ConnectionState::Failed || state == ConnectionState::Reset) {
                tone = Tone::Bad;
            } else if (index.data(ConnectionModel::PausedRole).toBool() ||
                       index.data(ConnectionModel::HeldRole).toBool()) {
                tone = Tone::Marked;
            } else if (state == ConnectionState::Open) {
                tone = Tone::Good;
            }
        } else if (column == ConnectionModel::PeerColumn) {
            option.textElideMode = Qt::ElideLeft; // the port tells clients of one host apart
        } else {
            option.displayAlignment = Qt::AlignRight | Qt::AlignVCenter;
        }
        option.palette.setColor(QPalette::Text, toneColor(tone, option.palette));
    }
};

class ConnectionRows : public RowTable
{
public:
    explicit ConnectionRows(QWidget *parent)
        : RowTable(Follow::Nothing, parent)
        , m_columns(
              new HeaderColumns(horizontalHeader(),
                                {.names = columnNames,
                                 .key = QStringLiteral("connections/columns"),
                                 .stretched = ConnectionModel::PeerColumn,
                                 .usualWidth = [this](int column) { return usualWidth(column); }}))
    {
        setObjectName(QStringLiteral("connectionTable"));
        setItemDelegate(new ConnectionDelegate(this));
        setSelectionMode(ExtendedSelection);
        setContextMenuPolicy(Qt::CustomContextMenu);
        horizontalHeader()->setMinimumSectionSize(10);
        horizontalHeader()->setSortIndicatorClearable(true);
        horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
        setSortingEnabled(true);
    }

    HeaderColumns *columns() const { return m_columns; }

    /// Makes room for a number that is longer than those before.
    void showNumber(const QString &longest)
    {
        const auto digits = longest.size();
        if (digits > m_digits) {
            m_digits = digits;
            m_columns->apply();
        }
    }

protected:
    void fitColumns() override { m_columns->apply(); }

    void updateGeometries() override
    {
        RowTable::updateGeometries();
        m_columns->fit();
    }

private:
    int usualWidth(int column) const
    {
        switch (column) {
        case ConnectionModel::NumberColumn:
            return widthFor(QString(m_digits, u'0'));
        case ConnectionModel::PeerColumn:
            return widthFor(QStringLiteral(":50000"));
        case ConnectionModel::StateColumn:
            return widthFor(QStringLiteral("‖ finished")); // `peer finished` is cut a little
        case ConnectionModel::SinceColumn:
            return widthFor(QStringLiteral("00:00:00.000"));
        default:
            return widthFor(QStringLiteral("000 KiB"));
        }
    }

    HeaderColumns *m_columns;
    qsizetype m_digits = 2;
};

bool canBeSentTo(const ConnectionRow &row)
{
    return row.open && row.canBeSentTo();
}

bool canBePaused(const ConnectionRow &row)
{
    return row.canBePaused();
}

bool canBeResumed(const ConnectionRow &row)
{
    return row.open && row.paused;
}

bool isOpen(const ConnectionRow &row)
{
    return row.open;
}

} // namespace

ConnectionView::ConnectionView(ConnectionModel *model, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_list(new ConnectionList(model, this))
    , m_table(new ConnectionRows(this))
    , m_columns(static_cast<ConnectionRows *>(m_table)->columns())
    , m_filter(new QLineEdit(this))
    , m_count(new QLabel(this))
{
    // Before the table: it is to be known when a selection shrinks because rows go.
    connect(m_list, &QAbstractItemModel::rowsAboutToBeRemoved, this, [this] { m_rowsGo = true; });
    m_table->setAccessibleName(title);
    m_table->setModel(m_list);
    connect(m_list, &QAbstractItemModel::rowsRemoved, this, [this] { m_rowsGo = false; });
    // By itself a selection model takes a fifth of a second to bring 10,000 selected rows along.
    connect(m_list, &QAbstractItemModel::layoutAboutToBeChanged, this, [this] {
        m_rowsMove = true;
        m_table->selectionModel()->clearSelection();
    });
    connect(m_list, &QAbstractItemModel::layoutChanged, this, &ConnectionView::selectAgain);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ConnectionView::takeSelection);
    connect(m_table, &QWidget::customContextMenuRequested, this, &ConnectionView::showMenu);

    m_filter->setObjectName(QStringLiteral("connectionFilter"));
    m_filter->setAccessibleName(tr("Filter of connections"));
    m_filter->setPlaceholderText(tr("Filter: open, paused, :5000"));
    m_filter->setToolTip(tr("Shows connections in whose address or state each of these words "
                            "stands, such as 127.0.0.1:5, open, reset, paused or held, and the one "
                            "of that number, such as 12 or #12. Escape shows all."));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaxLength(longestFilter);
    connect(m_filter, &QLineEdit::textChanged, this, &ConnectionView::applyFilter);
    m_filter->installEventFilter(this);
    m_count->setObjectName(QStringLiteral("connectionCount"));
    m_count->setTextFormat(Qt::PlainText);

    m_actionsPause.setSingleShot(true);
    m_actionsPause.setInterval(actionsInterval);
    connect(&m_actionsPause, &QTimer::timeout, this, [this] {
        if (m_selected.size() > manySelected) {
            updateActions();
        }
    });

    makeActions();
    layOut(title);
    withholdColumns();
    offer(m_offered);
}

ConnectionView::~ConnectionView() = default;

// What can be done.

QAction *ConnectionView::addAction(const char *name, const QString &text, const QString &tip)
{
    auto *action = new QAction(text, this);
    action->setObjectName(QString::fromLatin1(name));
    action->setToolTip(tip);
    return action;
}

void ConnectionView::addRowAction(const char *name, const QString &text, const QString &tip,
                                  Predicate can, Request request, Action needs)
{
    QAction *const action = addAction(name, text, tip);
    m_rowActions.append({.action = action, .can = can, .needs = needs});
    connect(action, &QAction::triggered, this, [this, can, request] {
        const QList<ConnectionId> connections = selectedWhere(can);
        if (!connections.isEmpty()) { // they may have gone since
            Q_EMIT(this->*request)(connections);
        }
    });
}

void ConnectionView::makeActions()
{
    addRowAction("sendToAction", tr("&Send to these"),
                 tr("The message below goes to the selected connections only."), canBeSentTo,
                 &ConnectionView::sendToRequested, SendTo);
    addRowAction("pauseAction", tr("&Pause"),
                 tr("Nothing is sent: this side stops receiving, and the peer can send until its "
                    "window is full (flow control)."),
                 canBePaused, &ConnectionView::pauseRequested, Pause);
    addRowAction("resumeAction", tr("&Resume"),
                 tr("This side receives again; the system opens the peer's window as it does."),
                 canBeResumed, &ConnectionView::resumeRequested, Pause);
    addRowAction("finishAction", tr("Fi&nish"),
                 tr("FIN: half-close after what is queued. Receiving goes on until the peer "
                    "finishes too."),
                 canBeSentTo, &ConnectionView::finishRequested, Finish);
    addRowAction("disconnectAction", tr("&Disconnect"),
                 tr("FIN: closes in order, after what is queued; the rest of a file is not sent. "
                    "What the peer still sends is received until its FIN, and not answered."),
                 isOpen, &ConnectionView::disconnectRequested, Disconnect);
    addRowAction("abortAction", tr("&Abort"),
                 tr("RST: cuts the connection. Unsent bytes are discarded."), isOpen,
                 &ConnectionView::abortRequested, Abort);
    addLookActions();
    addCopyActions();
}

void ConnectionView::addLookActions()
{
    m_follow = addAction("followAction", tr("&Follow stream"),
                         tr("Shows all that this connection received and sent, as it comes."));
    connect(m_follow, &QAction::triggered, this, [this] {
        if (m_selected.size() == 1) {
            Q_EMIT followRequested(m_selected.constFirst());
        }
    });
    m_events = addAction("eventsAction", tr("Only their &events"),
                         tr("Filters the table of events by the selected connections."));
    connect(m_events, &QAction::triggered, this, [this] { Q_EMIT eventsRequested(m_selected); });
}

void ConnectionView::addCopyActions()
{
    m_copyAddresses = addAction("copyAddressesAction", tr("&Copy addresses"),
                                tr("Puts the peers' addresses on the clipboard, one a line."));
    connect(m_copyAddresses, &QAction::triggered, this, [this] {
        QStringList addresses;
        for (const ConnectionId id : m_selected) {
            if (const ConnectionRow *const row = m_model->table().find(id)) {
                addresses.append(fromUtf8(row->peer));
            }
        }
        QGuiApplication::clipboard()->setText(addresses.join(u'\n'));
    });
    m_copyRows = addAction("copyRowsAction", tr("Copy ro&ws"),
                           tr("Puts what is shown of these rows on the clipboard, with tabs "
                              "between the columns (Ctrl+C)."));
    connect(m_copyRows, &QAction::triggered, m_table, &RowTable::copyRow);
}

QAction *ConnectionView::rowAction(const char *name) const
{
    return findChild<QAction *>(QString::fromLatin1(name), Qt::FindDirectChildrenOnly);
}

QPushButton *ConnectionView::addButton(const char *name, QAction *action, QBoxLayout *layout)
{
    QString word = action->text();
    auto *button = new QPushButton(word.remove(u'&'), this);
    button->setObjectName(QString::fromLatin1(name));
    button->setToolTip(action->toolTip());
    button->setAutoDefault(false);
    // Styles make short words as wide as long ones; there is not so much room.
    button->setMaximumWidth(button->fontMetrics().horizontalAdvance(word) + buttonMargin);
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    connect(action, &QAction::enabledChanged, button, &QWidget::setEnabled);
    connect(action, &QAction::visibleChanged, button,
            [button, action] { button->setVisible(action->isVisible()); });
    layout->addWidget(button);
    return button;
}

// One button for both: of a connection that is paused one wants it to go on.
void ConnectionView::addPauseButton(QBoxLayout *layout)
{
    QAction *const pause = rowAction("pauseAction");
    QAction *const resume = rowAction("resumeAction");
    m_pause = new QPushButton(tr("Resume"), this);
    m_pause->setObjectName(QStringLiteral("pauseButton"));
    m_pause->setAutoDefault(false);
    m_pause->setFixedWidth(m_pause->fontMetrics().horizontalAdvance(m_pause->text()) +
                           buttonMargin);
    connect(m_pause, &QPushButton::clicked, this,
            [pause, resume] { (pause->isEnabled() ? pause : resume)->trigger(); });
    connect(pause, &QAction::visibleChanged, m_pause,
            [this, pause] { m_pause->setVisible(pause->isVisible()); });
    layout->addWidget(m_pause);
}

void ConnectionView::layOut(const QString &title)
{
    auto *top = new QHBoxLayout;
    top->addWidget(new QLabel(title, this));
    top->addWidget(m_filter, 1);
    top->addWidget(m_count);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    addPauseButton(buttons);
    addButton("finishButton", rowAction("finishAction"), buttons);
    addButton("disconnectButton", rowAction("disconnectAction"), buttons);
    addButton("abortButton", rowAction("abortAction"), buttons);
    buttons->addStretch(1);
    m_more = new QPushButton(tr("More"), this);
    m_more->setObjectName(QStringLiteral("moreButton"));
    m_more->setToolTip(tr("What else can be done with the selected connections"));
    m_more->setAutoDefault(false);
    auto *menu = new QMenu(m_more);
    menu->setObjectName(QStringLiteral("moreMenu"));
    fillMenu(menu);
    m_more->setMenu(menu);
    m_more->setMaximumWidth(m_more->fontMetrics().horizontalAdvance(m_more->text()) +
                            2 * buttonMargin);
    buttons->addWidget(m_more);
    layout->addLayout(buttons);
}

void ConnectionView::fillMenu(QMenu *menu) const
{
    menu->setToolTipsVisible(true);
    menu->addAction(m_follow);
    menu->addAction(m_events);
    menu->addSeparator();
    for (const RowAction &each : m_rowActions) {
        menu->addAction(each.action);
    }
    menu->addSeparator();
    menu->addAction(m_copyAddresses);
    menu->addAction(m_copyRows);
}

void ConnectionView::showMenu(const QPoint &place)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("connectionMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(menu);
    menu->popup(m_table->viewport()->mapToGlobal(place));
}

void ConnectionView::offer(Actions actions)
{
    m_offered = actions;
    for (const RowAction &each : std::as_const(m_rowActions)) {
        each.action->setVisible(m_offered.testAnyFlags(each.needs));
    }
    updateActions();
}

void ConnectionView::setReadOnly()
{
    m_isReadOnly = true;
    offer({});
    withholdColumns();
}

void ConnectionView::setUnsentKnown(bool known)
{
    m_isUnsentKnown = known;
    withholdColumns();
}

void ConnectionView::withholdColumns()
{
    QList<int> columns;
    if (m_isReadOnly) {
        columns = {ConnectionModel::ReceivedRateColumn, ConnectionModel::SentRateColumn};
    }
    if (m_isReadOnly || !m_isUnsentKnown) {
        columns.append(ConnectionModel::UnsentColumn);
    }
    m_columns->withhold(columns);
}

void ConnectionView::updateActions()
{
    if (m_selected.size() > manySelected && m_actionsPause.isActive()) {
        return; // which comes back here at its end
    }
    m_actionsPause.start();
    // Most often the first of those that are selected answers for all actions.
    qsizetype unanswered = m_rowActions.size();
    QList<bool> can(m_rowActions.size(), false);
    for (const ConnectionId id : std::as_const(m_selected)) {
        const ConnectionRow *const row = m_model->table().find(id);
        for (qsizetype place = 0; row != nullptr && place < can.size(); ++place) {
            if (!can.at(place) && m_rowActions.at(place).can(*row)) {
                can[place] = true;
                --unanswered;
            }
        }
        if (unanswered == 0) {
            break;
        }
    }
    for (qsizetype place = 0; place < can.size(); ++place) {
        const RowAction &each = m_rowActions.at(place);
        each.action->setEnabled(can.at(place) && m_offered.testAnyFlags(each.needs));
    }
    const QAction *const pause = rowAction("pauseAction");
    const QAction *const resume = rowAction("resumeAction");
    const QAction *const next = !pause->isEnabled() && resume->isEnabled() ? resume : pause;
    QString word = next->text();
    m_pause->setText(word.remove(u'&'));
    m_pause->setToolTip(next->toolTip());
    m_pause->setEnabled(next->isEnabled());

    m_follow->setEnabled(m_selected.size() == 1);
    m_events->setEnabled(!m_selected.isEmpty() && m_selected.size() <= mostInFilter);
    for (QAction *action : {m_copyAddresses, m_copyRows}) {
        action->setEnabled(!m_selected.isEmpty());
    }
    m_more->setEnabled(!m_selected.isEmpty());
    showCount();
}

QList<ConnectionId> ConnectionView::selectedWhere(Predicate can) const
{
    QList<ConnectionId> result;
    for (const ConnectionId id : m_selected) {
        const ConnectionRow *const row = m_model->table().find(id);
        if (row != nullptr && can(*row)) {
            result.append(id);
        }
    }
    return result;
}

// Who is selected and shown.

void ConnectionView::selectAgain()
{
    QItemSelection selection;
    const int lastColumn = m_list->columnCount() - 1;
    const auto isSelected = [this](int row) {
        return std::binary_search(m_selected.begin(), m_selected.end(), m_list->idAt(row));
    };
    const int rows = m_selected.isEmpty() ? 0 : m_list->rowCount();
    for (int row = 0; row < rows; ++row) {
        if (!isSelected(row)) {
            continue;
        }
        const int first = row;
        while (row + 1 < rows && isSelected(row + 1)) {
            ++row;
        }
        selection.append(
            QItemSelectionRange(m_list->index(first, 0), m_list->index(row, lastColumn)));
    }
    m_table->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    m_rowsMove = false;
}

void ConnectionView::takeSelection()
{
    if (m_rowsMove) {
        return;
    }
    QList<ConnectionId> selected;
    const QItemSelection ranges = m_table->selectionModel()->selection();
    for (const QItemSelectionRange &range : ranges) {
        for (int row = range.top(); row <= range.bottom(); ++row) {
            selected.append(m_list->idAt(row));
        }
    }
    std::sort(selected.begin(), selected.end());
    if (selected == m_selected) {
        return;
    }
    m_selected = selected;
    m_actionsPause.stop(); // what a person does is shown at once
    updateActions();
    if (!m_rowsGo) {
        Q_EMIT selectionChanged();
    }
}

void ConnectionView::select(ConnectionId connection)
{
    const int row = m_list->rowOf(connection);
    if (row >= 0) {
        m_table->selectionModel()->setCurrentIndex(m_list->index(row, ConnectionModel::PeerColumn),
                                                   QItemSelectionModel::ClearAndSelect |
                                                       QItemSelectionModel::Rows);
    }
}

void ConnectionView::setPlaceholder(const QString &text)
{
    m_placeholder = text;
    showCount();
}

void ConnectionView::applyFilter()
{
    m_list->setFilter(m_filter->text());
    showCount();
}

void ConnectionView::showCount()
{
    const auto &rows = m_model->table().rows();
    if (!rows.empty()) {
        static_cast<ConnectionRows *>(m_table)->showNumber(
            m_model->value(rows.back(), ConnectionModel::NumberColumn, Qt::DisplayRole).toString());
    }
    const QLocale locale;
    QString words;
    if (m_list->isFiltered()) {
        words = tr("%1 of %2")
                    .arg(locale.toString(m_list->rowCount()),
                         locale.toString(static_cast<qulonglong>(rows.size())));
    } else if (m_selected.size() > 1) {
        words = tr("%1 selected").arg(locale.toString(m_selected.size()));
    }
    if (words != m_count->text()) {
        m_count->setText(words);
    }
    const QString placeholder = m_list->isFiltered() && !rows.empty()
                                    ? tr("No connection fits the filter.")
                                    : m_placeholder;
    if (placeholder != m_shownPlaceholder) {
        m_shownPlaceholder = placeholder;
        m_table->setPlaceholder(placeholder);
    }
}

bool ConnectionView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_filter && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        m_filter->clear();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void ConnectionView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_columns->readSettings(); // another tab's table may have changed them
}

} // namespace sockyard
