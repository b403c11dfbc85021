#include "widgets/views/throughputstrip.h"

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
#include <chrono>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

constexpr auto refreshInterval = 250ms;
constexpr int barStep = 3; // two pixels and a gap
constexpr int barWidth = 2;
constexpr int margin = 4;
constexpr int pageOfSeconds = 60;
constexpr std::uint64_t leastScale = 1024; // a few bytes are a low bar

QString perSecond(const QString &amount)
{
    return ThroughputStrip::tr("%1/s").arg(amount);
}

QString eventsText(std::uint64_t count)
{
    return count == 1 ? ThroughputStrip::tr("1 event")
                      : ThroughputStrip::tr("%1 events")
                            .arg(QLocale().toString(static_cast<qulonglong>(count)));
}

/// The next of 1, 2, 5, 10, 20, 50 … KiB, MiB, GiB: a scale that does not change all the time.
std::uint64_t scaleFor(std::uint64_t most)
{
    std::uint64_t unit = leastScale;
    while (most > unit * 1000 && unit < leastScale << 40) {
        unit <<= 10;
    }
    for (const std::uint64_t step : {1U, 2U, 5U, 10U, 20U, 50U, 100U, 200U, 500U, 1000U}) {
        if (most <= unit * step) {
            return unit * step;
        }
    }
    return most;
}

} // namespace

ThroughputStrip::ThroughputStrip(const Throughput &throughput, QWidget *parent)
    : QWidget(parent)
    , m_throughput(throughput)
{
    setObjectName(QStringLiteral("throughputStrip"));
    setAccessibleName(tr("Throughput"));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(refreshInterval);
    connect(&m_refresh, &QTimer::timeout, this, &ThroughputStrip::showNow);
    showNow();
}

void ThroughputStrip::refresh()
{
    if (!m_refresh.isActive()) {
        m_refresh.start();
    }
}

void ThroughputStrip::showNow()
{
    setAccessibleDescription(text());
    update();
}

QSize ThroughputStrip::sizeHint() const
{
    return {labelWidth() + 100 * barStep, 3 * fontMetrics().height() + 2 * margin};
}

QSize ThroughputStrip::minimumSizeHint() const
{
    return {labelWidth() + 20 * barStep, sizeHint().height()};
}

int ThroughputStrip::labelWidth() const
{
    return fontMetrics().horizontalAdvance(
               tr("%1 received %2").arg(u'↓').arg(tr("%1/s").arg(QStringLiteral("0000.0 MiB")))) +
           4 * margin;
}

QRect ThroughputStrip::chart() const
{
    return rect().adjusted(labelWidth(), 1, -margin, -1);
}

int ThroughputStrip::secondsInView() const
{
    return std::max(0, chart().width() / barStep);
}

int ThroughputStrip::left(std::size_t index) const
{
    const auto fromEnd = static_cast<int>(m_throughput.seconds().size() - index);
    return chart().right() + 1 - fromEnd * barStep;
}

std::optional<std::size_t> ThroughputStrip::secondAt(int x) const
{
    const QRect place = chart();
    const std::size_t count = m_throughput.seconds().size();
    if (x < place.left() || x > place.right()) {
        return std::nullopt;
    }
    const auto fromEnd = static_cast<std::size_t>((place.right() - x) / barStep) + 1;
    return fromEnd > count ? std::nullopt : std::optional(count - fromEnd);
}

std::optional<std::size_t> ThroughputStrip::chosen() const
{
    const std::size_t count = m_throughput.seconds().size();
    if (!m_chosen || count == 0) {
        return std::nullopt;
    }
    // What has gone out of view is no longer what one looks at.
    const std::int64_t index = *m_chosen - m_throughput.beginOf(0);
    const auto least = static_cast<std::int64_t>(count) - secondsInView();
    return index < std::max(least, std::int64_t(0)) || index >= static_cast<std::int64_t>(count)
               ? std::nullopt
               : std::optional(static_cast<std::size_t>(index));
}

std::size_t ThroughputStrip::shownSecond() const
{
    // Of the newest one only a part has been seen.
    const std::size_t count = m_throughput.seconds().size();
    return chosen().value_or(count < 2 ? 0 : count - 2);
}

void ThroughputStrip::choose(std::size_t index)
{
    m_chosen = m_throughput.beginOf(index);
    showNow();
}

void ThroughputStrip::goTo(std::size_t index)
{
    Q_EMIT timeClicked(m_throughput.seconds().at(index).first);
}

QString ThroughputStrip::figures(std::size_t index) const
{
    const Throughput::Second &second = m_throughput.seconds().at(index);
    const std::int64_t begin = m_throughput.beginOf(index);
    const QString time = elapsedText(begin * 1000000000).section(u'.', 0, 0);
    return tr("second %1 of the log\n↓ received %2 in %3\n↑ sent %4 in %5\n%6 in all")
        .arg(time, byteCountText(second.bytesReceived), eventsText(second.received),
             byteCountText(second.bytesSent), eventsText(second.sent), eventsText(second.events));
}

QString ThroughputStrip::text() const
{
    if (m_throughput.seconds().empty()) {
        return tr("No events yet");
    }
    return figures(shownSecond()).replace(u'\n', QStringLiteral(", "));
}

