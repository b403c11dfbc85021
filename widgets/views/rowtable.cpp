#include "widgets/views/rowtable.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyleOptionFocusRect>

#include <algorithm>
#include <utility>

namespace sockyard
{

namespace
{

constexpr int rowMargin = 5;
constexpr int cellMargin = 10;
constexpr int placeholderMargin = 16;
// A place outside of the view is not told further away than this: a rectangle counts in int.
constexpr qint64 farAway = 1 << 24;

// The vertical header that never hears of a row.
class NoHeader : public QHeaderView
{
public:
    explicit NoHeader(QWidget *parent)
        : QHeaderView(Qt::Vertical, parent)
    {
    }

    void setModel(QAbstractItemModel * /*model*/) override {}
    void setSelectionModel(QItemSelectionModel * /*model*/) override {}
};

} // namespace

RowTable::RowTable(Follow follow, QWidget *parent)
    : QTableView(parent)
    , m_follow(follow)
{
    setVerticalHeader(new NoHeader(this));
    verticalHeader()->hide();
    // The button where the two headers would meet; QTableView hides it in what is replaced here.
    if (auto *corner = findChild<QAbstractButton *>(QString(), Qt::FindDirectChildrenOnly)) {
        corner->hide();
    }
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setShowGrid(false);
    setWordWrap(false);
    setTextElideMode(Qt::ElideRight);
    setTabKeyNavigation(false);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

void RowTable::setModel(QAbstractItemModel *model)
{
    QTableView::setModel(model);
    fit();
    connect(model, &QAbstractItemModel::rowsRemoved, this, &RowTable::keepPlace);
}

void RowTable::setPlaceholder(const QString &text)
{
    m_placeholder = text;
    setAccessibleDescription(text);
    viewport()->update();
}

QString RowTable::shownPlaceholder() const
{
    return model() == nullptr || model()->rowCount() > 0 ? QString() : m_placeholder;
}

void RowTable::fit()
{
    m_rowHeight = fontMetrics().height() + rowMargin;
    if (model() != nullptr) {
        fitColumns();
    }
    updateGeometries();
    viewport()->update();
}

int RowTable::widthFor(const QString &widest) const
{
    return fontMetrics().horizontalAdvance(widest) + cellMargin;
}

QList<int> RowTable::shownColumns() const
{
    QList<int> columns;
    const QHeaderView *const header = horizontalHeader();
    for (int place = 0; place < header->count(); ++place) {
        const int column = header->logicalIndex(place);
        if (!header->isSectionHidden(column)) {
            columns.append(column);
        }
    }
    return columns;
}

QString RowTable::rowText(int row) const
{
    QStringList cells;
    const auto columns = shownColumns();
    for (const int column : columns) {
        cells.append(model()->index(row, column).data().toString());
    }
    return cells.join(u'\t');
}

// Where rows are.

int RowTable::rows() const
{
    return model() == nullptr ? 0 : model()->rowCount();
}

int RowTable::wholeRowsInView() const
{
    return std::max(1, viewport()->height() / m_rowHeight);
}

bool RowTable::isAtBottom() const
{
    return verticalScrollBar()->value() >= verticalScrollBar()->maximum();
}

qint64 RowTable::topOf(int row) const
{
    const int first = verticalScrollBar()->value();
    qint64 shift = 0;
    if (first > 0 && isAtBottom()) {
        // The last row ends where the view does; one above is seen in part.
        shift = qint64(rows() - first) * m_rowHeight - viewport()->height();
    }
    return qint64(row - first) * m_rowHeight - shift;
}

int RowTable::verticalOffset() const
{
    return static_cast<int>(std::min(-topOf(0), qint64(std::numeric_limits<int>::max())));
}

int RowTable::topRow() const
{
    return rowAt(0);
}

int RowTable::rowAt(int y) const
{
    const int first = verticalScrollBar()->value();
    const qint64 below = y - topOf(first);
    // Rounds down, above the first row too.
    const qint64 row =
        first + (below >= 0 ? below / m_rowHeight : -((-below - 1) / m_rowHeight) - 1);
    return row < 0 || row >= rows() ? -1 : static_cast<int>(row);
}

QRect RowTable::visualRect(const QModelIndex &index) const
{
    if (!index.isValid() || index.model() != model() || isIndexHidden(index)) {
        return {};
    }
    const qint64 top = std::clamp(topOf(index.row()), -farAway, farAway);
    return {columnViewportPosition(index.column()), static_cast<int>(top),
            columnWidth(index.column()), m_rowHeight};
}

QModelIndex RowTable::indexAt(const QPoint &place) const
{
    const int row = rowAt(place.y());
    const int column = columnAt(place.x());
    return row < 0 || column < 0 ? QModelIndex() : model()->index(row, column);
}

bool RowTable::isIndexHidden(const QModelIndex &index) const
{
    return isColumnHidden(index.column());
}

int RowTable::sizeHintForColumn(int column) const
{
    int width = 0;
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    const int top = std::max(topRow(), 0);
    const int end = std::min(rows() - top, wholeRowsInView() + 2) + top;
    for (int row = top; row < end; ++row) {
        const QModelIndex index = model()->index(row, column);
        const int needed = itemDelegateForIndex(index)->sizeHint(option, index).width();
        width = std::max(width, needed + cellMargin);
    }
    return width;
}

// How one moves.

void RowTable::setBarRange()
{
    const int inView = wholeRowsInView();
    QScrollBar *const bar = verticalScrollBar();
    bar->setPageStep(inView);
    bar->setSingleStep(1);
    bar->setRange(0, std::max(0, rows() - inView));
}

void RowTable::updateGeometries()
{
    if (m_updatesGeometries) {
        return;
    }
    m_updatesGeometries = true;
    // As QTableView does it, without looking at rows one by one.
    QHeaderView *const header = horizontalHeader();
    const int height =
        header->isHidden() ? 0 : std::max(header->minimumHeight(), header->sizeHint().height());
    const bool wasAtBottom = m_follow == Follow::End && isAtBottom();
    setViewportMargins(0, height, 0, 0);
    const QRect inside = viewport()->geometry();
    header->setGeometry(inside.left(), inside.top() - height, inside.width(), height);

    QScrollBar *const bar = horizontalScrollBar();
    bar->setPageStep(viewport()->width());
    bar->setRange(0, std::max(0, header->length() - viewport()->width()));
    bar->setSingleStep(std::max(viewport()->width() / 20, 2));
    setBarRange();
    if (wasAtBottom) {
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    }
    m_updatesGeometries = false;
}

void RowTable::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                           const QList<int> &roles)
{
    // QTableView asks its vertical header which part of the view that is.
    QTableView::dataChanged(topLeft, bottomRight, roles);
    const qint64 from = std::max(topOf(topLeft.row()), qint64(0));
    const qint64 to =
        std::min(topOf(bottomRight.row()) + m_rowHeight, qint64(viewport()->height()));
    if (from < to) {
        viewport()->update(0, static_cast<int>(from), viewport()->width(),
                           static_cast<int>(to - from));
    }
}

void RowTable::rowsInserted(const QModelIndex &parent, int first, int last)
{
    const bool wasAtBottom = isAtBottom();
    QTableView::rowsInserted(parent, first, last);
    setBarRange();
    if (m_follow == Follow::End && wasAtBottom) {
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    } else if (first < verticalScrollBar()->value()) {
        verticalScrollBar()->setValue(verticalScrollBar()->value() + last - first + 1);
    }
    viewport()->update();
}

void RowTable::rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last)
{
    // Before anybody else: the bar counts rows.
    const int top = verticalScrollBar()->value();
    m_keepsBottom = m_follow == Follow::End && isAtBottom();
    m_keptTop = top - std::clamp(top - first, 0, last - first + 1);
    const int current = currentIndex().row();
    if (current >= first && current <= last) {
        // Its neighbour is another thing, which nobody has chosen.
        if (isForSeveral()) {
            selectionModel()->clearCurrentIndex(); // the others stay selected
        } else {
            selectionModel()->clear();
        }
    }
    QTableView::rowsAboutToBeRemoved(parent, first, last);
}

