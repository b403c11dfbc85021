#include "widgets/models/textpages.h"

#include "netcore/codec/unicodetable.h"
#include "netcore/codec/visibletext.h"
#include "netcore/projections/piecebytes.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sockyard
{

namespace
{

constexpr qint64 pageLength = 16 * 1024;
constexpr qint64 longLine = 4 * 1024;
constexpr qint64 contextLength = 1024; // to find where a character begins
constexpr std::size_t pagesKept = 6;
constexpr int tabColumns = 8;
constexpr int marksInARow = 8;

/// What East Asian fonts draw twice as wide (UAX 11, by blocks).
bool isWide(char32_t code)
{
    static constexpr std::array<std::pair<char32_t, char32_t>, 14> ranges = {{
        {0x1100, 0x115f},
        {0x2e80, 0x303e},
        {0x3041, 0x33ff},
        {0x3400, 0x4dbf},
        {0x4e00, 0xa4cf},
        {0xa960, 0xa97c},
        {0xac00, 0xd7a3},
        {0xf900, 0xfaff},
        {0xfe30, 0xfe6f},
        {0xff01, 0xff60},
        {0xffe0, 0xffe6},
        {0x1f300, 0x1f64f},
        {0x1f680, 0x1f9ff},
        {0x20000, 0x3fffd},
    }};
    return code >= ranges.front().first &&
           std::any_of(ranges.begin(), ranges.end(), [code](const auto &range) {
               return code >= range.first && code <= range.second;
           });
}

bool isControl(char32_t code)
{
    return code < 0x20 || code == 0x7f;
}

} // namespace

TextPages::TextPages()
    : m_source(std::make_shared<PieceBytes>(nullptr, ByteView()))
{
}

void TextPages::setSource(std::shared_ptr<const ByteSource> source)
{
    m_source = std::move(source);
    m_first = static_cast<qint64>(m_source->first());
    m_size = static_cast<qint64>(m_source->size());
    m_pages.clear();
}

void TextPages::setEncoding(TextEncoding encoding)
{
    m_decoder = TextDecoder(encoding);
    m_pages.clear();
}

void TextPages::setColumns(int columns)
{
    columns = std::max(columns, 1);
    if (columns != m_columns) {
        m_columns = columns;
        m_pages.clear();
    }
}

void TextPages::update()
{
    const auto first = static_cast<qint64>(m_source->first());
    const auto size = static_cast<qint64>(m_source->size());
    // A page whose beginning or end was looked for near a border may look different now.
    m_pages.remove_if([&](const Page &page) {
        return (first != m_first && page.number * pageLength <= first) ||
               (size != m_size && page.end + longLine + pageLength >= m_size);
    });
    m_first = first;
    m_size = size;
}

qint64 TextPages::lastPage() const
{
    return (m_size - 1) / pageLength;
}

qint64 TextPages::beginning(qint64 page) const
{
    const qint64 wanted = page * pageLength;
    if (wanted <= m_first) {
        return m_first;
    }
    return wanted >= m_size ? m_size : lineBeginning(wanted);
}

/// The first line that begins at or behind \a wanted, if there is one before long; else the first
/// character.
qint64 TextPages::lineBeginning(qint64 wanted) const
{
    const qint64 from = std::max(m_first, wanted - contextLength);
    const ByteWindow window(*m_source, static_cast<std::uint64_t>(from),
                            static_cast<std::uint64_t>(std::min(m_size, wanted + longLine)));
    const auto wantedPlace = static_cast<std::uint64_t>(wanted);
    std::optional<std::uint64_t> character;
    for (const ByteWindow::Segment &segment : window.segments()) {
        if (segment.from >= wantedPlace && segment.from > window.from()) {
            return static_cast<qint64>(segment.from);
        }
        if (segment.to <= wantedPlace) {
            continue;
        }
        std::uint64_t begin = segment.from;
        if (begin == window.from()) {
            begin += begin % m_decoder.unit(); // in step with the stream's beginning
        }
        const ByteView bytes = window.bytes(begin, segment.to);
        std::size_t at =
            m_decoder.nextBeginning(bytes, static_cast<std::size_t>(wantedPlace - begin));
        character = begin + at;
        // A line begins here already where the character before it ended one.
        if (at >= m_decoder.unit()) {
            const std::size_t before = at - m_decoder.unit();
            const TextDecoder::Step step = m_decoder.next(bytes.subspan(before));
            if (step.code == '\n' && step.length == m_decoder.unit()) {
                return static_cast<qint64>(*character);
            }
        }
        while (at < bytes.size()) {
            const TextDecoder::Step step = m_decoder.next(bytes.subspan(at));
            at += step.length;
            if (step.code == '\n') {
                return static_cast<qint64>(begin) + static_cast<qint64>(at);
            }
        }
    }
    return static_cast<qint64>(character.value_or(wantedPlace));
}

const TextPages::Lines &TextPages::linesOf(qint64 page)
{
    const auto found = std::find_if(m_pages.begin(), m_pages.end(),
                                    [page](const Page &each) { return each.number == page; });
    if (found != m_pages.end()) {
        m_pages.splice(m_pages.begin(), m_pages, found);
        return m_pages.front().lines;
    }
    const qint64 from = beginning(page);
    const qint64 to = std::max(from, beginning(page + 1));
    m_pages.push_front({page, to, layOut(from, to)});
    if (m_pages.size() > pagesKept) {
        m_pages.pop_back();
    }
    return m_pages.front().lines;
}

TextPages::Lines TextPages::layOut(qint64 from, qint64 to) const
{
    Lines lines;
    const ByteWindow window(*m_source, static_cast<std::uint64_t>(from),
                            static_cast<std::uint64_t>(to));
    for (const ByteWindow::Segment &segment : window.segments()) {
        layOut(lines, window, segment);
    }
    return lines;
}

void TextPages::layOut(Lines &lines, const ByteWindow &window,
                       const ByteWindow::Segment &segment) const
{
    const ByteView bytes = window.bytes(segment.from, segment.to);
    const auto begin = static_cast<qint64>(segment.from);
    int column = 0;
    int marks = 0;
    bool ended = true;
    for (std::size_t at = 0; at < bytes.size();) {
        const TextDecoder::Step step = m_decoder.next(bytes.subspan(at));
        Glyph glyph{begin + static_cast<qint64>(at), step.code, column, 1, step.length, Kind::Text};
        at += step.length;
        const bool isAscii = step.kind == TextDecoder::Kind::Character && step.code < 0x80;
        const bool combines = !isAscii && step.kind == TextDecoder::Kind::Character &&
                              unicode::isCombining(step.code) && !ended &&
                              lines.back().glyphs.back().kind == Kind::Text;
        marks = combines ? marks + 1 : 0;
        if (step.kind == TextDecoder::Kind::Broken) {
            glyph.kind = Kind::Broken;
        } else if (isControl(step.code) || unicode::isInvisible(step.code) || marks > marksInARow) {
            glyph.kind = Kind::Escape;
        }
        if (glyph.kind != Kind::Text) {
            glyph.columns = static_cast<std::uint8_t>(textOf(glyph).size());
        } else if (combines) {
            glyph.columns = 0;
        } else if (isWide(step.code)) {
            glyph.columns = 2;
        }
        const bool isLineEnd = step.code == '\n' && glyph.kind == Kind::Escape;
        if (step.code == '\t' && glyph.kind == Kind::Escape) {
            glyph.columns = static_cast<std::uint8_t>(
                std::max<int>(glyph.columns, tabColumns - column % tabColumns));
        }
        // A line's end hangs over rather than making a line of its own.
        if (column > 0 && column + glyph.columns > m_columns && !isLineEnd) {
            ended = true;
        }
        if (ended) {
            lines.push_back({glyph.offset, glyph.offset, segment.direction, {}});
            column = 0;
            glyph.column = 0;
        }
        lines.back().to = glyph.offset + glyph.length;
        lines.back().glyphs.push_back(glyph);
        column += glyph.columns;
        ended = isLineEnd;
    }
}

const TextPages::Line &TextPages::line(Place place)
{
    return linesOf(place.page)[static_cast<std::size_t>(place.line)];
}

std::optional<TextPages::Place> TextPages::firstPlace()
{
    return placeOf(m_first);
}

std::optional<TextPages::Place> TextPages::lastPlace()
{
    return placeOf(m_size);
}

std::optional<TextPages::Place> TextPages::placeOf(qint64 offset)
{
    if (m_first >= m_size) {
        return std::nullopt;
    }
    offset = std::clamp(offset, m_first, m_size - 1);
    qint64 page = offset / pageLength;
    if (beginning(page) > offset) {
        --page;
    }
    const Lines &lines = linesOf(page);
    const auto behind =
        std::upper_bound(lines.begin(), lines.end(), offset,
                         [](qint64 wanted, const Line &each) { return wanted < each.from; });
    if (behind != lines.begin()) {
        return Place{page, static_cast<int>(behind - lines.begin()) - 1};
    }
    // That byte went meanwhile.
    return lines.empty() ? next({page, -1}) : Place{page, 0};
}

std::optional<TextPages::Place> TextPages::next(Place place)
{
    ++place.line;
    while (place.line >= static_cast<int>(linesOf(place.page).size())) {
        if (place.page >= lastPage()) {
            return std::nullopt;
        }
        ++place.page;
        place.line = 0;
    }
    return place;
}

std::optional<TextPages::Place> TextPages::previous(Place place)
{
    --place.line;
    while (place.line < 0) {
        if (place.page <= m_first / pageLength) {
            return std::nullopt;
        }
        --place.page;
        place.line = static_cast<int>(linesOf(place.page).size()) - 1;
    }
    return place;
}

TextPages::Place TextPages::moved(Place place, int lines)
{
    for (; lines > 0; --lines) {
        const std::optional<Place> following = next(place);
        if (!following) {
            break;
        }
        place = *following;
    }
    for (; lines < 0; ++lines) {
        const std::optional<Place> before = previous(place);
        if (!before) {
            break;
        }
        place = *before;
    }
    return place;
}

QString TextPages::textOf(const Glyph &glyph)
{
    if (glyph.kind == Kind::Broken) {
        return QStringLiteral("\\x%1").arg(static_cast<uint>(glyph.code), 2, 16, QLatin1Char('0'));
    }
    if (glyph.kind == Kind::Text) {
        return QString::fromUcs4(&glyph.code, 1);
    }
    if (isControl(glyph.code)) {
        const char character = static_cast<char>(glyph.code);
        return QString::fromStdString(visibleText(std::string_view(&character, 1)));
    }
    return QStringLiteral("<U+%1>").arg(
        QString::number(static_cast<uint>(glyph.code), 16).toUpper().rightJustified(4, u'0'));
}

} // namespace sockyard
