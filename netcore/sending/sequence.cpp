#include "netcore/sending/sequence.h"

#include <QLocale>

#include <algorithm>

namespace sockyard
{

namespace
{

constexpr std::size_t piece = Sequence::mostKept / 2;

QString number(std::uint64_t value)
{
    return QLocale().toString(static_cast<qulonglong>(value));
}

} // namespace

Sequence::Sequence(std::shared_ptr<const SequencePlan> plan, Outbox &outbox, QObject *parent)
    : QObject(parent)
    , m_plan(std::move(plan))
    , m_outbox(outbox)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_turn.setSingleShot(true);
    m_turn.setInterval(0);
    connect(&m_timer, &QTimer::timeout, this, &Sequence::timeOut);
    connect(&m_turn, &QTimer::timeout, this, &Sequence::advance);
    connect(&m_outbox, &Outbox::done, this, &Sequence::advance);
}

void Sequence::start()
{
    const auto count = static_cast<std::uint64_t>(m_plan->steps.size());
    m_outbox.journal().write(
        EventKind::Note,
        m_plan->times == 1 ? tr("a sequence of %1 steps begins").arg(number(count))
        : m_plan->times > 1
            ? tr("a sequence of %1 steps begins, %2 times over")
                  .arg(number(count), number(static_cast<std::uint64_t>(m_plan->times)))
            : tr("a sequence of %1 steps begins, over and over").arg(number(count)));
    m_turn.start();
}

bool Sequence::isOver() const
{
    return m_plan->times > 0 &&
           m_done >= m_plan->steps.size() * static_cast<std::uint64_t>(m_plan->times);
}

void Sequence::received(ByteView bytes)
{
    if (m_hasEnded) {
        return;
    }
    while (!bytes.empty()) {
        const ByteView next = bytes.first(std::min(bytes.size(), piece));
        bytes = bytes.subspan(next.size());
        m_window.append(reinterpret_cast<const char *>(next.data()), next.size());
        if (m_window.size() > mostKept) {
            m_window.erase(0, m_window.size() - mostKept);
        }
        look();
    }
}

void Sequence::look()
{
    if (m_found || isOver() || !step().answer) {
        return;
    }
    Look how;
    auto groups = step().answer->pattern.groups(std::as_bytes(std::span(m_window)), how);
    if (groups) {
        m_found = Found{m_window, std::move(*groups)};
        if (m_phase == Phase::Looking) {
            m_turn.start();
        }
    }
}

void Sequence::advance()
{
    if (m_hasEnded) {
        return;
    }
    if (m_phase == Phase::Taking) {
        if (!m_outbox.isDone() || !m_outbox.journal().log().hasRoom()) {
            return; // done() or resume() come back to this
        }
        if (isOver()) {
            end(EventKind::Note, tr("the sequence is done: %1 steps").arg(number(m_done)));
            return;
        }
        m_phase = Phase::Waiting;
        m_timer.start(step().wait);
        return;
    }
    if (m_phase == Phase::Looking && m_found && sendMessage()) {
        goToNextStep();
    }
}

void Sequence::timeOut()
{
    if (m_phase == Phase::Looking) {
        end(EventKind::TimedOut,
            tr("no answer that fits \"%1\" came within %2 ms: the sequence stops at step %3")
                .arg(step().answer->text,
                     number(static_cast<std::uint64_t>(step().answer->atMost.count())),
                     number(m_step + 1)));
        return;
    }
    if (step().answer && !m_found) {
        m_phase = Phase::Looking;
        m_timer.start(step().answer->atMost);
        return;
    }
    if (sendMessage()) {
        goToNextStep();
    }
}

bool Sequence::sendMessage()
{
    if (!step().message) {
        return true;
    }
    if (!m_outbox.canSend()) {
        end(EventKind::Note,
            tr("nothing more can be sent: the sequence stops at step %1").arg(number(m_step + 1)));
        return false;
    }
    const Found found = std::exchange(m_found, {}).value_or(Found());
    m_window.clear(); // an answer to this message comes after it
    if (step().message->isFile()) {
        m_outbox.send(*step().message);
        return !m_hasEnded;
    }
    const ByteView window = std::as_bytes(std::span(found.window));
    std::vector<ByteView> groups;
    for (const auto &group : found.groups) {
        groups.push_back(group ? window.subspan(group->offset, group->length) : ByteView());
    }
    const std::string peer = m_outbox.journal().peer();
    m_outbox.send(*step().message, {.message = window, .groups = groups, .peer = peer});
    return !m_hasEnded; // the connection may have broken over it
}

void Sequence::goToNextStep()
{
    m_timer.stop();
    m_found.reset();
    ++m_done;
    m_step = (m_step + 1) % m_plan->steps.size();
    m_phase = Phase::Taking;
    look();
    m_turn.start();
}

void Sequence::stop(const QString &why)
{
    if (!m_hasEnded) {
        end(EventKind::Note, tr("%1: the sequence stops at step %2").arg(why, number(m_step + 1)));
    }
}

void Sequence::end(EventKind kind, const QString &words)
{
    m_hasEnded = true;
    m_timer.stop();
    m_turn.stop();
    m_outbox.journal().write(kind, words);
    Q_EMIT ended();
}

SendingProgress Sequence::progress() const
{
    return {.kind = SendingProgress::Kind::Sequence,
            .connection = connection(),
            .done = m_done,
            .total = m_plan->steps.size() * static_cast<std::uint64_t>(m_plan->times)};
}

} // namespace sockyard
