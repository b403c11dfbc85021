#include "widgets/views/lifecyclestrip.h"

#include "netcore/codec/visibletext.h"
#include "widgets/models/words.h"
#include "widgets/views/tones.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QStyleOptionFocusRect>
#include <QToolTip>

#include <algorithm>
#include <numeric>
#include <utility>

namespace sockyard
{

namespace
{

constexpr auto jointText = u"  ─  ";
constexpr std::size_t mostShown = 120; // bytes of an argument; a log from a file may hold anything
constexpr int margin = 2;              // for the focus frame

QString joint()
{
    return QStringView(jointText).toString();
}

QString shown(std::string_view text)
{
    return fromUtf8(visibleText(text, mostShown));
}

QString countText(std::uint64_t count)
{
    return LifecycleStrip::tr("%1 so far").arg(QLocale().toString(static_cast<qulonglong>(count)));
}

} // namespace

LifecycleStrip::LifecycleStrip(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("lifecycleStrip"));
    setAccessibleName(tr("Lifecycle"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
}

LifecycleStrip::Step LifecycleStrip::described(const LifecycleStep &from)
{
    Step step;
    step.label = fromUtf8(from.label);
    step.happened = from.happened;
    step.waiting = from.waiting;
    step.failed = from.failed;
    step.event = from.event;
    step.sign = from.failed     ? QStringLiteral("✗")
                : from.waiting  ? QStringLiteral("◉")
                : from.happened ? QStringLiteral("●")
                                : QStringLiteral("○");
    const QString state = from.failed     ? tr("failed")
                          : from.waiting  ? tr("waiting in it now")
                          : from.happened ? tr("done")
                                          : tr("not yet");
    const QString result =
        from.result.empty() ? QString() : QStringLiteral(" → ") + shown(from.result);
    const QString call =
        step.label + (from.arguments.empty() ? QString() : u' ' + shown(from.arguments)) + result;
    const bool moved = from.bytesSent > 0 || from.bytesReceived > 0;
    const QString bytes =
        moved
            ? tr("↓ %1 ↑ %2").arg(byteCountText(from.bytesReceived), byteCountText(from.bytesSent))
            : QString();

    QStringList forms;
    if (!from.from.empty() && !from.failed) {
        forms.append(tr("%1 · %2 · %3").arg(call, shown(from.from), countText(from.count)));
    }
    if (moved && !from.failed) {
        forms.append(step.label + u' ' + bytes);
    }
    forms += {call, step.label + result, step.label};
    forms.removeDuplicates();
    for (const QString &form : std::as_const(forms)) {
        step.forms.append(step.sign + u' ' + form);
    }

    step.words = tr("%1: %2").arg(call, state);
    QStringList tip{step.words};
    if (!from.from.empty()) {
        tip.append(tr("the last from %1; %2").arg(shown(from.from), countText(from.count)));
    }
    if (moved) {
        tip.append(bytes);
    }
    const QString detail = fromUtf8(visibleText(from.detail)); // a name in it may be anybody's
    if (!detail.isEmpty() && detail != call) {
        tip.append(detail);
    }
    if (step.event) {
        tip.append(tr("A click shows its event."));
    }
    step.tip = tip.join(u'\n');
    return step;
}

void LifecycleStrip::setLifecycle(const Lifecycle &lifecycle)
{
    QList<Step> steps;
    for (const LifecycleStep &from : lifecycle.steps()) {
        steps.append(described(from));
    }
    const QString descriptor =
        lifecycle.descriptor() ? tr("fd %1").arg(*lifecycle.descriptor()) : QString();
    if (steps == m_steps && descriptor == m_descriptor) {
        return;
    }
    const bool sameCalls = steps.size() == m_steps.size() && m_starts == lifecycle.starts();
    if (!sameCalls) {
        forgetWidths();
    }
    for (int index = 0; sameCalls && index < steps.size(); ++index) {
        if (steps[index].happened != m_steps[index].happened ||
            steps[index].failed != m_steps[index].failed ||
            steps[index].forms.size() != m_steps[index].forms.size()) {
            m_widths[static_cast<std::size_t>(index)].clear(); // it says something else now
        }
    }
    const bool otherSize = steps.size() != m_steps.size();
    m_steps = steps;
    m_descriptor = descriptor;
    m_starts = lifecycle.starts();
    m_current = std::min(m_current, static_cast<int>(m_steps.size()) - 1);
    growWidths();
    layOut();
    describe();
    if (otherSize) {
        updateGeometry();
    }
}

void LifecycleStrip::describe()
{
    if (hasFocus() && m_current >= 0) {
        setAccessibleDescription(m_steps[m_current].tip);
        return;
    }
    QStringList words;
    for (const Step &step : std::as_const(m_steps)) {
        words.append(step.words);
    }
    setAccessibleDescription(words.join(QStringLiteral("; ")));
}

QString LifecycleStrip::text() const
{
    QStringList parts;
    for (const Step &step : m_steps) {
        parts.append(step.forms.constLast());
    }
    QString result = parts.join(QStringLiteral(" ─ "));
    if (!m_descriptor.isEmpty()) {
        result += u' ' + m_descriptor;
    }
    return result;
}

QString LifecycleStrip::shownText() const
{
    QStringList parts;
    for (const Place &place : m_places) {
        parts.append(place.text);
    }
    return parts.join(QStringLiteral(" ─ "));
}

// Where everything is.

int LifecycleStrip::widthOf(const QString &text) const
{
    QString even = text; // a 1 may be narrower than a 2: nothing is to move for that
    for (QChar &character : even) {
        character = character.isDigit() ? QChar(u'0') : character;
    }
    return fontMetrics().horizontalAdvance(even);
}

int LifecycleStrip::jointWidth() const
{
    return fontMetrics().horizontalAdvance(joint());
}

int LifecycleStrip::descriptorWidth() const
{
    return fontMetrics().horizontalAdvance(joint() + tr("fd %1").arg(QStringLiteral("00000")));
}

void LifecycleStrip::forgetWidths()
{
    m_widths.clear();
}

void LifecycleStrip::growWidths()
{
    m_widths.resize(static_cast<std::size_t>(m_steps.size()));
    for (int index = 0; index < m_steps.size(); ++index) {
        auto &widths = m_widths[static_cast<std::size_t>(index)];
        const QStringList &forms = m_steps[index].forms;
        widths.resize(static_cast<std::size_t>(forms.size()));
        for (std::size_t form = 0; form < widths.size(); ++form) {
            widths[form] = std::max(widths[form], widthOf(forms[static_cast<qsizetype>(form)]));
        }
    }
}

int LifecycleStrip::neededWidth() const
{
    int width = 0;
    for (std::size_t index = 0; index < m_places.size(); ++index) {
        width += (index == 0 ? 0 : jointWidth()) +
                 m_widths[index][static_cast<std::size_t>(m_places[index].form)];
    }
    return width;
}

void LifecycleStrip::chooseForms(int room)
{
    m_places.assign(m_widths.size(), {});
    // What lies furthest back gives way first: at first of what it has beside the call itself,
    // then of all but its name. What is waited in, and what failed, come last.
    const auto shrink = [this, room](auto mayGiveWay, qsizetype kept) {
        for (std::size_t index = 0; index < m_places.size(); ++index) {
            const Step &step = m_steps[static_cast<int>(index)];
            qsizetype &form = m_places[index].form;
            while (neededWidth() > room && mayGiveWay(step) && form + kept < step.forms.size()) {
                ++form;
            }
        }
    };
    shrink([](const Step &step) { return !step.failed; }, 2);
    shrink([](const Step &step) { return !step.failed && !step.waiting; }, 1);
    shrink([](const Step &step) { return !step.failed; }, 1);
    shrink([](const Step & /*step*/) { return true; }, 1);
}

void LifecycleStrip::layOut()
{
    const int whole = width() - 2 * margin;
    const int room = whole - descriptorWidth();
    chooseForms(room);
    const int joints = std::max(0, static_cast<int>(m_places.size()) - 1) * jointWidth();
    const int words = neededWidth() - joints;
    const int roomForWords = std::max(0, whole - joints);
    int left = margin;
    for (std::size_t index = 0; index < m_places.size(); ++index) {
        Place &place = m_places[index];
        place.text = m_steps[static_cast<int>(index)].forms[place.form];
        place.left = left;
        place.width = m_widths[index][static_cast<std::size_t>(place.form)];
        if (words > roomForWords) { // not even the names have room
            place.width = place.width * roomForWords / words;
            place.text = fontMetrics().elidedText(place.text, Qt::ElideRight, place.width);
        }
        left += place.width + jointWidth();
    }
    update();
}

QRect LifecycleStrip::stepRect(int index) const
{
    const Place &place = m_places[static_cast<std::size_t>(index)];
    return {place.left, 0, place.width, height()};
}

QRect LifecycleStrip::rectOf(const QString &call) const
{
    for (int index = 0; index < m_steps.size(); ++index) {
        if (m_steps[index].label == call) {
            return stepRect(index);
        }
    }
    return {};
}

int LifecycleStrip::stepAt(const QPoint &place) const
{
    for (int index = 0; index < m_steps.size(); ++index) {
        if (stepRect(index).contains(place)) {
            return index;
        }
    }
    return -1;
}

QSize LifecycleStrip::sizeHint() const
{
    int width = descriptorWidth() + 2 * margin;
    for (int index = 0; index < m_steps.size(); ++index) {
        width += widthOf(m_steps[index].forms.constLast()) + (index == 0 ? 0 : jointWidth());
    }
    return {width, fontMetrics().height() + 6};
}

QSize LifecycleStrip::minimumSizeHint() const
{
    return {80, sizeHint().height()};
}

void LifecycleStrip::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layOut();
}

void LifecycleStrip::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        forgetWidths();
        growWidths();
        layOut();
        updateGeometry();
    }
}

