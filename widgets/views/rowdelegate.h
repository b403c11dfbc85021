#pragma once

#include "widgets/views/glyphwidths.h"

#include <QStyledItemDelegate>

#include <array>

namespace sockyard
{

/// Paints a cell as one line of plain text, quickly: tables here show events by the thousand. (The
/// base class lays each text out several times.) What a cell looks like is said by style(); belongs
/// to its view. Tool tips are shown as the plain text that they are.
class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

protected:
    /// Sets font, text colour, background, alignment or elide mode of a cell. The text is there
    /// already.
    virtual void style(QStyleOptionViewItem &option, const QModelIndex &index) const = 0;
    /// A few words that stand at the right of a cell, before its text. Mostly none.
    virtual QString badge(const QModelIndex &index) const;
    virtual QColor badgeColor(const QPalette &palette) const;
    /// What the tool tip of a cell says, as plain text: what the model says, mostly.
    virtual QString tip(const QModelIndex &index) const;

private:
    QString shownText(const QStyleOptionViewItem &cell, int width) const;

    // Of the fonts that cells had last, the newest first. The rows of a table have three at most.
    mutable std::array<GlyphWidths, 3> m_widths;
};

} // namespace sockyard