void RowTable::keepPlace()
{
    setBarRange();
    verticalScrollBar()->setValue(m_keepsBottom ? verticalScrollBar()->maximum() : m_keptTop);
    viewport()->update();
}

void RowTable::reset()
{
    QTableView::reset();
    setBarRange();
    viewport()->update();
}

void RowTable::scrollContentsBy(int dx, int dy)
{
    QTableView::scrollContentsBy(dx, 0);
    if (dy != 0) {
        viewport()->update();
    }
}

void RowTable::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    if (!index.isValid() || index.model() != model()) {
        return;
    }
    QScrollBar *const bar = verticalScrollBar();
    const int row = index.row();
    const int inView = wholeRowsInView();
    const qint64 top = topOf(row);
    const bool above = top < 0;
    const bool below = top + m_rowHeight > viewport()->height();
    if (hint == PositionAtTop || (hint == EnsureVisible && above)) {
        bar->setValue(row);
    } else if (hint == PositionAtBottom || (hint == EnsureVisible && below)) {
        bar->setValue(row - inView + 1);
    } else if (hint == PositionAtCenter) {
        bar->setValue(row - inView / 2);
    }
    if (isIndexHidden(index)) {
        return; // the row is what is asked for
    }
    const int left = columnViewportPosition(index.column());
    const int width = columnWidth(index.column());
    if (left < 0 || width > viewport()->width()) {
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() + left);
    } else if (left + width > viewport()->width()) {
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() + left + width -
                                        viewport()->width());
    }
}

