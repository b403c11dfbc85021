#include "widgets/views/hexview.h"

#include "netcore/codec/hexdump.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStringDecoder>
#include <QStyleOptionFocusRect>
#include <QTimerEvent>
#include <QToolTip>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace sockyard
{

namespace
{

constexpr std::array<int, 3> lineLengths = {16, 8, 4};
constexpr int groupLength = 8; ///< a gap follows each group

// The widths of a line's parts, in characters.
constexpr int gapWidth = 2;
constexpr int hexCellWidth = 3;
constexpr int usualOffsetDigits = 8;

constexpr int preferredLines = 8;
constexpr int fewestLines = 3;

constexpr int scrollIntervalMs = 40;

/// The beginning of a hex cell in characters from the beginning of its column.
constexpr int hexCellStart(int cell)
{
    return cell * hexCellWidth + cell / groupLength;
}

constexpr int hexColumnWidth(int cells)
{
    return hexCellStart(cells - 1) + hexCellWidth - 1;
}

constexpr bool isPrintable(std::byte byte)
{
    return byte >= std::byte{0x20} && byte < std::byte{0x7f};
}

QChar hexDigit(unsigned value)
{
    return QLatin1Char("0123456789abcdef"[value & 0xf]);
}

QColor blended(const QColor &from, const QColor &to, float share)
{
    const auto mix = [share](float a, float b) { return a + (b - a) * share; };
    return QColor::fromRgbF(mix(from.redF(), to.redF()), mix(from.greenF(), to.greenF()),
                            mix(from.blueF(), to.blueF()));
}

QString offsetText(qsizetype offset, int digits)
{
    return QString::number(offset, 16).rightJustified(digits, u'0');
}

} // namespace

/// From the palette alone, so that every style and both light and dark work.
struct HexView::Colours {
    QColor text;
    QColor faint;
    QColor highlight;
    QColor highlightedText;
    QColor passiveHighlight;

    explicit Colours(const HexView &view)
    {
        const QPalette &palette = view.palette();
        QPalette::ColorGroup group = QPalette::Active;
        if (!view.isEnabled()) {
            group = QPalette::Disabled;
        } else if (!view.hasFocus() || !view.isActiveWindow()) {
            group = QPalette::Inactive;
        }
        text = palette.color(group, QPalette::Text);
        faint = palette.color(group, QPalette::PlaceholderText);
        highlight = palette.color(group, QPalette::Highlight);
        highlightedText = palette.color(group, QPalette::HighlightedText);
        passiveHighlight = blended(palette.color(group, QPalette::Base), highlight, 0.35F);
    }
};

/// A key's way through the bytes: so many bytes, lines or pages, or to one end of something.
struct HexView::Move {
    enum class Unit { Byte, Line, Page, LineEnd, End };
    QKeySequence::StandardKey moving;
    QKeySequence::StandardKey selecting;
    Unit unit;
    bool forward;
};

HexView::HexView(QWidget *parent)
    : QAbstractScrollArea(parent)
{
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    // A programmer's font would make one arrow of the two bytes "->".
    fixed.setStyleStrategy(QFont::PreferNoShaping);
    fixed.setKerning(false);
    setFont(fixed);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Bytes"));
    viewport()->setCursor(Qt::IBeamCursor);
    // Bytes run from left to right in every language.
    horizontalScrollBar()->setLayoutDirection(Qt::LeftToRight);
    measureFont();
    updateLayout();
}

void HexView::setBytes(std::shared_ptr<const void> owner, ByteView bytes)
{
    const bool hadSelection = !selectedBytes().empty();
    endDrag();
    m_bytes = bytes;
    // The former owner goes last, when nothing looks at its bytes any more.
    std::swap(m_owner, owner);
    m_pressed = {};
    select(0, 0, false);
    updateLayout();
    verticalScrollBar()->setValue(0);
    horizontalScrollBar()->setValue(0);
    if (hadSelection) {
        Q_EMIT selectionChanged();
    }
}

void HexView::clear()
{
    setBytes(nullptr, {});
}

ByteView HexView::part(Span span) const
{
    return m_bytes.subspan(static_cast<std::size_t>(span.from),
                           static_cast<std::size_t>(span.to - span.from));
}

ByteView HexView::selectedBytes() const
{
    return part(selection());
}

HexView::Span HexView::selection() const
{
    return {std::min(m_anchor, m_cursor), std::max(m_anchor, m_cursor)};
}

void HexView::setSelection(qsizetype from, qsizetype length)
{
    if (from < 0) {
        length = std::max<qsizetype>(length, 0) + from;
        from = 0;
    }
    from = std::min(from, byteCount());
    length = std::clamp<qsizetype>(length, 0, byteCount() - from);
    changeSelection(from, from + length, length > 0);
    m_pressed = {from, from};
    showCursor();
    scrollTo(from / m_bytesPerLine, 0, 0); // the beginning, where there is no room for all
}

void HexView::setActiveColumn(Column column)
{
    m_column = column;
    viewport()->update();
}

void HexView::setPlaceholderText(const QString &text)
{
    m_placeholderText = text;
    describe();
    viewport()->update();
}

// Copying

HexView::Span HexView::chosen() const
{
    const Span selected = selection();
    return selected.from < selected.to ? selected : Span{0, byteCount()};
}

/// True where there is nothing to copy, or too much.
bool HexView::refusesCopy(Span span)
{
    if (span.to - span.from > maximumCopy) {
        const QString limit = locale().formattedDataSize(maximumCopy);
        QToolTip::showText(viewport()->mapToGlobal(viewport()->rect().center()),
                           tr("Too much to copy at once. Select at most %1.").arg(limit), this);
        return true;
    }
    return span.from == span.to;
}

void HexView::copyHex()
{
    const Span span = chosen();
    if (!refusesCopy(span)) {
        QGuiApplication::clipboard()->setText(QString::fromStdString(hexText(part(span))));
    }
}

void HexView::copyText()
{
    const Span span = chosen();
    if (refusesCopy(span)) {
        return;
    }
    const ByteView bytes = part(span);
    // Stateless, so that a character cut off at the end shows. A byte order mark is kept as well.
    QStringDecoder decode(QStringConverter::Utf8, QStringConverter::Flag::Stateless |
                                                      QStringConverter::Flag::ConvertInitialBom);
    QString text = decode(QByteArrayView(bytes.data(), span.to - span.from));
    text.replace(QChar(u'\0'), QChar(u'\u2400'));
    QGuiApplication::clipboard()->setText(text);
}

void HexView::copyDump()
{
    const Span span = chosen();
    if (!refusesCopy(span)) {
        QGuiApplication::clipboard()->setText(
            QString::fromStdString(hexDump(part(span), static_cast<std::uint64_t>(span.from))));
    }
}

void HexView::selectAll()
{
    changeSelection(0, byteCount(), true);
    m_pressed = {};
}

// Geometry

qsizetype HexView::lineCount(int bytesPerLine) const
{
    return (byteCount() + bytesPerLine - 1) / bytesPerLine;
}

qsizetype HexView::cursorLine() const
{
    const bool trails = m_cursor > 0 && (m_cursorTrails || m_cursor == byteCount());
    return (trails ? m_cursor - 1 : m_cursor) / m_bytesPerLine;
}

HexView::Span HexView::lineSpan(qsizetype line) const
{
    const qsizetype from = line * m_bytesPerLine;
    return {from, std::min(from + m_bytesPerLine, byteCount())};
}

int HexView::visibleLines() const
{
    return std::max(1, viewport()->height() / m_lineHeight);
}

/// A multiple of four, so that the columns seldom move from one payload to the next.
int HexView::offsetDigits() const
{
    int digits = 4;
    while (digits < 16 && (byteCount() - 1) >> (4 * digits) > 0) {
        digits += 4;
    }
    return digits;
}

int HexView::contentWidth(int bytesPerLine, int offsetDigits) const
{
    const int characters =
        offsetDigits + gapWidth + hexColumnWidth(bytesPerLine) + gapWidth + bytesPerLine;
    return 2 * m_margin + static_cast<int>(std::ceil(characters * m_charWidth));
}

/// The left edge of a cell, in the viewport's coordinates.
qreal HexView::cellX(int cell, Column column) const
{
    int characters = offsetDigits() + gapWidth;
    if (column == Column::Hex) {
        characters += hexCellStart(cell);
    } else {
        characters += hexColumnWidth(m_bytesPerLine) + gapWidth + cell;
    }
    return m_margin - horizontalScrollBar()->value() + characters * m_charWidth;
}

qreal HexView::cellWidth(Column column) const
{
    return column == Column::Hex ? 2 * m_charWidth : m_charWidth;
}

QRect HexView::byteRect(qsizetype offset, Column column) const
{
    const qsizetype line = offset / m_bytesPerLine - verticalScrollBar()->value();
    // Far away is far enough: the widget's coordinates end long before the payload does.
    const auto y = static_cast<int>(std::clamp<qsizetype>(line, -9999, 9999)) * m_lineHeight;
    const auto cell = static_cast<int>(offset % m_bytesPerLine);
    // Neighbours share no pixel, even where a character is 7.8 pixels wide.
    const int left = qRound(cellX(cell, column));
    const int right = qRound(cellX(cell, column) + cellWidth(column));
    return {left, y, right - left, m_lineHeight};
}

QRectF HexView::caretRect() const
{
    const auto line = static_cast<qreal>(cursorLine() - verticalScrollBar()->value());
    const auto cell = static_cast<int>(m_cursor - cursorLine() * m_bytesPerLine);
    const int width = style()->pixelMetric(QStyle::PM_TextCursorWidth, nullptr, this);
    qreal x = cellX(cell, m_column) - width;
    if (m_column == Column::Hex && cell == m_bytesPerLine) {
        x = cellX(cell - 1, m_column) + cellWidth(m_column);
    }
    return {x, line * m_lineHeight, static_cast<qreal>(width), static_cast<qreal>(m_lineHeight)};
}

HexView::Column HexView::columnAt(QPoint position) const
{
    const qreal textStart = cellX(0, Column::Text) - gapWidth * m_charWidth / 2;
    return position.x() < textStart ? Column::Hex : Column::Text;
}

/// The byte at or next to a place in the active column; empty behind the last byte.
HexView::Span HexView::spanAt(QPoint position) const
{
    const auto row = static_cast<qsizetype>(std::floor(qreal(position.y()) / m_lineHeight));
    const qsizetype line = std::max<qsizetype>(0, row + verticalScrollBar()->value());
    int cell = 0;
    while (cell + 1 < m_bytesPerLine) {
        const qreal gap = cellX(cell + 1, m_column) - cellX(cell, m_column) - cellWidth(m_column);
        if (position.x() < cellX(cell + 1, m_column) - gap / 2) {
            break;
        }
        ++cell;
    }
    const qsizetype byte = line * m_bytesPerLine + cell;
    return byte < byteCount() ? Span{byte, byte + 1} : Span{byteCount(), byteCount()};
}

void HexView::measureFont()
{
    const QFontMetricsF metrics(font());
    // Over many characters, because the width of one may have been rounded.
    constexpr int sample = 64;
    m_charWidth = std::max(1.0, metrics.horizontalAdvance(QString(sample, u'0')) / sample);
    m_lineHeight = std::max(1, static_cast<int>(std::ceil(metrics.height())));
    m_ascent = static_cast<int>(std::ceil(metrics.ascent()));
    m_margin = static_cast<int>(std::ceil(m_charWidth / 2));
}

void HexView::updateLayout()
{
    // The scroll bars take room that decides on the length of a line, which decides on the scroll
    // bars. So their room is worked out here, not taken from the viewport as it happens to be.
    const QSize room = maximumViewportSize();
    const int barWidth = verticalScrollBarPolicy() == Qt::ScrollBarAlwaysOff
                             ? 0
                             : verticalScrollBar()->sizeHint().width();
    const qsizetype linesThatFit = room.height() / m_lineHeight;
    const auto widthFor = [&](int length) {
        return room.width() - (lineCount(length) > linesThatFit ? barWidth : 0);
    };
    const int digits = offsetDigits();
    const auto *fitting = std::find_if(lineLengths.begin(), lineLengths.end(), [&](int length) {
        return contentWidth(length, digits) <= widthFor(length);
    });
    const int length = fitting == lineLengths.end() ? lineLengths.back() : *fitting;

    const qsizetype firstByte = qsizetype(verticalScrollBar()->value()) * m_bytesPerLine;
    const bool changed = length != m_bytesPerLine;
    m_bytesPerLine = length;

    const int overhang = contentWidth(length, digits) - widthFor(length);
    horizontalScrollBar()->setRange(0, std::max(0, overhang));
    horizontalScrollBar()->setPageStep(widthFor(length));
    horizontalScrollBar()->setSingleStep(static_cast<int>(std::ceil(m_charWidth)) * hexCellWidth);

    const qsizetype hidden = std::max<qsizetype>(0, lineCount(length) - visibleLines());
    verticalScrollBar()->setRange(
        0, static_cast<int>(std::min<qsizetype>(hidden, std::numeric_limits<int>::max())));
    verticalScrollBar()->setPageStep(visibleLines());
    if (changed) {
        verticalScrollBar()->setValue(static_cast<int>(firstByte / length));
        viewport()->update();
    }
}

QSize HexView::sizeHint() const
{
    const int frame = 2 * frameWidth();
    return {contentWidth(lineLengths.front(), usualOffsetDigits) + frame +
                verticalScrollBar()->sizeHint().width(),
            preferredLines * m_lineHeight + frame};
}

QSize HexView::minimumSizeHint() const
{
    const int frame = 2 * frameWidth();
    return {contentWidth(lineLengths.back(), usualOffsetDigits) + frame +
                verticalScrollBar()->sizeHint().width(),
            fewestLines * m_lineHeight + frame};
}

void HexView::scrollTo(qsizetype line, qreal x, qreal width)
{
    QScrollBar *vertical = verticalScrollBar();
    if (line < vertical->value()) {
        vertical->setValue(static_cast<int>(line));
    } else if (line >= vertical->value() + visibleLines()) {
        vertical->setValue(static_cast<int>(line) - visibleLines() + 1);
    }
    QScrollBar *horizontal = horizontalScrollBar();
    if (x < 0) {
        horizontal->setValue(horizontal->value() + static_cast<int>(std::floor(x)) - m_margin);
    } else if (x + width > viewport()->width()) {
        const qreal beyond = x + width - viewport()->width();
        horizontal->setValue(horizontal->value() + static_cast<int>(std::ceil(beyond)) + m_margin);
    }
}

void HexView::showCursor()
{
    const QRectF caret = caretRect();
    scrollTo(cursorLine(), caret.x(), caret.width());
}

// Selecting

void HexView::select(qsizetype anchor, qsizetype cursor, bool trails)
{
    m_anchor = anchor;
    m_cursor = cursor;
    m_cursorTrails = trails;
    viewport()->update();
    describe();
}

/// As select(), and tells. A cursor that moves on its own changes no selection.
void HexView::changeSelection(qsizetype anchor, qsizetype cursor, bool trails)
{
    const Span before = selection();
    select(anchor, cursor, trails);
    const Span now = selection();
    if (now != before && (now.from < now.to || before.from < before.to)) {
        Q_EMIT selectionChanged();
    }
}

/// Says for a screen reader what the eye sees.
void HexView::describe()
{
    const auto selected = static_cast<qsizetype>(selectedBytes().size());
    if (m_bytes.empty()) {
        setAccessibleDescription(m_placeholderText);
    } else if (selected == 0) {
        setAccessibleDescription(tr("Offset %1 of %2").arg(m_cursor).arg(byteCount()));
    } else {
        setAccessibleDescription(
            tr("Offset %1 of %2, %3 selected").arg(m_cursor).arg(byteCount()).arg(selected));
    }
}

/// Selects from what was pressed to \a span, both included.
void HexView::extendTo(Span span)
{
    const Span all = {std::min(m_pressed.from, span.from), std::max(m_pressed.to, span.to)};
    if (span.from < m_pressed.from) {
        changeSelection(all.to, all.from, false);
    } else {
        changeSelection(all.from, all.to, true);
    }
}

void HexView::moveCursor(const Move &move, bool extends)
{
    const Span selected = selection();
    const qsizetype line = cursorLine();
    const qsizetype lastLine = lineCount(m_bytesPerLine) - 1;
    qsizetype lines = 0;
    qsizetype cursor = m_cursor;
    bool trails = m_cursorTrails;
    switch (move.unit) {
    case Move::Unit::Byte:
        if (!extends && selected.from < selected.to) {
            cursor = move.forward ? selected.to : selected.from;
            trails = move.forward;
        } else {
            cursor = std::clamp<qsizetype>(cursor + (move.forward ? 1 : -1), 0, byteCount());
            trails = move.forward && extends;
        }
        break;
    case Move::Unit::Line:
        lines = 1;
        break;
    case Move::Unit::Page:
        lines = visibleLines();
        verticalScrollBar()->triggerAction(move.forward ? QAbstractSlider::SliderPageStepAdd
                                                        : QAbstractSlider::SliderPageStepSub);
        break;
    case Move::Unit::LineEnd:
        cursor = move.forward ? lineSpan(line).to : lineSpan(line).from;
        trails = move.forward;
        break;
    case Move::Unit::End:
        cursor = move.forward ? byteCount() : 0;
        trails = move.forward;
        break;
    }
    if (lines > 0) {
        const qsizetype target = move.forward ? line + lines : line - lines;
        if (target >= 0 && target <= lastLine) {
            cursor = std::min(cursor + (target - line) * m_bytesPerLine, byteCount());
        } else if (extends || move.unit == Move::Unit::Page) {
            cursor = move.forward ? byteCount() : 0;
            trails = move.forward;
        }
    }
    changeSelection(extends ? m_anchor : cursor, cursor, trails);
    m_pressed = {m_anchor, m_anchor};
    showCursor();
}

void HexView::dragTo(QPoint position)
{
    Span span = spanAt(position);
    if (!m_dragged && span == m_pressed &&
        (position - m_pressedAt).manhattanLength() < QApplication::startDragDistance()) {
        return; // a click whose hand trembles selects nothing
    }
    m_dragged = true;
    if (m_takesLines && span.from < span.to) {
        span = lineSpan(span.from / m_bytesPerLine);
    }
    extendTo(span);
}

void HexView::endDrag()
{
    m_pressedDown = false;
    m_dragged = false;
    m_scrollTimer.stop();
}

const HexView::Move *HexView::moveOf(const QKeyEvent *event, bool *extends)
{
    using Unit = Move::Unit;
    static constexpr std::array<Move, 10> moves = {{
        {QKeySequence::MoveToNextChar, QKeySequence::SelectNextChar, Unit::Byte, true},
        {QKeySequence::MoveToPreviousChar, QKeySequence::SelectPreviousChar, Unit::Byte, false},
        {QKeySequence::MoveToNextLine, QKeySequence::SelectNextLine, Unit::Line, true},
        {QKeySequence::MoveToPreviousLine, QKeySequence::SelectPreviousLine, Unit::Line, false},
        {QKeySequence::MoveToNextPage, QKeySequence::SelectNextPage, Unit::Page, true},
        {QKeySequence::MoveToPreviousPage, QKeySequence::SelectPreviousPage, Unit::Page, false},
        {QKeySequence::MoveToEndOfLine, QKeySequence::SelectEndOfLine, Unit::LineEnd, true},
        {QKeySequence::MoveToStartOfLine, QKeySequence::SelectStartOfLine, Unit::LineEnd, false},
        {QKeySequence::MoveToEndOfDocument, QKeySequence::SelectEndOfDocument, Unit::End, true},
        {QKeySequence::MoveToStartOfDocument, QKeySequence::SelectStartOfDocument, Unit::End,
         false},
    }};
    for (const Move &move : moves) {
        *extends = event->matches(move.selecting);
        if (*extends || event->matches(move.moving)) {
            return &move;
        }
    }
    return nullptr;
}

// Events

bool HexView::event(QEvent *event)
{
    // A window's own shortcuts on the same keys wait while this view has the focus.
    if (event->type() == QEvent::ShortcutOverride && !m_bytes.empty()) {
        const auto *key = static_cast<QKeyEvent *>(event);
        bool extends = false;
        if (key->matches(QKeySequence::Copy) || key->matches(QKeySequence::SelectAll) ||
            moveOf(key, &extends) != nullptr) {
            event->accept();
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

void HexView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    switch (event->type()) {
    case QEvent::FontChange:
    case QEvent::StyleChange:
        measureFont();
        updateLayout();
        updateGeometry();
        break;
    case QEvent::LanguageChange:
        setAccessibleName(tr("Bytes"));
        break;
    default:
        break;
    }
    viewport()->update();
}

void HexView::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *hex = menu->addAction(tr("Copy as &hex"), this, &HexView::copyHex);
    QAction *text = menu->addAction(tr("Copy as &text"), this, &HexView::copyText);
    menu->addAction(tr("Copy as &dump"), this, &HexView::copyDump);
    menu->addSeparator();
    QAction *all = menu->addAction(tr("Select &all"), this, &HexView::selectAll);
    (m_column == Column::Hex ? hex : text)->setShortcut(QKeySequence::Copy);
    all->setShortcut(QKeySequence::SelectAll);
    for (QAction *action : menu->actions()) {
        action->setEnabled(!m_bytes.empty());
    }

    QPoint position = event->globalPos();
    if (event->reason() == QContextMenuEvent::Keyboard) {
        const QRect caret = caretRect().toAlignedRect() & viewport()->rect();
        position = viewport()->mapToGlobal(caret.isEmpty() ? viewport()->rect().center()
                                                           : caret.bottomLeft());
    }
    menu->popup(position);
}

void HexView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void HexView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void HexView::keyPressEvent(QKeyEvent *event)
{
    if (m_bytes.empty()) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    bool extends = false;
    if (event->matches(QKeySequence::Copy)) {
        if (m_column == Column::Hex) {
            copyHex();
        } else {
            copyText();
        }
    } else if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (const Move *move = moveOf(event, &extends)) {
        moveCursor(*move, extends);
    } else {
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void HexView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) {
        QAbstractScrollArea::mousePressEvent(event);
        return;
    }
    m_mouse = event->position().toPoint();
    m_pressedAt = m_mouse;
    m_pressedDown = true;
    m_takesLines = false;
    m_column = columnAt(m_mouse);
    const Span span = spanAt(m_mouse);
    if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        m_dragged = true;
        extendTo(span);
    } else {
        m_dragged = false;
        m_pressed = span;
        changeSelection(span.from, span.from, false);
    }
}

void HexView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) {
        QAbstractScrollArea::mouseDoubleClickEvent(event);
        return;
    }
    mousePressEvent(event);
    m_takesLines = true;
    if (m_pressed.from < m_pressed.to) {
        m_pressed = lineSpan(m_pressed.from / m_bytesPerLine);
        extendTo(m_pressed);
    }
}

