#include "netcore/forwarding/datagramfaults.h"

#include <algorithm>
#include <utility>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

// Where no other one comes to overtake it, it goes nevertheless.
constexpr FaultTime longestOvertaken = 1s;

} // namespace

DatagramFaults::Done DatagramFaults::take(ByteView datagram, FaultTime now)
{
    Done done;
    done.dropped = m_chance.happens(m_faults.value(FaultKind::Drop));
    if (done.dropped) {
        return done;
    }
    QByteArray bytes(reinterpret_cast<const char *>(datagram.data()),
                     static_cast<qsizetype>(datagram.size()));
    done.corrupted = m_chance.corrupt(bytes, m_faults.value(FaultKind::Corrupt));
    done.duplicated = m_chance.happens(m_faults.value(FaultKind::Duplicate));
    done.reordered = m_chance.happens(m_faults.value(FaultKind::Reorder)) && !m_overtaken;
    const FaultTime at =
        now + std::chrono::milliseconds(m_faults.value(FaultKind::Delay)) +
        m_chance.upTo(std::chrono::milliseconds(m_faults.value(FaultKind::Jitter)));
    if (done.reordered) {
        m_held += datagram.size();
        m_overtaken = Overtaken{bytes, at + longestOvertaken};
        if (done.duplicated) {
            queue(bytes, at);
        }
        return done;
    }
    queue(bytes, at);
    if (done.duplicated) {
        queue(bytes, at);
    }
    if (m_overtaken) {
        m_held -= static_cast<std::size_t>(m_overtaken->bytes.size());
        queue(std::exchange(m_overtaken, std::nullopt)->bytes, at);
    }
    return done;
}

void DatagramFaults::queue(const QByteArray &bytes, FaultTime at)
{
    m_held += static_cast<std::size_t>(bytes.size());
    m_waiting.emplace(at, bytes);
}

std::optional<FaultTime> DatagramFaults::due() const
{
    std::optional<FaultTime> when;
    if (!m_waiting.empty()) {
        when = m_waiting.begin()->first;
    }
    if (m_overtaken && (!when || m_overtaken->notLaterThan < *when)) {
        when = m_overtaken->notLaterThan;
    }
    return when ? std::optional(std::max(*when, m_freeAt)) : std::nullopt;
}

std::optional<QByteArray> DatagramFaults::next(FaultTime now)
{
    const auto when = due();
    if (!when || *when > now) {
        return std::nullopt;
    }
    QByteArray bytes;
    if (m_overtaken &&
        (m_waiting.empty() || m_overtaken->notLaterThan < m_waiting.begin()->first)) {
        bytes = std::exchange(m_overtaken, std::nullopt)->bytes;
    } else {
        bytes = m_waiting.extract(m_waiting.begin()).mapped();
    }
    m_held -= static_cast<std::size_t>(bytes.size());
    if (const int rate = m_faults.value(FaultKind::Rate); rate > 0) {
        m_freeAt = std::max(m_freeAt, now) + std::chrono::nanoseconds(1s) * bytes.size() / rate;
    }
    return bytes;
}

} // namespace sockyard
