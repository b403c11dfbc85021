#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace sockyard
{

/// One rule of a table of replies, as a person wrote it: when a message fits the pattern, the
/// answer is sent after a while, and then the connection goes on or ends. A value; it may be wrong,
/// see PreparedRule.
struct ReplyRule {
    enum class When {
        Is,         ///< the message is the pattern, byte for byte
        StartsWith, ///< the message begins with it
        Contains,   ///< it stands somewhere in the message
        Matches,    ///< it is a regular expression that fits somewhere in the message
    };
    enum class Then {
        Keep,   ///< wait for the next message
        Finish, ///< half-close: send no more, receive on
        Close,  ///< close in order
        Reset,  ///< cut
    };
    enum class Field { When, Pattern, Answer, After, Then };

    static constexpr int whenCount = static_cast<int>(When::Matches) + 1;
    static constexpr int thenCount = static_cast<int>(Then::Reset) + 1;
    static constexpr int fieldCount = static_cast<int>(Field::Then) + 1;
    /// Bytes of UTF-8, as they are written.
    static constexpr qsizetype longestPattern = 4096;
    static constexpr qsizetype longestAnswer = 65536;
    /// Milliseconds.
    static constexpr int longestDelay = 3600 * 1000;

    When when = When::Is;
    QString pattern = {}; ///< in the notation of escapes.h; of Matches as QRegularExpression has it
    QString answer = {};  ///< in the notation of macros.h
    int after = 0;        ///< milliseconds
    Then then = Then::Keep;

    friend bool operator==(const ReplyRule &, const ReplyRule &) = default;

    /// As files have it: `starts-with`.
    static QString nameOf(When when);
    static QString nameOf(Then then);
    /// As a person reads it: `starts with`.
    static QString titleOf(When when);
    static QString titleOf(Then then);
    static QString titleOf(Field field);
};

/// What is wrong with a table of replies, and where.
struct RuleProblem {
    qsizetype rule = -1;                        ///< from 0; -1: the table itself
    std::optional<ReplyRule::Field> field = {}; ///< nothing: the rule itself
    qsizetype position = -1;                    ///< in UTF-16 units; -1: nowhere in particular
    qsizetype length = 0;
    QString words = {};

    /// `Rule 3, answer, at character 5: …`
    QString text() const;
};

/// No table has more rules.
constexpr qsizetype mostReplyRules = 1000;
/// No table's text has more UTF-16 units, and no file of it more bytes.
constexpr qsizetype longestReplyRules = 8 * 1024 * 1024;

/// The rules of a text; where it is none, no rules, and what is wrong.
struct ReadReplyRules {
    QList<ReplyRule> rules;
    std::optional<RuleProblem> problem;
};

/// Reads a table from JSON (RFC 8259):
///
///     [{"when": "is", "pattern": "PING", "answer": "PONG\\n", "after": 0, "then": "keep"}, …]
///
/// `when` (is, starts-with, contains, matches) and `pattern` have to be there, the others need not.
/// Anything else in it is a mistake and told. Whether patterns and answers mean something is not
/// looked at. A text of nothing has no rules.
ReadReplyRules replyRulesFromJson(const QString &json);
/// The rules as such a text, one on each line.
QString replyRulesToJson(const QList<ReplyRule> &rules);

/// The text of a file of rules, or nothing, and \a error says why. Reads regular files only, of
/// longestReplyRules at most, so that it takes no longer than a disk needs.
std::optional<QString> readReplyRulesFile(const QString &fileName, QString *error);

} // namespace sockyard
