#include "widgets/views/messageedit.h"

#include <QKeyEvent>
#include <QTextDocument>

#include <algorithm>
#include <cmath>

namespace sockyard
{

namespace
{
constexpr int mostLines = 5;
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
    QString text = document()->toRawText();
    text.replace(QChar::ParagraphSeparator, QChar::LineFeed);
    return text;
}

int MessageEdit::heightForLines(int lines) const
{
    return static_cast<int>(
               std::ceil(fontMetrics().lineSpacing() * lines + 2 * document()->documentMargin())) +
           2 * frameWidth() + 2;
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
    // A plain text document measures its height in lines.
    const int lines = static_cast<int>(std::ceil(document()->size().height()));
    const int wanted = heightForLines(std::clamp(lines, 1, mostLines));
    if (wanted != height() || minimumHeight() != wanted) {
        setFixedHeight(wanted);
    }
}

void MessageEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    fitHeight();
}

void MessageEdit::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && !event->modifiers().testFlag(Qt::ShiftModifier)) {
        Q_EMIT submitted();
        return;
    }
    if (enter) {
        // A real line break: Shift+Enter would put a line separator (U+2028), which nobody typed.
        insertPlainText(QStringLiteral("\n"));
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

} // namespace sockyard
