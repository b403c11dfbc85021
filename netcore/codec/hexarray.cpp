#include "netcore/codec/hexarray.h"

#include "netcore/codec/hexcursor.h"

#include <algorithm>
#include <charconv>

namespace sockyard
{

namespace
{

constexpr std::string_view space = " \t\r\n";

bool isLetter(char character)
{
    const char lower = static_cast<char>(character | 0x20);
    return (lower >= 'a' && lower <= 'z') || character == '_';
}

bool isDigit(char character)
{
    return character >= '0' && character <= '9';
}

bool isOfWord(char character)
{
    return isLetter(character) || isDigit(character);
}

// Walks through declaration, elements and what follows them.
class Reader
{
public:
    explicit Reader(std::string_view text)
        : m_cursor(text)
        , m_open(openingOf(text))
    {
    }

    HexRead read()
    {
        readDeclaration();
        if (!m_cursor.hasFailed()) {
            readElements();
        }
        if (!m_cursor.hasFailed()) {
            readRest();
        }
        if (m_told && m_told->value != m_cursor.count()) {
            m_cursor.fail(HexError::What::CountDiffers, m_told->position, m_told->length,
                          m_cursor.count());
        }
        return m_cursor.result();
    }

    /// Where the elements begin: at the first brace, else at the first bracket, of which those in
    /// front of a sign of equality belong to a type.
    static std::size_t openingOf(std::string_view text)
    {
        HexCursor cursor(text);
        std::size_t bracket = std::string_view::npos;
        while (!cursor.isAtEnd() && !cursor.hasFailed()) {
            cursor.skipSeparators(space);
            const char here = cursor.peek();
            if (here == '{') {
                return cursor.at();
            }
            if (here == '=') {
                bracket = std::string_view::npos;
            } else if (here == '[' && bracket == std::string_view::npos) {
                bracket = cursor.at();
            }
            cursor.skip(1);
        }
        return bracket;
    }

private:
    struct Told {
        std::size_t position = 0;
        std::size_t length = 0;
        std::size_t value = 0;
    };

    void readDeclaration()
    {
        std::optional<std::string_view> likeBytes; // a word that could be meant as bytes
        std::size_t likeBytesAt = 0;
        bool isAssigned = false;
        bool isInBrackets = false;
        while (true) {
            m_cursor.skipSeparators(space);
            if (m_cursor.hasFailed() || m_cursor.at() >= m_open) {
                break;
            }
            const char here = m_cursor.peek();
            if (isInBrackets && isDigit(here)) {
                readTold();
            } else if (isLetter(here)) {
                const std::size_t from = m_cursor.at();
                const std::string_view word = readWord();
                if (!likeBytes && std::all_of(word.begin(), word.end(),
                                              [](char one) { return hexDigit(one).has_value(); })) {
                    likeBytes = word;
                    likeBytesAt = from;
                }
            } else if (std::string_view("[](){}=*&:;!<>.,").find(here) != std::string_view::npos) {
                isAssigned = isAssigned || here == '=';
                isInBrackets =
                    here == '[' || here == '<' || (isInBrackets && here != ']' && here != '>');
                m_cursor.skip(1);
            } else {
                m_cursor.failHere();
            }
        }
        if (likeBytes && !isAssigned) { // it would be left out
            m_cursor.fail(HexError::What::NotHex, likeBytesAt, likeBytes->size());
        }
    }

    void readElements()
    {
        const char close = m_cursor.peek() == '{' ? '}' : ']';
        m_cursor.skip(1);
        while (!m_cursor.hasFailed()) {
            m_cursor.skipSeparators(" \t\r\n,");
            if (m_cursor.hasFailed()) {
                break;
            }
            if (m_cursor.isAtEnd()) {
                m_cursor.fail(HexError::What::NotClosed, m_open, 1);
            } else if (m_cursor.peek() == close) {
                m_cursor.skip(1);
                return;
            } else {
                readElement();
            }
        }
    }

    void readElement()
    {
        if (m_cursor.peek() == '(') {
            skipCast();
        } else if (m_cursor.peek() == '\'') {
            readCharacter();
        } else if (m_cursor.isAtPrefix() && m_cursor.peek() == '0') {
            readPrefixed();
        } else if (isDigit(m_cursor.peek())) {
            const std::size_t from = m_cursor.at();
            const std::string_view word = readWord();
            if (word.size() == 1) {
                m_cursor.append(static_cast<unsigned>(word.front() - '0'));
            } else {
                m_cursor.fail(HexError::What::NeedsPrefix, from, word.size());
            }
        } else if (isLetter(m_cursor.peek())) {
            const std::size_t from = m_cursor.at();
            const std::string_view word = readWord();
            m_cursor.fail(HexError::What::NotHex, from, word.size());
        } else {
            m_cursor.failHere();
        }
        constexpr std::string_view follows = " \t\r\n,/]}";
        if (!m_cursor.isAtEnd() && follows.find(m_cursor.peek()) == std::string_view::npos) {
            m_cursor.failHere(); // it is stuck to the element
        }
    }

