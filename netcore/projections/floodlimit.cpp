#include "netcore/projections/floodlimit.h"

#include <algorithm>

namespace sockyard
{

bool FloodLimit::isTooMuch(std::int64_t elapsed)
{
    const double seconds =
        static_cast<double>(std::max<std::int64_t>(elapsed - m_counted, 0)) / 1e9;
    m_counted = elapsed;
    m_left = std::min(m_burst, m_left + seconds * m_perSecond);
    // Calm is more than a moment's pause: half of the burst must have come together again.
    if (m_floods && m_left >= m_burst / 2) {
        m_floods = false;
    } else if (!m_floods && m_left < 1) {
        m_floods = true;
    }
    m_left = std::max(0.0, m_left - 1);
    return m_floods;
}

} // namespace sockyard
