#include "netcore/query/pattern.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstring>

namespace sockyard
{

namespace
{

// Matches are looked for at so many places at a time.
constexpr std::size_t stride = 12U * 1024;
// What \b, ^ and (?<=…) look back at.
constexpr std::size_t context = 128;

// A bound that only the start of an expression may set. The empty group behind it makes (*VERB)s of
// a person's own what they are anywhere else; some of them would take the bound away.
constexpr auto beginning = u"(*LIMIT_MATCH=1000000)(?:)";
constexpr auto beginningNotEmpty = u"(*LIMIT_MATCH=1000000)(*NOTEMPTY)(?:)";

// For groups. PCRE counts its steps anew for each place where a match might begin, and its compiler
// leaves many uncounted: a client could choose bytes for which some expressions take seconds. So
// there is one place only, the walk to the match is part of what is counted, and nothing is
// compiled.
constexpr auto beginningOfGroups = u"(*NO_JIT)(*LIMIT_MATCH=30000)\\A(?s:.*?)(?:";
// \E ends a \Q that was left open; the line break, where needed, a comment of (?x).
constexpr const char16_t *endsOfGroups[] = {u"\\E)", u"\\E\n)"};

bool isContinuation(unsigned char byte)
{
    return (byte & 0xc0U) == 0x80U;
}

struct Character {
    char32_t code = 0;
    std::size_t bytes = 1;
};

// The UTF-8 sequence there, or one byte of another kind (RFC 3629 section 4).
Character characterAt(const unsigned char *at, std::size_t left)
{
    const unsigned char lead = at[0];
    const std::size_t length = lead < 0xc2   ? 1
                               : lead < 0xe0 ? 2
                               : lead < 0xf0 ? 3
                               : lead < 0xf5 ? 4
                                             : 1;
    if (length == 1 || length > left) {
        return {.code = lead};
    }
    char32_t code = lead & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if (!isContinuation(at[i])) {
            return {.code = lead};
        }
        code = code << 6U | (at[i] & 0x3fU);
    }
    constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < least[length] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
        return {.code = lead};
    }
    return {.code = code, .bytes = length};
}

std::size_t asciiRun(const unsigned char *at, std::size_t left)
{
    std::size_t count = 0;
    std::uint64_t word = 0;
    while (left - count >= sizeof word) {
        std::memcpy(&word, at + count, sizeof word);
        if ((word & 0x8080808080808080U) != 0) {
            break;
        }
        count += sizeof word;
    }
    while (count < left && at[count] < 0x80) {
        ++count;
    }
    return count;
}

// Both may move by three bytes at most, so as not to stand inside of a character.
std::size_t alignedDown(ByteView bytes, std::size_t place)
{
    std::size_t moved = place;
    while (moved > 0 && place - moved < 3 && moved < bytes.size() &&
           isContinuation(std::to_integer<unsigned char>(bytes[moved]))) {
        --moved;
    }
    return moved;
}

std::size_t alignedUp(ByteView bytes, std::size_t place)
{
    std::size_t moved = place;
    while (moved < bytes.size() && moved - place < 3 &&
           isContinuation(std::to_integer<unsigned char>(bytes[moved]))) {
        ++moved;
    }
    return moved;
}

} // namespace

// Some of the bytes as text, in which places are found again.
class Pattern::Window
{
public:
    Window(ByteView bytes, std::size_t begin, std::size_t end)
        : m_bytes(reinterpret_cast<const unsigned char *>(bytes.data()))
        , m_begin(begin)
        , m_end(end)
        , m_text(static_cast<qsizetype>(end - begin), Qt::Uninitialized)
    {
        auto *out = reinterpret_cast<char16_t *>(m_text.data());
        const auto *const start = out;
        for (std::size_t at = begin; at < end;) {
            const std::size_t run = asciiRun(m_bytes + at, end - at);
            std::copy(m_bytes + at, m_bytes + at + run, out);
            out += run;
            at += run;
            if (at < end) {
                const Character next = characterAt(m_bytes + at, end - at);
                if (next.code < 0x10000) {
                    *out++ = static_cast<char16_t>(next.code);
                } else { // two units for four bytes: there is room
                    *out++ = QChar::highSurrogate(next.code);
                    *out++ = QChar::lowSurrogate(next.code);
                }
                at += next.bytes;
            }
        }
        m_text.truncate(out - start);
    }

