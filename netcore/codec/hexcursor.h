#pragma once

#include "netcore/codec/hexinput.h"

#include <algorithm>

namespace sockyard
{

/// The value of a hexadecimal digit.
std::optional<unsigned> hexDigit(char character);
/// How many bytes the character at \a at has, which is there. One where it is no UTF-8.
std::size_t lengthOfCharacter(std::string_view text, std::size_t at);

/// A place in a text of bytes that goes forward, and what was read so far. For those who read such
/// a text; lives on their stack. The first error stays.
class HexCursor
{
public:
    /// A number behind `0x` or `\x`.
    struct Number {
        std::size_t position = 0; ///< of its prefix
        std::size_t length = 0;   ///< with the prefix
        std::string_view digits;
    };

    explicit HexCursor(std::string_view text)
        : m_text(text)
    {
    }

    bool isAtEnd() const { return m_at >= m_text.size(); }
    std::size_t at() const { return m_at; }
    /// So many bytes from here on, or as many as there are.
    std::string_view next(std::size_t length) const { return m_text.substr(m_at, length); }
    /// 0 at the end.
    char peek() const { return isAtEnd() ? '\0' : m_text[m_at]; }
    void skip(std::size_t length) { m_at += std::min(length, m_text.size() - m_at); }
    /// Goes on by \a expected where it stands here.
    bool take(std::string_view expected);

    /// Goes over all characters of \a separators and over comments.
    void skipSeparators(std::string_view separators);
    bool isAtPrefix() const;
    /// The number behind the prefix that is here. What follows its digits as a suffix (`u8`, `UL`)
    /// is read with it. Nothing where there are no digits; that is an error.
    std::optional<Number> readNumber();
    /// The digits here, up to the next prefix.
    std::string_view readDigits();

    void append(unsigned byte) { m_bytes += static_cast<char>(byte); }
    /// An even number of digits.
    void appendPairs(std::string_view digits);
    std::size_t count() const { return m_bytes.size(); }

    void fail(HexError::What what, std::size_t position, std::size_t length,
              std::uint64_t number = 0);
    /// What is here is not what can be here.
    void failHere();
    bool hasFailed() const { return m_error.has_value(); }

    HexRead result();

private:
    bool skipComment();
    void skipSuffix();

    std::string_view m_text;
    std::size_t m_at = 0;
    std::string m_bytes;
    std::optional<HexError> m_error;
};

} // namespace sockyard
