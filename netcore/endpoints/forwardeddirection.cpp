#include "netcore/endpoints/forwardeddirection.h"

#include "netcore/messages/systemmacros.h"
#include "netcore/sockets/bytes.h"
#include "netcore/sockets/notemarks.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

// So many pieces go out before the event loop looks at anything else.
constexpr int mostPerTurn = 64;

FaultTime presentTime()
{
    return std::chrono::steady_clock::now().time_since_epoch();
}

} // namespace

ForwardedDirection::ForwardedDirection(ForwardDirection direction, StreamSocket &from,
                                       StreamSocket &to,
                                       const std::shared_ptr<const RewriteRules> &rules,
                                       std::uint64_t seed, QObject *parent)
    : QObject(parent)
    , m_direction(direction)
    , m_from(from)
    , m_to(to)
    , m_rewriting(rules, direction, from.journal().peer(), std::make_unique<SystemMacros>())
    , m_faults(seed)
{
    m_due.setSingleShot(true);
    m_due.setTimerType(Qt::PreciseTimer);
    connect(&m_due, &QTimer::timeout, this, &ForwardedDirection::carryOn);
}

void ForwardedDirection::begin()
{
    // Not before: whoever else listens to the socket looks at the bytes where they were received,
    // and sending moves the log on over them.
    connect(&m_from, &StreamSocket::received, this, &ForwardedDirection::take);
    connect(&m_from, &StreamSocket::peerFinished, this, &ForwardedDirection::end);
    connect(&m_to, &StreamSocket::allTaken, this, &ForwardedDirection::carryOn);
    m_begun = true;
    updateReceiving();
}

void ForwardedDirection::setFaults(const Faults &faults)
{
    m_faults.setFaults(faults, presentTime());
    carryOn();
}

void ForwardedDirection::setPaused(bool on)
{
    m_paused = on;
    updateReceiving();
}

std::size_t ForwardedDirection::owed() const
{
    return m_to.unsent() + m_faults.held() + m_rewriting.held();
}

void ForwardedDirection::note(std::string_view mark, const QString &words) const
{
    m_to.journal().write(EventKind::Note, markedNote(mark, directionText(m_direction) +
                                                               QStringLiteral(": ") + words));
}

void ForwardedDirection::giveUp()
{
    if (!std::exchange(m_begun, false)) {
        return;
    }
    m_due.stop();
    if (const std::size_t held = m_faults.held() + m_rewriting.held(); held > 0) {
        m_to.journal().discarded({}, held, tr("it waited here, and the connection is gone"));
    }
}

void ForwardedDirection::take(ByteView bytes)
{
    if (!m_begun) {
        return;
    }
    if (m_rewriting.isNothing() && m_faults.isTransparent()) {
        send(bytes); // straight from where they were received
        updateReceiving();
        return;
    }
    const FaultTime now = presentTime();
    if (m_rewriting.isNothing()) {
        pass(bytes, now);
    } else {
        m_rewriting.take(bytes, now);
    }
    carryOn();
}

void ForwardedDirection::send(ByteView bytes)
{
    if (m_to.keepsRecords() && !m_from.keepsRecords()) {
        // What is no message anyway may be as many as the system likes.
        m_to.sendPart(
            {reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size())});
    } else {
        m_to.send(bytes);
    }
}

void ForwardedDirection::pass(ByteView bytes, FaultTime now)
{
    if (const std::size_t changed = m_faults.take(bytes, now); changed > 0) {
        note(faultMark,
             changed == 1 ? tr("1 byte was changed") : tr("%1 bytes were changed").arg(changed));
    }
}

void ForwardedDirection::end()
{
    if (!m_begun) {
        return;
    }
    m_ended = true;
    m_rewriting.finish();
    carryOn();
}

void ForwardedDirection::rewrite(FaultTime now)
{
    if (m_rewriting.isNothing()) {
        return;
    }
    while (m_faults.held() < mostOwed) {
        const QByteArray piece = m_rewriting.next(now);
        if (piece.isEmpty()) {
            break;
        }
        pass(viewOf(piece), now);
    }
    if (const auto replaced = m_rewriting.takeReplaced(); replaced > 0) {
        note(rewrittenMark, replaced == 1 ? tr("in 1 place") : tr("in %1 places").arg(replaced));
    }
    if (const auto gaveUp = m_rewriting.takeGivenUp(); gaveUp > 0) {
        note(rewrittenMark, tr("an expression takes too many steps here, and gave up"));
    }
}

void ForwardedDirection::carryOn()
{
    if (!m_begun) {
        return;
    }
    const FaultTime now = presentTime();
    bool isMore = true;
    for (int piece = 0; piece < mostPerTurn && isMore && m_to.unsent() <= mostOwed; ++piece) {
        rewrite(now);
        if (m_ended && m_rewriting.held() == 0) {
            m_faults.finish();
        }
        isMore = sendNext(now);
    }
    updateReceiving();
    waitForNext(now);
}

bool ForwardedDirection::sendNext(FaultTime now)
{
    const auto out = m_faults.next(now);
    if (!out) {
        return false;
    }
    send(viewOf(out->bytes));
    switch (out->then) {
    case StreamFaults::Out::Then::GoOn:
        return true;
    case StreamFaults::Out::Then::Finish:
        finish();
        return false;
    case StreamFaults::Out::Then::FinishByPlan:
        note(faultMark, tr("finished after so many bytes; the rest is discarded"));
        finish();
        return true;
    case StreamFaults::Out::Then::Reset:
        Q_EMIT cutWanted(markedNote(faultMark, directionText(m_direction) + QStringLiteral(": ") +
                                                   tr("cut after so many bytes (RST)")));
        return false;
    }
    return false;
}

void ForwardedDirection::finish()
{
    if (!std::exchange(m_finished, true)) {
        Q_EMIT finishWanted();
    }
}

void ForwardedDirection::updateReceiving()
{
    m_from.setReceiving(m_begun && !m_paused && !m_faults.isStopped() && owed() <= mostOwed);
}

void ForwardedDirection::waitForNext(FaultTime now)
{
    if (m_to.unsent() > mostOwed) {
        m_due.stop(); // allTaken() comes back to this
        return;
    }
    auto when = m_faults.due();
    const auto rewriting = m_rewriting.due();
    // Where the other is full, it waits for that.
    if (rewriting && m_faults.held() < mostOwed && (!when || *rewriting < *when)) {
        when = rewriting;
    }
    if (when) {
        m_due.start(
            std::chrono::ceil<std::chrono::milliseconds>(std::max(*when - now, FaultTime(0))));
    } else {
        m_due.stop();
    }
}

} // namespace sockyard
