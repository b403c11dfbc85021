#include "widgets/views/elidedlabel.h"

#include <QPainter>

namespace sockyard
{

ElidedLabel::ElidedLabel(QWidget *parent, Tone tone)
    : QWidget(parent)
    , m_tone(tone)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void ElidedLabel::setText(const QString &text, const QString &tip)
{
    const QString whole = tip.isEmpty() ? text : text + u'\n' + tip;
    // As HTML, so that a tool tip takes nothing in it for HTML, and breaks its lines.
    setToolTip(QStringLiteral("<qt>%1</qt>")
                   .arg(whole.toHtmlEscaped().replace(u'\n', QStringLiteral("<br>"))));
    setAccessibleName(whole);
    if (text != m_text) {
        m_text = text;
        updateGeometry();
        update();
    }
}

void ElidedLabel::setTone(Tone tone)
{
    m_tone = tone;
    update();
}

QSize ElidedLabel::sizeHint() const
{
    // One more, as the advance is rounded.
    return {fontMetrics().horizontalAdvance(m_text) + 1, fontMetrics().height()};
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {0, fontMetrics().height()};
}

void ElidedLabel::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.setPen(toneColor(m_tone, palette()));
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     fontMetrics().elidedText(m_text, Qt::ElideRight, width()));
}

} // namespace sockyard
