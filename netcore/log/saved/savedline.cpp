#include "netcore/log/saved/savedline.h"

#include "netcore/log/saved/base64.h"
#include "netcore/log/saved/jsonscanner.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <limits>

namespace sockyard
{

namespace
{

using Fault = LineFault::Kind;

constexpr std::int64_t second = 1000000000;
// What a log keeps of a text; more would be cut without a word.
constexpr std::size_t longestNote = 16U * 1024;
constexpr std::size_t longestName = 255;

enum Key : std::size_t { Time, Elapsed, Tab, Kind, Connection, Local, Peer, Bytes, Data, Note };

constexpr std::array<std::string_view, Note + 1> keys = {
    "time", "elapsed", "tab", "event", "connection", "local", "peer", "bytes", "data", "note",
};

/// Digits of a fraction of a second as nanoseconds; what is finer is left out.
std::int64_t nanosecondsOf(std::string_view digits)
{
    std::int64_t value = 0;
    for (std::size_t place = 0; place < 9; ++place) {
        value = value * 10 + (place < digits.size() ? digits[place] - '0' : 0);
    }
    return value;
}

/// Takes the pieces of a time off a text, one after the other.
class TimeText
{
public:
    explicit TimeText(std::string_view text)
        : m_rest(text)
    {
    }

    bool isEmpty() const { return m_rest.empty(); }

    bool take(std::string_view oneOf)
    {
        if (m_rest.empty() || oneOf.find(m_rest.front()) == std::string_view::npos) {
            return false;
        }
        m_rest.remove_prefix(1);
        return true;
    }

    std::string_view takeDigits(std::size_t most)
    {
        const std::size_t length =
            std::min({most, m_rest.size(), m_rest.find_first_not_of("0123456789")});
        const std::string_view digits = m_rest.substr(0, length);
        m_rest.remove_prefix(length);
        return digits;
    }

    /// Exactly \a length digits.
    std::optional<int> takeNumber(std::size_t length)
    {
        const std::string_view digits = takeDigits(length);
        if (digits.size() < length) {
            return std::nullopt;
        }
        int value = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return value;
    }

private:
    std::string_view m_rest;
};

/// RFC 3339 with any offset, as nanoseconds since 1970 UTC.
std::optional<std::int64_t> timeOf(std::string_view whole)
{
    using namespace std::chrono;
    TimeText text(whole);
    std::array<int, 6> parts = {}; // year, month, day, hour, minute, second
    constexpr std::array<std::string_view, 6> before = {"", "-", "-", "Tt ", ":", ":"};
    for (std::size_t index = 0; index < parts.size(); ++index) {
        if (!before.at(index).empty() && !text.take(before.at(index))) {
            return std::nullopt;
        }
        const auto number = text.takeNumber(index == 0 ? 4 : 2);
        if (!number) {
            return std::nullopt;
        }
        parts.at(index) = *number;
    }
    std::int64_t fraction = 0;
    if (text.take(".")) {
        const std::string_view digits = text.takeDigits(whole.size());
        if (digits.empty()) {
            return std::nullopt;
        }
        fraction = nanosecondsOf(digits);
    }
    std::int64_t offset = 0; // minutes east
    if (!text.take("Zz")) {
        const bool west = text.take("-");
        if (!west && !text.take("+")) {
            return std::nullopt;
        }
        const auto offsetHours = text.takeNumber(2);
        const bool colon = text.take(":");
        const auto offsetMinutes = text.takeNumber(2);
        if (!offsetHours || !colon || !offsetMinutes || *offsetHours > 23 || *offsetMinutes > 59) {
            return std::nullopt;
        }
        offset = (west ? -1 : 1) * (*offsetHours * 60 + *offsetMinutes);
    }
    const year_month_day date{year{parts[0]}, month{static_cast<unsigned>(parts[1])},
                              day{static_cast<unsigned>(parts[2])}};
    // A leap second is second 60.
    if (!text.isEmpty() || !date.ok() || parts[3] > 23 || parts[4] > 59 || parts[5] > 60) {
        return std::nullopt;
    }
    const std::int64_t days = sys_days(date).time_since_epoch().count();
    const std::int64_t seconds = ((days * 24 + parts[3]) * 60 + parts[4] - offset) * 60 + parts[5];
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / second;
    if (seconds >= most || seconds <= -most) {
        return std::nullopt;
    }
    return seconds * second + fraction;
}

/// Seconds as nanoseconds: digits, perhaps a point and more digits.
std::optional<std::int64_t> elapsedOf(std::string_view number)
{
    const std::size_t point = std::min(number.find('.'), number.size());
    std::int64_t seconds = 0;
    const auto *const end = number.data() + point;
    const auto [rest, error] = std::from_chars(number.data(), end, seconds);
    const std::string_view fraction = number.substr(std::min(point + 1, number.size()));
    if (error != std::errc() || rest != end || number.front() == '-' ||
        seconds >= std::numeric_limits<std::int64_t>::max() / second ||
        fraction.find_first_not_of("0123456789") != std::string_view::npos) {
        return std::nullopt;
    }
    return seconds * second + nanosecondsOf(fraction);
}

std::optional<std::uint64_t> countOf(std::string_view number)
{
    std::uint64_t value = 0;
    const auto *const end = number.data() + number.size();
    const auto [rest, error] = std::from_chars(number.data(), end, value);
    if (error != std::errc() || rest != end) {
        return std::nullopt;
    }
    return value;
}

/// True for the characters of which addresses are made. A file may hold anything; views show
/// addresses as they are.
bool isAddressText(std::string_view text)
{
    constexpr std::string_view markup = "<>&\"'\\";
    return std::all_of(text.begin(), text.end(), [markup](char c) {
        return c > ' ' && c < 0x7f && markup.find(c) == std::string_view::npos;
    });
}

/// Reads the value of one key after the other.
class LineReader
{
public:
    LineReader(std::string_view line, SavedEvent &event)
        : m_scanner(line)
        , m_event(event)
    {
    }

