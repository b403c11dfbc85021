#include "widgets/views/wholemessage.h"

#include <algorithm>

namespace sockyard
{

namespace
{
constexpr int mostLines = 6; // at once; more are scrolled
} // namespace

WholeMessage::WholeMessage(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setObjectName(QStringLiteral("wholeMessage"));
    setAccessibleName(tr("The chosen message, whole"));
    setReadOnly(true);
    setTabChangesFocus(true);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    hide();
}

void WholeMessage::showMessage(const QString &text)
{
    if (text != toPlainText()) {
        setPlainText(text);
    }
    setVisible(!text.isEmpty());
    fitHeight();
}

void WholeMessage::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    fitHeight();
}

void WholeMessage::fitHeight()
{
    // A plain text document counts its height in lines.
    const int lines = std::clamp(qRound(document()->size().height()), 1, mostLines);
    const auto margins = contentsMargins();
    setFixedHeight(lines * fontMetrics().lineSpacing() + margins.top() + margins.bottom() +
                   2 * qRound(document()->documentMargin()) + 2 * frameWidth());
}

} // namespace sockyard
