#include "netcore/projections/shownname.h"

#include "netcore/codec/visibletext.h"

#include <utility>

namespace sockyard
{

namespace
{
constexpr std::size_t longest = 128; // bytes of what came
} // namespace

bool ShownName::take(std::string_view raw)
{
    raw = raw.substr(0, longest + 1); // one more tells that it is cut
    if (raw == m_raw) {
        return false;
    }
    m_raw = raw;
    const std::string before = std::exchange(m_shown, visibleText(raw, longest));
    return m_shown != before;
}

} // namespace sockyard
