#include "widgets/views/textview.h"

#include "netcore/projections/piecebytes.h"
#include "widgets/views/bytecolours.h"
#include "widgets/views/cursormove.h"

#include <QAction>
#include <QApplication>
#include <QContextMenuEvent>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QStyleOptionFocusRect>
#include <QTimerEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace sockyard
{

namespace
{

constexpr int preferredColumns = 80;
constexpr int preferredLines = 8;
constexpr int fewestColumns = 20;
constexpr int fewestLines = 3;
constexpr int scrollIntervalMs = 40;
constexpr int lineEndColumns = 4; // room for \r\n behind a full line
constexpr int signColumns = 2;
constexpr int wheelStep = 120; // what QWheelEvent calls one notch

} // namespace

TextView::TextView(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_source(std::make_shared<PieceBytes>(nullptr, ByteView()))
{
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setStyleStrategy(QFont::PreferNoShaping); // each character keeps its column
    fixed.setKerning(false);
    setFont(fixed);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Text"));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // else the lines would wrap anew
    viewport()->setCursor(Qt::IBeamCursor);
    connect(verticalScrollBar(), &QScrollBar::actionTriggered, this, &TextView::takeScrollAction);
    measureFont();
    updateLayout();
}

void TextView::setSource(std::shared_ptr<const ByteSource> source)
{
    const bool hadSelection = selectedRange().length > 0;
    m_pressed = false;
    m_scrollTimer.stop();
    m_source = std::move(source);
    m_pages.setSource(m_source);
    m_anchor = m_cursor = m_pressedFrom = m_pressedTo = m_top = m_pages.first();
    m_follows = false;
    updateLayout();
    describe();
    if (hadSelection) {
        Q_EMIT selectionChanged();
    }
}

void TextView::updateSource()
{
    if (!isVisible()) {
        return; // nothing is laid out for nobody
    }
    if (m_pages.first() == static_cast<qint64>(m_source->first()) &&
        m_pages.size() == static_cast<qint64>(m_source->size())) {
        return;
    }
    const bool follows = isAtEnd();
    m_pages.update();
    const qint64 first = m_pages.first();
    m_pressedFrom = std::max(m_pressedFrom, first);
    m_pressedTo = std::max(m_pressedTo, first);
    select(std::max(m_anchor, first), std::max(m_cursor, first));
    updateEnd();
    if (follows) {
        if (const auto end = m_pages.placeOf(m_highestTop)) {
            setTop(*end);
        }
    }
}

void TextView::setEncoding(TextEncoding encoding)
{
    m_pages.setEncoding(encoding);
    updateLayout();
}

void TextView::setPlaceholderText(const QString &text)
{
    m_placeholderText = text;
    describe();
    viewport()->update();
}

// Geometry

void TextView::measureFont()
{
    m_shapedFont = font();
    m_shapedFont.setStyleStrategy(QFont::PreferDefault);
    const QFontMetricsF metrics(font());
    constexpr int sample = 64;
    m_charWidth = std::max(1.0, metrics.horizontalAdvance(QString(sample, u'0')) / sample);
    m_lineHeight = std::max(1, static_cast<int>(std::ceil(metrics.height())));
    m_ascent = static_cast<int>(std::ceil(metrics.ascent()));
    m_margin = static_cast<int>(std::ceil(m_charWidth / 2));
}

int TextView::textLeft() const
{
    return m_margin + (m_source->isMixed() ? qRound(signColumns * m_charWidth) : 0);
}

int TextView::visibleLines() const
{
    return std::max(1, viewport()->height() / m_lineHeight);
}

void TextView::updateLayout()
{
    const int room = viewport()->width() - textLeft() - m_margin;
    m_pages.setColumns(static_cast<int>(room / m_charWidth) - lineEndColumns);
    if (isVisible()) {
        updateEnd();
    }
    viewport()->update();
}

/// Finds the highest place that may be at the top, by a look at the last lines only.
void TextView::updateEnd()
{
    const auto last = m_pages.lastPlace();
    m_highestTop =
        last ? m_pages.line(m_pages.moved(*last, 1 - visibleLines())).from : m_pages.first();
    const qint64 range = std::max<qint64>(0, m_highestTop - m_pages.first());
    m_barShift = 0;
    while (range >> m_barShift > std::numeric_limits<int>::max()) {
        ++m_barShift;
    }
    const qint64 shown = m_pages.size() - m_highestTop;
    {
        const QScopedValueRollback guard(m_movesBar, true);
        verticalScrollBar()->setRange(0, static_cast<int>(range >> m_barShift));
        verticalScrollBar()->setPageStep(
            std::max(1, static_cast<int>(std::min<qint64>(shown >> m_barShift, 1 << 20))));
    }
    if (const auto top = topPlace()) {
        setTop(*top);
    }
    viewport()->update();
}

std::optional<TextView::Place> TextView::topPlace()
{
    return m_pages.placeOf(std::min(m_top, m_highestTop));
}

void TextView::setTop(Place place)
{
    m_top = std::min(m_pages.line(place).from, m_highestTop);
    const QScopedValueRollback guard(m_movesBar, true);
    verticalScrollBar()->setValue(static_cast<int>((m_top - m_pages.first()) >> m_barShift));
    viewport()->update();
}

bool TextView::isAtEnd() const
{
    return m_top >= m_highestTop;
}

void TextView::scrollToEnd()
{
    m_top = m_pages.size();
    m_follows = !isVisible();
    if (isVisible()) {
        updateEnd();
    }
}

void TextView::scrollByLines(int lines)
{
    if (const auto top = topPlace()) {
        setTop(m_pages.moved(*top, lines));
    }
}

/// The scroll bar counts bytes, but a step goes by lines.
void TextView::takeScrollAction(int action)
{
    switch (action) {
    case QAbstractSlider::SliderSingleStepAdd:
        scrollByLines(1);
        break;
    case QAbstractSlider::SliderSingleStepSub:
        scrollByLines(-1);
        break;
    case QAbstractSlider::SliderPageStepAdd:
        scrollByLines(visibleLines());
        break;
    case QAbstractSlider::SliderPageStepSub:
        scrollByLines(-visibleLines());
        break;
    default:
        return;
    }
    verticalScrollBar()->setSliderPosition(verticalScrollBar()->value());
}

void TextView::scrollContentsBy(int /*dx*/, int /*dy*/)
{
    if (!m_movesBar && !isEmpty()) {
        const int value = verticalScrollBar()->value();
        const qint64 wanted = value == verticalScrollBar()->maximum()
                                  ? m_highestTop
                                  : m_pages.first() + (qint64(value) << m_barShift);
        if (const auto place = m_pages.placeOf(wanted)) {
            m_top = std::min(m_pages.line(*place).from, m_highestTop);
        }
    }
    viewport()->update();
}

void TextView::showOffset(qint64 offset)
{
    const auto place = m_pages.placeOf(offset);
    const auto top = topPlace();
    if (!place || !top || !isVisible()) {
        m_top = offset;
        m_follows = false;
        return;
    }
    if (*place < *top) {
        setTop(*place);
    } else if (m_pages.moved(*top, visibleLines() - 1) < *place) {
        setTop(m_pages.moved(*place, 1 - visibleLines()));
    }
}

QStringList TextView::shownLines()
{
    QStringList lines;
    auto place = topPlace();
    for (int row = 0; place && row < visibleLines(); ++row) {
        QString text;
        for (const TextPages::Glyph &glyph : m_pages.line(*place).glyphs) {
            text += TextPages::textOf(glyph);
        }
        lines.append(text);
        place = m_pages.next(*place);
    }
    return lines;
}

QRect TextView::characterRect(qint64 offset)
{
    auto place = topPlace();
    for (int row = 0; place && row < visibleLines(); ++row) {
        for (const TextPages::Glyph &glyph : m_pages.line(*place).glyphs) {
            if (offset >= glyph.offset && offset < glyph.offset + glyph.length) {
                const int left = textLeft() + qRound(glyph.column * m_charWidth);
                const int right = textLeft() + qRound((glyph.column + glyph.columns) * m_charWidth);
                return {left, row * m_lineHeight, right - left, m_lineHeight};
            }
        }
        place = m_pages.next(*place);
    }
    return {};
}

QSize TextView::sizeHint() const
{
    const int frame = 2 * frameWidth() + verticalScrollBar()->sizeHint().width();
    return {static_cast<int>(preferredColumns * m_charWidth) + frame,
            preferredLines * m_lineHeight + 2 * frameWidth()};
}

QSize TextView::minimumSizeHint() const
{
    const int frame = 2 * frameWidth() + verticalScrollBar()->sizeHint().width();
    return {static_cast<int>(fewestColumns * m_charWidth) + frame,
            fewestLines * m_lineHeight + 2 * frameWidth()};
}

// Selecting and copying

TextView::Range TextView::selectedRange() const
{
    return {std::min(m_anchor, m_cursor), std::abs(m_cursor - m_anchor)};
}

void TextView::setSelection(qint64 from, qint64 length)
{
    const auto size = static_cast<qint64>(m_source->size());
    from = std::clamp(from, std::min(m_pages.first(), size), size);
    length = std::clamp<qint64>(length, 0, size - from);
    select(from, from + length);
    m_pressedFrom = m_pressedTo = from;
    showOffset(from);
}

void TextView::select(qint64 anchor, qint64 cursor)
{
    const Range before = selectedRange();
    m_anchor = anchor;
    m_cursor = cursor;
    viewport()->update();
    describe();
    const Range now = selectedRange();
    if (now != before && (now.length > 0 || before.length > 0)) {
        Q_EMIT selectionChanged();
    }
}

void TextView::copy(CopyForm form)
{
    const Range selected = selectedRange();
    const qint64 from = selected.length > 0 ? selected.from : m_pages.first();
    const qint64 to = selected.length > 0 ? from + selected.length : m_pages.size();
    copyBytes(viewport(), *m_source, from, to, form, m_pages.decoder());
}

void TextView::selectAll()
{
    select(m_pages.first(), m_pages.size());
    m_pressedFrom = m_pressedTo = m_pages.first();
}

/// Says for a screen reader what the eye sees.
void TextView::describe()
{
    const qint64 selected = selectedRange().length;
    if (isEmpty()) {
        setAccessibleDescription(m_placeholderText);
    } else if (selected == 0) {
        setAccessibleDescription(tr("Offset %1 of %2").arg(m_cursor).arg(m_pages.size()));
    } else {
        setAccessibleDescription(
            tr("Offset %1 of %2, %3 selected").arg(m_cursor).arg(m_pages.size()).arg(selected));
    }
}

/// The byte of the character at a place: its beginning, or what is behind it.
qint64 TextView::offsetAt(QPoint position, bool behind)
{
    const auto top = topPlace();
    if (!top) {
        return m_pages.first();
    }
    const int row = static_cast<int>(std::floor(double(position.y()) / m_lineHeight));
    const Place place = m_pages.moved(*top, row);
    if (row > 0 && m_pages.moved(*top, row - 1) == place) {
        return m_pages.size(); // under the last line
    }
    const TextPages::Line &line = m_pages.line(place);
    const double column = (position.x() - textLeft()) / m_charWidth;
    qint64 offset = line.to;
    for (const TextPages::Glyph &glyph : line.glyphs) {
        if (column < glyph.column + glyph.columns) {
            offset = behind ? glyph.offset + glyph.length : glyph.offset;
            break;
        }
    }
    return offset;
}

std::optional<TextView::Place> TextView::cursorPlace()
{
    return m_pages.placeOf(m_cursor);
}

qint64 TextView::cursorBeside(qint64 cursor, bool forward)
{
    const auto place = m_pages.placeOf(forward ? cursor : cursor - 1);
    if (!place || (!forward && cursor <= m_pages.first())) {
        return cursor;
    }
    const auto &glyphs = m_pages.line(*place).glyphs;
    for (std::size_t index = 0; index < glyphs.size(); ++index) {
        const qint64 end = glyphs[index].offset + glyphs[index].length;
        if (forward && cursor < end) {
            // Over the marks that belong to it as well.
            while (index + 1 < glyphs.size() && glyphs[index + 1].columns == 0) {
                ++index;
            }
            return glyphs[index].offset + glyphs[index].length;
        }
        if (!forward && cursor <= end) {
            while (index > 0 && glyphs[index].columns == 0) {
                --index;
            }
            return glyphs[index].offset;
        }
    }
    return cursor;
}

int TextView::columnOf(const TextPages::Line &line, qint64 offset) const
{
    for (const TextPages::Glyph &glyph : line.glyphs) {
        if (offset < glyph.offset + glyph.length) {
            return glyph.column;
        }
    }
    return line.glyphs.empty() ? 0 : line.glyphs.back().column + line.glyphs.back().columns;
}

qint64 TextView::offsetInColumn(const TextPages::Line &line, int column) const
{
    for (const TextPages::Glyph &glyph : line.glyphs) {
        if (column < glyph.column + glyph.columns) {
            return glyph.offset;
        }
    }
    return line.glyphs.empty() ? line.to : line.glyphs.back().offset;
}

void TextView::moveCursor(const CursorMove &move)
{
    const auto place = cursorPlace();
    if (!place) {
        return;
    }
    const Range selected = selectedRange();
    qint64 cursor = m_cursor;
    switch (move.unit) {
    case CursorMove::Unit::Character:
        if (!move.extends && selected.length > 0) {
            cursor = move.forward ? selected.from + selected.length : selected.from;
        } else {
            cursor = cursorBeside(cursor, move.forward);
        }
        break;
    case CursorMove::Unit::Line:
    case CursorMove::Unit::Page: {
        const int count = move.unit == CursorMove::Unit::Line ? 1 : visibleLines();
        const int column = columnOf(m_pages.line(*place), cursor);
        if (count > 1) {
            scrollByLines(move.forward ? count : -count);
        }
        const Place target = m_pages.moved(*place, move.forward ? count : -count);
        if (target != *place) {
            cursor = offsetInColumn(m_pages.line(target), column);
        } else if (move.extends || count > 1) {
            cursor = move.forward ? m_pages.size() : m_pages.first();
        }
        break;
    }
    case CursorMove::Unit::LineEnd: {
        const TextPages::Line &line = m_pages.line(*place);
        // Before the line's last character, where that is its end: behind it the next line begins.
        cursor = !move.forward               ? line.from
                 : line.to == m_pages.size() ? line.to
                                             : line.glyphs.back().offset;
        break;
    }
    case CursorMove::Unit::End:
        cursor = move.forward ? m_pages.size() : m_pages.first();
        break;
    }
    select(move.extends ? m_anchor : cursor, cursor);
    m_pressedFrom = m_pressedTo = m_anchor;
    showOffset(cursor);
}

void TextView::dragTo(QPoint position)
{
    const qint64 from = offsetAt(position, false);
    const qint64 to = offsetAt(position, true);
    if (from < m_pressedFrom) {
        select(m_pressedTo, from);
    } else if (to > m_pressedTo) {
        select(m_pressedFrom, to);
    }
}

// Events

bool TextView::event(QEvent *event)
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

void TextView::changeEvent(QEvent *event)
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
        setAccessibleName(tr("Text"));
        break;
    default:
        break;
    }
    viewport()->update();
}

