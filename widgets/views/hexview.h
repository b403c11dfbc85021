#pragma once

#include "netcore/log/event.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <QPoint>
#include <QString>

#include <memory>

namespace sockyard
{

/// Shows a payload as lines of an offset, hex digits and text, and lets a person select and copy
/// parts of it. Bytes are only looked at when their line is painted or when they are copied, so the
/// size of the payload does not matter. They are not copied either: the view keeps their owner
/// alive until it is given others, and nobody may change them in the meantime. Belongs to its
/// parent widget and to the main thread.
///
/// A selection is the same in both columns; the one that was clicked last is the active column and
/// says what the copy key copies. The cursor stands between bytes, as in a text editor, while the
/// mouse takes every byte that it touches.
class HexView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    enum class Column { Hex, Text };

    /// The most bytes that are copied at a time; more are refused with a tool tip. As a dump these
    /// are 80 million characters, which is what clipboards and the programs behind them bear.
    static constexpr qsizetype maximumCopy = 16 * 1024 * 1024;

    explicit HexView(QWidget *parent = nullptr);

    /// Shows \a bytes from their beginning, with nothing selected. \a owner may be null for bytes
    /// that outlive the view.
    void setBytes(std::shared_ptr<const void> owner, ByteView bytes);
    void clear();
    ByteView bytes() const { return m_bytes; }

    /// Empty where nothing is selected.
    ByteView selectedBytes() const;
    /// What of the range lies inside the payload is selected and scrolled to.
    void setSelection(qsizetype from, qsizetype length);

    Column activeColumn() const { return m_column; }
    void setActiveColumn(Column column);

    /// How many bytes are before the cursor.
    qsizetype cursorOffset() const { return m_cursor; }
    /// 16, 8 or 4, whatever fits.
    int bytesPerLine() const { return m_bytesPerLine; }
    /// Where a byte is painted, in the viewport's coordinates; perhaps outside of it.
    QRect byteRect(qsizetype offset, Column column) const;

    /// Shown in the middle while there are no bytes; plain text.
    QString placeholderText() const { return m_placeholderText; }
    void setPlaceholderText(const QString &text);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    /// These copy the selection, or everything where nothing is selected.
    void copyHex();
    /// As UTF-8; bytes that are not become U+FFFD, and NUL becomes U+2400, since many programs end
    /// a pasted text at the first NUL.
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
    void timerEvent(QTimerEvent *event) override;

private:
    /// The bytes from \a from to before \a to.
    struct Span {
        qsizetype from = 0;
        qsizetype to = 0;
        bool operator==(const Span &) const = default;
    };
    struct Colours;
    struct Move;

    qsizetype byteCount() const { return static_cast<qsizetype>(m_bytes.size()); }
    ByteView part(Span span) const;
    Span selection() const;
    Span chosen() const;
    bool refusesCopy(Span span);

    qsizetype lineCount(int bytesPerLine) const;
    qsizetype cursorLine() const;
    Span lineSpan(qsizetype line) const;
    int visibleLines() const;
    int offsetDigits() const;
    int contentWidth(int bytesPerLine, int offsetDigits) const;
    qreal cellX(int cell, Column column) const;
    qreal cellWidth(Column column) const;
    QRectF caretRect() const;
    Column columnAt(QPoint position) const;
    Span spanAt(QPoint position) const;

    void measureFont();
    void updateLayout();
    void scrollTo(qsizetype line, qreal x, qreal width);
    void showCursor();

    void select(qsizetype anchor, qsizetype cursor, bool trails);
    void changeSelection(qsizetype anchor, qsizetype cursor, bool trails);
    void describe();
    void extendTo(Span span);
    void moveCursor(const Move &move, bool extends);
    void dragTo(QPoint position);
    void endDrag();
    static const Move *moveOf(const QKeyEvent *event, bool *extends);

    void paintLine(QPainter &painter, qsizetype line, const Colours &colours) const;
    void paintCells(QPainter &painter, Column column, Span span, qsizetype line,
                    const Colours &colours, bool selected) const;
    void paintCursor(QPainter &painter, const Colours &colours) const;

    std::shared_ptr<const void> m_owner;
    ByteView m_bytes;
    QString m_placeholderText;

    int m_bytesPerLine = 16;
    qreal m_charWidth = 1;
    int m_lineHeight = 1;
    int m_ascent = 0;
    int m_margin = 0;

    Column m_column = Column::Hex;
    qsizetype m_anchor = 0;
    qsizetype m_cursor = 0;
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
