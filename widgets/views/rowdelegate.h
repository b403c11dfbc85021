#pragma once

#include <QStyledItemDelegate>

namespace sockyard
{

/// Paints a cell as one line of plain text, quickly: tables here show events by the thousand. (The
/// base class lays each text out several times.) What a cell looks like is said by style(); belongs
/// to its view.
class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

protected:
    /// Sets font, text colour, alignment or elide mode of a cell. The text is there already.
    virtual void style(QStyleOptionViewItem &option, const QModelIndex &index) const = 0;
};

} // namespace sockyard
