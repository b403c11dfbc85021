#pragma once

#include "netcore/log/eventlog.h"
#include "netcore/query/pattern.h"
#include "netcore/query/queryerror.h"

#include <QList>
#include <QString>

#include <memory>
#include <optional>

namespace sockyard
{

/// Which events a person wants to see, as a small expression: `connection == 3 and received and
/// size > 1 KiB`, `reset or failed`, `"hello" or note contains refused`, `text matches /GET
/// .*HTTP/i`, `hex contains 0d 0a`, `not (peer contains 192.168)`. docs/filter.md tells all of it.
///
/// Text is found in either case; where a capital letter is wanted, only as it is written. A
/// regular expression that takes too many steps on an event does not match it (Look::gaveUp). An
/// expression has at most 4096 characters and 64 nested parentheses and `not`s, so no input takes
/// long or much. A value, cheap to copy; any thread.
class Filter
{
public:
    struct Condition;

    static constexpr qsizetype longest = 4096;
    static constexpr int deepest = 64;

    /// Lets everything through.
    Filter() = default;

    /// Nothing where it is not an expression; \a error says why and where. One of spaces only lets
    /// everything through.
    static std::optional<Filter> parse(const QString &expression, QueryError *error = nullptr);

    bool letsAllThrough() const { return m_root == nullptr; }
    /// What it was made of.
    const QString &expression() const { return m_expression; }

    bool matches(const Event &event) const;
    bool matches(const Event &event, Look &look) const;

private:
    QString m_expression;
    std::shared_ptr<const Condition> m_root;
};

/// What may stand at a place of a filter expression.
struct FilterCompletions {
    struct Proposal {
        QString text;
        QString description; ///< one line
    };

    /// What a proposal replaces: the word in which the place is, up to there.
    qsizetype position = 0;
    qsizetype length = 0;
    QList<Proposal> proposals;
};

/// The proposals for the place before the character \a cursor. None where what stands before it is
/// wrong, or where anything may stand.
FilterCompletions filterCompletions(const QString &expression, qsizetype cursor);

} // namespace sockyard
