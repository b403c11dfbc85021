#include "widgets/views/rowdelegate.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

#include <algorithm>
#include <iterator>

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
    QRect place = cell.rect.adjusted(margin, 0, -margin, 0);
    if (const QString words = badge(index); !words.isEmpty()) {
        const QFontMetrics usual(option.font);
        const QString shown =
            usual.elidedText(words, Qt::ElideRight, qMax(place.width() / 2, usual.height()));
        painter->setFont(option.font);
        painter->setPen(selected ? cell.palette.color(group, QPalette::HighlightedText)
                                 : badgeColor(option.palette));
        painter->drawText(place, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, shown);
        place.setWidth(qMax(0, place.width() - usual.horizontalAdvance(shown) - 3 * margin));
    }
    const QString text = shownText(cell, place.width());
    painter->setFont(cell.font);
    painter->setPen(
        cell.palette.color(group, selected ? QPalette::HighlightedText : QPalette::Text));
    painter->drawText(place, static_cast<int>(cell.displayAlignment | Qt::TextSingleLine), text);
}

QString RowDelegate::shownText(const QStyleOptionViewItem &cell, int width) const
{
    auto *its = std::find_if(m_widths.begin(), m_widths.end(),
                             [&cell](const GlyphWidths &widths) { return widths.isOf(cell.font); });
    if (its == m_widths.end()) {
        its = std::prev(m_widths.end());
        *its = GlyphWidths(cell.font);
    }
    std::rotate(m_widths.begin(), its, std::next(its));
    if (m_widths.front().fits(cell.text, width)) {
        return cell.text;
    }
    // More characters than fit at the width of a narrow one need not be measured.
    const QFontMetrics metrics(cell.font);
    const qsizetype most = width / qMax(1, metrics.averageCharWidth() / 2) + 2;
    QString part = cell.text;
    if (part.size() > most && cell.textElideMode == Qt::ElideLeft) {
        part = part.right(most);
    } else if (part.size() > most && cell.textElideMode == Qt::ElideMiddle) {
        part = part.left(most) + part.right(most);
    } else {
        part.truncate(most);
    }
    return metrics.elidedText(part, cell.textElideMode, width);
}

QString RowDelegate::badge(const QModelIndex & /*index*/) const
{
    return {};
}

QColor RowDelegate::badgeColor(const QPalette &palette) const
{
    return palette.color(QPalette::Text);
}

QString RowDelegate::tip(const QModelIndex &index) const
{
    return index.data(Qt::ToolTipRole).toString();
}

bool RowDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view,
                            const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const QString words = index.isValid() ? tip(index) : QString();
    if (event->type() != QEvent::ToolTip || words.isEmpty()) {
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    }
    // As HTML, so that a tool tip takes nothing in it for HTML.
    QString html = words.toHtmlEscaped();
    html.replace(u'\n', QStringLiteral("<br>"));
    QToolTip::showText(event->globalPos(), QStringLiteral("<qt>%1</qt>").arg(html), view,
                       view->visualRect(index));
    return true;
}

} // namespace sockyard
