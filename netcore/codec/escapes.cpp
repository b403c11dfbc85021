#include "netcore/codec/escapes.h"

#include <algorithm>

namespace sockyard
{

namespace
{

constexpr std::string_view digits = "0123456789abcdef";
constexpr std::size_t mostCodePointDigits = 6;

std::optional<unsigned> hexDigit(char c)
{
    if (c >= '0' && c <= '9') {
        return static_cast<unsigned>(c - '0');
    }
    if (c >= 'a' && c <= 'f') {
        return static_cast<unsigned>(c - 'a') + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return static_cast<unsigned>(c - 'A') + 10;
    }
    return std::nullopt;
}

void appendUtf8(std::string &out, unsigned codePoint)
{
    const auto append = [&out](unsigned byte) { out += static_cast<char>(byte); };
    if (codePoint < 0x80) {
        append(codePoint);
    } else if (codePoint < 0x800) {
        append(0xc0 | (codePoint >> 6));
        append(0x80 | (codePoint & 0x3f));
    } else if (codePoint < 0x10000) {
        append(0xe0 | (codePoint >> 12));
        append(0x80 | ((codePoint >> 6) & 0x3f));
        append(0x80 | (codePoint & 0x3f));
    } else {
        append(0xf0 | (codePoint >> 18));
        append(0x80 | ((codePoint >> 12) & 0x3f));
        append(0x80 | ((codePoint >> 6) & 0x3f));
        append(0x80 | (codePoint & 0x3f));
    }
}

// Walks through the text, one escape at a time.
class Reader
{
public:
    explicit Reader(std::string_view text)
        : m_text(text)
    {
    }

    Unescaped read()
    {
        while (m_at < m_text.size() && !m_result.error) {
            const std::size_t plain = std::min(m_text.find('\\', m_at), m_text.size());
            m_result.bytes += m_text.substr(m_at, plain - m_at);
            m_at = plain;
            if (m_at < m_text.size()) {
                readEscape();
            }
        }
        return std::move(m_result);
    }

private:
    void readEscape()
    {
        if (m_at + 1 == m_text.size()) {
            fail(EscapeError::What::EndsInEscape, 1);
            return;
        }
        switch (m_text[m_at + 1]) {
        case 'n':
            take('\n');
            break;
        case 'r':
            take('\r');
            break;
        case 't':
            take('\t');
            break;
        case '0':
            take('\0');
            break;
        case '\\':
            take('\\');
            break;
        case 'x':
            readByte();
            break;
        case 'u':
            readCodePoint();
            break;
        default:
            fail(EscapeError::What::UnknownEscape, characterLength(m_at + 1) + 1);
        }
    }

    void take(char byte)
    {
        m_result.bytes += byte;
        m_at += 2;
    }

    void readByte()
    {
        const auto high = digitAt(m_at + 2);
        const auto low = digitAt(m_at + 3);
        if (!high || !low) {
            fail(EscapeError::What::NoHexDigits, high ? 3 : 2);
            return;
        }
        m_result.bytes += static_cast<char>(*high << 4 | *low);
        m_at += 4;
    }

    void readCodePoint()
    {
        std::size_t at = m_at + 2;
        unsigned value = 0;
        std::size_t count = 0;
        if (at < m_text.size() && m_text[at] == '{') {
            for (++at; count <= mostCodePointDigits; ++at, ++count) {
                const auto digit = digitAt(at);
                if (!digit) {
                    break;
                }
                value = value << 4 | *digit;
            }
        }
        const bool closed = at < m_text.size() && m_text[at] == '}';
        const bool surrogate = value >= 0xd800 && value <= 0xdfff;
        if (!closed || count == 0 || count > mostCodePointDigits || value > 0x10ffff || surrogate) {
            fail(EscapeError::What::BadCodePoint, at - m_at + (closed ? 1 : 0));
            return;
        }
        appendUtf8(m_result.bytes, value);
        m_at = at + 1;
    }

    std::optional<unsigned> digitAt(std::size_t at) const
    {
        return at < m_text.size() ? hexDigit(m_text[at]) : std::nullopt;
    }

    /// How many bytes the character there has.
    std::size_t characterLength(std::size_t at) const
    {
        constexpr std::size_t longest = 4; // RFC 3629
        std::size_t end = at + 1;
        while (end < m_text.size() && end < at + longest &&
               (static_cast<unsigned char>(m_text[end]) & 0xc0) == 0x80) {
            ++end;
        }
        return end - at;
    }

    void fail(EscapeError::What what, std::size_t length)
    {
        m_result.error = EscapeError{what, m_at, std::min(length, m_text.size() - m_at)};
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    Unescaped m_result;
};

} // namespace

Unescaped unescape(std::string_view text)
{
    return Reader(text).read();
}

std::string escaped(ByteView bytes)
{
    std::string out;
    out.reserve(bytes.size());
    for (const std::byte byte : bytes) {
        const auto value = std::to_integer<unsigned>(byte);
        switch (value) {
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        case '\\':
            out += "\\\\";
            break;
        default:
            if (value >= 0x20 && value < 0x7f) {
                out += static_cast<char>(value);
            } else {
                out += "\\x";
                out += digits[value >> 4];
                out += digits[value & 0xf];
            }
        }
    }
    return out;
}

} // namespace sockyard
