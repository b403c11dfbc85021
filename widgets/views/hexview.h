#pragma once

#include "netcore/projections/bytesource.h"
#include "widgets/models/textdecoder.h"
#include "widgets/views/copybytes.h"
#include "widgets/views/hexlayout.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <QPoint>
#include <QString>

#include <memory>

namespace sockyard
{

struct ByteColours;
struct CursorMove;

/// Shows bytes, one payload or a whole stream, as lines of an offset, hex digits and text, and lets
/// a person select and copy parts of them. Bytes are only looked at when their line is painted or
/// when they are copied, so their number does not matter. Nobody may change them in the meantime,
/// but there may be more of them, and the oldest may go. Belongs to its parent widget and to the
/// main thread.
///
/// A selection is the same in both columns; the one that was clicked last is the active column and
/// says what the copy key copies. The cursor stands between bytes, as in a text editor, while the
/// mouse takes every byte that it touches.
class HexView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    using Column = HexLayout::Column;
    struct Range {
        qint64 from = 0;
        qint64 length = 0;
        bool operator==(const Range &) const = default;
    };

    /// The most bytes that are copied at a time; more are refused with a tool tip.
    static constexpr qint64 maximumCopy = sockyard::maximumCopy;

    explicit HexView(QWidget *parent = nullptr);

    /// Shows a source from the beginning of what is there, with nothing selected.
    void setSource(std::shared_ptr<const ByteSource> source);
    /// Takes over that the source grew, or that its oldest bytes went. The selection stays, as far
    /// as it is there; where the end was to be seen, it is to be seen again.
    void updateSource();
    /// Shows \a bytes from their beginning. \a owner may be null for bytes that outlive the view.
    void setBytes(std::shared_ptr<const void> owner, ByteView bytes);
    void clear();
    /// All bytes, where they lie in one piece: not those of a stream.
    ByteView bytes() const { return m_source->whole(); }
    const std::shared_ptr<const ByteSource> &source() const { return m_source; }

    /// Where the selection begins, and its length; 0 where nothing is selected.
    Range selectedRange() const;
    /// Empty where nothing is selected, and for a stream.
    ByteView selectedBytes() const;
    /// What of the range is there is selected and scrolled to.
    void setSelection(qint64 from, qint64 length);

    Column activeColumn() const { return m_column; }
    void setActiveColumn(Column column);
    /// How copied text is decoded. The text column shows each byte for itself: ASCII, and with
    /// Latin-1 that one's upper half too.
    void setDecoder(const TextDecoder &decoder);

    /// How many bytes are before the cursor.
    qint64 cursorOffset() const { return m_cursor; }
    /// 16, 8 or 4, whatever fits.
    int bytesPerLine() const { return m_layout.bytesPerLine; }
    /// Where a byte is painted, in the viewport's coordinates; perhaps outside of it.
    QRect byteRect(qint64 offset, Column column) const;
    /// True where the last line is to be seen.
    bool isAtEnd() const;
    void scrollToEnd() { setTopLine(highestTopLine()); }

    /// Shown in the middle while there are no bytes; plain text.
    QString placeholderText() const { return m_placeholderText; }
    void setPlaceholderText(const QString &text);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    /// These copy the selection, or everything where nothing is selected.
    void copy(sockyard::CopyForm form);
    void copyHex();
    void copyText();
    void copyDump();
    void selectAll();

Q_SIGNALS:
    void selectionChanged();

protected:
    bool event(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void timerEvent(QTimerEvent *event) override;

private:
    /// The bytes from \a from to before \a to.
    struct Span {
        qint64 from = 0;
        qint64 to = 0;
        bool operator==(const Span &) const = default;
    };

    bool isEmpty() const { return m_first == m_size; }
    Span selection() const;

    qint64 firstLine(int bytesPerLine) const;
    qint64 lineCount(int bytesPerLine) const;
    qint64 cursorLine() const;
    Span lineSpan(qint64 line) const;
    int visibleLines() const;
    qreal cellX(int cell, Column column) const;
    QRectF caretRect() const;
    Column columnAt(QPoint position) const;
    Span spanAt(QPoint position) const;

    void updateLayout();
    qint64 highestTopLine() const;
    void setTopLine(qint64 line);
    void scrollTo(qint64 line, qreal x, qreal width);
    void showCursor();

    void select(qint64 anchor, qint64 cursor, bool trails);
    void changeSelection(qint64 anchor, qint64 cursor, bool trails);
    void describe();
    void extendTo(Span span);
    void moveCursor(const CursorMove &move);
    void dragTo(QPoint position);
    void endDrag();
    void paintCursor(QPainter &painter, const ByteColours &colours) const;

    std::shared_ptr<const ByteSource> m_source;
    qint64 m_first = 0; // as the source had it last
    qint64 m_size = 0;
    TextDecoder m_decoder;
    QString m_placeholderText;

    HexLayout m_layout;
    qint64 m_topLine = 0;
    int m_barShift = 0;
    bool m_movesBar = false;

    Column m_column = Column::Hex;
    qint64 m_anchor = 0;
    qint64 m_cursor = 0;
    /// Between two lines the cursor can stand behind the one or before the other.
    bool m_cursorTrails = false;

    /// What the mouse took first: stays selected, wherever it is dragged.
    Span m_pressed;
    QPoint m_pressedAt;
    QPoint m_mouse;
    bool m_pressedDown = false;
    bool m_dragged = false;
    bool m_takesLines = false;
    QBasicTimer m_scrollTimer;
};

} // namespace sockyard