QModelIndex RowTable::moveCursor(CursorAction action, Qt::KeyboardModifiers /*modifiers*/)
{
    const auto columns = shownColumns();
    const int last = rows() - 1;
    if (last < 0 || columns.isEmpty()) {
        return {};
    }
    const QModelIndex current = currentIndex();
    int place = static_cast<int>(std::max(columns.indexOf(current.column()), qsizetype(0)));
    int row = current.row();
    if (!current.isValid() && action != MoveHome && action != MoveEnd) {
        return model()->index(std::max(topRow(), 0), columns.constFirst()); // what one sees
    }
    const int page = wholeRowsInView();
    switch (action) {
    case MoveUp:
    case MovePrevious:
        row -= 1;
        break;
    case MoveDown:
    case MoveNext:
        row += 1;
        break;
    case MovePageUp:
        row -= page;
        break;
    case MovePageDown:
        row += row > last - page ? last - row : page;
        break;
    // These go to other columns otherwise, which nobody misses in rows that are selected as a
    // whole.
    case MoveHome:
        row = 0;
        break;
    case MoveEnd:
        row = last;
        break;
    case MoveLeft:
        place -= 1;
        break;
    case MoveRight:
        place += 1;
        break;
    }
    place = std::clamp(place, 0, static_cast<int>(columns.size()) - 1);
    return model()->index(std::clamp(row, 0, last), columns.at(place));
}

void RowTable::keyboardSearch(const QString & /*search*/) {}

void RowTable::setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command)
{
    if (selectionModel() == nullptr || rows() == 0) {
        return;
    }
    if (isForSeveral()) {
        selectSeveral(rect, command);
        return;
    }
    const QModelIndex first = indexAt(rect.topLeft());
    const QModelIndex last = indexAt(rect.bottomRight());
    if (first.isValid() && last.isValid()) {
        selectionModel()->select(QItemSelection(first, last), command);
    } else if (command.testFlag(QItemSelectionModel::Clear)) {
        selectionModel()->select(QItemSelection(), command);
    }
}

int RowTable::nearestRow(int y) const
{
    const int row = rowAt(y);
    return row >= 0 ? row : y < topOf(0) ? 0 : rows() - 1;
}

