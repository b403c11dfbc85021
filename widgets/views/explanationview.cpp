#include "widgets/views/explanationview.h"

#include <QMimeData>
#include <QTextBlockFormat>
#include <QTextCharFormat>
#include <QTextCursor>
#include <QTextDocumentFragment>
#include <QTextList>
#include <QTextListFormat>

namespace sockyard
{

namespace
{

constexpr int linesShown = 4; // without scrolling, at the least that is of use

QTextCharFormat bold()
{
    QTextCharFormat format;
    format.setFontWeight(QFont::Bold);
    return format;
}

/// A new paragraph, with some room above.
void beginParagraph(QTextCursor &cursor, qreal above)
{
    QTextBlockFormat format;
    format.setTopMargin(above);
    cursor.insertBlock(format, QTextCharFormat());
}

qreal roomAbove(const QTextCursor &cursor)
{
    return QFontMetricsF(cursor.document()->defaultFont()).lineSpacing() / 2;
}

QString withCapital(QString sentence)
{
    if (!sentence.isEmpty()) {
        sentence[0] = sentence.at(0).toUpper();
    }
    return sentence;
}

} // namespace

ExplanationView::ExplanationView(QWidget *parent)
    : QTextEdit(parent)
{
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setTabChangesFocus(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setAccessibleName(tr("Explanation"));
}

void ExplanationView::setExplanation(const Explanation &explanation, const QString &note)
{
    clear();
    document()->setIndentWidth(fontMetrics().lineSpacing()); // of lists
    QTextCursor cursor(document());
    addTitle(cursor, explanation.title);
    addNote(cursor, note);
    addPart(cursor, tr("What happened"), explanation.whatHappened);
    addPart(cursor, tr("On this machine"), withCapital(explanation.hint));
    addPart(cursor, tr("Who did it: %1").arg(sideText(explanation.side)), explanation.whoDidIt);
    addList(cursor, tr("Usual causes"), explanation.causes);
    addList(cursor, tr("What to try next"), explanation.nextSteps);
    addPart(cursor, tr("The system's error"), explanation.errorText());
    addPart(cursor, tr("To read on"), explanation.standard);
    setTextCursor(QTextCursor(document())); // from the beginning
}

void ExplanationView::addTitle(QTextCursor &cursor, const QString &text)
{
    QTextCharFormat format = bold();
    format.setProperty(QTextFormat::FontSizeAdjustment, 1); // with the font, whatever its size
    cursor.insertText(text, format);
}

void ExplanationView::addNote(QTextCursor &cursor, const QString &note)
{
    if (!note.isEmpty()) {
        beginParagraph(cursor, 0);
        cursor.insertText(note, QTextCharFormat());
    }
}

void ExplanationView::addPart(QTextCursor &cursor, const QString &heading, const QString &text)
{
    if (text.isEmpty()) {
        return;
    }
    beginParagraph(cursor, roomAbove(cursor));
    cursor.insertText(heading, bold());
    beginParagraph(cursor, 0);
    cursor.insertText(text, QTextCharFormat());
}

void ExplanationView::addList(QTextCursor &cursor, const QString &heading, const QStringList &lines)
{
    if (lines.isEmpty()) {
        return;
    }
    beginParagraph(cursor, roomAbove(cursor));
    cursor.insertText(heading, bold());
    QTextListFormat format;
    format.setStyle(QTextListFormat::ListDisc);
    beginParagraph(cursor, 0);
    QTextList *list = cursor.createList(format);
    for (qsizetype index = 0; index < lines.size(); ++index) {
        if (index > 0) {
            beginParagraph(cursor, 0);
            list->add(cursor.block());
        }
        cursor.insertText(lines.at(index), QTextCharFormat());
    }
}

QSize ExplanationView::sizeHint() const
{
    return {QTextEdit::sizeHint().width(), minimumSizeHint().height()};
}

QSize ExplanationView::minimumSizeHint() const
{
    const int frame = 2 * frameWidth();
    return {0, linesShown * fontMetrics().lineSpacing() + frame};
}

QMimeData *ExplanationView::createMimeDataFromSelection() const
{
    auto *plain = new QMimeData; // the caller's
    plain->setText(textCursor().selection().toPlainText());
    return plain;
}

} // namespace sockyard
