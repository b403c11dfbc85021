#include "netcore/projections/datagramflow.h"

#include <algorithm>
#include <cmath>

namespace sockyard
{

namespace
{

// The share of RFC 3550 that a new difference has in the jitter.
constexpr double share = 1.0 / 16;

} // namespace

void DatagramFlow::receive(const NumberedDatagram &datagram, std::int64_t receivedAt)
{
    const bool isFirst = m_received == 0;
    if (isFirst) {
        m_lowest = datagram.number;
        m_highest = datagram.number;
        m_arrived.reset();
    }
    const bool isLate = datagram.number < m_highest;
    if (markArrived(datagram.number)) {
        ++m_duplicated;
        return;
    }
    ++m_received;
    m_outOfOrder += isLate ? 1 : 0;
    // Floating, as a peer may say any time.
    const double transit = static_cast<double>(receivedAt) - static_cast<double>(datagram.sentAt);
    if (!isFirst) {
        m_jitter += (std::abs(transit - m_lastTransit) - m_jitter) * share;
    }
    m_lastTransit = transit;
}

bool DatagramFlow::markArrived(std::uint64_t number)
{
    if (number > m_highest) {
        moveOn(number);
    } else if (m_highest - number >= memory) {
        m_lowest = std::min(m_lowest, number);
        return false;
    }
    m_lowest = std::min(m_lowest, number);
    const auto place = static_cast<std::size_t>(number % memory);
    const bool before = m_arrived.test(place);
    m_arrived.set(place);
    return before;
}

void DatagramFlow::moveOn(std::uint64_t highest)
{
    if (highest - m_highest >= memory) {
        m_arrived.reset();
    } else {
        for (std::uint64_t number = m_highest; number != highest;) { // which may be the last
            ++number;
            m_arrived.reset(static_cast<std::size_t>(number % memory));
        }
    }
    m_highest = highest;
}

std::uint64_t DatagramFlow::lost() const
{
    if (m_received == 0) {
        return 0;
    }
    const std::uint64_t missing = m_highest - m_lowest; // and the first is there
    // Where old ones came twice, more may have been counted than there are.
    return missing - std::min(missing, m_received - 1);
}

} // namespace sockyard
