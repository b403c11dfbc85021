#include "netcore/responders/replyrules.h"

#include "netcore/codec/visibletext.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringDecoder>

#include <algorithm>
#include <cmath>

namespace sockyard
{

namespace
{

using Field = ReplyRule::Field;

constexpr const char *whenNames[] = {"is", "starts-with", "contains", "matches"};
constexpr const char *thenNames[] = {"keep", "finish", "close", "reset"};
constexpr const char *fieldNames[] = {"when", "pattern", "answer", "after", "then"};

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::ReplyRules", text);
}

/// What somebody else wrote, as a piece of a sentence.
QString shown(const QString &text)
{
    constexpr std::size_t mostShown = 40;
    return QString::fromStdString(visibleText(text.toStdString(), mostShown));
}

template <std::size_t size>
std::optional<int> indexOf(const char *const (&names)[size], const QString &name)
{
    const auto *const found =
        std::find_if(std::begin(names), std::end(names),
                     [&](const char *one) { return name == QLatin1StringView(one); });
    return found == std::end(names) ? std::nullopt
                                    : std::optional(static_cast<int>(found - std::begin(names)));
}

template <std::size_t size>
QString listed(const char *const (&names)[size])
{
    QStringList list;
    for (const char *const name : names) {
        list.append(QString::fromLatin1(name));
    }
    return list.join(QStringLiteral(", "));
}

// Reads one rule, field by field; stops at the first mistake.
class RuleReader
{
public:
    RuleReader(const QJsonValue &value, qsizetype number)
        : m_value(value)
        , m_number(number)
    {
    }

    std::optional<RuleProblem> read()
    {
        if (!m_value.isObject()) {
            fail(std::nullopt, tr("a rule is written in braces, as {\"when\": …}."));
            return m_problem;
        }
        const QJsonObject object = m_value.toObject();
        for (auto entry = object.begin(); entry != object.end() && !m_problem; ++entry) {
            const auto field = indexOf(fieldNames, entry.key());
            if (field) {
                readField(static_cast<Field>(*field), entry.value());
            } else {
                fail(std::nullopt, tr("\"%1\" is no field. There are %2.")
                                       .arg(shown(entry.key()), listed(fieldNames)));
            }
        }
        for (const Field field : {Field::When, Field::Pattern}) {
            if (!m_problem &&
                !object.contains(QLatin1StringView(fieldNames[static_cast<std::size_t>(field)]))) {
                fail(field, tr("is missing."));
            }
        }
        return m_problem;
    }

    const ReplyRule &rule() const { return m_rule; }

private:
    void readField(Field field, const QJsonValue &value)
    {
        switch (field) {
        case Field::When:
            if (const auto index = choice(field, whenNames, value)) {
                m_rule.when = static_cast<ReplyRule::When>(*index);
            }
            break;
        case Field::Pattern:
            m_rule.pattern = text(field, value);
            break;
        case Field::Answer:
            m_rule.answer = text(field, value);
            break;
        case Field::After: {
            const double number = value.toDouble(-1);
            if (number < 0 || number > ReplyRule::longestDelay || std::floor(number) != number) {
                fail(field, tr("wants a whole number of milliseconds from 0 to %1.")
                                .arg(ReplyRule::longestDelay));
            } else {
                m_rule.after = static_cast<int>(number);
            }
            break;
        }
        case Field::Then:
            if (const auto index = choice(field, thenNames, value)) {
                m_rule.then = static_cast<ReplyRule::Then>(*index);
            }
            break;
        }
    }

    template <std::size_t size>
    std::optional<int> choice(Field field, const char *const (&names)[size],
                              const QJsonValue &value)
    {
        const auto index = value.isString() ? indexOf(names, value.toString()) : std::nullopt;
        if (!index) {
            fail(field, tr("wants one of %1.").arg(listed(names)));
        }
        return index;
    }

    QString text(Field field, const QJsonValue &value)
    {
        QString string = value.toString();
        if (!value.isString()) {
            fail(field, tr("wants a text in quotation marks."));
        } else if (!string.isValidUtf16()) {
            fail(field, tr("has half a character in it; bytes are written as \\xHH."));
        }
        return string;
    }

    void fail(std::optional<Field> field, const QString &words)
    {
        m_problem = RuleProblem{.rule = m_number, .field = field, .words = words};
    }

    const QJsonValue m_value;
    const qsizetype m_number;
    ReplyRule m_rule;
    std::optional<RuleProblem> m_problem;
};

/// In quotation marks.
QString quoted(const QString &text)
{
    const QByteArray array = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(array.mid(1, array.size() - 2));
}

QString toJson(const ReplyRule &rule)
{
    return QStringLiteral("{\"when\": %1, \"pattern\": %2, \"answer\": %3, \"after\": %4, "
                          "\"then\": %5}")
        .arg(quoted(ReplyRule::nameOf(rule.when)), quoted(rule.pattern), quoted(rule.answer),
             QString::number(rule.after), quoted(ReplyRule::nameOf(rule.then)));
}

} // namespace

