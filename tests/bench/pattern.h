#pragma once

#include <cstdint>
#include <vector>

namespace sockyard::bench
{

/// Bytes with a period that is prime to every buffer size: those that are lost, doubled or out of
/// order show.
class Pattern
{
public:
    static constexpr std::size_t period = 1048573;
    static constexpr std::size_t most = 512U * 1024;

    Pattern()
        : m_bytes(period + most)
    {
        std::uint64_t state = 88172645463325252U; // xorshift: any bytes will do
        for (std::size_t index = 0; index < m_bytes.size(); ++index) {
            state ^= state << 13U;
            state ^= state >> 7U;
            state ^= state << 17U;
            m_bytes[index] = index < period ? static_cast<char>(state) : m_bytes[index - period];
        }
    }

    /// At most \c most bytes from there on.
    const char *at(std::size_t place) const { return m_bytes.data() + place % period; }

private:
    std::vector<char> m_bytes;
};

} // namespace sockyard::bench
