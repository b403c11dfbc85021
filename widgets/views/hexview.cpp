#include "widgets/views/hexview.h"

#include "netcore/projections/bytewindow.h"
#include "netcore/projections/piecebytes.h"
#include "widgets/views/bytecolours.h"
#include "widgets/views/cursormove.h"
#include "widgets/views/hexpainter.h"

#include <QAction>
#include <QApplication>
#include <QContextMenuEvent>
#include <QFontDatabase>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QStyleOptionFocusRect>
#include <QTimerEvent>

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
constexpr int usualOffsetDigits = 8;
constexpr int preferredLines = 8;
constexpr int fewestLines = 3;
constexpr int scrollIntervalMs = 40;

} // namespace

HexView::HexView(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_source(std::make_shared<PieceBytes>(nullptr, ByteView()))
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
    m_layout.measure(font());
    updateLayout();
}

void HexView::setBytes(std::shared_ptr<const void> owner, ByteView bytes)
{
    setSource(std::make_shared<PieceBytes>(std::move(owner), bytes));
}

void HexView::clear()
{
    setBytes(nullptr, {});
}

void HexView::setSource(std::shared_ptr<const ByteSource> source)
{
    const bool hadSelection = selectedRange().length > 0;
    endDrag();
    // The former source goes last, when nothing looks at its bytes any more.
    std::swap(m_source, source);
    m_first = static_cast<qint64>(m_source->first());
    m_size = static_cast<qint64>(m_source->size());
    m_pressed = {m_first, m_first};
    select(m_first, m_first, false);
    m_topLine = 0;
    updateLayout();
    setTopLine(0);
    horizontalScrollBar()->setValue(0);
    if (hadSelection) {
        Q_EMIT selectionChanged();
    }
}

void HexView::updateSource()
{
    const auto first = static_cast<qint64>(m_source->first());
    const auto size = static_cast<qint64>(m_source->size());
    if (first == m_first && size == m_size) {
        return;
    }
    const bool follows = isAtEnd();
    m_first = first;
    m_size = size;
    updateLayout();
    if (follows) {
        setTopLine(lineCount(m_layout.bytesPerLine));
    }
    m_pressed = {std::max(m_pressed.from, first), std::max(m_pressed.to, first)};
    changeSelection(std::max(m_anchor, first), std::max(m_cursor, first), m_cursorTrails);
}

bool HexView::isAtEnd() const
{
    return m_topLine + visibleLines() >= lineCount(m_layout.bytesPerLine);
}

ByteView HexView::selectedBytes() const
{
    const Span span = selection();
    const ByteView all = m_source->whole();
    return all.empty() ? ByteView()
                       : all.subspan(static_cast<std::size_t>(span.from),
                                     static_cast<std::size_t>(span.to - span.from));
}

HexView::Range HexView::selectedRange() const
{
    const Span span = selection();
    return {span.from, span.to - span.from};
}

HexView::Span HexView::selection() const
{
    return {std::min(m_anchor, m_cursor), std::max(m_anchor, m_cursor)};
}

void HexView::setSelection(qint64 from, qint64 length)
{
    if (from < m_first) {
        // What is left of it; from is never so low that this could overflow in what is left.
        length = std::max<qint64>(length, 0) + std::max(from, -std::numeric_limits<qint64>::max()) -
                 m_first;
        from = m_first;
    }
    from = std::min(from, m_size);
    length = std::clamp<qint64>(length, 0, m_size - from);
    changeSelection(from, from + length, length > 0);
    m_pressed = {from, from};
    showCursor();
    scrollTo(from / m_layout.bytesPerLine, 0, 0); // the beginning, where there is no room for all
}

