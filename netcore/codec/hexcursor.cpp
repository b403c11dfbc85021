#include "netcore/codec/hexcursor.h"

#include "netcore/codec/utf8.h"

namespace sockyard
{

std::optional<unsigned> hexDigit(char character)
{
    if (character >= '0' && character <= '9') {
        return static_cast<unsigned>(character - '0');
    }
    if (character >= 'a' && character <= 'f') {
        return static_cast<unsigned>(character - 'a') + 10;
    }
    if (character >= 'A' && character <= 'F') {
        return static_cast<unsigned>(character - 'A') + 10;
    }
    return std::nullopt;
}

std::size_t lengthOfCharacter(std::string_view text, std::size_t at)
{
    const Utf8Step step = readUtf8(text, at);
    return step.kind == Utf8Step::Kind::Character ? step.length : 1;
}

bool HexCursor::take(std::string_view expected)
{
    if (next(expected.size()) != expected) {
        return false;
    }
    m_at += expected.size();
    return true;
}

void HexCursor::skipSeparators(std::string_view separators)
{
    do {
        m_at = std::min(m_text.find_first_not_of(separators, m_at), m_text.size());
    } while (!hasFailed() && skipComment());
}

bool HexCursor::skipComment()
{
    if (next(2) == "//") {
        m_at = std::min(m_text.find('\n', m_at), m_text.size());
        return true;
    }
    if (next(2) != "/*") {
        return false;
    }
    const std::size_t end = m_text.find("*/", m_at + 2);
    if (end == std::string_view::npos) {
        fail(HexError::What::NotClosed, m_at, 2);
        return false;
    }
    m_at = end + 2;
    return true;
}

bool HexCursor::isAtPrefix() const
{
    const std::string_view two = next(2);
    return two == "0x" || two == "0X" || two == "\\x" || two == "\\X";
}

std::optional<HexCursor::Number> HexCursor::readNumber()
{
    constexpr std::size_t prefixLength = 2;
    const std::size_t from = m_at;
    const bool isEscape = peek() == '\\';
    skip(prefixLength);
    const std::string_view digits = readDigits();
    if (digits.empty()) {
        fail(HexError::What::NotHex, from, prefixLength);
        return std::nullopt;
    }
    if (isEscape && digits.size() > 2) {
        fail(HexError::What::LongEscape, from, m_at - from);
        return std::nullopt;
    }
    if (!isEscape) {
        skipSuffix();
    }
    return Number{.position = from, .length = prefixLength + digits.size(), .digits = digits};
}

void HexCursor::skipSuffix()
{
    if (take("u8") || take("i8")) { // Rust
        return;
    }
    while (!isAtEnd() && std::string_view("uUlL").find(peek()) != std::string_view::npos) {
        ++m_at;
    }
}

std::string_view HexCursor::readDigits()
{
    const std::size_t from = m_at;
    while (!isAtEnd() && hexDigit(peek()) && !isAtPrefix()) {
        ++m_at;
    }
    return m_text.substr(from, m_at - from);
}

void HexCursor::appendPairs(std::string_view digits)
{
    for (std::size_t pair = 0; pair + 1 < digits.size(); pair += 2) {
        append(*hexDigit(digits[pair]) << 4 | *hexDigit(digits[pair + 1]));
    }
}

void HexCursor::fail(HexError::What what, std::size_t position, std::size_t length,
                     std::uint64_t number)
{
    if (!m_error) {
        m_error = HexError{what, position, length, number};
    }
}

void HexCursor::failHere()
{
    fail(HexError::What::NotHex, m_at, lengthOfCharacter(m_text, m_at));
}

HexRead HexCursor::result()
{
    return m_error ? HexRead{{}, m_error} : HexRead{std::move(m_bytes), {}};
}

} // namespace sockyard
