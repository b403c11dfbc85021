#include "netcore/forwarding/rewriting.h"

#include <algorithm>
#include <utility>

namespace sockyard
{

Rewriting::Rewriting(std::shared_ptr<const RewriteRules> rules, ForwardDirection direction,
                     std::string peer, std::unique_ptr<MacroSources> sources)
    : m_all(std::move(rules))
    , m_peer(std::move(peer))
    , m_sources(std::move(sources))
{
    if (!m_all) {
        return;
    }
    for (const RewriteRule &rule : *m_all) {
        if (rule.direction() == direction) {
            m_rules.push_back({&rule});
            m_hasExpressions = m_hasExpressions || rule.isExpression();
        }
    }
}

void Rewriting::take(ByteView bytes, FaultTime now)
{
    m_bytes.erase(0, std::exchange(m_at, 0));
    m_bytes.append(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    m_lastTaken = now;
    for (Looking &one : m_rules) {
        one.isKnown = false;
    }
}

std::size_t Rewriting::beginningAtEnd(const std::string &wanted) const
{
    const std::string_view there = std::string_view(m_bytes).substr(m_at);
    for (std::size_t size = std::min(wanted.size() - 1, there.size()); size > 0; --size) {
        if (there.ends_with(std::string_view(wanted).substr(0, size))) {
            return size;
        }
    }
    return 0;
}

std::size_t Rewriting::knownEnd(FaultTime now) const
{
    if (m_finished || now >= m_lastTaken + patience) {
        return m_bytes.size();
    }
    std::size_t waits = 0;
    for (const Looking &one : m_rules) {
        if (!one.rule->isExpression()) {
            waits = std::max(waits, beginningAtEnd(one.rule->wanted()));
        }
    }
    if (m_hasExpressions) {
        const std::size_t feed = m_bytes.rfind('\n');
        const std::size_t line = feed == std::string::npos || feed < m_at ? m_at : feed + 1;
        if (m_bytes.size() - line < longestLine) {
            waits = std::max(waits, m_bytes.size() - line);
        }
    }
    return m_bytes.size() - waits;
}

std::optional<Rewriting::Next> Rewriting::find(std::size_t end)
{
    std::optional<Next> first;
    for (Looking &one : m_rules) {
        if (!one.isKnown || (one.next && one.next->offset < m_at)) {
            one.next = one.rule->first(view(), m_at, m_look);
            one.isKnown = true;
        }
        if (one.next && one.next->offset < end &&
            (!first || one.next->offset < first->match.offset)) {
            first = Next{*one.next, one.rule};
        }
    }
    return first;
}

void Rewriting::replace(const Next &next, std::string &out)
{
    const ByteView match = view().subspan(next.match.offset, next.match.length);
    const auto groups = next.rule->groupsAt(view(), next.match);
    out += next.rule->replacement()
               .fill({.message = match, .groups = groups, .peer = m_peer}, *m_sources)
               .bytes;
    ++m_replaced;
}

QByteArray Rewriting::next(FaultTime now)
{
    const std::size_t end = knownEnd(now);
    std::string out;
    while (m_at < end && out.size() < mostAtOnce) {
        const auto found = find(end);
        const std::size_t until = found ? found->match.offset : end;
        out.append(m_bytes, m_at, until - m_at);
        m_at = until;
        if (found) {
            replace(*found, out);
            m_at += found->match.length;
        }
    }
    return QByteArray::fromStdString(out);
}

std::optional<FaultTime> Rewriting::due() const
{
    return held() > 0 ? std::optional(m_lastTaken + patience) : std::nullopt;
}

} // namespace sockyard