void TextView::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const CopyForm form : copyForms) {
        QAction *action = menu->addAction(tr("Copy as %1").arg(copyFormName(form)), this,
                                          [this, form] { copy(form); });
        if (form == CopyForm::Text) {
            action->setShortcut(QKeySequence::Copy);
        }
    }
    menu->addSeparator();
    menu->addAction(tr("Select &all"), this, &TextView::selectAll)
        ->setShortcut(QKeySequence::SelectAll);
    for (QAction *action : menu->actions()) {
        action->setEnabled(!isEmpty());
    }
    QPoint position = event->globalPos();
    if (event->reason() == QContextMenuEvent::Keyboard) {
        const QRect caret = characterRect(m_cursor);
        position = viewport()->mapToGlobal(caret.isEmpty() ? viewport()->rect().center()
                                                           : caret.bottomLeft());
    }
    menu->popup(position);
}

void TextView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void TextView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void TextView::keyPressEvent(QKeyEvent *event)
{
    if (isEmpty()) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    if (event->matches(QKeySequence::Copy)) {
        copy(CopyForm::Text);
    } else if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (const auto move = CursorMove::of(event)) {
        moveCursor(*move);
    } else {
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void TextView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) {
        QAbstractScrollArea::mousePressEvent(event);
        return;
    }
    m_mouse = event->position().toPoint();
    m_pressed = true;
    if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        m_pressedFrom = m_pressedTo = m_anchor;
        dragTo(m_mouse);
        return;
    }
    m_pressedFrom = m_pressedTo = offsetAt(m_mouse, false);
    select(m_pressedFrom, m_pressedFrom);
}