// From corner to corner, in whichever order: between the place where a person began and where they
// are now, which may lie outside of the rows and of the view.
void RowTable::selectSeveral(const QRect &rect, QItemSelectionModel::SelectionFlags command)
{
    const auto columns = shownColumns();
    const int top = std::min(rect.top(), rect.bottom());
    const int bottom = std::max(rect.top(), rect.bottom());
    const bool touchesRows = bottom >= topOf(0) && top < topOf(rows());
    if (columns.isEmpty() || !touchesRows) {
        selectionModel()->select(QItemSelection(), command);
        return;
    }
    selectionModel()->select(
        QItemSelection(model()->index(nearestRow(top), columns.constFirst()),
                       model()->index(nearestRow(bottom), columns.constFirst())),
        command);
}

QRegion RowTable::visualRegionForSelection(const QItemSelection &selection) const
{
    QRegion region;
    const qint64 bottom = viewport()->height();
    for (const QItemSelectionRange &range : selection) {
        const qint64 from = std::max(topOf(range.top()), qint64(0));
        const qint64 to = std::min(topOf(range.bottom()) + m_rowHeight, bottom);
        if (from < to) {
            region +=
                QRect(0, static_cast<int>(from), viewport()->width(), static_cast<int>(to - from));
        }
    }
    return region;
}

void RowTable::copyRow()
{
    if (isForSeveral()) {
        QList<int> selected;
        const QItemSelection ranges = selectionModel()->selection();
        for (const QItemSelectionRange &range : ranges) {
            for (int row = range.top(); row <= range.bottom(); ++row) {
                selected.append(row);
            }
        }
        std::sort(selected.begin(), selected.end());
        QStringList lines;
        for (const int row : std::as_const(selected)) {
            lines.append(rowText(row));
        }
        if (!lines.isEmpty()) {
            QGuiApplication::clipboard()->setText(lines.join(u'\n'));
        }
    } else if (currentIndex().isValid()) {
        QGuiApplication::clipboard()->setText(rowText(currentIndex().row()));
    }
}

void RowTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        fit();
    }
}

void RowTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copyRow();
        return;
    }
    QTableView::keyPressEvent(event);
}

void RowTable::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    const QString words = shownPlaceholder();
    if (!words.isEmpty()) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        const QRect place =
            viewport()->rect().adjusted(placeholderMargin, 0, -placeholderMargin, 0);
        painter.drawText(place, static_cast<int>(Qt::AlignCenter) | Qt::TextWordWrap, words);
    }
    const int top = rowAt(event->rect().top());
    if (top < 0) {
        return;
    }
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    const QStyle::State state = option.state;
    const auto columns = shownColumns();
    const int bottom = event->rect().bottom();
    const int count = rows();
    for (int row = top; row < count; ++row) {
        const int y = static_cast<int>(topOf(row));
        if (y > bottom) {
            break;
        }
        const bool selected = selectionModel()->isSelected(model()->index(row, columns.value(0)));
        for (const int column : columns) {
            option.rect =
                QRect(columnViewportPosition(column), y, columnWidth(column), m_rowHeight);
            if (!option.rect.intersects(event->rect())) {
                continue;
            }
            const QModelIndex index = model()->index(row, column);
            option.state = state;
            option.state.setFlag(QStyle::State_Selected, selected);
            option.state.setFlag(QStyle::State_HasFocus, hasFocus() && index == currentIndex());
            itemDelegateForIndex(index)->paint(&painter, option, index);
        }
        if (isForSeveral() && hasFocus() && row == currentIndex().row()) {
            // Ctrl and the arrows go from row to row without selecting: one has to see where.
            QStyleOptionFocusRect frame;
            frame.initFrom(this);
            frame.rect = QRect(0, y, viewport()->width(), m_rowHeight);
            frame.backgroundColor =
                palette().color(selected ? QPalette::Highlight : QPalette::Base);
            frame.state |= QStyle::State_KeyboardFocusChange;
            style()->drawPrimitive(QStyle::PE_FrameFocusRect, &frame, &painter, this);
        }
    }
}

} // namespace sockyard
