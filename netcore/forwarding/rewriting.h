#pragma once

#include "netcore/forwarding/faultchance.h"
#include "netcore/forwarding/rewriterule.h"

#include <QByteArray>

#include <memory>
#include <optional>
#include <string>

namespace sockyard
{

/// Finds and replaces in the bytes of one direction of one connection, wherever the borders between
/// what was received lie. Of several rules the one goes first that is found first, and of these the
/// first; what was put in is not looked at again.
///
/// What may be the beginning of something waits for the rest of it, up to patience: bytes that are
/// the beginning of a pattern, and where there are expressions, a line that has not ended (up to
/// longestLine). It knows no clock: times are given, and due() says when to ask again.
///
/// What it holds is bounded by its owner: it takes more only when next() has nothing any more. One
/// thread.
class Rewriting
{
public:
    static constexpr FaultTime patience = std::chrono::milliseconds(200);
    static constexpr std::size_t longestLine = 4096;
    /// One next() gives no more, but for one replacement.
    static constexpr std::size_t mostAtOnce = 256U * 1024;

    /// \a rules of both directions; those of the other one are of no use here. \a peer is who sends
    /// what is taken.
    Rewriting(std::shared_ptr<const RewriteRules> rules, ForwardDirection direction,
              std::string peer, std::unique_ptr<MacroSources> sources);

    /// True where no rule is of this direction.
    bool isNothing() const { return m_rules.empty(); }
    void take(ByteView bytes, FaultTime now);
    /// There will be no more: nothing waits any longer.
    void finish() { m_finished = true; }
    /// What goes on now; empty where there is none.
    QByteArray next(FaultTime now);
    /// When what waits will wait no more; nothing where none does.
    std::optional<FaultTime> due() const;
    /// Bytes that wait in it.
    std::size_t held() const { return m_bytes.size() - m_at; }
    /// How often something was replaced since the last call.
    std::uint64_t takeReplaced() { return std::exchange(m_replaced, 0); }
    /// How often an expression gave up since the last call: it takes too many steps there.
    std::uint64_t takeGivenUp() { return std::exchange(m_look.gaveUp, 0); }

private:
    struct Next {
        ByteMatch match;
        const RewriteRule *rule = nullptr;
    };

    ByteView view() const { return std::as_bytes(std::span(m_bytes)); }
    /// Up to where it is known what is to be done.
    std::size_t knownEnd(FaultTime now) const;
    std::size_t beginningAtEnd(const std::string &wanted) const;
    std::optional<Next> find(std::size_t end);
    void replace(const Next &next, std::string &out);

    const std::shared_ptr<const RewriteRules> m_all;
    /// A rule of this direction, and its next match, as far as that is known.
    struct Looking {
        const RewriteRule *rule;
        std::optional<ByteMatch> next = {};
        bool isKnown = false;
    };
    std::vector<Looking> m_rules;
    bool m_hasExpressions = false;
    const std::string m_peer;
    const std::unique_ptr<MacroSources> m_sources;
    Look m_look;
    std::string m_bytes;
    std::size_t m_at = 0; // before it everything is done
    FaultTime m_lastTaken = FaultTime(0);
    std::uint64_t m_replaced = 0;
    bool m_finished = false;
};

} // namespace sockyard