/// Takes the line, as far as it is shown on one.
void TextView::mouseDoubleClickEvent(QMouseEvent *event)
{
    mousePressEvent(event);
    const auto place = m_pages.placeOf(m_pressedFrom);
    if (event->button() == Qt::LeftButton && place) {
        const TextPages::Line &line = m_pages.line(*place);
        m_pressedFrom = line.from;
        m_pressedTo = line.to;
        select(line.from, line.to);
    }
}

void TextView::mouseMoveEvent(QMouseEvent *event)
{
    m_mouse = event->position().toPoint();
    m_pressed = m_pressed && event->buttons().testFlag(Qt::LeftButton);
    if (!m_pressed || viewport()->rect().contains(m_mouse)) {
        m_scrollTimer.stop();
    } else if (!m_scrollTimer.isActive()) {
        m_scrollTimer.start(scrollIntervalMs, this);
    }
    if (m_pressed) {
        dragTo(m_mouse);
    }
}

void TextView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton) {
        m_pressed = false;
        m_scrollTimer.stop();
    }
}

/// Scrolls on while the mouse is dragged outside, the faster the farther.
void TextView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_scrollTimer.timerId()) {
        QAbstractScrollArea::timerEvent(event);
        return;
    }
    if (!isVisible() || !m_pressed) {
        m_scrollTimer.stop();
        return;
    }
    const int below = m_mouse.y() - viewport()->height() + 1;
    if (m_mouse.y() < 0) {
        scrollByLines(m_mouse.y() / m_lineHeight - 1);
    } else if (below > 0) {
        scrollByLines(below / m_lineHeight + 1);
    }
    dragTo(m_mouse);
}

