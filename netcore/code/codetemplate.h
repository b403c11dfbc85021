#pragma once

#include "netcore/code/codefacts.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace sockyard
{

class CodeQuoter;

/// A program with places that are filled in, and lines that stand there only if something is so:
///
///     ${host}                a value of that name, quoted for the language
///     %% if tcp              what follows stands there if tcp is so
///     %% if ipv4 or ipv6     … if one of them is so
///     %% if not tcp          … if it is not
///     %% elif tls
///     %% else
///     %% end
///     %% each message        what follows once for each value of the list; ${message} is that one
///     %% cannot retry        a comment that says what the program does not do
///
/// These lines stand at the margin or behind spaces. Nothing that was filled in is read again. A
/// value; any thread.
class CodeTemplate
{
public:
    /// What was made of a template; \a error tells what is wrong with it, and is empty otherwise.
    struct Filled {
        QString text;
        QStringList notes; ///< the sentences that were asked for by `%% cannot`
        QString error;
    };

    explicit CodeTemplate(const QString &text);

    Filled fill(const CodeFacts &facts, const CodeQuoter &quoter) const;

private:
    QStringList m_lines;
};

} // namespace sockyard
