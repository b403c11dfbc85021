#include "netcore/query/needle.h"

#include <QCoreApplication>

#include <algorithm>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::Needle", text);
}

std::nullopt_t wrong(QueryError *error, qsizetype position, qsizetype length, const QString &words)
{
    if (error != nullptr) {
        *error = {.position = position, .length = length, .words = words};
    }
    return std::nullopt;
}

bool isHexDigit(QChar c)
{
    return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
}

ByteView viewOf(const QByteArray &bytes)
{
    return std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

bool isAscii(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; });
}

} // namespace

std::optional<QByteArray> parseHex(QStringView typed, QueryError *error)
{
    QByteArray bytes;
    qsizetype at = 0;
    while (at < typed.size()) {
        const QChar c = typed[at];
        if (c.isSpace() || QStringView(u",;:-{}").contains(c)) {
            ++at;
            continue;
        }
        const QStringView mark = typed.mid(at, 2);
        const bool marked = mark.compare(u"0x", Qt::CaseInsensitive) == 0 ||
                            mark.compare(u"\\x", Qt::CaseInsensitive) == 0;
        const qsizetype begin = at;
        at += marked ? 2 : 0;
        const qsizetype digits = at;
        while (at < typed.size() && isHexDigit(typed[at])) {
            // Of `0d0x0a` the second 0 begins a byte.
            if (at > digits && typed[at] == u'0' && at + 1 < typed.size() &&
                typed[at + 1].toLower() == u'x') {
                break;
            }
            ++at;
        }
        const qsizetype count = at - digits;
        if (count == 0) {
            return marked ? wrong(error, begin, 2, tr("two hex digits are wanted here"))
                          : wrong(error, begin, 1, tr("this is no hex digit"));
        }
        if (count == 1 && marked) {
            bytes += static_cast<char>(QStringView(typed.mid(digits, 1)).toInt(nullptr, 16));
        } else if (count % 2 == 1) {
            return wrong(error, at - 1, 1, tr("a byte has two hex digits; this one has one"));
        } else {
            bytes += QByteArray::fromHex(typed.mid(digits, count).toLatin1());
        }
    }
    if (bytes.isEmpty()) {
        return wrong(error, typed.size(), 0, tr("bytes are wanted, such as 0d 0a"));
    }
    return bytes;
}

std::optional<Needle> Needle::parse(Kind kind, const QString &typed, bool matchCase,
                                    QueryError *error)
{
    if (typed.isEmpty()) {
        return wrong(error, 0, 0, tr("there is nothing to look for"));
    }
    if (typed.size() > longest) {
        return wrong(error, longest, typed.size() - longest,
                     tr("no more than %1 characters").arg(longest));
    }
    Needle needle;
    if (kind == Kind::Hex) {
        const auto bytes = parseHex(typed, error);
        if (!bytes) {
            return std::nullopt;
        }
        needle = ofBytes(viewOf(*bytes));
    } else if (kind == Kind::Text && (matchCase || isAscii(typed))) {
        needle = ofBytes(viewOf(typed.toUtf8()),
                         matchCase ? ByteSearch::Case::Kept : ByteSearch::Case::Ignored);
    } else {
        // Letters beyond ASCII have cases that only a library knows.
        const int options = Pattern::NotEmpty |
                            (kind == Kind::Text ? Pattern::Literal : Pattern::MultiLine) |
                            (matchCase ? Pattern::NoOption : Pattern::IgnoreCase);
        auto pattern = Pattern::parse(typed, options, error);
        if (!pattern) {
            return std::nullopt;
        }
        needle = ofPattern(std::move(*pattern));
    }
    needle.m_kind = kind;
    return needle;
}

Needle Needle::ofBytes(ByteView bytes, ByteSearch::Case letters)
{
    Needle needle;
    needle.m_bytes = std::make_shared<const ByteSearch>(bytes, letters);
    return needle;
}

Needle Needle::ofPattern(Pattern pattern)
{
    Needle needle;
    needle.m_kind = Kind::Pattern;
    needle.m_pattern = std::make_shared<const Pattern>(std::move(pattern));
    return needle;
}

std::optional<ByteMatch> Needle::first(ByteView bytes, std::size_t from, Look &look) const
{
    if (m_pattern) {
        return m_pattern->first(bytes, from, look);
    }
    const auto place = m_bytes->first(bytes.first(std::min(bytes.size(), look.mostBytes)), from);
    return place ? std::optional(ByteMatch{.offset = *place, .length = m_bytes->size()})
                 : std::nullopt;
}

std::optional<ByteMatch> Needle::last(ByteView bytes, std::size_t before, Look &look) const
{
    if (m_pattern) {
        return m_pattern->last(bytes, before, look);
    }
    const auto place = m_bytes->last(bytes.first(std::min(bytes.size(), look.mostBytes)), before);
    return place ? std::optional(ByteMatch{.offset = *place, .length = m_bytes->size()})
                 : std::nullopt;
}

} // namespace sockyard