void TextView::wheelEvent(QWheelEvent *event)
{
    m_wheel += event->angleDelta().y() * QApplication::wheelScrollLines();
    const int lines = m_wheel / wheelStep;
    m_wheel -= lines * wheelStep;
    scrollByLines(-lines);
    event->accept();
}

void TextView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    const bool follows = isAtEnd() && m_top > m_pages.first();
    updateLayout();
    if (follows && isVisible()) {
        if (const auto end = m_pages.placeOf(m_highestTop)) {
            setTop(*end);
        }
    }
}

void TextView::showEvent(QShowEvent *event)
{
    QAbstractScrollArea::showEvent(event);
    const qint64 wanted = m_top;
    m_pages.update();
    m_highestTop = m_pages.size(); // not yet known; what is wanted must not be cut
    updateEnd();
    if (const auto place = m_pages.placeOf(m_follows ? m_highestTop : wanted)) {
        setTop(*place);
    }
}

void TextView::hideEvent(QHideEvent *event)
{
    QAbstractScrollArea::hideEvent(event);
    m_follows = isAtEnd();
}

// Painting

void TextView::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(viewport());
    const ByteColours colours(*this);
    if (isEmpty()) {
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
    auto place = topPlace();
    for (int y = 0; place && y < viewport()->height(); y += m_lineHeight) {
        paintLine(painter, m_pages.line(*place), y, colours);
        place = m_pages.next(*place);
    }
}

