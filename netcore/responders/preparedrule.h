#pragma once

#include "netcore/codec/macros.h"
#include "netcore/query/pattern.h"
#include "netcore/responders/replyrules.h"

#include <chrono>

namespace sockyard
{

/// A rule of a table of replies that was judged, and is ready to be asked about messages. A value;
/// any thread.
class PreparedRule
{
public:
    /// What the rule makes of a message.
    enum class Fit {
        Yes,
        No,
        GaveUp,  ///< the expression took too many steps
        TooLong, ///< the message is longer than what an expression is asked about
    };

    /// What a person has to mend before the rule can be used, at most one thing for each field; \a
    /// number is that of the rule, from 0.
    static QList<RuleProblem> problemsOf(const ReplyRule &rule, qsizetype number);
    /// Nothing where the rule has problems.
    static std::optional<PreparedRule> prepare(const ReplyRule &rule);

    /// Where it fits, \a groups are what the groups of the expression found, pieces of \a message.
    Fit fit(ByteView message, std::vector<ByteView> &groups) const;

    const MacroText &answer() const { return *m_answer; }
    std::chrono::milliseconds after() const { return m_after; }
    ReplyRule::Then then() const { return m_then; }

private:
    PreparedRule(const ReplyRule &rule, qsizetype number);
    void prepareExpression(const ReplyRule &rule);
    void prepareBytes(const ReplyRule &rule);
    void prepareAnswer(const ReplyRule &rule);
    void fail(ReplyRule::Field field, qsizetype position, qsizetype length, const QString &words);

    ReplyRule::When m_when;
    std::string m_bytes;
    std::optional<Pattern> m_expression;
    std::optional<MacroText> m_answer;
    std::chrono::milliseconds m_after;
    ReplyRule::Then m_then;
    qsizetype m_number;
    QList<RuleProblem> m_problems;
};

} // namespace sockyard
