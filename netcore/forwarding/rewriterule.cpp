#include "netcore/forwarding/rewriterule.h"

#include "netcore/codec/escapes.h"
#include "netcore/responders/preparedrule.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace sockyard
{

namespace
{

// Of what was typed wrongly, as much as a message can show.
constexpr qsizetype mostShown = 100;
constexpr std::size_t mostRules = 100;

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::RewriteRule", text);
}

} // namespace

std::variant<RewriteRule, QString> RewriteRule::in(const QString &text)
{
    const QString shown = text.left(mostShown);
    const qsizetype colon = text.indexOf(u':');
    const QString name = text.left(std::max<qsizetype>(colon, 0));
    const auto *const direction =
        std::find_if(directions.begin(), directions.end(),
                     [&name](ForwardDirection one) { return name == directionName(one); });
    const qsizetype equals = text.indexOf(u'=');
    if (direction == directions.end() || equals < colon) {
        return tr("\"%1\" is no rule: it is written as to-target:PATTERN=REPLACEMENT or "
                  "to-client:PATTERN=REPLACEMENT.")
            .arg(shown);
    }
    ReplyRule rule = {.when = ReplyRule::When::Contains,
                      .pattern = text.mid(colon + 1, equals - colon - 1),
                      .answer = text.mid(equals + 1)};
    for (const auto when : {ReplyRule::When::Contains, ReplyRule::When::Matches}) {
        const QString prefix = ReplyRule::nameOf(when) + u':';
        if (rule.pattern.startsWith(prefix)) {
            rule.when = when;
            rule.pattern = rule.pattern.mid(prefix.size());
            break;
        }
    }
    if (rule.pattern.isEmpty()) {
        return tr("\"%1\" says nothing that could be found.").arg(shown);
    }
    // Judged where the rules of replies are: the same notations, the same bounds.
    const auto problems = PreparedRule::problemsOf(rule, -1);
    if (!problems.isEmpty()) {
        return QStringLiteral("\"%1\": %2").arg(shown, problems.constFirst().text());
    }
    RewriteRule result;
    result.m_direction = *direction;
    result.m_text = text;
    result.m_replacement = PreparedRule::prepare(rule)->answer();
    if (rule.when == ReplyRule::When::Matches) {
        result.m_expression = Pattern::parse(rule.pattern, Pattern::MultiLine | Pattern::NotEmpty);
        result.m_withGroups = Pattern::parse(rule.pattern, Pattern::WithGroups);
    } else {
        result.m_wanted = unescape(rule.pattern.toStdString()).bytes;
        result.m_search = ByteSearch(std::as_bytes(std::span(result.m_wanted)));
    }
    return result;
}

std::optional<ByteMatch> RewriteRule::first(ByteView bytes, std::size_t from, Look &look) const
{
    if (m_expression) {
        return m_expression->first(bytes, from, look);
    }
    const auto place = m_search->first(bytes, from);
    return place ? std::optional(ByteMatch{*place, m_search->size()}) : std::nullopt;
}

std::vector<ByteView> RewriteRule::groupsAt(ByteView bytes, const ByteMatch &match) const
{
    std::vector<ByteView> groups;
    if (!m_withGroups || m_withGroups->groupCount() == 0) {
        return groups;
    }
    const ByteView around =
        bytes.subspan(match.offset, std::min(bytes.size() - match.offset, Pattern::mostGroupBytes));
    Look look;
    if (const auto found = m_withGroups->groups(around, look)) {
        for (const auto &group : *found) {
            groups.push_back(group ? around.subspan(group->offset, group->length) : ByteView());
        }
    }
    return groups;
}

std::variant<RewriteRules, QString> rewriteRulesIn(const QString &text)
{
    RewriteRules rules;
    const QStringList lines = text.split(u'\n');
    for (qsizetype index = 0; index < lines.size(); ++index) {
        if (lines.at(index).trimmed().isEmpty()) {
            continue;
        }
        auto rule = RewriteRule::in(lines.at(index));
        if (const auto *const words = std::get_if<QString>(&rule)) {
            return lines.size() == 1 ? *words : tr("Line %1: %2").arg(index + 1).arg(*words);
        }
        if (rules.size() == mostRules) {
            return tr("There are more than %1 rules.").arg(mostRules);
        }
        rules.push_back(std::get<RewriteRule>(std::move(rule)));
    }
    return rules;
}

} // namespace sockyard
