#include "netcore/codec/byteliteral.h"

#include "netcore/codec/hexcursor.h"

namespace sockyard
{

namespace
{

constexpr std::string_view space = " \t\r\n";

std::optional<unsigned> simpleEscape(char letter)
{
    switch (letter) {
    case 'a':
        return '\a';
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case 'v':
        return '\v';
    case '\\':
    case '\'':
    case '"':
        return static_cast<unsigned char>(letter);
    default:
        return std::nullopt;
    }
}

bool isOctal(char character)
{
    return character >= '0' && character <= '7';
}

// Walks through the text, one literal at a time.
class Reader
{
public:
    explicit Reader(std::string_view text)
        : m_cursor(text)
    {
    }

    HexRead read()
    {
        m_cursor.skipSeparators(space);
        const std::size_t open = m_cursor.at();
        const bool isInParentheses = m_cursor.take("(");
        m_cursor.skipSeparators(space);
        while (!m_cursor.isAtEnd() && !m_cursor.hasFailed() &&
               !(isInParentheses && m_cursor.peek() == ')')) {
            readLiteral();
            m_cursor.skipSeparators(space);
        }
        if (isInParentheses && !m_cursor.take(")")) {
            m_cursor.fail(HexError::What::NotClosed, open, 1);
        }
        m_cursor.skipSeparators(space);
        if (!m_cursor.isAtEnd()) {
            m_cursor.failHere();
        }
        return m_cursor.result();
    }

private:
    void readLiteral()
    {
        const std::size_t open = m_cursor.at();
        const bool isPython = m_cursor.take("b") || m_cursor.take("B");
        const char quote = m_cursor.peek();
        if (quote != '"' && (quote != '\'' || !isPython)) {
            failAt(open);
            return;
        }
        m_cursor.skip(1);
        while (!m_cursor.hasFailed() && m_cursor.peek() != quote) {
            if (m_cursor.isAtEnd() || m_cursor.peek() == '\n') {
                m_cursor.fail(HexError::What::NotClosed, open, m_cursor.at() - open);
            } else if (m_cursor.peek() == '\\') {
                readEscape(isPython);
            } else if (isPython && m_cursor.peek() >= 0x20 && m_cursor.peek() < 0x7f) {
                m_cursor.append(static_cast<unsigned char>(m_cursor.peek()));
                m_cursor.skip(1);
            } else {
                m_cursor.failHere();
            }
        }
        m_cursor.skip(1);
    }

    void readEscape(bool isPython)
    {
        const std::string_view two = m_cursor.next(2);
        if (two == "\\x") {
            readByte(isPython);
        } else if (const auto byte =
                       isPython && two.size() == 2 ? simpleEscape(two[1]) : std::nullopt) {
            m_cursor.append(*byte);
            m_cursor.skip(2);
        } else if (isPython && two.size() == 2 && isOctal(two[1])) {
            readOctal();
        } else {
            m_cursor.fail(HexError::What::NotHex, m_cursor.at(), 1);
        }
    }

    void readByte(bool isPython)
    {
        constexpr std::size_t length = 4; // \xHH
        const std::string_view all = m_cursor.next(length);
        if (all.size() < length || !hexDigit(all[2]) || !hexDigit(all[3])) {
            m_cursor.fail(HexError::What::HalfByte, m_cursor.at(),
                          all.size() > 2 && hexDigit(all[2]) ? 3 : 2);
            return;
        }
        m_cursor.appendPairs(all.substr(2));
        m_cursor.skip(length);
        if (!isPython && hexDigit(m_cursor.peek())) { // C would take it for the same number
            m_cursor.fail(HexError::What::LongEscape, m_cursor.at() - length, length + 1);
        }
    }

    void readOctal()
    {
        constexpr std::size_t mostDigits = 3;
        const std::size_t from = m_cursor.at();
        m_cursor.skip(1);
        unsigned value = 0;
        for (std::size_t count = 0; count < mostDigits && isOctal(m_cursor.peek()); ++count) {
            value = value * 8 + static_cast<unsigned>(m_cursor.peek() - '0');
            m_cursor.skip(1);
        }
        if (value > 0xff) {
            m_cursor.fail(HexError::What::NotAByte, from, m_cursor.at() - from);
        }
        m_cursor.append(value);
    }

    void failAt(std::size_t place)
    {
        m_cursor.fail(HexError::What::NotHex, place,
                      m_cursor.at() > place ? m_cursor.at() - place : characterLength());
    }

    std::size_t characterLength() const { return lengthOfCharacter(m_cursor.next(4), 0); }

    HexCursor m_cursor;
};

} // namespace

bool isByteLiteral(std::string_view text)
{
    HexCursor cursor(text);
    cursor.skipSeparators(space);
    cursor.take("(");
    cursor.skipSeparators(space);
    const std::string_view begin = cursor.next(2);
    return begin.starts_with('"') || begin == "b'" || begin == "b\"" || begin == "B'" ||
           begin == "B\"";
}

HexRead readByteLiteral(std::string_view text)
{
    return Reader(text).read();
}

} // namespace sockyard