void HexView::setDecoder(const TextDecoder &decoder)
{
    m_decoder = decoder;
    viewport()->update();
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

void HexView::copy(CopyForm form)
{
    const Span selected = selection();
    const Span span = selected.from < selected.to ? selected : Span{m_first, m_size};
    copyBytes(viewport(), *m_source, span.from, span.to, form, m_decoder);
}

void HexView::copyHex()
{
    copy(CopyForm::Hex);
}

void HexView::copyText()
{
    copy(CopyForm::Text);
}

void HexView::copyDump()
{
    copy(CopyForm::Dump);
}

void HexView::selectAll()
{
    changeSelection(m_first, m_size, true);
    m_pressed = {m_first, m_first};
}

// Geometry

qint64 HexView::firstLine(int bytesPerLine) const
{
    return m_first / bytesPerLine;
}

/// Lines are counted from the very first byte, gone or not.
qint64 HexView::lineCount(int bytesPerLine) const
{
    return (m_size + bytesPerLine - 1) / bytesPerLine;
}

qint64 HexView::cursorLine() const
{
    const bool trails = m_cursor > m_first && (m_cursorTrails || m_cursor == m_size);
    return (trails ? m_cursor - 1 : m_cursor) / m_layout.bytesPerLine;
}

HexView::Span HexView::lineSpan(qint64 line) const
{
    const qint64 from = line * m_layout.bytesPerLine;
    return {std::max(from, m_first), std::min(from + m_layout.bytesPerLine, m_size)};
}

int HexView::visibleLines() const
{
    return std::max(1, viewport()->height() / m_layout.lineHeight);
}

qreal HexView::cellX(int cell, Column column) const
{
    return m_layout.cellX(cell, column) - horizontalScrollBar()->value();
}

QRect HexView::byteRect(qint64 offset, Column column) const
{
    const qint64 line = offset / m_layout.bytesPerLine - m_topLine;
    // Far away is far enough: the widget's coordinates end long before the payload does.
    const auto y = static_cast<int>(std::clamp<qint64>(line, -9999, 9999)) * m_layout.lineHeight;
    const auto cell = static_cast<int>(offset % m_layout.bytesPerLine);
    // Neighbours share no pixel, even where a character is 7.8 pixels wide.
    const int left = qRound(cellX(cell, column));
    const int right = qRound(cellX(cell, column) + m_layout.cellWidth(column));
    return {left, y, right - left, m_layout.lineHeight};
}

QRectF HexView::caretRect() const
{
    const auto line = static_cast<qreal>(cursorLine() - m_topLine);
    const auto cell = static_cast<int>(m_cursor - cursorLine() * m_layout.bytesPerLine);
    const int width = style()->pixelMetric(QStyle::PM_TextCursorWidth, nullptr, this);
    qreal x = cellX(cell, m_column) - width;
    if (m_column == Column::Hex && cell == m_layout.bytesPerLine) {
        x = cellX(cell - 1, m_column) + m_layout.cellWidth(m_column);
    }
    return {x, line * m_layout.lineHeight, static_cast<qreal>(width),
            static_cast<qreal>(m_layout.lineHeight)};
}

HexView::Column HexView::columnAt(QPoint position) const
{
    return m_layout.columnAt(position.x() + horizontalScrollBar()->value());
}

/// The byte at or next to a place in the active column; empty behind the last byte.
HexView::Span HexView::spanAt(QPoint position) const
{
    const auto row = static_cast<qint64>(std::floor(qreal(position.y()) / m_layout.lineHeight));
    const qint64 line = std::max<qint64>(0, row + m_topLine);
    const int cell = m_layout.cellAt(position.x() + horizontalScrollBar()->value(), m_column);
    const qint64 byte = std::max(line * m_layout.bytesPerLine + cell, m_first);
    return byte < m_size ? Span{byte, byte + 1} : Span{m_size, m_size};
}

void HexView::updateLayout()
{
    // The scroll bars take room that decides on the length of a line, which decides on the scroll
    // bars. So their room is worked out here, not taken from the viewport as it happens to be.
    const QSize room = maximumViewportSize();
    const int barWidth = verticalScrollBarPolicy() == Qt::ScrollBarAlwaysOff
                             ? 0
                             : verticalScrollBar()->sizeHint().width();
    const qint64 linesThatFit = room.height() / m_layout.lineHeight;
    const auto widthFor = [&](int length) {
        const qint64 lines = lineCount(length) - firstLine(length);
        return room.width() - (lines > linesThatFit ? barWidth : 0);
    };
    const qint64 firstShown = m_topLine * m_layout.bytesPerLine;
    HexLayout layout = m_layout;
    layout.offsetDigits = HexLayout::digitsFor(m_size);
    layout.hasSigns = m_source->isMixed();
    for (const int length : lineLengths) {
        layout.bytesPerLine = length;
        if (layout.contentWidth() <= widthFor(length)) {
            break;
        }
    }
    m_layout = layout;

    const int overhang = layout.contentWidth() - widthFor(layout.bytesPerLine);
    horizontalScrollBar()->setRange(0, std::max(0, overhang));
    horizontalScrollBar()->setPageStep(widthFor(layout.bytesPerLine));
    horizontalScrollBar()->setSingleStep(static_cast<int>(std::ceil(3 * layout.charWidth)));

    // A scroll bar counts to two thousand millions: beyond that it moves by several lines.
    const qint64 hidden = highestTopLine() - firstLine(layout.bytesPerLine);
    m_barShift = 0;
    while (hidden >> m_barShift > std::numeric_limits<int>::max()) {
        ++m_barShift;
    }
    {
        const QScopedValueRollback guard(m_movesBar, true);
        verticalScrollBar()->setRange(0, static_cast<int>(hidden >> m_barShift));
        verticalScrollBar()->setPageStep(visibleLines());
    }
    setTopLine(firstShown / layout.bytesPerLine);
}

qint64 HexView::highestTopLine() const
{
    const int length = m_layout.bytesPerLine;
    return std::max(firstLine(length), lineCount(length) - visibleLines());
}

void HexView::setTopLine(qint64 line)
{
    const qint64 lowest = firstLine(m_layout.bytesPerLine);
    m_topLine = std::clamp(line, lowest, highestTopLine());
    const QScopedValueRollback guard(m_movesBar, true);
    verticalScrollBar()->setValue(static_cast<int>((m_topLine - lowest) >> m_barShift));
    viewport()->update();
}

void HexView::scrollContentsBy(int /*dx*/, int /*dy*/)
{
    if (!m_movesBar) {
        const int value = verticalScrollBar()->value();
        const qint64 lowest = firstLine(m_layout.bytesPerLine);
        if ((m_topLine - lowest) >> m_barShift != value) {
            m_topLine = value == verticalScrollBar()->maximum()
                            ? highestTopLine()
                            : lowest + (qint64(value) << m_barShift);
        }
    }
    viewport()->update();
}

QSize HexView::sizeHint() const
{
    const int frame = 2 * frameWidth();
    HexLayout layout = m_layout;
    layout.bytesPerLine = lineLengths.front();
    layout.offsetDigits = usualOffsetDigits;
    return {layout.contentWidth() + frame + verticalScrollBar()->sizeHint().width(),
            preferredLines * m_layout.lineHeight + frame};
}

QSize HexView::minimumSizeHint() const
{
    const int frame = 2 * frameWidth();
    HexLayout layout = m_layout;
    layout.bytesPerLine = lineLengths.back();
    layout.offsetDigits = usualOffsetDigits;
    return {layout.contentWidth() + frame + verticalScrollBar()->sizeHint().width(),
            fewestLines * m_layout.lineHeight + frame};
}

void HexView::scrollTo(qint64 line, qreal x, qreal width)
{
    if (line < m_topLine) {
        setTopLine(line);
    } else if (line >= m_topLine + visibleLines()) {
        setTopLine(line - visibleLines() + 1);
    }
    QScrollBar *horizontal = horizontalScrollBar();
    if (x < 0) {
        horizontal->setValue(horizontal->value() + static_cast<int>(std::floor(x)) -
                             m_layout.margin);
    } else if (x + width > viewport()->width()) {
        const qreal beyond = x + width - viewport()->width();
        horizontal->setValue(horizontal->value() + static_cast<int>(std::ceil(beyond)) +
                             m_layout.margin);
    }
}

void HexView::showCursor()
{
    const QRectF caret = caretRect();
    scrollTo(cursorLine(), caret.x(), caret.width());
}

// Selecting

void HexView::select(qint64 anchor, qint64 cursor, bool trails)
{
    m_anchor = anchor;
    m_cursor = cursor;
    m_cursorTrails = trails;
    viewport()->update();
    describe();
}

/// As select(), and tells. A cursor that moves on its own changes no selection.
void HexView::changeSelection(qint64 anchor, qint64 cursor, bool trails)
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
    const qint64 selected = selectedRange().length;
    if (isEmpty()) {
        setAccessibleDescription(m_placeholderText);
    } else if (selected == 0) {
        setAccessibleDescription(tr("Offset %1 of %2").arg(m_cursor).arg(m_size));
    } else {
        setAccessibleDescription(
            tr("Offset %1 of %2, %3 selected").arg(m_cursor).arg(m_size).arg(selected));
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

void HexView::moveCursor(const CursorMove &move)
{
    const Span selected = selection();
    const qint64 line = cursorLine();
    qint64 lines = 0;
    qint64 cursor = m_cursor;
    bool trails = m_cursorTrails;
    switch (move.unit) {
    case CursorMove::Unit::Character:
        if (!move.extends && selected.from < selected.to) {
            cursor = move.forward ? selected.to : selected.from;
            trails = move.forward;
        } else {
            cursor = std::clamp<qint64>(cursor + (move.forward ? 1 : -1), m_first, m_size);
            trails = move.forward && move.extends;
        }
        break;
    case CursorMove::Unit::Line:
        lines = 1;
        break;
    case CursorMove::Unit::Page:
        lines = visibleLines();
        setTopLine(move.forward ? m_topLine + lines : m_topLine - lines);
        break;
    case CursorMove::Unit::LineEnd:
        cursor = move.forward ? lineSpan(line).to : lineSpan(line).from;
        trails = move.forward;
        break;
    case CursorMove::Unit::End:
        cursor = move.forward ? m_size : m_first;
        trails = move.forward;
        break;
    }
    if (lines > 0) {
        const int length = m_layout.bytesPerLine;
        const qint64 target = move.forward ? line + lines : line - lines;
        if (target >= firstLine(length) && target < lineCount(length)) {
            cursor = std::clamp(cursor + (target - line) * length, m_first, m_size);
        } else if (move.extends || move.unit == CursorMove::Unit::Page) {
            cursor = move.forward ? m_size : m_first;
            trails = move.forward;
        }
    }
    changeSelection(move.extends ? m_anchor : cursor, cursor, trails);
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
        span = lineSpan(span.from / m_layout.bytesPerLine);
    }
    extendTo(span);
}

void HexView::endDrag()
{
    m_pressedDown = false;
    m_dragged = false;
    m_scrollTimer.stop();
}

// Events

bool HexView::event(QEvent *event)
{
    // A window's own shortcuts on the same keys wait while this view has the focus.
    if (event->type() == QEvent::ShortcutOverride && !isEmpty()) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->matches(QKeySequence::Copy) || key->matches(QKeySequence::SelectAll) ||
            CursorMove::of(key)) {
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
        m_layout.measure(font());
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
    const CopyForm keyForm = m_column == Column::Hex ? CopyForm::Hex : CopyForm::Text;
    for (const CopyForm form : copyForms) {
        QAction *action = menu->addAction(tr("Copy as %1").arg(copyFormName(form)), this,
                                          [this, form] { copy(form); });
        if (form == keyForm) {
            action->setShortcut(QKeySequence::Copy);
        }
    }
    menu->addSeparator();
    QAction *all = menu->addAction(tr("Select &all"), this, &HexView::selectAll);
    all->setShortcut(QKeySequence::SelectAll);
    for (QAction *action : menu->actions()) {
        action->setEnabled(!isEmpty());
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
    if (isEmpty()) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    if (event->matches(QKeySequence::Copy)) {
        if (m_column == Column::Hex) {
            copyHex();
        } else {
            copyText();
        }
    } else if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (const auto move = CursorMove::of(event)) {
        moveCursor(*move);
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
        m_pressed = lineSpan(m_pressed.from / m_layout.bytesPerLine);
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
        setTopLine(m_topLine + down / m_layout.lineHeight + (down > 0 ? 1 : -1));
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
    const ByteColours colours(*this);
    const int margin = m_layout.margin;
    if (isEmpty()) {
        painter.setFont(QApplication::font());
        painter.setPen(colours.faint);
        const QRect rect = viewport()->rect().adjusted(margin, margin, -margin, -margin);
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
    const int length = m_layout.bytesPerLine;
    const qint64 first = m_topLine + event->rect().top() / m_layout.lineHeight;
    const qint64 behind =
        std::min(m_topLine + event->rect().bottom() / m_layout.lineHeight + 1, lineCount(length));
    if (first < behind) {
        const ByteWindow window(*m_source, static_cast<std::uint64_t>(lineSpan(first).from),
                                static_cast<std::uint64_t>(lineSpan(behind - 1).to));
        const Span selected = selection();
        const HexPainter lines(painter, m_layout, window, colours,
                               {selected.from, selected.to, m_column},
                               m_decoder.encoding() == TextEncoding::Latin1);
        for (qint64 line = first; line < behind; ++line) {
            lines.paintLine(line * length, QPointF(-horizontalScrollBar()->value(),
                                                   qreal(line - m_topLine) * m_layout.lineHeight));
        }
    }
    paintCursor(painter, colours);
}

/// The caret in the active column; in the other one a frame around the byte behind it.
void HexView::paintCursor(QPainter &painter, const ByteColours &colours) const
{
    if (!hasFocus()) {
        return;
    }
    painter.fillRect(caretRect(), colours.text);
    const Span selected = selection();
    if (selected.from == selected.to && m_cursor < m_size) {
        const Column passive = m_column == Column::Hex ? Column::Text : Column::Hex;
        painter.setPen(colours.highlight);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(byteRect(m_cursor, passive).adjusted(0, 0, -1, -1));
    }
}

} // namespace sockyard