    void readPrefixed()
    {
        const auto number = m_cursor.readNumber();
        if (!number) {
            return;
        }
        const std::string_view digits = number->digits;
        if (digits.size() > 2) {
            m_cursor.fail(HexError::What::NotAByte, number->position, number->length);
        } else if (digits.size() == 2) {
            m_cursor.appendPairs(digits);
        } else {
            m_cursor.append(*hexDigit(digits.front()));
        }
    }

    void skipCast()
    {
        const std::size_t from = m_cursor.at();
        m_cursor.skip(1);
        std::size_t words = 0;
        m_cursor.skipSeparators(space);
        while (isLetter(m_cursor.peek())) {
            readWord();
            ++words;
            m_cursor.skipSeparators(space);
        }
        if (words == 0 || !m_cursor.take(")")) {
            m_cursor.fail(HexError::What::NotHex, from, 1);
        }
        m_cursor.skipSeparators(space);
        if (!m_cursor.isAtPrefix() && !isDigit(m_cursor.peek()) && m_cursor.peek() != '\'') {
            m_cursor.fail(HexError::What::NotHex, from, m_cursor.at() - from);
            return;
        }
        if (!m_cursor.hasFailed()) {
            readElement();
        }
    }

    void readCharacter()
    {
        constexpr std::string_view letters = "nrt0\\'\"";
        constexpr std::string_view meanings("\n\r\t\0\\'\"", 7);
        const std::size_t from = m_cursor.at();
        m_cursor.skip(1);
        const char here = m_cursor.peek();
        if (here == '\\' && m_cursor.isAtPrefix()) {
            readPrefixed();
        } else if (here == '\\') {
            m_cursor.skip(1);
            const std::size_t which = letters.find(m_cursor.peek());
            if (m_cursor.isAtEnd() || which == std::string_view::npos) {
                m_cursor.fail(HexError::What::NotHex, from, m_cursor.at() - from);
                return;
            }
            m_cursor.append(static_cast<unsigned char>(meanings[which]));
            m_cursor.skip(1);
        } else if (here >= 0x20 && here < 0x7f && here != '\'') {
            m_cursor.append(static_cast<unsigned char>(here));
            m_cursor.skip(1);
        }
        if (!m_cursor.take("'")) {
            m_cursor.fail(HexError::What::NotHex, from, m_cursor.at() - from);
        }
    }

    /// What closes what the declaration opened, and the length that `xxd -i` tells.
    void readRest()
    {
        m_cursor.skipSeparators(" \t\r\n;)");
        if (m_cursor.hasFailed() || m_cursor.isAtEnd()) {
            return;
        }
        if (m_told && m_told->value != m_cursor.count()) {
            return; // that is told
        }
        const std::size_t from = m_cursor.at();
        const std::size_t length = lengthOfCharacter(m_cursor.next(4), 0);
        while (isLetter(m_cursor.peek())) {
            readWord();
            m_cursor.skipSeparators(space);
        }
        if (m_cursor.at() == from || !m_cursor.take("=")) {
            m_cursor.fail(HexError::What::NotHex, from, length);
            return;
        }
        m_cursor.skipSeparators(space);
        readTold();
        m_cursor.skipSeparators(" \t\r\n;");
        if (!m_cursor.isAtEnd()) {
            m_cursor.failHere();
        }
    }

    void readTold()
    {
        const std::size_t from = m_cursor.at();
        const bool isHex = m_cursor.isAtPrefix();
        const std::string_view word = readWord();
        const std::string_view digits = isHex ? word.substr(2) : word;
        std::size_t value = 0;
        const char *const end = digits.data() + digits.size();
        const auto [stopped, trouble] = std::from_chars(digits.data(), end, value, isHex ? 16 : 10);
        if (trouble != std::errc() || stopped != end) {
            m_cursor.fail(HexError::What::NotHex, from, std::max<std::size_t>(word.size(), 1));
            return;
        }
        m_told = Told{from, word.size(), value};
    }

    std::string_view readWord()
    {
        const std::string_view rest = m_cursor.next(std::string_view::npos);
        const auto end = std::find_if_not(rest.begin(), rest.end(), isOfWord);
        const std::string_view word = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
        m_cursor.skip(word.size());
        return word;
    }

    HexCursor m_cursor;
    std::size_t m_open;
    std::optional<Told> m_told;
};

} // namespace

bool isHexArray(std::string_view text)
{
    return Reader::openingOf(text) != std::string_view::npos;
}

HexRead readHexArray(std::string_view text)
{
    return Reader(text).read();
}

} // namespace sockyard