void HexView::mouseMoveEvent(QMouseEvent *event)
{
    m_mouse = event->position().toPoint();
    if (!event->buttons().testFlag(Qt::LeftButton)) {
        endDrag(); // it was let go where this view could not see it
    }
    if (!m_pressedDown) {
        return;
    }
    if (viewport()->rect().contains(m_mouse)) {
        m_scrollTimer.stop();
    } else if (!m_scrollTimer.isActive()) {
        m_scrollTimer.start(scrollIntervalMs, this);
    }
    dragTo(m_mouse);
}

void HexView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton) {
        endDrag();
    }
}

/// Scrolls on while the mouse is dragged outside, the faster the farther.
void HexView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_scrollTimer.timerId()) {
        QAbstractScrollArea::timerEvent(event);
        return;
    }
    if (!isVisible()) {
        endDrag();
        return;
    }
    const auto beyond = [](int position, int length) {
        return position < 0 ? position : std::max(0, position - length + 1);
    };
    const int down = beyond(m_mouse.y(), viewport()->height());
    const int right = beyond(m_mouse.x(), viewport()->width());
    if (down != 0) {
        verticalScrollBar()->setValue(verticalScrollBar()->value() + down / m_lineHeight +
                                      (down > 0 ? 1 : -1));
    }
    if (right != 0) {
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() + right);
    }
    dragTo(m_mouse);
}

