#include "netcore/responders/preparedrule.h"

#include "netcore/messages/escapewords.h"
#include "netcore/messages/macrowords.h"

#include <QCoreApplication>

#include <algorithm>

namespace sockyard
{

namespace
{

using Field = ReplyRule::Field;
using When = ReplyRule::When;

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::ReplyRules", text);
}

qsizetype byteCount(const QString &text)
{
    return text.toUtf8().size();
}

/// So many bytes of its UTF-8, in UTF-16 units.
qsizetype unitsOf(const QString &text, std::size_t bytes)
{
    return QString::fromUtf8(text.toUtf8().left(static_cast<qsizetype>(bytes))).size();
}

std::string_view textOf(ByteView bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

} // namespace

PreparedRule::PreparedRule(const ReplyRule &rule, qsizetype number)
    : m_when(rule.when)
    , m_after(rule.after)
    , m_then(rule.then)
    , m_number(number)
{
    if (byteCount(rule.pattern) > ReplyRule::longestPattern) {
        fail(Field::Pattern, -1, 0, tr("has more than %1 bytes.").arg(ReplyRule::longestPattern));
    } else if (m_when == When::Matches) {
        prepareExpression(rule);
    } else {
        prepareBytes(rule);
    }
    if (byteCount(rule.answer) > ReplyRule::longestAnswer) {
        fail(Field::Answer, -1, 0, tr("has more than %1 bytes.").arg(ReplyRule::longestAnswer));
    } else {
        prepareAnswer(rule);
    }
    if (rule.after < 0 || rule.after > ReplyRule::longestDelay) {
        fail(Field::After, -1, 0,
             tr("wants a whole number of milliseconds from 0 to %1.").arg(ReplyRule::longestDelay));
    }
}

void PreparedRule::prepareExpression(const ReplyRule &rule)
{
    QueryError error;
    m_expression = Pattern::parse(rule.pattern, Pattern::WithGroups, &error);
    if (!m_expression) {
        fail(Field::Pattern, error.position, error.length, error.words + u'.');
    }
}

void PreparedRule::prepareBytes(const ReplyRule &rule)
{
    Unescaped read = unescape(rule.pattern.toStdString());
    if (read.error) {
        const qsizetype position = unitsOf(rule.pattern, read.error->position);
        fail(Field::Pattern, position,
             unitsOf(rule.pattern, read.error->position + read.error->length) - position,
             escapeWords(*read.error, rule.pattern));
    }
    m_bytes = std::move(read.bytes);
}

void PreparedRule::prepareAnswer(const ReplyRule &rule)
{
    // Where the expression is wrong itself, nobody knows its groups yet.
    constexpr int any = 9;
    const int groups = m_when != When::Matches ? 0
                       : m_expression          ? m_expression->groupCount()
                                               : any;
    MacroError error;
    m_answer = MacroText::parse(rule.answer.toStdString(), groups, &error);
    if (!m_answer) {
        const qsizetype position = unitsOf(rule.answer, error.position);
        fail(Field::Answer, position,
             unitsOf(rule.answer, error.position + error.length) - position,
             macroWords(error, rule.answer));
    }
}

void PreparedRule::fail(Field field, qsizetype position, qsizetype length, const QString &words)
{
    m_problems.append(
        {.rule = m_number, .field = field, .position = position, .length = length, .words = words});
}

QList<RuleProblem> PreparedRule::problemsOf(const ReplyRule &rule, qsizetype number)
{
    return PreparedRule(rule, number).m_problems;
}

std::optional<PreparedRule> PreparedRule::prepare(const ReplyRule &rule)
{
    PreparedRule prepared(rule, 0);
    return prepared.m_problems.isEmpty() ? std::optional(std::move(prepared)) : std::nullopt;
}

PreparedRule::Fit PreparedRule::fit(ByteView message, std::vector<ByteView> &groups) const
{
    groups.clear();
    const auto answer = [](bool fits) { return fits ? Fit::Yes : Fit::No; };
    switch (m_when) {
    case When::Is:
        return answer(textOf(message) == m_bytes);
    case When::StartsWith:
        return answer(textOf(message).starts_with(m_bytes));
    case When::Contains:
        return answer(textOf(message).find(m_bytes) != std::string_view::npos);
    case When::Matches:
        break;
    }
    if (message.size() > Pattern::mostGroupBytes) {
        return Fit::TooLong;
    }
    Look look;
    const auto found = m_expression->groups(message, look);
    if (!found) {
        return look.gaveUp > 0 ? Fit::GaveUp : Fit::No;
    }
    for (const std::optional<ByteMatch> &group : *found) {
        groups.push_back(group ? message.subspan(group->offset, group->length) : ByteView());
    }
    return Fit::Yes;
}

} // namespace sockyard