    const QString &text() const { return m_text; }
    ByteMatch placeOf(const QRegularExpressionMatch &match, int group = 0) const
    {
        const std::size_t from = byteOf(match.capturedStart(group));
        return {.offset = from, .length = byteOf(match.capturedEnd(group)) - from};
    }
    std::size_t end() const { return m_end; }

    /// The first unit that stands at that byte or behind it.
    qsizetype unitOf(std::size_t byte) const
    {
        qsizetype unit = 0;
        for (std::size_t at = m_begin; at < byte && at < m_end;) {
            const Character next = characterAt(m_bytes + at, m_end - at);
            at += next.bytes;
            unit += next.code < 0x10000 ? 1 : 2;
        }
        return unit;
    }
    std::size_t byteOf(qsizetype unit) const
    {
        std::size_t at = m_begin;
        for (qsizetype passed = 0; passed < unit && at < m_end;) {
            const Character next = characterAt(m_bytes + at, m_end - at);
            at += next.bytes;
            passed += next.code < 0x10000 ? 1 : 2;
        }
        return at;
    }

private:
    const unsigned char *m_bytes;
    std::size_t m_begin;
    std::size_t m_end;
    QString m_text;
};

std::optional<Pattern> Pattern::parse(const QString &expression, int options, QueryError *error)
{
    if (expression.size() > longest) {
        if (error != nullptr) {
            *error = {.position = longest,
                      .length = expression.size() - longest,
                      .words = QCoreApplication::translate("sockyard::Pattern",
                                                           "no more than %1 characters")
                                   .arg(longest)};
        }
        return std::nullopt;
    }
    const QString prefix =
        QString::fromUtf16((options & NotEmpty) != 0 ? beginningNotEmpty : beginning);
    Pattern pattern;
    QRegularExpression::PatternOptions flags = QRegularExpression::NoPatternOption;
    flags.setFlag(QRegularExpression::CaseInsensitiveOption, (options & IgnoreCase) != 0);
    flags.setFlag(QRegularExpression::MultilineOption, (options & MultiLine) != 0);
    flags.setFlag(QRegularExpression::DotMatchesEverythingOption, (options & DotMatchesAll) != 0);
    const bool literal = (options & Literal) != 0;
    pattern.m_expression.setPattern(
        prefix + (literal ? QRegularExpression::escape(expression) : expression));
    pattern.m_expression.setPatternOptions(flags);
    if (!pattern.m_expression.isValid()) {
        if (error != nullptr) {
            const qsizetype place = std::clamp<qsizetype>(
                pattern.m_expression.patternErrorOffset() - prefix.size(), 0, expression.size());
            *error = {.position = place,
                      .length = std::min<qsizetype>(1, expression.size() - place),
                      .words = QCoreApplication::translate("sockyard::Pattern",
                                                           "not a regular expression: %1")
                                   .arg(pattern.m_expression.errorString())};
        }
        return std::nullopt;
    }
    pattern.m_groupCount = pattern.m_expression.captureCount();
    if ((options & WithGroups) != 0 && !pattern.boundForGroups(expression, error)) {
        return std::nullopt;
    }
    pattern.m_overlap = 4096;
    if (literal) { // is found whole, however long
        pattern.m_overlap += static_cast<std::size_t>(expression.size()) * 4;
    }
    return pattern;
}

bool Pattern::boundForGroups(const QString &expression, QueryError *error)
{
    // Would call the walk to the match as well.
    static const QRegularExpression wholeAgain(
        QStringLiteral("\\(\\?(?:R|[+-]?0+)\\)|\\\\g(?:<[+-]?0+>|'[+-]?0+')"));
    const QRegularExpressionMatch again = wholeAgain.match(expression);
    if (again.hasMatch()) {
        if (error != nullptr) {
            *error = {
                .position = again.capturedStart(),
                .length = again.capturedLength(),
                .words = QCoreApplication::translate(
                    "sockyard::Pattern",
                    "the whole expression cannot be called again here; a group can, as (?1)")};
        }
        return false;
    }
    for (const char16_t *const end : endsOfGroups) {
        m_expression.setPattern(QString::fromUtf16(beginningOfGroups) + expression +
                                QString::fromUtf16(end));
        if (m_expression.isValid()) {
            return true;
        }
    }
    if (error != nullptr) {
        *error = {.position = 0,
                  .length = expression.size(),
                  .words = QCoreApplication::translate("sockyard::Pattern",
                                                       "not a regular expression: %1")
                               .arg(m_expression.errorString())};
    }
    return false;
}

