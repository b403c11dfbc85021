#pragma once

#include "netcore/log/event.h"
#include "netcore/query/queryerror.h"

#include <QRegularExpression>

#include <atomic>
#include <optional>

namespace sockyard
{

/// A place in bytes.
struct ByteMatch {
    std::size_t offset = 0;
    std::size_t length = 0;

    friend bool operator==(const ByteMatch &, const ByteMatch &) = default;
};

/// How far one looks, and what one met.
struct Look {
    /// Only so many bytes at the beginning are looked at.
    std::size_t mostBytes = static_cast<std::size_t>(-1);
    /// May be set by any thread; the answer is then "no", soon.
    const std::atomic<bool> *cancelled = nullptr;
    /// So often a regular expression took too many steps and gave up; that counted as no match.
    std::uint64_t gaveUp = 0;
};

/// A regular expression (of Perl's kind, as QRegularExpression knows it) over bytes. The bytes are
/// read as UTF-8; those that are not UTF-8 stand for the characters U+0080 to U+00FF, so that
/// `\xff` finds them. Bytes are read in windows of a few KiB, each with a bound of steps: no
/// expression over no bytes takes long, and all of it can be cancelled. A match of more than 4 KiB
/// may therefore be missed. A value; any thread.
class Pattern
{
public:
    enum Option {
        NoOption = 0,
        IgnoreCase = 1,
        MultiLine = 2,     ///< ^ and $ also stand at line breaks
        DotMatchesAll = 4, ///< . also stands for a line break
        NotEmpty = 8,      ///< a match has at least one character
        Literal = 16,      ///< the text itself, nothing of it is an operator
    };

    static constexpr qsizetype longest = 4096;

    /// Nothing where the expression is not one; \a error says why.
    static std::optional<Pattern> parse(const QString &expression, int options,
                                        QueryError *error = nullptr);

    /// The first match that begins at \a from or later.
    std::optional<ByteMatch> first(ByteView bytes, std::size_t from, Look &look) const;
    /// The last match that begins before \a before.
    std::optional<ByteMatch> last(ByteView bytes, std::size_t before, Look &look) const;

private:
    class Window;

    Pattern() = default;
    QRegularExpressionMatch matchIn(const Window &window, qsizetype from, Look &look) const;
    std::optional<ByteMatch> firstIn(ByteView bytes, std::size_t from, std::size_t until,
                                     Look &look) const;

    QRegularExpression m_expression;
    std::size_t m_overlap = 0; // bytes that are looked at behind the last place of a window
};

} // namespace sockyard
