#include "netcore/sending/repeat.h"

#include <QLocale>

#include <algorithm>
#include <utility>

namespace sockyard
{

namespace
{

QString number(std::uint64_t value)
{
    return QLocale().toString(static_cast<qulonglong>(value));
}

} // namespace

Repeat::Repeat(const RepeatPlan &plan, const Journal &journal, Hand hand, QObject *parent)
    : QObject(parent)
    , m_plan(plan)
    , m_journal(journal)
    , m_hand(std::move(hand))
    , m_random(QRandomGenerator::securelySeeded())
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &Repeat::sendDue);
}

void Repeat::start()
{
    QString words = m_plan.times > 0
                        ? tr("repeating a message every %1 ms, %2 times")
                              .arg(number(static_cast<std::uint64_t>(m_plan.interval.count())),
                                   number(static_cast<std::uint64_t>(m_plan.times)))
                        : tr("repeating a message every %1 ms until it is stopped")
                              .arg(number(static_cast<std::uint64_t>(m_plan.interval.count())));
    if (m_plan.jitter.count() > 0) {
        words = tr("%1, each up to %2 ms earlier or later")
                    .arg(words, number(static_cast<std::uint64_t>(m_plan.jitter.count())));
    }
    m_journal.write(EventKind::Note, words);
    m_begin = Clock::now();
    m_due = m_begin;
    m_rate.note(m_begin, 0);
    waitForNext();
}

bool Repeat::isOver() const
{
    return m_plan.times > 0 && m_next >= static_cast<std::uint64_t>(m_plan.times);
}

Repeat::Clock::time_point Repeat::dueAt(std::uint64_t index)
{
    const qint64 most = std::chrono::microseconds(m_plan.jitter).count();
    const std::chrono::microseconds shift(m_random.bounded(-most, most + 1));
    return m_begin + m_plan.interval * index + shift;
}

void Repeat::chooseNext()
{
    ++m_next;
    m_due = std::max(m_due, dueAt(m_next)); // jitter never turns two of them around
}

void Repeat::sendDue()
{
    const auto now = Clock::now();
    leaveOut(now);
    while (!isOver() && !m_hasEnded && m_due <= now) {
        if (m_hand(m_plan.message)) {
            if (m_sent++ == 0) {
                m_first = now;
            }
            m_latest = now;
        } else {
            ++m_failed;
        }
        chooseNext();
    }
    if (m_hasEnded) {
        return; // the last addressee went while it was sent to
    }
    m_rate.note(now, m_sent);
    if (isOver()) {
        stop({});
        Q_EMIT ended();
        return;
    }
    waitForNext();
}

void Repeat::leaveOut(Clock::time_point now)
{
    const auto late = now - m_due;
    if (late <= longestBurst) {
        return;
    }
    std::uint64_t count = 0;
    while (!isOver() && now - m_due > longestBurst) {
        chooseNext();
        ++count;
    }
    m_failed += count;
    m_journal.write(
        EventKind::Note,
        tr("this program stood still for %1 ms: %2 messages that were due are left "
           "out")
            .arg(number(static_cast<std::uint64_t>(
                     std::chrono::duration_cast<std::chrono::milliseconds>(late).count())),
                 number(count)));
}

void Repeat::waitForNext()
{
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(m_due - Clock::now());
    m_timer.start(std::max(left, std::chrono::milliseconds(0)));
}

double Repeat::meanRate() const
{
    // Between n messages there are n - 1 intervals.
    const std::chrono::duration<double> taken = m_latest - m_first;
    return m_sent < 2 || taken.count() <= 0 ? 0 : static_cast<double>(m_sent - 1) / taken.count();
}

void Repeat::stop(const QString &why)
{
    m_hasEnded = true;
    m_timer.stop();
    QString words =
        m_sent < 2
            ? tr("repeat ended: %1 sent, %2 failed").arg(number(m_sent), number(m_failed))
            : tr("repeat ended: %1 sent, %2 failed, %3 a second")
                  .arg(number(m_sent), number(m_failed), QLocale().toString(meanRate(), 'f', 1));
    if (!why.isEmpty()) {
        words += QStringLiteral(" (%1)").arg(why);
    }
    m_journal.write(EventKind::Note, words);
}

SendingProgress Repeat::progress() const
{
    return {.kind = SendingProgress::Kind::Repeat,
            .done = m_sent,
            .total = static_cast<std::uint64_t>(m_plan.times),
            .failed = m_failed,
            .perSecond = m_rate.at(Clock::now())};
}

} // namespace sockyard
