#pragma once

#include "netcore/forwarding/faultchance.h"
#include "netcore/forwarding/faultplan.h"
#include "netcore/log/event.h"

#include <QByteArray>

#include <deque>
#include <optional>

namespace sockyard
{

/// What becomes of the bytes of one direction of one connection: what was taken comes out later, in
/// other pieces, changed, or not at all. It knows no clock: times are given, and due() says when to
/// ask again. One thread.
class StreamFaults
{
public:
    /// What is to be sent now, and then done.
    struct Out {
        enum class Then {
            GoOn,
            Finish,       ///< the sender has finished, and this was all of it
            FinishByPlan, ///< FaultKind::FinishAfter
            Reset,        ///< FaultKind::ResetAfter
        };

        QByteArray bytes = {};
        Then then = Then::GoOn;
    };

    explicit StreamFaults(std::uint64_t seed)
        : m_chance(seed)
    {
    }

    /// From now on; what waits goes no later than it would by these.
    void setFaults(const Faults &faults, FaultTime now);
    /// True where bytes may go past it as they are: there is nothing to be done to them, and none
    /// waits.
    bool isTransparent() const { return m_changesNothing && m_waiting.empty(); }
    /// True where nothing is to be received.
    bool isStopped() const { return m_faults.value(FaultKind::Stop) != 0; }

    /// How many of the bytes were changed.
    std::size_t take(ByteView bytes, FaultTime now);
    /// The sender has finished: so does what comes out, behind everything.
    void finish();
    /// What is to be sent now, piece by piece; nothing where there is no more.
    std::optional<Out> next(FaultTime now);
    /// When there will be more; nothing where that depends on what comes.
    std::optional<FaultTime> due() const;
    /// Bytes that wait in it.
    std::size_t held() const { return m_held; }

private:
    struct Waiting {
        QByteArray bytes;
        FaultTime at;
        FaultTime mergesUntil;
    };

    std::chrono::milliseconds time(FaultKind kind) const;
    std::size_t mostAtOnce() const;
    /// How many bytes are left until a fault ends it; \a then is which.
    std::optional<std::size_t> leftUntilEnd(Out::Then &then) const;
    void hasPassed(std::size_t bytes, FaultTime now);

    FaultChance m_chance;
    Faults m_faults;
    bool m_changesNothing = true;
    std::deque<Waiting> m_waiting;
    qsizetype m_sentOfFront = 0;
    std::size_t m_held = 0;
    FaultTime m_lastAt = FaultTime::min(); // of what was taken: a stream keeps its order
    FaultTime m_freeAt = FaultTime::min(); // nothing goes out before, by rate and pieces
    std::uint64_t m_passed = 0;            // since the faults that count bytes were set
    bool m_endedByPlan = false;
    bool m_finishes = false;
    bool m_hasFinished = false;
};

} // namespace sockyard
