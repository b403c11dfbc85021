#pragma once

#include <QtGlobal>

class QFont;

namespace sockyard
{

/// Where the parts of a hex view's line stand: the offset, perhaps a sign for the direction, the
/// hex digits in groups of eight, and the text. A value; pixels from the content's left edge.
struct HexLayout {
    enum class Column { Hex, Text };

    int bytesPerLine = 16;
    int offsetDigits = 8;
    bool hasSigns = false;
    qreal charWidth = 1;
    int lineHeight = 1;
    int ascent = 0;
    int margin = 0;

    void measure(const QFont &font);
    /// So many digits that the last offset before \a size fits; a multiple of four, so that the
    /// columns seldom move.
    static int digitsFor(qint64 size);

    int contentWidth() const;
    qreal signX() const;
    /// The left edge of a byte that is the \a cell th on its line.
    qreal cellX(int cell, Column column) const;
    qreal cellWidth(Column column) const;
    /// How many characters lie between the digits of a byte and those before it.
    static int gapBefore(int cell);
    /// The cell at or next to a place.
    int cellAt(qreal x, Column column) const;
    Column columnAt(qreal x) const;
};

} // namespace sockyard
