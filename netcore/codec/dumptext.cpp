#include "netcore/codec/dumptext.h"

#include "netcore/codec/dumpline.h"
#include "netcore/codec/hexcursor.h"

#include <algorithm>
#include <vector>

namespace sockyard
{

namespace
{

using Kind = DumpLine::Kind;

/// All lines but the blank ones; none where one cannot be of a dump.
std::vector<DumpLine> linesOf(std::string_view text)
{
    std::vector<DumpLine> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const DumpLine line(text.substr(at, end - at), at);
        if (line.kind() == Kind::Other) {
            return {};
        }
        if (line.kind() != Kind::Blank) {
            lines.push_back(line);
        }
        at = end + 1;
    }
    return lines;
}

bool isOfBytes(const DumpLine &line)
{
    return line.kind() == Kind::Bytes;
}

/// Characters stand beside the bytes.
bool showsText(const DumpLine &line)
{
    return isOfBytes(line) && (line.hasFramedText() || line.bytesBesideText());
}

/// Offsets that could be bytes just as well are offsets where the first is 0 or the second follows
/// on.
bool haveLikelyOffsets(const std::vector<DumpLine> &lines)
{
    constexpr std::size_t wideGap = 2; // Wireshark's; nobody writes bytes so
    const DumpLine &first = lines.front();
    const auto bytes = first.bytesAlone();
    if (!bytes || first.isAllOneWidth()) {
        return false;
    }
    if (lines.size() == 1) {
        return first.offset() == 0 && first.gap() >= wideGap;
    }
    return first.offset() == 0 ||
           (lines[1].kind() != Kind::Star && lines[1].offset() == first.offset() + bytes->size());
}

bool isDump(const std::vector<DumpLine> &lines)
{
    if (lines.empty() || !isOfBytes(lines.front())) {
        return false;
    }
    // xxd's have eight digits, and tcpdump's a prefix; fewer could be bytes.
    constexpr std::size_t longOffset = 6;
    const auto isSure = [](const DumpLine &line) {
        return line.kind() == Kind::Star || (line.hasColon() && line.offsetLength() >= longOffset);
    };
    return std::all_of(lines.begin(), lines.end(), isSure) ||
           std::any_of(lines.begin(), lines.end(), showsText) || haveLikelyOffsets(lines);
}

// Goes through the lines and puts the bytes together.
class Reader
{
public:
    Reader(std::string_view text, std::vector<DumpLine> lines)
        : m_text(text)
        , m_lines(std::move(lines))
        , m_hasText(std::any_of(m_lines.begin(), m_lines.end(), showsText))
        , m_begin(m_lines.front().offset())
    {
    }

    HexRead read()
    {
        for (std::size_t index = 0; index < m_lines.size() && !m_error; ++index) {
            readLine(index);
        }
        return m_error ? HexRead{{}, m_error} : HexRead{std::move(m_bytes), {}};
    }

private:
    void readLine(std::size_t index)
    {
        const DumpLine &line = m_lines[index];
        if (line.kind() == Kind::Star) {
            repeat(index);
            return;
        }
        const std::uint64_t expected = m_begin + m_bytes.size();
        if (line.offset() != expected) {
            fail(HexError::What::OffsetDiffers, line.offsetPosition(), line.offsetLength(),
                 expected);
        } else if (line.kind() == Kind::Offset) {
            if (index + 1 < m_lines.size()) { // it is the last of a dump
                const DumpLine &next = m_lines[index + 1];
                fail(HexError::What::NotHex, next.position(), next.text().size());
            }
        } else {
            readBytes(line);
        }
    }

    void readBytes(const DumpLine &line)
    {
        constexpr std::size_t pair = 2;
        if (!line.hasColon() && line.firstRun() > pair) {
            fail(HexError::What::Words, line.offsetPosition(), restOf(line, line.offsetPosition()));
            return;
        }
        const auto bytes = m_hasText ? line.bytesBesideText() : line.bytesAlone();
        const auto blank = m_hasText && !bytes ? line.bytesAlone() : std::nullopt;
        if (bytes) {
            m_last = *bytes;
        } else if (blank && isAllSpaces(*blank)) { // its characters may have been lost
            m_last = *blank;
        } else {
            failBytes(line);
            return;
        }
        m_bytes += m_last;
    }

    static bool isAllSpaces(const std::string &bytes)
    {
        return std::all_of(bytes.begin(), bytes.end(), [](char byte) { return byte == ' '; });
    }

    void failBytes(const DumpLine &line)
    {
        const std::size_t rest = line.restPosition();
        const std::size_t end = line.position() + line.text().size();
        if (m_hasText) {
            const std::size_t place = rest < end ? rest : line.offsetPosition();
            fail(HexError::What::TextDiffers, place, restOf(line, place));
            return;
        }
        if (rest >= end) { // more digits than any line has
            fail(HexError::What::NotHex, line.offsetPosition(),
                 restOf(line, line.offsetPosition()));
            return;
        }
        std::size_t digits = 0;
        while (rest + digits < end && hexDigit(m_text[rest + digits])) {
            ++digits;
        }
        const bool isOdd =
            digits % 2 != 0 && (rest + digits == end || m_text[rest + digits] == ' ');
        if (isOdd) {
            fail(HexError::What::HalfByte, rest, digits);
        } else {
            const std::size_t place = std::min(rest + digits, end - 1);
            fail(HexError::What::NotHex, place, lengthOfCharacter(m_text, place));
        }
    }

    void repeat(std::size_t index)
    {
        const DumpLine &star = m_lines[index];
        const std::size_t place = star.offsetPosition();
        if (index == 0 || index + 1 == m_lines.size() || m_last.empty() ||
            m_lines[index + 1].kind() == Kind::Star) {
            fail(HexError::What::NoRepetition, place, 1);
            return;
        }
        const DumpLine &next = m_lines[index + 1];
        const std::uint64_t expected = m_begin + m_bytes.size();
        const std::uint64_t count = next.offset() - expected;
        if (next.offset() <= expected || count % m_last.size() != 0) {
            fail(HexError::What::OffsetDiffers, next.offsetPosition(), next.offsetLength(),
                 expected);
        } else if (count > mostHexBytes - m_bytes.size()) {
            fail(HexError::What::TooMuch, place, 1);
        } else {
            const std::size_t end = m_bytes.size() + count;
            const std::size_t from = m_bytes.size() - m_last.size();
            m_bytes.reserve(end);
            while (m_bytes.size() < end) { // twice as much each time
                m_bytes.append(m_bytes, from, end - m_bytes.size());
            }
        }
    }

    /// So many bytes of the line are at \a place or behind it.
    static std::size_t restOf(const DumpLine &line, std::size_t place)
    {
        return line.position() + line.text().size() - place;
    }

    void fail(HexError::What what, std::size_t position, std::size_t length,
              std::uint64_t number = 0)
    {
        m_error = HexError{what, position, length, number};
    }

    std::string_view m_text;
    const std::vector<DumpLine> m_lines;
    const bool m_hasText;
    const std::uint64_t m_begin;
    std::string m_bytes;
    std::string m_last; // line's bytes
    std::optional<HexError> m_error;
};

} // namespace

std::optional<HexRead> readDumpText(std::string_view text)
{
    auto lines = linesOf(text);
    if (!isDump(lines)) {
        return std::nullopt;
    }
    return Reader(text, std::move(lines)).read();
}

} // namespace sockyard
