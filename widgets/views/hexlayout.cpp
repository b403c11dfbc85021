#include "widgets/views/hexlayout.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace sockyard
{

namespace
{

constexpr int groupLength = 8; // a gap follows each group

// The widths of a line's parts, in characters.
constexpr int gapWidth = 2;
constexpr int signWidth = 2;
constexpr int hexCellWidth = 3;

/// The beginning of a hex cell in characters from the beginning of its column.
constexpr int hexCellStart(int cell)
{
    return cell * hexCellWidth + cell / groupLength;
}

constexpr int hexColumnWidth(int cells)
{
    return hexCellStart(cells - 1) + hexCellWidth - 1;
}

} // namespace

void HexLayout::measure(const QFont &font)
{
    const QFontMetricsF metrics(font);
    // Over many characters, because the width of one may have been rounded.
    constexpr int sample = 64;
    charWidth = std::max(1.0, metrics.horizontalAdvance(QString(sample, u'0')) / sample);
    lineHeight = std::max(1, static_cast<int>(std::ceil(metrics.height())));
    ascent = static_cast<int>(std::ceil(metrics.ascent()));
    margin = static_cast<int>(std::ceil(charWidth / 2));
}

int HexLayout::digitsFor(qint64 size)
{
    int digits = 4;
    while (digits < 16 && (size - 1) >> (4 * digits) > 0) {
        digits += 4;
    }
    return digits;
}

int HexLayout::contentWidth() const
{
    const int characters = offsetDigits + (hasSigns ? signWidth : 0) + gapWidth +
                           hexColumnWidth(bytesPerLine) + gapWidth + bytesPerLine;
    return 2 * margin + static_cast<int>(std::ceil(characters * charWidth));
}

qreal HexLayout::signX() const
{
    return margin + (offsetDigits + 1) * charWidth;
}

qreal HexLayout::cellX(int cell, Column column) const
{
    int characters = offsetDigits + (hasSigns ? signWidth : 0) + gapWidth;
    if (column == Column::Hex) {
        characters += hexCellStart(cell);
    } else {
        characters += hexColumnWidth(bytesPerLine) + gapWidth + cell;
    }
    return margin + characters * charWidth;
}

qreal HexLayout::cellWidth(Column column) const
{
    return column == Column::Hex ? 2 * charWidth : charWidth;
}

int HexLayout::gapBefore(int cell)
{
    return hexCellStart(cell) - hexCellStart(cell - 1) - 2;
}

int HexLayout::cellAt(qreal x, Column column) const
{
    int cell = 0;
    while (cell + 1 < bytesPerLine) {
        const qreal gap = cellX(cell + 1, column) - cellX(cell, column) - cellWidth(column);
        if (x < cellX(cell + 1, column) - gap / 2) {
            break;
        }
        ++cell;
    }
    return cell;
}

HexLayout::Column HexLayout::columnAt(qreal x) const
{
    return x < cellX(0, Column::Text) - gapWidth * charWidth / 2 ? Column::Hex : Column::Text;
}

} // namespace sockyard