void HexView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateLayout();
}

// Painting

void HexView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    const Colours colours(*this);
    if (m_bytes.empty()) {
        painter.setFont(QApplication::font());
        painter.setPen(colours.faint);
        const QRect rect = viewport()->rect().adjusted(m_margin, m_margin, -m_margin, -m_margin);
        painter.drawText(rect, Qt::AlignCenter | Qt::TextWordWrap, m_placeholderText);
        if (hasFocus()) {
            QStyleOptionFocusRect option;
            option.initFrom(viewport());
            option.backgroundColor = palette().color(QPalette::Base);
            style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
        }
        return;
    }

    painter.setLayoutDirection(Qt::LeftToRight);
    const qsizetype top = verticalScrollBar()->value();
    const qsizetype first = top + event->rect().top() / m_lineHeight;
    const qsizetype last =
        std::min(top + event->rect().bottom() / m_lineHeight, lineCount(m_bytesPerLine) - 1);
    for (qsizetype line = first; line <= last; ++line) {
        paintLine(painter, line, colours);
    }
    paintCursor(painter, colours);
}

void HexView::paintLine(QPainter &painter, qsizetype line, const Colours &colours) const
{
    const Span whole = lineSpan(line);
    const qreal baseline = qreal(line - verticalScrollBar()->value()) * m_lineHeight + m_ascent;
    painter.setPen(colours.faint);
    painter.drawText(QPointF(m_margin - horizontalScrollBar()->value(), baseline),
                     offsetText(whole.from, offsetDigits()));

    const Span selected = {std::clamp(selection().from, whole.from, whole.to),
                           std::clamp(selection().to, whole.from, whole.to)};
    for (const Column column : {Column::Hex, Column::Text}) {
        paintCells(painter, column, {whole.from, selected.from}, line, colours, false);
        paintCells(painter, column, selected, line, colours, true);
        paintCells(painter, column, {selected.to, whole.to}, line, colours, false);
    }
}

