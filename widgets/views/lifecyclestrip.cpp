#include "widgets/views/lifecyclestrip.h"

#include "netcore/codec/visibletext.h"
#include "widgets/models/words.h"
#include "widgets/views/tones.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <utility>

namespace sockyard
{

namespace
{
constexpr auto jointText = u"  ─  ";

QString joint()
{
    return QStringView(jointText).toString();
}
} // namespace

LifecycleStrip::LifecycleStrip(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("lifecycleStrip"));
    setAccessibleName(tr("Lifecycle"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void LifecycleStrip::setLifecycle(const Lifecycle &lifecycle)
{
    QList<Step> steps;
    for (const LifecycleStep &from : lifecycle.steps()) {
        Step step;
        step.label = fromUtf8(from.label);
        step.happened = from.happened;
        step.waiting = from.waiting;
        step.failed = from.failed;
        step.sign = from.failed     ? QStringLiteral("✗")
                    : from.waiting  ? QStringLiteral("◉")
                    : from.happened ? QStringLiteral("●")
                                    : QStringLiteral("○");
        const QString state = from.failed     ? tr("failed")
                              : from.waiting  ? tr("waiting in it now")
                              : from.happened ? tr("done")
                                              : tr("not yet");
        step.tip = tr("%1: %2").arg(step.label, state);
        if (!from.detail.empty()) {
            step.tip += u'\n' + fromUtf8(visibleText(from.detail)); // a name in it may be anybody's
        }
        steps.append(step);
    }
    const QString descriptor =
        lifecycle.descriptor() ? tr("fd %1").arg(*lifecycle.descriptor()) : QString();
    if (steps == m_steps && descriptor == m_descriptor) {
        return;
    }
    m_steps = steps;
    m_descriptor = descriptor;
    setAccessibleDescription(text());
    updateGeometry();
    update();
}

QString LifecycleStrip::stepText(const Step &step) const
{
    return step.sign + u' ' + step.label;
}

QString LifecycleStrip::text() const
{
    QStringList parts;
    for (const Step &step : m_steps) {
        parts.append(stepText(step));
    }
    QString result = parts.join(QStringLiteral(" ─ "));
    if (!m_descriptor.isEmpty()) {
        result += u' ' + m_descriptor;
    }
    return result;
}

QRect LifecycleStrip::stepRect(int index) const
{
    int x = 0;
    for (int before = 0; before < index; ++before) {
        x += fontMetrics().horizontalAdvance(stepText(m_steps[before]) + joint());
    }
    return {x, 0, fontMetrics().horizontalAdvance(stepText(m_steps[index])), height()};
}

QSize LifecycleStrip::sizeHint() const
{
    int width = fontMetrics().horizontalAdvance(joint() + QStringLiteral("fd 00000"));
    if (!m_steps.isEmpty()) {
        width += stepRect(static_cast<int>(m_steps.size()) - 1).right();
    }
    return {width, fontMetrics().height() + 6};
}

QSize LifecycleStrip::minimumSizeHint() const
{
    return {80, sizeHint().height()};
}

void LifecycleStrip::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    for (int index = 0; index < m_steps.size(); ++index) {
        const Step &step = m_steps[index];
        const Tone tone = step.failed     ? Tone::Bad
                          : step.waiting  ? Tone::Received
                          : step.happened ? Tone::Good
                                          : Tone::Quiet;
        const QRect rect = stepRect(index);
        painter.setPen(toneColor(tone, palette()));
        painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                         stepText(step));
        if (index + 1 < m_steps.size()) {
            painter.setPen(toneColor(Tone::Quiet, palette()));
            painter.drawText(
                QRect(rect.right() + 1, 0, fontMetrics().horizontalAdvance(joint()), height()),
                Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, joint());
        }
    }
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(rect(), Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, m_descriptor);
}

bool LifecycleStrip::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip) {
        return QWidget::event(event);
    }
    const auto *help = static_cast<QHelpEvent *>(event);
    for (int index = 0; index < m_steps.size(); ++index) {
        if (stepRect(index).contains(help->pos())) {
            // As HTML, so that a tool tip takes nothing in it for HTML.
            const QString html =
                m_steps[index].tip.toHtmlEscaped().replace(u'\n', QStringLiteral("<br>"));
            QToolTip::showText(help->globalPos(), QStringLiteral("<qt>%1</qt>").arg(html), this);
            return true;
        }
    }
    QToolTip::hideText();
    event->ignore();
    return true;
}

} // namespace sockyard
