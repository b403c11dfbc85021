#include "netcore/forwarding/streamfaults.h"

#include <algorithm>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

// So that each piece has a chance to be received by itself.
constexpr FaultTime pauseBetweenPieces = 2ms;
// A rate is kept in steps that nobody sees.
constexpr int stepsOfSecond = 50;

} // namespace

void StreamFaults::setFaults(const Faults &faults, FaultTime now)
{
    const auto counts = [this, &faults](FaultKind kind) {
        return faults.value(kind) != m_faults.value(kind);
    };
    if (counts(FaultKind::FinishAfter) || counts(FaultKind::ResetAfter)) {
        m_passed = 0;
        m_endedByPlan = false;
    }
    m_faults = faults;
    Faults others = faults;
    others.set(FaultKind::Stop, 0);
    for (const FaultKind kind : {FaultKind::Drop, FaultKind::Duplicate, FaultKind::Reorder}) {
        others.set(kind, 0);
    }
    m_changesNothing = others.isNone();
    const FaultTime latest =
        now + time(FaultKind::Delay) + time(FaultKind::Jitter) + time(FaultKind::Merge);
    for (Waiting &one : m_waiting) {
        one.at = std::min(one.at, latest);
    }
    m_lastAt = std::min(m_lastAt, latest);
    m_freeAt = std::min(m_freeAt, now);
}

std::chrono::milliseconds StreamFaults::time(FaultKind kind) const
{
    return std::chrono::milliseconds(m_faults.value(kind));
}

std::size_t StreamFaults::take(ByteView bytes, FaultTime now)
{
    if (bytes.empty()) {
        return 0;
    }
    QByteArray copy(reinterpret_cast<const char *>(bytes.data()),
                    static_cast<qsizetype>(bytes.size()));
    const std::size_t changed = m_chance.corrupt(copy, m_faults.value(FaultKind::Corrupt));
    m_held += bytes.size();
    if (!m_waiting.empty() && now < m_waiting.back().mergesUntil) {
        m_waiting.back().bytes += copy;
        return changed;
    }
    const FaultTime merges = now + time(FaultKind::Merge);
    const FaultTime at = merges + time(FaultKind::Delay) + m_chance.upTo(time(FaultKind::Jitter));
    m_lastAt = std::max(m_lastAt, at);
    m_waiting.push_back({std::move(copy), m_lastAt, merges});
    return changed;
}

void StreamFaults::finish()
{
    m_finishes = true;
}

std::size_t StreamFaults::mostAtOnce() const
{
    std::size_t most = m_held;
    if (const int pieces = m_faults.value(FaultKind::Pieces); pieces > 0) {
        most = std::min(most, static_cast<std::size_t>(pieces));
    }
    if (const int rate = m_faults.value(FaultKind::Rate); rate > 0) {
        most = std::min(most, static_cast<std::size_t>(std::max(1, rate / stepsOfSecond)));
    }
    return most;
}

std::optional<std::size_t> StreamFaults::leftUntilEnd(Out::Then &then) const
{
    if (m_endedByPlan) {
        return std::nullopt;
    }
    std::optional<std::uint64_t> least;
    const auto look = [this, &least, &then](FaultKind kind, Out::Then what) {
        const auto end = static_cast<std::uint64_t>(m_faults.value(kind));
        if (end > 0 && (!least || end < *least)) {
            least = end;
            then = what;
        }
    };
    look(FaultKind::ResetAfter, Out::Then::Reset);
    look(FaultKind::FinishAfter, Out::Then::FinishByPlan);
    return least ? std::optional<std::size_t>(*least - m_passed) : std::nullopt;
}

std::optional<StreamFaults::Out> StreamFaults::next(FaultTime now)
{
    const auto when = due();
    if (!when || *when > now) {
        return std::nullopt;
    }
    if (m_waiting.empty()) {
        m_hasFinished = true;
        return Out{{}, Out::Then::Finish};
    }
    Waiting &front = m_waiting.front();
    auto end = Out::Then::GoOn;
    const auto left = leftUntilEnd(end);
    std::size_t size =
        std::min(mostAtOnce(), static_cast<std::size_t>(front.bytes.size() - m_sentOfFront));
    const bool reachesEnd = left && *left <= size;
    if (reachesEnd) {
        size = *left;
    }
    Out out;
    out.bytes = front.bytes.mid(m_sentOfFront, static_cast<qsizetype>(size));
    if (reachesEnd) {
        out.then = end;
        m_endedByPlan = true;
    }
    m_sentOfFront += static_cast<qsizetype>(size);
    if (m_sentOfFront == front.bytes.size()) {
        m_waiting.pop_front();
        m_sentOfFront = 0;
    }
    hasPassed(size, now);
    return out;
}

void StreamFaults::hasPassed(std::size_t bytes, FaultTime now)
{
    m_held -= bytes;
    m_passed += bytes;
    if (const int rate = m_faults.value(FaultKind::Rate); rate > 0) {
        m_freeAt = std::max(m_freeAt, now) +
                   std::chrono::nanoseconds(1s) * static_cast<FaultTime::rep>(bytes) / rate;
    }
    if (m_faults.value(FaultKind::Pieces) > 0) {
        m_freeAt = std::max(m_freeAt, now + pauseBetweenPieces);
    }
}

std::optional<FaultTime> StreamFaults::due() const
{
    if (!m_waiting.empty()) {
        return std::max(m_waiting.front().at, m_freeAt);
    }
    return m_finishes && !m_hasFinished ? std::optional(m_lastAt) : std::nullopt;
}

} // namespace sockyard
