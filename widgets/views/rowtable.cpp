#include "widgets/views/rowtable.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

namespace sockyard
{

namespace
{
constexpr int rowMargin = 5;
constexpr int cellMargin = 10;
constexpr int placeholderMargin = 16;
} // namespace

RowTable::RowTable(Follow follow, QWidget *parent)
    : QTableView(parent)
    , m_follow(follow)
{
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setShowGrid(false);
    setWordWrap(false);
    setTextElideMode(Qt::ElideRight);
    setTabKeyNavigation(false);
    setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

void RowTable::setModel(QAbstractItemModel *model)
{
    QTableView::setModel(model);
    fit();
    if (m_follow == Follow::Nothing) {
        return;
    }
    connect(model, &QAbstractItemModel::rowsAboutToBeInserted, this, &RowTable::rememberPlace);
    connect(model, &QAbstractItemModel::rowsInserted, this, &RowTable::keepPlace);
    connect(model, &QAbstractItemModel::rowsAboutToBeRemoved, this, &RowTable::rememberPlace);
    connect(model, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &, int first, int last) {
                keepPlaceAfterRemoval(last - first + 1);
            });
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
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + rowMargin);
    if (model() != nullptr) {
        fitColumns();
    }
}

int RowTable::widthFor(const QString &widest) const
{
    return fontMetrics().horizontalAdvance(widest) + cellMargin;
}

bool RowTable::isAtBottom() const
{
    return verticalScrollBar()->value() >= verticalScrollBar()->maximum();
}

void RowTable::rememberPlace()
{
    m_wasAtBottom = isAtBottom();
}

void RowTable::keepPlace()
{
    if (m_wasAtBottom) {
        scrollToBottom();
    }
}

void RowTable::keepPlaceAfterRemoval(int count)
{
    if (m_wasAtBottom) {
        scrollToBottom();
    } else {
        verticalScrollBar()->setValue(verticalScrollBar()->value() - count);
    }
}

void RowTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        fit();
    }
}

void RowTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy) && currentIndex().isValid()) {
        QStringList cells;
        for (int column = 0; column < model()->columnCount(); ++column) {
            cells.append(currentIndex().siblingAtColumn(column).data().toString());
        }
        QGuiApplication::clipboard()->setText(cells.join(u'\t'));
        return;
    }
    // These go to other columns otherwise, which nobody misses in rows that are selected as a
    // whole.
    const bool home = event->key() == Qt::Key_Home;
    if ((home || event->key() == Qt::Key_End) && model() != nullptr && model()->rowCount() > 0) {
        setCurrentIndex(model()->index(home ? 0 : model()->rowCount() - 1, 0));
        return;
    }
    QTableView::keyPressEvent(event);
}

void RowTable::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    const QString words = shownPlaceholder();
    if (words.isEmpty()) {
        return;
    }
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    const QRect place = viewport()->rect().adjusted(placeholderMargin, 0, -placeholderMargin, 0);
    painter.drawText(place, static_cast<int>(Qt::AlignCenter) | Qt::TextWordWrap, words);
}

} // namespace sockyard
