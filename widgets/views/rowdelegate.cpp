#include "widgets/views/rowdelegate.h"

#include <QApplication>
#include <QPainter>
#include <QStyle>

namespace sockyard
{

namespace
{
constexpr int margin = 3;
} // namespace

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                        const QModelIndex &index) const
{
    QStyleOptionViewItem cell = option;
    cell.text = index.data(Qt::DisplayRole).toString();
    style(cell, index);

    const QStyle *const look =
        cell.widget != nullptr ? cell.widget->style() : QApplication::style();
    look->drawPrimitive(QStyle::PE_PanelItemViewItem, &cell, painter, cell.widget);

    const bool selected = cell.state.testFlag(QStyle::State_Selected);
    const bool active = cell.state.testFlag(QStyle::State_Active);
    const auto group = active ? QPalette::Active : QPalette::Inactive;
    const QRect place = cell.rect.adjusted(margin, 0, -margin, 0);
    // More characters than fit at the width of a narrow one need not be measured.
    const QFontMetrics metrics(cell.font);
    const qsizetype most = place.width() / qMax(1, metrics.averageCharWidth() / 2) + 2;
    const QString text =
        metrics.elidedText(cell.text.left(most), cell.textElideMode, place.width());
    painter->setFont(cell.font);
    painter->setPen(
        cell.palette.color(group, selected ? QPalette::HighlightedText : QPalette::Text));
    painter->drawText(place, static_cast<int>(cell.displayAlignment | Qt::TextSingleLine), text);
}

} // namespace sockyard
