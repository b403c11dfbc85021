#include "netcore/codec/dumpline.h"

#include "netcore/codec/hexcursor.h"

#include <algorithm>
#include <charconv>

namespace sockyard
{

namespace
{

bool isSpace(char character)
{
    return character == ' ' || character == '\t' || character == '\r';
}

std::size_t spacesAt(std::string_view text, std::size_t at)
{
    std::size_t count = 0;
    while (at + count < text.size() && isSpace(text[at + count])) {
        ++count;
    }
    return count;
}

std::size_t digitsAt(std::string_view text, std::size_t at)
{
    std::size_t count = 0;
    while (at + count < text.size() && hexDigit(text[at + count])) {
        ++count;
    }
    return count;
}

std::string_view withoutSpaceBehind(std::string_view text)
{
    while (!text.empty() && isSpace(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

void appendBytes(std::string &out, std::string_view digits)
{
    for (std::size_t pair = 0; pair + 1 < digits.size(); pair += 2) {
        out += static_cast<char>(*hexDigit(digits[pair]) << 4 | *hexDigit(digits[pair + 1]));
    }
}

/// \a shown is how a dump shows \a byte: most tools a space as it is, tcpdump as a dot.
bool isShownAs(char byte, char shown)
{
    if (byte > 0x20 && byte < 0x7f) {
        return byte == shown;
    }
    return shown == '.' || (byte == ' ' && shown == ' ');
}

bool areShownAs(std::string_view bytes, std::string_view shown)
{
    return bytes.size() == shown.size() &&
           std::equal(bytes.begin(), bytes.end(), shown.begin(), isShownAs);
}

/// \a rest, all that is behind the bytes, is their characters.
bool isTextOf(std::string_view rest, std::string_view bytes)
{
    constexpr std::size_t leastGap = 2;
    rest = withoutSpaceBehind(rest);
    const std::size_t gap = spacesAt(rest, 0);
    const std::string_view inner = rest.substr(gap);
    if (inner.size() > bytes.size() + 2) { // as it is before the last byte
        return false;
    }
    const bool isFramed = inner.size() == bytes.size() + 2 && gap > 0 &&
                          ((inner.front() == '|' && inner.back() == '|') ||
                           (inner.front() == '>' && inner.back() == '<'));
    if (isFramed && areShownAs(bytes, inner.substr(1, bytes.size()))) {
        return true;
    }
    // Spaces at the end of the characters may have been lost, those in front are part of the gap.
    for (std::size_t lost = 0;; ++lost) {
        const std::string_view seen = bytes.substr(0, bytes.size() - lost);
        if (seen.size() + leastGap <= rest.size() && !seen.empty() &&
            areShownAs(seen, rest.substr(rest.size() - seen.size())) &&
            gap >= rest.size() - seen.size()) {
            return true;
        }
        if (seen.empty() || seen.back() != ' ') {
            return false;
        }
    }
}

} // namespace

DumpLine::DumpLine(std::string_view line, std::size_t position)
    : m_text(withoutSpaceBehind(line))
    , m_position(position)
{
    m_offsetAt = spacesAt(m_text, 0);
    const std::string_view text = m_text.substr(m_offsetAt);
    if (text.empty()) {
        m_kind = Kind::Blank;
    } else if (text == "*") {
        m_kind = Kind::Star;
    } else if (readOffset()) {
        m_kind = m_bytesAt == m_text.size() ? Kind::Offset : Kind::Bytes;
    }
}

bool DumpLine::readOffset()
{
    constexpr std::size_t leastDigits = 4;
    constexpr std::size_t mostDigits = 16;
    const std::string_view two = m_text.substr(m_offsetAt, 2);
    const std::size_t prefix = two == "0x" || two == "0X" ? 2 : 0;
    const std::size_t digits = digitsAt(m_text, m_offsetAt + prefix);
    m_offsetLength = prefix + digits;
    std::size_t end = m_offsetAt + m_offsetLength;
    if (digits < leastDigits || digits > mostDigits) {
        return false;
    }
    std::from_chars(m_text.data() + m_offsetAt + prefix, m_text.data() + end, m_offset, 16);
    m_hasColon = end < m_text.size() && m_text[end] == ':';
    end += m_hasColon ? 1 : 0;
    m_gap = spacesAt(m_text, end);
    m_bytesAt = end + m_gap;
    return m_gap > 0 || end == m_text.size();
}

std::optional<std::string> DumpLine::bytesBesideText() const
{
    std::optional<std::string> found;
    std::string bytes;
    std::size_t at = m_bytesAt;
    while (at < m_text.size()) {
        const std::size_t digits = digitsAt(m_text, at);
        if (digits == 0 || digits % 2 != 0 || bytes.size() + digits / 2 > mostBytes) {
            break;
        }
        appendBytes(bytes, m_text.substr(at, digits));
        at += digits;
        const std::size_t gap = spacesAt(m_text, at);
        if (isTextOf(m_text.substr(at), bytes)) {
            found = bytes;
        }
        if (gap == 0) {
            break;
        }
        at += gap;
    }
    return found;
}

std::optional<std::string> DumpLine::bytesAlone() const
{
    std::string bytes;
    std::size_t at = m_bytesAt;
    while (at < m_text.size()) {
        const std::size_t digits = digitsAt(m_text, at);
        const std::size_t end = at + digits;
        if (digits == 0 || digits % 2 != 0 || bytes.size() + digits / 2 > mostBytes ||
            (end < m_text.size() && !isSpace(m_text[end]))) {
            return std::nullopt;
        }
        appendBytes(bytes, m_text.substr(at, digits));
        at = end + spacesAt(m_text, end);
    }
    return bytes;
}

bool DumpLine::hasFramedText() const
{
    if (m_kind != Kind::Bytes) {
        return false;
    }
    const std::size_t first = m_text.find_first_of("|>", m_bytesAt);
    return first != std::string_view::npos && first + 1 < m_text.size() &&
           m_text.back() == (m_text[first] == '|' ? '|' : '<');
}

std::size_t DumpLine::firstRun() const
{
    return digitsAt(m_text, m_bytesAt);
}

std::size_t DumpLine::restPosition() const
{
    std::size_t at = m_bytesAt;
    while (at < m_text.size()) {
        const std::size_t digits = digitsAt(m_text, at);
        const std::size_t end = at + digits;
        if (digits == 0 || digits % 2 != 0 || (end < m_text.size() && !isSpace(m_text[end]))) {
            break;
        }
        at = end + spacesAt(m_text, end);
    }
    return m_position + at;
}

} // namespace sockyard
