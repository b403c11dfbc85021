#pragma once

#include "netcore/forwarding/faultchance.h"
#include "netcore/forwarding/faultplan.h"
#include "netcore/log/event.h"

#include <QByteArray>

#include <map>
#include <optional>

namespace sockyard
{

/// What becomes of the datagrams of one direction of one peer: each comes out later, twice, after
/// the next one, changed, or not at all. It knows no clock: times are given, and due() says when to
/// ask again. One thread.
class DatagramFaults
{
public:
    /// What was done to one datagram.
    struct Done {
        bool dropped = false;
        bool duplicated = false;
        bool reordered = false;
        std::size_t corrupted = 0; ///< bytes

        bool operator==(const Done &) const = default;
    };

    explicit DatagramFaults(std::uint64_t seed)
        : m_chance(seed)
    {
    }

    /// From now on, for what is taken.
    void setFaults(const Faults &faults) { m_faults = faults; }
    Done take(ByteView datagram, FaultTime now);
    /// What is to be sent now, one after the other; nothing where there is no more.
    std::optional<QByteArray> next(FaultTime now);
    /// When there will be more; nothing where none waits.
    std::optional<FaultTime> due() const;
    /// How many datagrams wait in it, and their bytes.
    std::size_t count() const { return m_waiting.size() + (m_overtaken ? 1 : 0); }
    std::size_t held() const { return m_held; }

private:
    struct Overtaken {
        QByteArray bytes;
        FaultTime notLaterThan;
    };

    void queue(const QByteArray &bytes, FaultTime at);

    FaultChance m_chance;
    Faults m_faults;
    std::multimap<FaultTime, QByteArray> m_waiting; // equal times in the order of coming
    std::optional<Overtaken> m_overtaken;           // which waits for the next one
    FaultTime m_freeAt = FaultTime::min();          // by the rate
    std::size_t m_held = 0;
};

} // namespace sockyard
