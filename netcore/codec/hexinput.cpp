#include "netcore/codec/hexinput.h"

namespace sockyard
{

namespace
{

std::optional<int> digitOf(char character)
{
    if (character >= '0' && character <= '9') {
        return character - '0';
    }
    const char lower = static_cast<char>(character | 0x20);
    return lower >= 'a' && lower <= 'f' ? std::optional(lower - 'a' + 10) : std::nullopt;
}

bool isSeparator(char character)
{
    return std::string_view(" \t\r\n,:;-").find(character) != std::string_view::npos;
}

bool isPrefix(std::string_view two)
{
    return two == "0x" || two == "0X" || two == "\\x" || two == "\\X";
}

} // namespace

HexRead readHex(std::string_view text)
{
    HexRead result;
    std::size_t at = 0;
    while (at < text.size()) {
        if (isSeparator(text[at])) {
            ++at;
            continue;
        }
        if (isPrefix(text.substr(at, 2)) && at + 2 < text.size() && digitOf(text[at + 2])) {
            at += 2;
        }
        const std::size_t begin = at;
        while (at < text.size() && digitOf(text[at]) && !isPrefix(text.substr(at, 2))) {
            ++at;
        }
        if (at == begin) {
            std::size_t length = 1; // the whole character
            while (at + length < text.size() &&
                   (static_cast<unsigned char>(text[at + length]) & 0xc0) == 0x80) {
                ++length;
            }
            result.error = HexError{HexError::What::NotHex, at, length};
            return result;
        }
        if ((at - begin) % 2 != 0) {
            result.error = HexError{HexError::What::HalfByte, begin, at - begin};
            return result;
        }
        for (std::size_t pair = begin; pair < at; pair += 2) {
            result.bytes += static_cast<char>(*digitOf(text[pair]) << 4 | *digitOf(text[pair + 1]));
        }
    }
    return result;
}

} // namespace sockyard
