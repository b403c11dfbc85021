#pragma once

#include "netcore/codec/numbereddatagram.h"

#include <bitset>
#include <cstdint>

namespace sockyard
{

/// What a receiver can tell of one stream of numbered datagrams: which came, which did not, which
/// came late or twice, and how evenly. Of numbers further back than it remembers it cannot say
/// whether they came before, and takes them for late ones. A value of one thread; an arrival costs
/// the same however long the stream is.
class DatagramFlow
{
public:
    /// So far back a second arrival of one number is told from a late first one.
    static constexpr std::size_t memory = 4096;

    /// One came \a receivedAt, nanoseconds by this side's clock.
    void receive(const NumberedDatagram &datagram, std::int64_t receivedAt);

    /// Different ones.
    std::uint64_t received() const { return m_received; }
    /// Of those between the lowest and the highest number that came, how many have not come. One
    /// that comes late is not lost any more.
    std::uint64_t lost() const;
    /// Came behind one with a higher number.
    std::uint64_t outOfOrder() const { return m_outOfOrder; }
    /// Came once more.
    std::uint64_t duplicated() const { return m_duplicated; }
    /// The interarrival jitter of RFC 3550 section 6.4.1, in nanoseconds: how far, smoothed, two
    /// datagrams came apart from as far as they were sent apart. No clock has to be set for it.
    double jitter() const { return m_jitter; }

private:
    /// True where it had come before, as far as is known.
    bool markArrived(std::uint64_t number);
    void moveOn(std::uint64_t highest);

    std::bitset<memory> m_arrived; // of number n at n % memory, back from the highest
    std::uint64_t m_lowest = 0;
    std::uint64_t m_highest = 0;
    std::uint64_t m_received = 0;
    std::uint64_t m_outOfOrder = 0;
    std::uint64_t m_duplicated = 0;
    double m_jitter = 0;
    double m_lastTransit = 0; // of the one that came last: received minus sent
};

} // namespace sockyard