void TextView::paintLine(QPainter &painter, const TextPages::Line &line, int y,
                         const ByteColours &colours) const
{
    const bool mixed = m_source->isMixed();
    const QColor &plain = mixed ? colours.of(line.direction) : colours.text;
    if (mixed) {
        painter.setPen(plain);
        painter.drawText(QPointF(m_margin, y + m_ascent), directionSign(line.direction));
    }
    const Range selected = selectedRange();
    const auto &glyphs = line.glyphs;
    const auto isSelected = [&](const TextPages::Glyph &glyph) {
        return glyph.offset < selected.from + selected.length &&
               glyph.offset + glyph.length > selected.from;
    };
    const auto isAscii = [](const TextPages::Glyph &glyph) {
        return glyph.kind == TextPages::Kind::Text && glyph.code < 0x80;
    };
    for (std::size_t index = 0; index < glyphs.size();) {
        const TextPages::Glyph &glyph = glyphs[index];
        const bool marked = isSelected(glyph);
        QString text = TextPages::textOf(glyph);
        std::size_t behind = index + 1;
        // Letters that look alike at once; anything else on its own, so that each keeps its column
        // whatever font draws it. Marks go with what they stand over.
        while (behind < glyphs.size() &&
               (glyphs[behind].columns == 0 || (isAscii(glyph) && isAscii(glyphs[behind]) &&
                                                isSelected(glyphs[behind]) == marked))) {
            text += TextPages::textOf(glyphs[behind]);
            ++behind;
        }
        const TextPages::Glyph &last = glyphs[behind - 1];
        const qreal left = textLeft() + glyph.column * m_charWidth;
        const qreal right =
            textLeft() +
            std::max(last.column + last.columns, glyph.column + glyph.columns) * m_charWidth;
        QColor ink = glyph.kind == TextPages::Kind::Text     ? plain
                     : glyph.kind == TextPages::Kind::Broken ? colours.broken
                                                             : colours.faint;
        if (marked) {
            painter.fillRect(QRectF(left, y, right - left, m_lineHeight), colours.highlight);
            ink = colours.highlightedText;
        }
        painter.setPen(ink);
        if (isAscii(glyph)) {
            painter.drawText(QPointF(left, y + m_ascent), text);
        } else { // marks find their place over a letter by shaping only
            painter.setFont(m_shapedFont);
            painter.drawText(QPointF(left, y + m_ascent), text);
            painter.setFont(font());
        }
        index = behind;
    }
    const bool isLast = m_cursor == m_pages.size() && line.to == m_cursor;
    if (hasFocus() && ((m_cursor >= line.from && m_cursor < line.to) || isLast)) {
        const int width = style()->pixelMetric(QStyle::PM_TextCursorWidth, nullptr, this);
        const qreal x = textLeft() + columnOf(line, m_cursor) * m_charWidth;
        painter.fillRect(QRectF(x - width, y, width, m_lineHeight), colours.text);
    }
}

} // namespace sockyard