QString ReplyRule::nameOf(When when)
{
    return QString::fromLatin1(whenNames[static_cast<std::size_t>(when)]);
}

QString ReplyRule::nameOf(Then then)
{
    return QString::fromLatin1(thenNames[static_cast<std::size_t>(then)]);
}

QString ReplyRule::titleOf(When when)
{
    switch (when) {
    case When::Is:
        return tr("is");
    case When::StartsWith:
        return tr("starts with");
    case When::Contains:
        return tr("contains");
    case When::Matches:
        return tr("matches");
    }
    return {};
}

QString ReplyRule::titleOf(Then then)
{
    switch (then) {
    case Then::Keep:
        return tr("keep");
    case Then::Finish:
        return tr("finish");
    case Then::Close:
        return tr("close");
    case Then::Reset:
        return tr("reset");
    }
    return {};
}

QString ReplyRule::titleOf(Field field)
{
    switch (field) {
    case Field::When:
        return tr("When");
    case Field::Pattern:
        return tr("Pattern");
    case Field::Answer:
        return tr("Answer");
    case Field::After:
        return tr("After");
    case Field::Then:
        return tr("Then");
    }
    return {};
}

QString RuleProblem::text() const
{
    QStringList place;
    if (rule >= 0) {
        place.append(tr("Rule %1").arg(rule + 1));
    }
    if (field) {
        place.append(ReplyRule::titleOf(*field));
    }
    if (position >= 0) {
        place.append(tr("at character %1").arg(position + 1));
    }
    return place.isEmpty() ? words
                           : place.join(QStringLiteral(", ")) + QStringLiteral(": ") + words;
}

ReadReplyRules replyRulesFromJson(const QString &json)
{
    const auto refused = [](const QString &words, qsizetype position = -1) {
        return ReadReplyRules{{}, RuleProblem{.position = position, .words = words}};
    };
    if (json.size() > longestReplyRules) {
        return refused(tr("The rules have more than %1 characters.").arg(longestReplyRules));
    }
    if (json.trimmed().isEmpty()) {
        return {};
    }
    const QByteArray bytes = json.toUtf8();
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
    if (error.error != QJsonParseError::NoError) {
        // It has read the character that it does not want.
        const qsizetype read = QString::fromUtf8(bytes.left(error.offset)).size();
        return refused(tr("this is no JSON: %1.").arg(error.errorString()),
                       std::max<qsizetype>(read - 1, 0));
    }
    if (!document.isArray()) {
        return refused(tr("The rules are written in brackets, as [{\"when\": …}, …]."));
    }
    const QJsonArray array = document.array();
    if (array.size() > mostReplyRules) {
        return refused(tr("There are %1 rules; no more than %2 can be used.")
                           .arg(array.size())
                           .arg(mostReplyRules));
    }
    ReadReplyRules read;
    for (qsizetype number = 0; number < array.size(); ++number) {
        RuleReader reader(array.at(number), number);
        if (auto problem = reader.read()) {
            return {{}, std::move(problem)};
        }
        read.rules.append(reader.rule());
    }
    return read;
}

QString replyRulesToJson(const QList<ReplyRule> &rules)
{
    QStringList lines;
    for (const ReplyRule &rule : rules) {
        lines.append(toJson(rule));
    }
    return u'[' + lines.join(QStringLiteral(",\n ")) + u']';
}

std::optional<QString> readReplyRulesFile(const QString &fileName, QString *error)
{
    const QString name = shown(fileName);
    QFile file(fileName);
    const auto refused = [error](const QString &words) {
        *error = words;
        return std::nullopt;
    };
    // A pipe or a device might never end, or never begin.
    if (QFileInfo::exists(fileName) && !QFileInfo(fileName).isFile()) {
        return refused(tr("\"%1\" is no file.").arg(name));
    }
    if (!file.open(QIODevice::ReadOnly)) {
        return refused(tr("\"%1\" cannot be read: %2.").arg(name, file.errorString()));
    }
    const QByteArray bytes = file.read(longestReplyRules + 1);
    if (file.error() != QFileDevice::NoError) {
        return refused(tr("\"%1\" cannot be read: %2.").arg(name, file.errorString()));
    }
    if (bytes.size() > longestReplyRules) {
        return refused(
            tr("\"%1\" has more than %2 bytes.").arg(name, QString::number(longestReplyRules)));
    }
    QStringDecoder decoder(QStringDecoder::Utf8);
    QString text = decoder(bytes);
    if (decoder.hasError()) {
        return refused(tr("\"%1\" is no text in UTF-8.").arg(name));
    }
    return text;
}

} // namespace sockyard
