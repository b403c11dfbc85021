#include "widgets/views/eventtable.h"

#include "widgets/views/tones.h"

#include <QClipboard>
#include <QEvent>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>
#include <QStyledItemDelegate>

namespace sockyard
{

namespace
{

// Colours a row by its kind, and aligns columns; the words come from the model.
class EventDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const auto kind = static_cast<EventKind>(index.data(EventModel::KindRole).toInt());
        if (index.column() == EventModel::EventColumn || index.column() == EventModel::DataColumn) {
            option->palette.setColor(QPalette::Text, toneColor(toneOf(kind), option->palette));
        }
        if (index.column() == EventModel::DataColumn && carriesData(kind)) {
            option->font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
        }
        if (index.column() == EventModel::DeltaColumn ||
            index.column() == EventModel::BytesColumn) {
            option->displayAlignment = Qt::AlignRight | Qt::AlignVCenter;
        }
    }
};

} // namespace

EventTable::EventTable(QWidget *parent)
    : QTableView(parent)
{
    setObjectName(QStringLiteral("eventTable"));
    setAccessibleName(tr("Events"));
    setItemDelegate(new EventDelegate(this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setShowGrid(false);
    setWordWrap(false);
    setTextElideMode(Qt::ElideRight);
    setTabKeyNavigation(false);
    setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setAlternatingRowColors(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setStretchLastSection(true);
    fitRows();
}

void EventTable::setEventModel(EventModel *model)
{
    m_model = model;
    setModel(model);
    fitRows();
    connect(model, &QAbstractItemModel::rowsAboutToBeInserted, this, &EventTable::rememberPlace);
    connect(model, &QAbstractItemModel::rowsInserted, this, &EventTable::keepPlace);
    connect(model, &QAbstractItemModel::rowsAboutToBeRemoved, this, &EventTable::rememberPlace);
    connect(model, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &, int first, int last) {
                keepPlaceAfterRemoval(last - first + 1);
            });
}

void EventTable::fitRows()
{
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 5);
    if (model() == nullptr) {
        return;
    }
    const auto width = [this](const QString &widest) {
        return fontMetrics().horizontalAdvance(widest) + 14;
    };
    setColumnWidth(EventModel::TimeColumn, width(QStringLiteral("00:00:00.000")));
    setColumnWidth(EventModel::DeltaColumn, width(QStringLiteral("000.0 ms")));
    setColumnWidth(EventModel::PeerColumn, width(QStringLiteral("127.0.0.1:50000")));
    setColumnWidth(EventModel::EventColumn, width(QStringLiteral("⇤ peer finished")));
    setColumnWidth(EventModel::BytesColumn, width(QStringLiteral("000000")));
}

std::optional<Event> EventTable::currentEvent() const
{
    return m_model == nullptr || !currentIndex().isValid() ? std::nullopt
                                                           : m_model->eventAt(currentIndex().row());
}

bool EventTable::isAtBottom() const
{
    return verticalScrollBar()->value() >= verticalScrollBar()->maximum();
}

void EventTable::rememberPlace()
{
    m_wasAtBottom = isAtBottom();
}

void EventTable::keepPlace()
{
    if (m_wasAtBottom) {
        scrollToBottom();
    }
}

void EventTable::keepPlaceAfterRemoval(int count)
{
    if (m_wasAtBottom) {
        scrollToBottom();
    } else {
        verticalScrollBar()->setValue(verticalScrollBar()->value() - count);
    }
}

void EventTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    Q_EMIT currentEventChanged();
}

void EventTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        fitRows();
    }
}

void EventTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy) && currentIndex().isValid()) {
        QStringList cells;
        for (int column = 0; column < EventModel::ColumnCount; ++column) {
            cells.append(currentIndex().siblingAtColumn(column).data().toString());
        }
        QGuiApplication::clipboard()->setText(cells.join(u'\t'));
        return;
    }
    // These go to other columns otherwise, which nobody misses in rows that are selected as a
    // whole.
    const bool home = event->key() == Qt::Key_Home;
    if ((home || event->key() == Qt::Key_End) && model()->rowCount() > 0) {
        setCurrentIndex(model()->index(home ? 0 : model()->rowCount() - 1, 0));
        return;
    }
    QTableView::keyPressEvent(event);
}

} // namespace sockyard