void LifecycleStrip::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    constexpr int flags = Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine;
    int end = 0;
    for (int index = 0; index < m_steps.size(); ++index) {
        const Step &step = m_steps[index];
        const Tone tone = step.failed     ? Tone::Bad
                          : step.waiting  ? Tone::Received
                          : step.happened ? Tone::Good
                                          : Tone::Quiet;
        const QRect rect = stepRect(index);
        QFont words = font();
        words.setUnderline(index == m_hovered && step.event.has_value());
        painter.setFont(words);
        painter.setPen(toneColor(tone, palette()));
        painter.drawText(rect, flags, m_places[static_cast<std::size_t>(index)].text);
        painter.setFont(font());
        end = rect.right() + 1;
        if (index + 1 < m_steps.size()) {
            painter.setPen(toneColor(Tone::Quiet, palette()));
            painter.drawText(QRect(end, 0, jointWidth(), height()), flags, joint());
        }
    }
    if (end + fontMetrics().horizontalAdvance(u' ' + m_descriptor) <= width()) {
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(rect().adjusted(0, 0, -margin, 0),
                         Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, m_descriptor);
    }
    if (hasFocus() && m_current >= 0) {
        QStyleOptionFocusRect option;
        option.initFrom(this);
        option.rect = stepRect(m_current).adjusted(-margin, 1, margin, -1);
        option.state |= QStyle::State_KeyboardFocusChange;
        option.backgroundColor = palette().color(QPalette::Window);
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
    }
}