    std::optional<LineFault> read();

private:
    using Result = std::optional<LineFault>;

    static LineFault fault(Fault kind, Key key) { return {kind, keys.at(key)}; }
    bool has(Key key) const { return (m_seen >> key & 1U) != 0; }
    Result readMember();
    Result readValue(Key key);
    Result readText(Key key, std::string_view text);
    Result readNumber(Key key, std::string_view number);
    Result checkTogether() const;

    JsonScanner m_scanner;
    SavedEvent &m_event;
    std::string m_store;
    unsigned m_seen = 0; // a bit for each Key
};

LineReader::Result LineReader::read()
{
    if (!m_scanner.take('{')) {
        return LineFault{};
    }
    if (!m_scanner.take('}')) {
        do {
            if (const Result wrong = readMember()) {
                return wrong;
            }
        } while (m_scanner.take(','));
        if (!m_scanner.take('}')) {
            return LineFault{};
        }
    }
    if (!m_scanner.atEnd()) {
        return LineFault{};
    }
    return checkTogether();
}

LineReader::Result LineReader::readMember()
{
    std::string_view name;
    if (!m_scanner.takeString(name, m_store) || !m_scanner.take(':')) {
        return LineFault{};
    }
    const auto *const found = std::find(keys.begin(), keys.end(), name);
    if (found == keys.end()) {
        return m_scanner.skipValue() ? Result() : LineFault{};
    }
    const auto key = static_cast<Key>(found - keys.begin());
    if (has(key)) {
        return fault(Fault::KeyTwice, key);
    }
    m_seen |= 1U << key;
    return readValue(key);
}

LineReader::Result LineReader::readValue(Key key)
{
    // Of a value of the wrong type one says that; of one that is no value, that it is no JSON.
    JsonScanner before = m_scanner;
    const auto wrongType = [&before, key]() -> Result {
        return before.skipValue() ? fault(Fault::BadValue, key) : LineFault{};
    };
    std::string_view value;
    if (key == Elapsed || key == Connection || key == Bytes) {
        return m_scanner.takeNumber(value) ? readNumber(key, value) : wrongType();
    }
    return m_scanner.takeString(value, m_store) ? readText(key, value) : wrongType();
}

LineReader::Result LineReader::readNumber(Key key, std::string_view number)
{
    if (key == Elapsed) {
        const auto elapsed = elapsedOf(number);
        m_event.moment.elapsed = elapsed.value_or(0);
        return elapsed ? Result() : fault(Fault::BadValue, key);
    }
    const auto count = countOf(number);
    (key == Connection ? m_event.connection : m_event.bytes) = count.value_or(0);
    return count ? Result() : fault(Fault::BadValue, key);
}

LineReader::Result LineReader::readText(Key key, std::string_view text)
{
    if (key == Data) {
        return decodeBase64(text, m_event.payload) ? Result() : fault(Fault::BadBase64, key);
    }
    if (key == Time) {
        const auto time = timeOf(text);
        m_event.moment.time = time.value_or(0);
        return time ? Result() : fault(Fault::BadValue, key);
    }
    if (key == Kind) {
        const auto kind = eventKindOf(text);
        m_event.kind = kind.value_or(EventKind::Note);
        return kind ? Result() : fault(Fault::UnknownEvent, key);
    }
    if (text.size() > (key == Note ? longestNote : longestName)) {
        return fault(Fault::TextTooLong, key);
    }
    if ((key == Local || key == Peer) && !isAddressText(text)) {
        return fault(Fault::BadValue, key);
    }
    std::string &target = key == Tab     ? m_event.tab
                          : key == Local ? m_event.local
                          : key == Peer  ? m_event.peer
                                         : m_event.note;
    target = text;
    return {};
}

LineReader::Result LineReader::checkTogether() const
{
    const bool carries = carriesData(m_event.kind);
    for (const Key key : {Time, Elapsed, Kind, Data}) {
        if (!has(key) && (key != Data || carries)) {
            return fault(Fault::KeyMissing, key);
        }
    }
    if (has(Data) && !carries) {
        return fault(Fault::DataUnwanted, Data);
    }
    if (carries && m_event.bytes != m_event.payload.size()) {
        return fault(Fault::BytesDoNotFit, Bytes);
    }
    return {};
}

} // namespace

EventData SavedEvent::data() const
{
    return {.kind = kind,
            .connection = connection,
            .local = local,
            .peer = peer,
            .note = note,
            .bytes = bytes,
            .payload = payload,
            .moment = moment};
}

std::optional<LineFault> readSavedLine(std::string_view line, SavedEvent &event)
{
    event.kind = EventKind::Note;
    event.connection = 0;
    event.moment = {};
    event.bytes = 0;
    event.tab.clear();
    event.local.clear();
    event.peer.clear();
    event.note.clear();
    event.payload.clear();
    if (line.size() > longestSavedLine) {
        return LineFault{Fault::TooLong};
    }
    if (!isUtf8(line)) {
        return LineFault{Fault::NotUtf8};
    }
    return LineReader(line, event).read();
}

} // namespace sockyard
