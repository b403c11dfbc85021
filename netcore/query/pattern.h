#pragma once

#include "netcore/log/event.h"
#include "netcore/query/queryerror.h"

#include <QRegularExpression>

#include <atomic>
#include <optional>
#include <vector>

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
        WithGroups = 32,   ///< for groups(), which takes other bounds
    };

    static constexpr qsizetype longest = 4096;

    /// Nothing where the expression is not one; \a error says why.
    static std::optional<Pattern> parse(const QString &expression, int options,
                                        QueryError *error = nullptr);

    /// The first match that begins at \a from or later.
    std::optional<ByteMatch> first(ByteView bytes, std::size_t from, Look &look) const;
    /// The last match that begins before \a before.
    std::optional<ByteMatch> last(ByteView bytes, std::size_t before, Look &look) const;

    /// What the groups of an expression found: `$1` is the first; nothing where it took no part.
    using Groups = std::vector<std::optional<ByteMatch>>;

    /// groups() looks at no more bytes than these.
    static constexpr std::size_t mostGroupBytes = 4096;

    /// How many groups the expression has.
    int groupCount() const { return m_groupCount; }
    /// Where the expression fits somewhere in \a bytes, of which there are mostGroupBytes at most:
    /// what its groups found. Was parsed WithGroups. One bound of steps is for the whole look, and
    /// each takes a walk through the bytes at most: whoever sent them, it ends within tenths of a
    /// second, mostly within a millisecond, and is then counted in \a look as given up.
    std::optional<Groups> groups(ByteView bytes, Look &look) const;

private:
    class Window;

    Pattern() = default;
    bool boundForGroups(const QString &expression, QueryError *error);
    QRegularExpressionMatch matchIn(const Window &window, qsizetype from, Look &look) const;
    std::optional<ByteMatch> firstIn(ByteView bytes, std::size_t from, std::size_t until,
                                     Look &look) const;

    QRegularExpression m_expression;
    std::size_t m_overlap = 0; // bytes that are looked at behind the last place of a window
    int m_groupCount = 0;
};

} // namespace sockyard
