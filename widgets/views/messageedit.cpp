#include "widgets/views/messageedit.h"

#include "widgets/views/exacttext.h"
#include "widgets/views/tones.h"

#include <QDropEvent>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QTextBlock>
#include <QTextDocument>
#include <QUrl>

#include <algorithm>
#include <cmath>

namespace sockyard
{

namespace
{
constexpr int mostLines = 5;
constexpr int leastEnlarged = 8;
constexpr int mostEnlarged = 14;
// Of a text that is wrapped between words.
constexpr qsizetype longestInWords = 4096;
} // namespace

MessageEdit::MessageEdit(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setObjectName(QStringLiteral("messageEdit"));
    setAccessibleName(tr("Message"));
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    document()->setDocumentMargin(3);
    connect(this, &QPlainTextEdit::textChanged, this, &MessageEdit::fitHeight);
    fitHeight();
}

QString MessageEdit::message() const
{
    return exactText(*document());
}

void MessageEdit::setMessage(const QString &text)
{
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    insert(cursor, text);
    setTextCursor(cursor);
}

void MessageEdit::insert(QTextCursor &cursor, const QString &text)
{
    // To lay out one long word takes time by the square of its length where words are looked for.
    const bool isLong = text.size() + document()->characterCount() > longestInWords;
    setWordWrapMode(isLong ? QTextOption::WrapAnywhere : QTextOption::WrapAtWordBoundaryOrAnywhere);
    insertExactly(cursor, text);
}

void MessageEdit::setEnlarged(bool enlarged)
{
    m_isEnlarged = enlarged;
    fitHeight();
}

void MessageEdit::markProblem(qsizetype position, qsizetype length)
{
    if (position == m_problemPosition && length == m_problemLength && position < 0) {
        return;
    }
    m_problemPosition = position;
    m_problemLength = length;
    underlineProblem();
}

void MessageEdit::underlineProblem()
{
    if (m_problemPosition < 0) {
        setExtraSelections({});
        return;
    }
    const int last = document()->characterCount() - 1;
    int from = placeInDocument(*document(), m_problemPosition);
    int to = placeInDocument(*document(), m_problemPosition + m_problemLength);
    if (to <= from) {
        to = std::min(from + 1, last);
        from = std::min(from, std::max(to - 1, 0)); // what is missing at the end, is behind this
    }
    QTextEdit::ExtraSelection mark;
    mark.cursor = QTextCursor(document());
    mark.cursor.setPosition(from);
    mark.cursor.setPosition(to, QTextCursor::KeepAnchor);
    mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
    mark.format.setUnderlineColor(toneColor(Tone::Bad, palette()));
    mark.format.setBackground(toneBackground(Tone::Bad, palette()));
    setExtraSelections({mark});
}

void MessageEdit::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        underlineProblem();
    } else if (event->type() == QEvent::FontChange) {
        fitHeight();
    }
}

int MessageEdit::around(double textHeight) const
{
    return static_cast<int>(std::ceil(textHeight + 2 * document()->documentMargin())) +
           2 * frameWidth() + 2;
}

int MessageEdit::heightForLines(int lines) const
{
    return around(fontMetrics().lineSpacing() * lines);
}

QSize MessageEdit::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 40, height()};
}

QSize MessageEdit::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 12, heightForLines(1)};
}

void MessageEdit::fitHeight()
{
    const int least = m_isEnlarged ? leastEnlarged : 1;
    const int most = m_isEnlarged ? mostEnlarged : mostLines;
    // Lines with characters of another font may be higher than usual.
    double height = 0;
    int lines = 0;
    for (QTextBlock block = document()->begin(); block.isValid() && lines < most;
         block = block.next()) {
        height += blockBoundingRect(block).height();
        lines += block.lineCount();
    }
    const int wanted = std::clamp(around(height), heightForLines(least), heightForLines(most));
    if (wanted != this->height() || minimumHeight() != wanted) {
        setFixedHeight(wanted);
    }
}

void MessageEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    fitHeight();
}

void MessageEdit::inputMethodEvent(QInputMethodEvent *event)
{
    m_composes = !event->preeditString().isEmpty();
    QPlainTextEdit::inputMethodEvent(event);
}

bool MessageEdit::walks(const QKeyEvent &event)
{
    const auto modifiers = event.modifiers() & ~Qt::KeypadModifier;
    const bool up = event.key() == Qt::Key_Up;
    if (modifiers != Qt::NoModifier || (!up && event.key() != Qt::Key_Down)) {
        return false;
    }
    QTextCursor cursor = textCursor();
    if (cursor.movePosition(up ? QTextCursor::Up : QTextCursor::Down)) {
        return false; // to another line of the message
    }
    if (up) {
        Q_EMIT olderWanted();
    } else {
        Q_EMIT newerWanted();
    }
    return true;
}

void MessageEdit::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (m_composes) {
        if (!enter) { // which an input method hands on at times, having taken it for its own
            QPlainTextEdit::keyPressEvent(event);
        }
        return;
    }
    if (!enter) {
        if (!walks(*event)) {
            QPlainTextEdit::keyPressEvent(event);
        }
        return;
    }
    const bool always = event->modifiers().testFlag(Qt::ControlModifier);
    if (always || (!m_isEnlarged && !event->modifiers().testFlag(Qt::ShiftModifier))) {
        Q_EMIT submitted();
        return;
    }
    // A real line break: Shift+Enter would put a line separator (U+2028), which nobody typed.
    QTextCursor cursor = textCursor();
    breakLine(cursor);
    setTextCursor(cursor);
}

// What is dropped and pasted.

QStringList MessageEdit::filesIn(const QMimeData *source) const
{
    QStringList files;
    if (m_takesFiles) {
        const auto urls = source->urls();
        for (const QUrl &url : urls) {
            if (url.isLocalFile()) {
                files.append(url.toLocalFile());
            }
        }
    }
    return files;
}

void MessageEdit::dragEnterEvent(QDragEnterEvent *event)
{
    if (filesIn(event->mimeData()).isEmpty()) {
        QPlainTextEdit::dragEnterEvent(event);
        return;
    }
    event->setDropAction(Qt::CopyAction); // the file stays where it is
    event->accept();
}

void MessageEdit::dragMoveEvent(QDragMoveEvent *event)
{
    if (filesIn(event->mimeData()).isEmpty()) {
        QPlainTextEdit::dragMoveEvent(event);
        return;
    }
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void MessageEdit::dropEvent(QDropEvent *event)
{
    const QStringList files = filesIn(event->mimeData());
    if (files.isEmpty()) {
        QPlainTextEdit::dropEvent(event);
        return;
    }
    event->setDropAction(Qt::CopyAction);
    event->accept();
    Q_EMIT filesGiven(files);
}

bool MessageEdit::canInsertFromMimeData(const QMimeData *source) const
{
    return source->hasText() || !filesIn(source).isEmpty();
}

void MessageEdit::insertFromMimeData(const QMimeData *source)
{
    const QStringList files = filesIn(source);
    if (!files.isEmpty()) {
        Q_EMIT filesGiven(files);
        return;
    }
    QTextCursor cursor = textCursor();
    insert(cursor, source->text());
    setTextCursor(cursor);
    ensureCursorVisible();
}

QMimeData *MessageEdit::createMimeDataFromSelection() const
{
    const QTextCursor cursor = textCursor();
    auto *mime = new QMimeData;
    mime->setText(exactText(*document(), cursor.selectionStart(), cursor.selectionEnd()));
    return mime;
}

} // namespace sockyard
