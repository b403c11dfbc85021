#include "netcore/codec/utf8.h"

namespace sockyard
{

namespace
{

constexpr unsigned byteAt(std::string_view text, std::size_t index)
{
    return static_cast<unsigned char>(text[index]);
}

} // namespace

Utf8Step readUtf8(std::string_view text, std::size_t index)
{
    constexpr Utf8Step notUtf8{Utf8Step::Kind::NotUtf8, 0, 1};
    const unsigned lead = byteAt(text, index);
    if (lead < 0x80) {
        return {Utf8Step::Kind::Character, lead, 1};
    }
    std::size_t length = 0;
    unsigned lowest = 0x80; // of the second byte
    unsigned highest = 0xbf;
    if (lead >= 0xc2 && lead <= 0xdf) {
        length = 2;
    } else if (lead >= 0xe0 && lead <= 0xef) {
        length = 3;
        lowest = lead == 0xe0 ? 0xa0 : lowest;
        highest = lead == 0xed ? 0x9f : highest;
    } else if (lead >= 0xf0 && lead <= 0xf4) {
        length = 4;
        lowest = lead == 0xf0 ? 0x90 : lowest;
        highest = lead == 0xf4 ? 0x8f : highest;
    } else {
        return notUtf8;
    }

    char32_t character = lead & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if (index + i == text.size()) {
            return {Utf8Step::Kind::Unfinished, 0, i};
        }
        const unsigned next = byteAt(text, index + i);
        if (next < lowest || next > highest) {
            return notUtf8;
        }
        lowest = 0x80;
        highest = 0xbf;
        character = (character << 6) | (next & 0x3f);
    }
    return {Utf8Step::Kind::Character, character, length};
}

} // namespace sockyard
