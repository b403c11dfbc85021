#pragma once

#include "netcore/codec/macros.h"
#include "netcore/forwarding/faultplan.h"
#include "netcore/query/bytesearch.h"
#include "netcore/query/pattern.h"
#include "netcore/responders/replyrules.h"

#include <QString>

#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace sockyard
{

/// One rule of what is found and replaced on its way through a forwarder, written like one of a
/// table of replies: the pattern and the answer of a rule that `contains` or `matches`. A value
/// that was judged; any thread.
class RewriteRule
{
public:
    /// Where something was found, and what the groups of the expression took.
    struct Found {
        ByteMatch match;
        std::vector<ByteView> groups; ///< pieces of what was looked at
    };

    /// Reads `DIRECTION:PATTERN=REPLACEMENT` or `DIRECTION:matches:EXPRESSION=REPLACEMENT`;
    /// `DIRECTION:contains:…` is the first again, for patterns that begin with such a word. The
    /// first `=` is the one: within a pattern it is written `\x3d`. Otherwise what is wrong, in a
    /// sentence. Pure.
    static std::variant<RewriteRule, QString> in(const QString &text);

    ForwardDirection direction() const { return m_direction; }
    /// As it was written.
    const QString &text() const { return m_text; }
    bool isExpression() const { return m_expression.has_value(); }
    /// What is found byte for byte; of no use for an expression.
    const std::string &wanted() const { return m_wanted; }
    const MacroText &replacement() const { return *m_replacement; }

    /// The first that begins at \a from or later.
    std::optional<ByteMatch> first(ByteView bytes, std::size_t from, Look &look) const;
    /// What the groups of the expression took there.
    std::vector<ByteView> groupsAt(ByteView bytes, const ByteMatch &match) const;

private:
    RewriteRule() = default;

    ForwardDirection m_direction = ForwardDirection::ToTarget;
    QString m_text;
    std::string m_wanted;
    std::optional<ByteSearch> m_search;  // this or
    std::optional<Pattern> m_expression; // that,
    std::optional<Pattern> m_withGroups; // and where it has groups
    std::optional<MacroText> m_replacement;
};

/// The rules of one forwarder, shared by its connections.
using RewriteRules = std::vector<RewriteRule>;

/// The rules that stand one on each line of \a text, empty ones left out. Otherwise what is wrong,
/// with the line.
std::variant<RewriteRules, QString> rewriteRulesIn(const QString &text);

} // namespace sockyard