std::optional<Pattern::Groups> Pattern::groups(ByteView bytes, Look &look) const
{
    bytes = bytes.first(std::min(bytes.size(), mostGroupBytes));
    const Window window(bytes, 0, bytes.size());
    const auto match = matchIn(window, 0, look);
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    Groups groups;
    for (int group = 1; group <= m_groupCount; ++group) {
        groups.push_back(match.capturedStart(group) < 0
                             ? std::nullopt
                             : std::optional(window.placeOf(match, group)));
    }
    return groups;
}

QRegularExpressionMatch Pattern::matchIn(const Window &window, qsizetype from, Look &look) const
{
    // The text was made here, so it is valid.
    auto match = m_expression.match(window.text(), from, QRegularExpression::NormalMatch,
                                    QRegularExpression::DontCheckSubjectStringMatchOption);
    if (!match.isValid()) {
        ++look.gaveUp;
    }
    return match;
}

std::optional<ByteMatch> Pattern::firstIn(ByteView bytes, std::size_t from, std::size_t until,
                                          Look &look) const
{
    const std::size_t begin = alignedDown(bytes, from > context ? from - context : 0);
    for (std::size_t room = until - from + m_overlap;; room *= 4) {
        const std::size_t wanted = bytes.size() - from > room ? from + room : bytes.size();
        const Window window(bytes, begin, alignedUp(bytes, wanted));
        const auto match = matchIn(window, window.unitOf(from), look);
        if (!match.hasMatch()) {
            return std::nullopt;
        }
        // What ends with the window may go on behind it, and $ does not stand there.
        if (match.capturedEnd() < window.text().size() || window.end() == bytes.size()) {
            return window.placeOf(match);
        }
    }
}

std::optional<ByteMatch> Pattern::first(ByteView bytes, std::size_t from, Look &look) const
{
    bytes = bytes.first(std::min(bytes.size(), look.mostBytes));
    for (std::size_t at = from; at <= bytes.size(); at += stride) {
        if (look.cancelled != nullptr && look.cancelled->load(std::memory_order_relaxed)) {
            return std::nullopt;
        }
        const std::size_t until = std::min(bytes.size(), at + stride);
        const auto match = firstIn(bytes, at, until, look);
        if (match && (match->offset < until || until == bytes.size())) {
            return match;
        }
        if (until == bytes.size()) {
            break;
        }
    }
    return std::nullopt;
}

std::optional<ByteMatch> Pattern::last(ByteView bytes, std::size_t before, Look &look) const
{
    bytes = bytes.first(std::min(bytes.size(), look.mostBytes));
    // Windows lie at multiples of the stride, so that walking back meets what walking on does.
    std::size_t until = std::min(before, bytes.size() + 1);
    while (until > 0) {
        const std::size_t from = (until - 1) / stride * stride;
        const std::size_t begin = alignedDown(bytes, from > context ? from - context : 0);
        const std::size_t wanted = std::min(bytes.size(), until + m_overlap);
        const Window window(bytes, begin, alignedUp(bytes, wanted));
        const qsizetype untilUnit = window.unitOf(until);
        std::optional<qsizetype> found; // where the last match begins, in units
        for (qsizetype at = window.unitOf(from); at < untilUnit || at == 0;) {
            if (look.cancelled != nullptr && look.cancelled->load(std::memory_order_relaxed)) {
                return std::nullopt;
            }
            const auto match = matchIn(window, at, look);
            if (!match.hasMatch() || match.capturedStart() >= std::max<qsizetype>(untilUnit, 1)) {
                break;
            }
            found = match.capturedStart();
            at = std::max(match.capturedEnd(), *found + 1);
        }
        if (found) {
            // Again with all the room that it may need.
            const std::size_t place = window.byteOf(*found);
            const auto match = firstIn(bytes, place, std::min(place + stride, bytes.size()), look);
            if (match && match->offset < before) {
                return match;
            }
        }
        until = from;
    }
    return std::nullopt;
}

} // namespace sockyard
