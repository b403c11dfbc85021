#include "widgets/views/problemline.h"

#include "widgets/views/tones.h"

#include <QEvent>

namespace sockyard
{

ProblemLine::ProblemLine(QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setAlignment(Qt::AlignLeading | Qt::AlignTop);
    setMinimumHeight(2 * fontMetrics().lineSpacing());
}

void ProblemLine::showProblem(const QString &words)
{
    m_isProblem = true;
    paintTone();
    setText(words.isEmpty() ? QString() : QStringLiteral("✗ ") + words);
}

void ProblemLine::showWord(const QString &words)
{
    m_isProblem = false;
    paintTone();
    setText(words);
}

void ProblemLine::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
        paintTone();
    }
}

void ProblemLine::paintTone()
{
    const QPalette around = parentWidget() == nullptr ? QPalette() : parentWidget()->palette();
    const QColor color =
        m_isProblem ? toneColor(Tone::Bad, around) : around.color(QPalette::WindowText);
    if (palette().color(QPalette::WindowText) != color) {
        QPalette own = palette();
        own.setColor(QPalette::WindowText, color);
        setPalette(own);
    }
}

} // namespace sockyard
