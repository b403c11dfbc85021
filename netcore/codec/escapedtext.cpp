#include "netcore/codec/escapedtext.h"

#include "netcore/codec/escapes.h"
#include "netcore/codec/unicodetable.h"
#include "netcore/codec/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace sockyard
{

namespace
{

constexpr char32_t firstBeyondAscii = 0x80;

bool isOtherSpace(char32_t character)
{
    constexpr std::array<char32_t, 5> alone = {0xa0, 0x1680, 0x202f, 0x205f, 0x2800};
    return (character >= 0x2000 && character <= 0x200a) ||
           std::find(alone.begin(), alone.end(), character) != alone.end();
}

bool isDigitAt(std::string_view text, std::size_t at)
{
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

void appendCodePoint(std::string &out, char32_t character)
{
    std::array<char, 8> digits = {};
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(),
                                       static_cast<unsigned>(character), 16);
    out += "\\u{";
    out.append(digits.data(), written.ptr);
    out += '}';
}

} // namespace

bool isReadable(char32_t character)
{
    if (character < firstBeyondAscii) {
        return character >= 0x20 && character < 0x7f;
    }
    return !unicode::isInvisible(character) && !isOtherSpace(character);
}

std::string escapedText(ByteView bytes)
{
    const std::string_view text(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    std::string out;
    out.reserve(text.size());
    std::size_t at = 0;
    while (at < text.size()) {
        const Utf8Step step = readUtf8(text, at);
        const std::size_t length = step.kind == Utf8Step::Kind::Character ? step.length : 1;
        if (step.kind != Utf8Step::Kind::Character || step.character < firstBeyondAscii) {
            if (text[at] == '$') {
                out += "$$";
            } else if (text[at] == '\0' && !isDigitAt(text, at + 1)) {
                out += "\\0"; // before a digit it would look like a number in octal
            } else {
                out += escaped(bytes.subspan(at, 1));
            }
        } else if (isReadable(step.character)) {
            out += text.substr(at, length);
        } else {
            appendCodePoint(out, step.character);
        }
        at += length;
    }
    return out;
}

} // namespace sockyard
