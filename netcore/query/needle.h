#pragma once

#include "netcore/query/bytesearch.h"
#include "netcore/query/pattern.h"

#include <QString>

#include <memory>

namespace sockyard
{

/// What a person looks for in bytes. A value; any thread.
class Needle
{
public:
    enum class Kind {
        Text,    ///< the text itself, in UTF-8
        Hex,     ///< bytes, in any common way of writing: `0d0a`, `0d 0a`, `0x0d,0x0a`, `\x0d\x0a`
        Pattern, ///< a regular expression, see sockyard::Pattern; ^ and $ also stand at line breaks
    };

    /// No more UTF-16 units may be typed.
    static constexpr qsizetype longest = Pattern::longest;

    /// Nothing where \a typed says nothing of that kind; \a error tells why. Without \a matchCase
    /// text and expressions find letters of both cases; hex takes no notice.
    static std::optional<Needle> parse(Kind kind, const QString &typed, bool matchCase,
                                       QueryError *error = nullptr);
    /// Exactly these bytes; for ASCII letters of either case where \a letters says so.
    static Needle ofBytes(ByteView bytes, ByteSearch::Case letters = ByteSearch::Case::Kept);
    static Needle ofPattern(Pattern pattern);

    Kind kind() const { return m_kind; }

    /// The first match that begins at \a from or later. Plain bytes are looked through at several
    /// GiB/s.
    std::optional<ByteMatch> first(ByteView bytes, std::size_t from, Look &look) const;
    /// The last match that begins before \a before.
    std::optional<ByteMatch> last(ByteView bytes, std::size_t before, Look &look) const;

private:
    Needle() = default;

    Kind m_kind = Kind::Text;
    std::shared_ptr<const ByteSearch> m_bytes; // this or
    std::shared_ptr<const Pattern> m_pattern;  // that
};

/// Bytes that are written as hex digits in any common way; nothing where it is not that.
std::optional<QByteArray> parseHex(QStringView typed, QueryError *error = nullptr);

} // namespace sockyard
