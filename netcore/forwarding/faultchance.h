#pragma once

#include <QByteArray>

#include <chrono>
#include <cstdint>
#include <random>

namespace sockyard
{

/// Of a steady clock, whichever; time is given by whoever asks.
using FaultTime = std::chrono::nanoseconds;

/// What happens by chance, the same for the same seed on every system. One thread.
class FaultChance
{
public:
    explicit FaultChance(std::uint64_t seed)
        : m_numbers(seed)
    {
    }

    /// 0 to \a end - 1; \a end is at least 1.
    std::uint64_t below(std::uint64_t end) { return m_numbers() % end; }
    /// True for \a percent of a hundred.
    bool happens(int percent);
    /// Nothing to \a most.
    FaultTime upTo(std::chrono::milliseconds most);

    /// Changes one byte in \a oneIn, and says how many that were; 0 changes none. Blocks of that
    /// size go on from one call to the next.
    std::size_t corrupt(QByteArray &bytes, int oneIn);

private:
    std::mt19937_64 m_numbers; // by the standard the same everywhere
    std::uint64_t m_blockSize = 0;
    std::uint64_t m_leftOfBlock = 0;
    std::uint64_t m_victim = 0; // so many bytes before the end of the block
};

/// A seed for each direction of each connection.
std::uint64_t seedFor(std::uint64_t seed, std::uint64_t connection, bool toTarget);

} // namespace sockyard
