#include "netcore/codec/macros.h"

#include <algorithm>
#include <charconv>

namespace sockyard
{

namespace
{

std::string padded(std::int64_t number, std::size_t width)
{
    const bool isNegative = number < 0;
    std::string text = std::to_string(isNegative ? -number : number);
    if (text.size() < width) {
        text.insert(0, width - text.size(), '0');
    }
    return isNegative ? '-' + text : text;
}

struct Date {
    std::int64_t year = 1970;
    std::int64_t month = 1;
    std::int64_t day = 1;
};

// The Gregorian calendar, backwards too. Years are counted from March, so that a leap day is the
// last of its year; 400 years have 146097 days, and the first of March of year 0 is 719468 days
// before 1970.
Date dateOf(std::int64_t daysSince1970)
{
    constexpr std::int64_t daysOfCycle = 146097;
    const std::int64_t days = daysSince1970 + 719468;
    const std::int64_t cycle = (days >= 0 ? days : days - (daysOfCycle - 1)) / daysOfCycle;
    const std::int64_t day = days - cycle * daysOfCycle;
    const std::int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    const std::int64_t dayOfYear = day - (365 * year + year / 4 - year / 100);
    const std::int64_t month = (5 * dayOfYear + 2) / 153; // 0 is March
    return {.year = cycle * 400 + year + (month >= 10 ? 1 : 0),
            .month = month < 10 ? month + 3 : month - 9,
            .day = dayOfYear - (153 * month + 2) / 5 + 1};
}

std::int64_t floorDivided(std::int64_t number, std::int64_t by)
{
    return number / by - (number % by < 0 ? 1 : 0);
}

// `2026-11-21T12:00:01.204`, ISO 8601.
std::string isoText(std::int64_t milliseconds)
{
    constexpr std::int64_t ofDay = 24LL * 60 * 60 * 1000;
    const std::int64_t days = floorDivided(milliseconds, ofDay);
    const std::int64_t rest = milliseconds - days * ofDay;
    const Date date = dateOf(days);
    return padded(date.year, 4) + '-' + padded(date.month, 2) + '-' + padded(date.day, 2) + 'T' +
           padded(rest / 3600000, 2) + ':' + padded(rest / 60000 % 60, 2) + ':' +
           padded(rest / 1000 % 60, 2) + '.' + padded(rest % 1000, 3);
}

std::string localText(const WallTime &time)
{
    const std::int64_t offset = time.offset.count();
    const std::int64_t distance = offset < 0 ? -offset : offset;
    return isoText(time.since1970.count() + offset * 60000) + (offset < 0 ? '-' : '+') +
           padded(distance / 60, 2) + ':' + padded(distance % 60, 2);
}

// Adds what fits.
class Output
{
public:
    std::size_t room() const { return MacroText::mostBytes - m_filled.bytes.size(); }

    void add(std::string_view bytes)
    {
        m_filled.isCut = m_filled.isCut || bytes.size() > room();
        m_filled.bytes += bytes.substr(0, room());
    }
    void add(ByteView bytes)
    {
        if (!bytes.empty()) {
            add(std::string_view(reinterpret_cast<const char *>(bytes.data()), bytes.size()));
        }
    }
    void addRandom(std::size_t count, MacroSources &sources)
    {
        m_filled.isCut = m_filled.isCut || count > room();
        const std::size_t from = m_filled.bytes.size();
        m_filled.bytes.resize(from + std::min(count, room()));
        sources.fillRandom(std::as_writable_bytes(std::span(m_filled.bytes).subspan(from)));
    }

    bool isCut() const { return m_filled.isCut; }
    MacroText::Filled taken() { return std::move(m_filled); }

private:
    MacroText::Filled m_filled;
};

} // namespace

// Walks through the text, from dollar to dollar.
class MacroText::Reader
{
public:
    Reader(std::string_view text, int groups)
        : m_text(text)
        , m_groups(groups)
    {
    }

    bool read()
    {
        while (m_at < m_text.size() && !m_error) {
            if (m_text[m_at] == '$') {
                readMacro();
            } else {
                readBytes();
            }
        }
        return !m_error;
    }

    const MacroError &error() const { return *m_error; }
    std::vector<Part> takeParts() { return std::move(m_parts); }

private:
    void readBytes()
    {
        // No escape has a dollar in it.
        const std::size_t end = std::min(m_text.find('$', m_at), m_text.size());
        Unescaped read = unescape(m_text.substr(m_at, end - m_at));
        if (read.error) {
            EscapeError escape = *read.error;
            escape.position += m_at;
            if (escape.what == EscapeError::What::EndsInEscape && end < m_text.size()) {
                escape.what = EscapeError::What::UnknownEscape; // a backslash before the dollar
                escape.length = 2;
            }
            m_error = MacroError{.what = MacroError::What::BadEscape,
                                 .position = escape.position,
                                 .length = escape.length,
                                 .escape = escape};
            return;
        }
        addBytes(read.bytes);
        m_at = end;
    }

    void readMacro()
    {
        const char next = m_at + 1 < m_text.size() ? m_text[m_at + 1] : '\0';
        if (next == '$') {
            addBytes("$");
            m_at += 2;
        } else if (next >= '0' && next <= '9') {
            readGroup(next - '0');
        } else if (next == '{') {
            readNamed();
        } else {
            fail(MacroError::What::LonelyDollar, 1);
        }
    }

