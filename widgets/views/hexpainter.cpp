#include "widgets/views/hexpainter.h"

#include <QPainter>

#include <algorithm>

namespace sockyard
{

namespace
{

QChar hexDigit(unsigned value)
{
    return QLatin1Char("0123456789abcdef"[value & 0xf]);
}

QString offsetText(qint64 offset, int digits)
{
    return QString::number(offset, 16).rightJustified(digits, u'0');
}

} // namespace

HexPainter::HexPainter(QPainter &painter, const HexLayout &layout, const ByteWindow &window,
                       const ByteColours &colours, Selection selection, bool latin1)
    : m_painter(painter)
    , m_layout(layout)
    , m_window(window)
    , m_colours(colours)
    , m_selection(selection)
    , m_latin1(latin1)
{
}

void HexPainter::paintLine(qint64 from, QPointF corner) const
{
    m_painter.setPen(m_colours.faint);
    m_painter.drawText(corner + QPointF(m_layout.margin, m_layout.ascent),
                       offsetText(from, m_layout.offsetDigits));
    const qint64 end = std::min(from + m_layout.bytesPerLine, static_cast<qint64>(m_window.to()));
    if (m_layout.hasSigns) {
        paintSign(from, end, corner);
    }
    // Neighbours that look the same are painted at once.
    for (qint64 begin = from; begin < end;) {
        const auto *segment = m_window.segmentAt(static_cast<std::uint64_t>(begin));
        if (segment == nullptr) {
            ++begin; // gone
            continue;
        }
        const bool selected = isSelected(begin);
        qint64 behind = begin + 1;
        while (behind < end && behind < static_cast<qint64>(segment->to) &&
               isSelected(behind) == selected) {
            ++behind;
        }
        const Direction direction = m_layout.hasSigns ? segment->direction : Direction::Neither;
        for (const auto column : {HexLayout::Column::Hex, HexLayout::Column::Text}) {
            paintCells(column, begin, behind, from, corner, selected, direction);
        }
        begin = behind;
    }
}

void HexPainter::paintSign(qint64 from, qint64 to, QPointF corner) const
{
    Direction direction = Direction::Neither;
    bool both = false;
    for (const ByteWindow::Segment &segment : m_window.segments()) {
        if (static_cast<qint64>(segment.to) > from && static_cast<qint64>(segment.from) < to) {
            both = direction != Direction::Neither && direction != segment.direction;
            direction = segment.direction;
            if (both) {
                break;
            }
        }
    }
    m_painter.setPen(both ? m_colours.text : m_colours.of(direction));
    m_painter.drawText(corner + QPointF(m_layout.signX(), m_layout.ascent),
                       both ? QStringLiteral("↕") : directionSign(direction));
}

bool HexPainter::isSelected(qint64 offset) const
{
    return offset >= m_selection.from && offset < m_selection.to;
}

bool HexPainter::isPrintable(std::byte byte) const
{
    const auto value = std::to_integer<unsigned>(byte);
    return (value >= 0x20 && value < 0x7f) || (m_latin1 && value > 0xa0 && value != 0xad);
}

void HexPainter::paintCells(HexLayout::Column column, qint64 from, qint64 to, qint64 lineStart,
                            QPointF corner, bool selected, Direction direction) const
{
    const auto firstCell = static_cast<int>(from - lineStart);
    const auto lastCell = static_cast<int>(to - lineStart) - 1;
    const qreal x = corner.x() + m_layout.cellX(firstCell, column);
    const qreal y = corner.y();

    QColor plain = m_colours.of(direction);
    QColor faint = m_colours.faint;
    if (selected) {
        const bool active = column == m_selection.active;
        // Up to the next part of the selection, which may be of the other direction.
        const bool joins = isSelected(to) && lastCell + 1 < m_layout.bytesPerLine &&
                           to < static_cast<qint64>(m_window.to());
        const qreal right =
            corner.x() + (joins ? m_layout.cellX(lastCell + 1, column)
                                : m_layout.cellX(lastCell, column) + m_layout.cellWidth(column));
        m_painter.fillRect(QRectF(x, y, right - x, m_layout.lineHeight),
                           active ? m_colours.highlight : m_colours.passiveHighlight);
        plain = active ? m_colours.highlightedText : m_colours.text;
        faint = plain;
    }

    // What is no text has a faint dot of its own, painted apart because its colour differs.
    QString characters;
    QString dots;
    const ByteView bytes =
        m_window.bytes(static_cast<std::uint64_t>(from), static_cast<std::uint64_t>(to));
    for (int cell = firstCell; cell <= lastCell; ++cell) {
        const std::byte byte = bytes[static_cast<std::size_t>(cell - firstCell)];
        if (column == HexLayout::Column::Text) {
            const bool printable = isPrintable(byte);
            characters += printable ? QLatin1Char(static_cast<char>(byte)) : QChar(u' ');
            dots += printable ? QChar(u' ') : QChar(u'\u00b7');
            continue;
        }
        if (cell > firstCell) {
            characters += QString(HexLayout::gapBefore(cell), u' ');
        }
        const auto value = std::to_integer<unsigned>(byte);
        characters += hexDigit(value >> 4);
        characters += hexDigit(value);
    }
    m_painter.setPen(plain);
    m_painter.drawText(QPointF(x, y + m_layout.ascent), characters);
    if (column == HexLayout::Column::Text) {
        m_painter.setPen(faint);
        m_painter.drawText(QPointF(x, y + m_layout.ascent), dots);
    }
}

} // namespace sockyard
