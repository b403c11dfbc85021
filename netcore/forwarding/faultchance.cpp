#include "netcore/forwarding/faultchance.h"

namespace sockyard
{

namespace
{

constexpr std::uint64_t everything = 100; // percent
constexpr std::uint64_t bitsOfByte = 8;

} // namespace

bool FaultChance::happens(int percent)
{
    return percent > 0 && below(everything) < static_cast<std::uint64_t>(percent);
}

FaultTime FaultChance::upTo(std::chrono::milliseconds most)
{
    const FaultTime whole = most;
    return whole.count() <= 0 ? FaultTime(0)
                              : FaultTime(static_cast<FaultTime::rep>(
                                    below(static_cast<std::uint64_t>(whole.count()) + 1)));
}

std::size_t FaultChance::corrupt(QByteArray &bytes, int oneIn)
{
    const auto blockSize = static_cast<std::uint64_t>(oneIn);
    if (m_blockSize != blockSize) {
        m_blockSize = blockSize;
        m_leftOfBlock = 0;
    }
    if (blockSize == 0) {
        return 0;
    }
    std::size_t changed = 0;
    auto left = static_cast<std::uint64_t>(bytes.size());
    std::uint64_t at = 0;
    while (left > 0) {
        if (m_leftOfBlock == 0) {
            m_leftOfBlock = blockSize;
            m_victim = below(blockSize) + 1;
        }
        const std::uint64_t taken = std::min(left, m_leftOfBlock);
        if (m_leftOfBlock >= m_victim && m_leftOfBlock - taken < m_victim) {
            const auto place = static_cast<qsizetype>(at + m_leftOfBlock - m_victim);
            bytes[place] = static_cast<char>(bytes.at(place) ^ (1 << below(bitsOfByte)));
            ++changed;
        }
        m_leftOfBlock -= taken;
        left -= taken;
        at += taken;
    }
    return changed;
}

std::uint64_t seedFor(std::uint64_t seed, std::uint64_t connection, bool toTarget)
{
    // The engine's seeding mixes well; these only have to differ.
    return seed * 0x9e3779b97f4a7c15U + connection * 2 + (toTarget ? 1 : 0);
}

} // namespace sockyard