/// Paints neighbouring bytes of one line that look the same.
void HexView::paintCells(QPainter &painter, Column column, Span span, qsizetype line,
                         const Colours &colours, bool selected) const
{
    if (span.from >= span.to) {
        return;
    }
    const auto firstCell = static_cast<int>(span.from - line * m_bytesPerLine);
    const auto lastCell = static_cast<int>(span.to - line * m_bytesPerLine) - 1;
    const qreal x = cellX(firstCell, column);
    const qreal y = qreal(line - verticalScrollBar()->value()) * m_lineHeight;

    QColor plain = colours.text;
    QColor faint = colours.faint;
    if (selected) {
        const bool active = column == m_column;
        const qreal right = cellX(lastCell, column) + cellWidth(column);
        painter.fillRect(QRectF(x, y, right - x, m_lineHeight),
                         active ? colours.highlight : colours.passiveHighlight);
        plain = active ? colours.highlightedText : colours.text;
        faint = plain;
    }

    // What is no text has a faint dot of its own, painted apart because its colour differs.
    QString characters;
    QString dots;
    for (qsizetype offset = span.from; offset < span.to; ++offset) {
        const std::byte byte = m_bytes[static_cast<std::size_t>(offset)];
        if (column == Column::Text) {
            const bool printable = isPrintable(byte);
            characters += printable ? QLatin1Char(static_cast<char>(byte)) : QChar(u' ');
            dots += printable ? QChar(u' ') : QChar(u'\u00b7');
            continue;
        }
        const auto cell = static_cast<int>(offset - line * m_bytesPerLine);
        if (cell > firstCell) {
            const int gap = hexCellStart(cell) - hexCellStart(cell - 1) - 2;
            characters += QString(gap, u' ');
        }
        const auto value = std::to_integer<unsigned>(byte);
        characters += hexDigit(value >> 4);
        characters += hexDigit(value);
    }
    painter.setPen(plain);
    painter.drawText(QPointF(x, y + m_ascent), characters);
    if (column == Column::Text) {
        painter.setPen(faint);
        painter.drawText(QPointF(x, y + m_ascent), dots);
    }
}

/// The caret in the active column; in the other one a frame around the byte behind it.
void HexView::paintCursor(QPainter &painter, const Colours &colours) const
{
    if (!hasFocus()) {
        return;
    }
    painter.fillRect(caretRect(), colours.text);
    const Span selected = selection();
    if (selected.from == selected.to && m_cursor < byteCount()) {
        const Column passive = m_column == Column::Hex ? Column::Text : Column::Hex;
        painter.setPen(colours.highlight);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(byteRect(m_cursor, passive).adjusted(0, 0, -1, -1));
    }
}

} // namespace sockyard