    void readGroup(int number)
    {
        if (m_groups == noMessage) {
            fail(MacroError::What::NoMessage, 2);
        } else if (number > m_groups) {
            fail(MacroError::What::NoSuchGroup, 2);
        } else {
            add(number == 0 ? Kind::Message : Kind::Group, 2, static_cast<std::size_t>(number));
        }
    }

    void readNamed()
    {
        const std::size_t close = m_text.find('}', m_at);
        const std::size_t another = m_text.find('$', m_at + 1);
        if (close == std::string_view::npos || another < close) {
            fail(MacroError::What::NotClosed, 2);
            return;
        }
        const std::size_t length = close + 1 - m_at;
        const std::string_view inside = m_text.substr(m_at + 2, length - 3);
        const std::size_t colon = inside.find(':');
        const std::string_view name = inside.substr(0, colon);
        const bool hasArgument = colon != std::string_view::npos;
        const std::string_view argument = hasArgument ? inside.substr(colon + 1) : "";
        if (name == "time") {
            readTime(hasArgument, argument, length);
        } else if (name == "random") {
            readRandom(argument, length);
        } else if (name != "counter" && name != "peer") {
            fail(MacroError::What::UnknownMacro, length);
        } else if (hasArgument) {
            fail(MacroError::What::NeedlessArgument, length);
        } else {
            add(name == "peer" ? Kind::Peer : Kind::Counter, length);
        }
    }

    void readTime(bool hasForm, std::string_view form, std::size_t length)
    {
        if (!hasForm) {
            add(Kind::LocalTime, length);
        } else if (form == "utc") {
            add(Kind::UtcTime, length);
        } else if (form == "unix") {
            add(Kind::UnixTime, length);
        } else if (form == "unix-ms") {
            add(Kind::UnixMilliseconds, length);
        } else {
            fail(MacroError::What::UnknownForm, length);
        }
    }

    void readRandom(std::string_view argument, std::size_t length)
    {
        std::size_t count = 0;
        const char *const end = argument.data() + argument.size();
        const auto [stopped, trouble] = std::from_chars(argument.data(), end, count);
        if (trouble != std::errc() || stopped != end || count < 1 || count > mostRandomBytes) {
            fail(MacroError::What::BadCount, length);
        } else {
            add(Kind::Random, length, count);
        }
    }

    void add(Kind kind, std::size_t length, std::size_t number = 0)
    {
        m_parts.push_back({.kind = kind, .number = number});
        m_at += length;
    }

    void addBytes(std::string_view bytes)
    {
        if (m_parts.empty() || m_parts.back().kind != Kind::Bytes) {
            m_parts.push_back({});
        }
        m_parts.back().bytes += bytes;
    }

    void fail(MacroError::What what, std::size_t length)
    {
        m_error = MacroError{.what = what, .position = m_at, .length = length};
    }

    std::string_view m_text;
    int m_groups;
    std::size_t m_at = 0;
    std::vector<Part> m_parts;
    std::optional<MacroError> m_error;
};

std::optional<MacroText> MacroText::parse(std::string_view text, int groups, MacroError *error)
{
    Reader reader(text, groups);
    if (!reader.read()) {
        if (error != nullptr) {
            *error = reader.error();
        }
        return std::nullopt;
    }
    MacroText parsed;
    parsed.m_parts = reader.takeParts();
    return parsed;
}

bool MacroText::isFixed() const
{
    return std::all_of(m_parts.begin(), m_parts.end(),
                       [](const Part &part) { return part.kind == Kind::Bytes; });
}

std::size_t MacroText::leastBytes() const
{
    std::size_t count = 0;
    for (const Part &part : m_parts) {
        count += part.kind == Kind::Random ? part.number : part.bytes.size();
    }
    return count;
}

MacroText::Filled MacroText::fill(const MacroValues &values, MacroSources &sources) const
{
    std::optional<WallTime> time;
    std::optional<std::uint64_t> count;
    const auto now = [&]() -> const WallTime & {
        if (!time) {
            time = sources.now();
        }
        return *time;
    };
    Output out;
    for (const Part &part : m_parts) {
        if (out.isCut()) {
            break;
        }
        switch (part.kind) {
        case Kind::Bytes:
            out.add(part.bytes);
            break;
        case Kind::Message:
            out.add(values.message);
            break;
        case Kind::Group:
            if (part.number <= values.groups.size()) {
                out.add(values.groups[part.number - 1]);
            }
            break;
        case Kind::LocalTime:
            out.add(localText(now()));
            break;
        case Kind::UtcTime:
            out.add(isoText(now().since1970.count()) + 'Z');
            break;
        case Kind::UnixTime:
            out.add(std::to_string(floorDivided(now().since1970.count(), 1000)));
            break;
        case Kind::UnixMilliseconds:
            out.add(std::to_string(now().since1970.count()));
            break;
        case Kind::Counter:
            if (!count) {
                count = sources.nextCount();
            }
            out.add(std::to_string(*count));
            break;
        case Kind::Random:
            out.addRandom(part.number, sources);
            break;
        case Kind::Peer:
            out.add(values.peer);
            break;
        }
    }
    return out.taken();
}

} // namespace sockyard
