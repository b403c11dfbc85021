#include "netcore/query/rowrules.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace sockyard
{

namespace
{

constexpr std::size_t mostBytes = 4096;
constexpr std::uint64_t patience = 4; // with a regular expression, in events
constexpr qsizetype longestJson = 4 * 1024 * 1024;
constexpr qsizetype longestName = 200;

constexpr std::array<std::string_view, rowColourCount> colourNames = {
    "red", "orange", "yellow", "green", "blue", "violet", "grey"};

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::RowRules", text);
}

std::optional<RowRule> ruleOf(const QJsonValue &value)
{
    const QJsonObject object = value.toObject();
    const QJsonValue name = object.value(u"name");
    const QJsonValue expression = object.value(u"expression");
    const QJsonValue colour = object.value(u"colour");
    const QJsonValue enabled = object.value(u"enabled");
    const auto known =
        std::find(colourNames.begin(), colourNames.end(), colour.toString().toStdString());
    if (!name.isString() || !expression.isString() || !enabled.isBool() ||
        known == colourNames.end()) {
        return std::nullopt;
    }
    return RowRule{.name = name.toString().left(longestName),
                   .expression = expression.toString().left(Filter::longest),
                   .colour = static_cast<RowColour>(known - colourNames.begin()),
                   .enabled = enabled.toBool()};
}

} // namespace

QList<RowRule> defaultRowRules()
{
    return {{.name = tr("Failures"),
             .expression = QStringLiteral("reset or failed or timed-out or discarded"),
             .colour = RowColour::Red}};
}

QString rowRulesToJson(const QList<RowRule> &rules)
{
    QJsonArray array;
    for (const RowRule &rule : rules) {
        array.append(QJsonObject{
            {QStringLiteral("name"), rule.name},
            {QStringLiteral("expression"), rule.expression},
            {QStringLiteral("colour"), QString::fromStdString(std::string(
                                           colourNames.at(static_cast<std::size_t>(rule.colour))))},
            {QStringLiteral("enabled"), rule.enabled},
        });
    }
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

QList<RowRule> rowRulesFromJson(const QString &json, QString *problem)
{
    if (problem != nullptr) {
        problem->clear();
    }
    if (json.isEmpty()) {
        return defaultRowRules();
    }
    const auto bad = [problem](const QString &why) {
        if (problem != nullptr) {
            *problem = tr("The stored colour rules cannot be read (%1); the usual ones are used.")
                           .arg(why);
        }
        return defaultRowRules();
    };
    if (json.size() > longestJson) {
        return bad(tr("too long"));
    }
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json.toUtf8(), &error);
    if (error.error != QJsonParseError::NoError) {
        return bad(error.errorString());
    }
    if (!document.isArray()) {
        return bad(tr("not a list"));
    }
    const QJsonArray array = document.array();
    if (array.size() > RowRules::most) {
        return bad(tr("more than %1 rules").arg(RowRules::most));
    }
    QList<RowRule> rules;
    for (const QJsonValue value : array) {
        const auto rule = ruleOf(value);
        if (!rule) {
            return bad(tr("rule %1 is not complete").arg(rules.size() + 1));
        }
        rules.append(*rule);
    }
    return rules;
}

RowRules::RowRules(const QList<RowRule> &rules)
{
    for (const RowRule &rule : rules.first(std::min(rules.size(), most))) {
        const auto filter = Filter::parse(rule.expression);
        if (rule.enabled && filter && !filter->letsAllThrough()) {
            m_rules.push_back({.filter = *filter, .colour = rule.colour});
        }
    }
}

std::optional<RowColour> RowRules::colourOf(const Event &event)
{
    for (Rule &rule : m_rules) {
        if (rule.gaveUp >= patience) {
            continue;
        }
        Look look = {.mostBytes = mostBytes};
        const bool matches = rule.filter.matches(event, look);
        rule.gaveUp += look.gaveUp;
        if (matches) {
            return rule.colour;
        }
    }
    return std::nullopt;
}

} // namespace sockyard
