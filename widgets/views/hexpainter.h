#pragma once

#include "netcore/projections/bytewindow.h"
#include "widgets/views/bytecolours.h"
#include "widgets/views/hexlayout.h"

#include <QPointF>

class QPainter;

namespace sockyard
{

/// Paints the lines of a hex view that are to be seen, from a window of the bytes. Lives for one
/// paint event.
class HexPainter
{
public:
    struct Selection {
        qint64 from = 0;
        qint64 to = 0;
        HexLayout::Column active = HexLayout::Column::Hex;
    };

    /// \a latin1 shows the upper half of ISO 8859-1 in the text column as well.
    HexPainter(QPainter &painter, const HexLayout &layout, const ByteWindow &window,
               const ByteColours &colours, Selection selection, bool latin1);

    /// Paints the line that begins with the byte \a from, with its left upper corner at \a corner.
    void paintLine(qint64 from, QPointF corner) const;

private:
    void paintSign(qint64 from, qint64 to, QPointF corner) const;
    void paintCells(HexLayout::Column column, qint64 from, qint64 to, qint64 lineStart,
                    QPointF corner, bool selected, Direction direction) const;
    bool isSelected(qint64 offset) const;
    bool isPrintable(std::byte byte) const;

    QPainter &m_painter;
    const HexLayout &m_layout;
    const ByteWindow &m_window;
    const ByteColours &m_colours;
    const Selection m_selection;
    const bool m_latin1;
};

} // namespace sockyard