void ThroughputStrip::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const QRect place = chart();
    painter.fillRect(place, palette().color(QPalette::Base));
    const auto &seconds = m_throughput.seconds();
    if (seconds.empty()) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        const QString words = tr("Bytes of each second, as soon as there are events");
        painter.drawText(place, Qt::AlignCenter | Qt::TextSingleLine,
                         fontMetrics().elidedText(words, Qt::ElideRight, place.width()));
    }
    const auto inView = static_cast<std::size_t>(secondsInView());
    const std::size_t from = seconds.size() > inView ? seconds.size() - inView : 0;
    std::uint64_t most = 0;
    for (std::size_t index = from; index < seconds.size(); ++index) {
        most = std::max({most, seconds[index].bytesReceived, seconds[index].bytesSent});
    }
    const std::uint64_t scale = scaleFor(most);
    const int middle = place.center().y();
    const auto height = [&](std::uint64_t bytes) {
        const int full = place.height() / 2 - 1;
        const auto shown =
            static_cast<int>(static_cast<double>(bytes) / static_cast<double>(scale) * full);
        return bytes == 0 ? 0 : std::clamp(shown, 1, full);
    };
    const QColor receivedColor = toneColor(Tone::Received, palette());
    const QColor sentColor = toneColor(Tone::Sent, palette());
    const QColor quiet = toneColor(Tone::Quiet, palette());
    const auto marked = hasFocus() ? chosen() : std::nullopt;
    if (marked) {
        painter.fillRect(QRect(left(*marked), place.top(), barStep - 1, place.height()),
                         palette().color(QPalette::Highlight));
    }
    painter.fillRect(QRect(place.left(), middle, place.width(), 1),
                     toneBackground(Tone::Quiet, palette()));
    for (std::size_t index = from; index < seconds.size(); ++index) {
        const Throughput::Second &second = seconds[index];
        const int x = left(index);
        const int up = height(second.bytesReceived);
        const int down = height(second.bytesSent);
        painter.fillRect(QRect(x, middle - up, barWidth, up), receivedColor);
        painter.fillRect(QRect(x, middle + 1, barWidth, down), sentColor);
        if (second.events > 0) {
            painter.fillRect(QRect(x, middle, barWidth, 1), quiet); // something happened
        }
    }
    const QString top = tr("to %1").arg(perSecond(byteCountText(scale)));
    const QRect topPlace = place.adjusted(margin, 0, 0, 0);
    // Bars may be behind it.
    painter.fillRect(
        painter.boundingRect(topPlace, Qt::AlignLeft | Qt::AlignTop, top).adjusted(-2, 0, 2, 0),
        palette().color(QPalette::Base));
    painter.setPen(quiet);
    painter.drawText(topPlace, Qt::AlignLeft | Qt::AlignTop, top);

    // The figures of a second, in words beside the signs.
    const QRect words = rect().adjusted(margin, 0, 0, 0);
    const Throughput::Second shown =
        seconds.empty() ? Throughput::Second() : seconds[shownSecond()];
    painter.setPen(receivedColor);
    painter.drawText(words, Qt::AlignLeft | Qt::AlignTop,
                     tr("↓ received %1").arg(perSecond(byteCountText(shown.bytesReceived))));
    painter.setPen(sentColor);
    painter.drawText(words, Qt::AlignLeft | Qt::AlignBottom,
                     tr("↑ sent %1").arg(perSecond(byteCountText(shown.bytesSent))));
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, perSecond(eventsText(shown.events)));
    if (hasFocus()) {
        QStyleOptionFocusRect option;
        option.initFrom(this);
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
    }
}

void ThroughputStrip::mousePressEvent(QMouseEvent *event)
{
    const auto second = secondAt(event->position().toPoint().x());
    if (event->button() == Qt::LeftButton && second) {
        choose(*second);
        goTo(*second);
    }
}

void ThroughputStrip::keyPressEvent(QKeyEvent *event)
{
    const auto count = static_cast<int>(m_throughput.seconds().size());
    if (count == 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    const int first = std::max(0, count - secondsInView());
    const auto current = chosen();
    int place = current ? static_cast<int>(*current) : count;
    switch (event->key()) {
    case Qt::Key_Left:
        place -= 1;
        break;
    case Qt::Key_Right:
        place += 1;
        break;
    case Qt::Key_PageUp:
        place -= pageOfSeconds;
        break;
    case Qt::Key_PageDown:
        place += pageOfSeconds;
        break;
    case Qt::Key_Home:
        place = first;
        break;
    case Qt::Key_End:
        place = count - 1;
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        goTo(current.value_or(static_cast<std::size_t>(count - 1)));
        return;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    choose(static_cast<std::size_t>(std::clamp(place, first, count - 1)));
}

void ThroughputStrip::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void ThroughputStrip::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    m_chosen.reset(); // it shows the last second again
    showNow();
}

bool ThroughputStrip::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip) {
        return QWidget::event(event);
    }
    const auto *help = static_cast<QHelpEvent *>(event);
    if (const auto second = secondAt(help->pos().x())) {
        QToolTip::showText(help->globalPos(), figures(*second), this);
    } else {
        QToolTip::hideText();
        event->ignore();
    }
    return true;
}

} // namespace sockyard
