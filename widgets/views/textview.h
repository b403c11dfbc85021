#pragma once

#include "widgets/models/textpages.h"
#include "widgets/views/copybytes.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <QFont>

#include <memory>
#include <optional>

namespace sockyard
{

struct ByteColours;
struct CursorMove;

/// Shows bytes, one payload or a whole stream, as lines of text in one of the usual encodings,
/// wrapped at the view's width, and lets a person select and copy parts of them. Only the pages
/// around what is to be seen are ever decoded. A line's end, what is invisible and what is no text
/// stands there as `\n`, `<U+202E>` or `\xff`; every character has a place of its own, from left to
/// right, in the order of the bytes. Belongs to its parent widget and to the main thread.
class TextView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    struct Range {
        qint64 from = 0;
        qint64 length = 0;
        bool operator==(const Range &) const = default;
    };

    explicit TextView(QWidget *parent = nullptr);

    /// Shows a source from the beginning of what is there, with nothing selected.
    void setSource(std::shared_ptr<const ByteSource> source);
    /// Takes over that the source grew, or that its oldest bytes went; as HexView does.
    void updateSource();
    void setEncoding(TextEncoding encoding);
    TextEncoding encoding() const { return m_pages.decoder().encoding(); }

    /// In bytes; the length is 0 where nothing is selected.
    Range selectedRange() const;
    /// What of the range is there is selected and scrolled to. A character is shown as selected
    /// where one of its bytes is.
    void setSelection(qint64 from, qint64 length);
    qint64 cursorOffset() const { return m_cursor; }

    /// True where the last line is to be seen.
    bool isAtEnd() const;
    void scrollToEnd();
    /// The lines that are to be seen, as they are shown.
    QStringList shownLines();
    /// Where the character of a byte is painted, in the viewport's coordinates; empty where it is
    /// not to be seen.
    QRect characterRect(qint64 offset);

    QString placeholderText() const { return m_placeholderText; }
    /// Shown in the middle while there are no bytes; plain text.
    void setPlaceholderText(const QString &text);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    /// Copies the selection, or everything where nothing is selected.
    void copy(sockyard::CopyForm form);
    void selectAll();

Q_SIGNALS:
    void selectionChanged();

protected:
    bool event(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void showEvent(QShowEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    using Place = TextPages::Place;

    bool isEmpty() const { return m_pages.first() == m_pages.size(); }
    void measureFont();
    void updateLayout();
    void updateEnd();
    int textLeft() const;
    int visibleLines() const;
    std::optional<Place> topPlace();
    void setTop(Place place);
    void scrollByLines(int lines);
    void takeScrollAction(int action);
    void showOffset(qint64 offset);

    qint64 offsetAt(QPoint position, bool behind);
    qint64 cursorBeside(qint64 cursor, bool forward);
    std::optional<Place> cursorPlace();
    int columnOf(const TextPages::Line &line, qint64 offset) const;
    qint64 offsetInColumn(const TextPages::Line &line, int column) const;
    void select(qint64 anchor, qint64 cursor);
    void moveCursor(const CursorMove &move);
    void dragTo(QPoint position);
    void describe();
    void paintLine(QPainter &painter, const TextPages::Line &line, int y,
                   const ByteColours &colours) const;

    std::shared_ptr<const ByteSource> m_source;
    TextPages m_pages;
    QString m_placeholderText;
    bool m_follows = false; // the end is wanted as soon as the view is to be seen

    QFont m_shapedFont;
    qreal m_charWidth = 1;
    int m_lineHeight = 1;
    int m_ascent = 0;
    int m_margin = 0;

    /// The first line that is to be seen begins here; the last line begins at the end.
    qint64 m_top = 0;
    qint64 m_highestTop = 0;
    int m_barShift = 0;
    bool m_movesBar = false;
    int m_wheel = 0;

    qint64 m_anchor = 0;
    qint64 m_cursor = 0;
    /// What a double click took stays selected.
    qint64 m_pressedFrom = 0;
    qint64 m_pressedTo = 0;
    QPoint m_mouse;
    bool m_pressed = false;
    QBasicTimer m_scrollTimer;
};

} // namespace sockyard