// What a person does.

void LifecycleStrip::activate(int index)
{
    if (index >= 0 && m_steps[index].event) {
        Q_EMIT eventRequested(*m_steps[index].event);
    }
}

void LifecycleStrip::setCurrent(int index)
{
    m_current = index;
    describe();
    update();
}

void LifecycleStrip::setHovered(int index)
{
    if (index == m_hovered) {
        return;
    }
    m_hovered = index;
    if (index >= 0 && m_steps[index].event) {
        setCursor(Qt::PointingHandCursor);
    } else {
        unsetCursor();
    }
    update();
}

int LifecycleStrip::mostInteresting() const
{
    int result = 0;
    for (int index = 0; index < m_steps.size(); ++index) {
        const Step &step = m_steps[index];
        if (step.failed) {
            return index;
        }
        if (step.waiting || (step.happened && !m_steps[result].waiting)) {
            result = index;
        }
    }
    return result;
}

void LifecycleStrip::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) {
        QWidget::mousePressEvent(event);
        return;
    }
    m_pressed = stepAt(event->position().toPoint());
    if (m_pressed >= 0) {
        setCurrent(m_pressed);
    }
}

void LifecycleStrip::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) {
        QWidget::mouseReleaseEvent(event);
        return;
    }
    const int pressed = std::exchange(m_pressed, -1);
    if (pressed == stepAt(event->position().toPoint())) {
        activate(pressed);
    }
}

void LifecycleStrip::mouseMoveEvent(QMouseEvent *event)
{
    setHovered(stepAt(event->position().toPoint()));
}

void LifecycleStrip::leaveEvent(QEvent *event)
{
    QWidget::leaveEvent(event);
    setHovered(-1);
}

void LifecycleStrip::keyPressEvent(QKeyEvent *event)
{
    const int last = static_cast<int>(m_steps.size()) - 1;
    if (last < 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
        setCurrent(std::max(0, m_current - 1));
        break;
    case Qt::Key_Right:
        setCurrent(std::min(last, m_current + 1));
        break;
    case Qt::Key_Home:
        setCurrent(0);
        break;
    case Qt::Key_End:
        setCurrent(last);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        activate(m_current);
        break;
    default:
        QWidget::keyPressEvent(event);
        break;
    }
}

void LifecycleStrip::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    if (!m_steps.isEmpty() && m_current < 0) {
        m_current = mostInteresting();
    }
    describe();
    update();
}

void LifecycleStrip::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    describe();
    update();
}

bool LifecycleStrip::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip) {
        return QWidget::event(event);
    }
    const auto *help = static_cast<QHelpEvent *>(event);
    const int index = stepAt(help->pos());
    if (index >= 0) {
        // As HTML, so that a tool tip takes nothing in it for HTML.
        const QString html =
            m_steps[index].tip.toHtmlEscaped().replace(u'\n', QStringLiteral("<br>"));
        QToolTip::showText(help->globalPos(), QStringLiteral("<qt>%1</qt>").arg(html), this);
        return true;
    }
    QToolTip::hideText();
    event->ignore();
    return true;
}

} // namespace sockyard
