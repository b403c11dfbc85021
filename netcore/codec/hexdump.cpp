#include "netcore/codec/hexdump.h"

#include <algorithm>
#include <string_view>

namespace sockyard
{

namespace
{

constexpr std::string_view digits = "0123456789abcdef";
constexpr std::size_t bytesPerLine = 16;

constexpr unsigned valueOf(std::byte byte)
{
    return std::to_integer<unsigned>(byte);
}

char *putByte(char *at, std::byte byte)
{
    *at++ = digits[valueOf(byte) >> 4];
    *at++ = digits[valueOf(byte) & 0xf];
    return at;
}

/// Eight digits, or as many as the number needs.
char *putOffset(char *at, std::uint64_t offset)
{
    int shift = 28;
    while (shift < 60 && offset >> shift > 0xf) {
        shift += 4;
    }
    for (; shift >= 0; shift -= 4) {
        *at++ = digits[(offset >> shift) & 0xf];
    }
    return at;
}

} // namespace

std::string hexText(ByteView bytes)
{
    if (bytes.empty()) {
        return {};
    }
    std::string out(bytes.size() * 3 - 1, ' ');
    char *at = out.data();
    for (const std::byte byte : bytes) {
        at = putByte(at, byte) + 1;
    }
    return out;
}

std::string hexDump(ByteView bytes, std::uint64_t firstOffset)
{
    // offset, two spaces, "hh " for each byte, the gap after eight, a space, |text| and the line's
    // end
    constexpr std::size_t longestLine = 16 + 2 + 3 * bytesPerLine + 1 + 1 + bytesPerLine + 3;
    constexpr std::size_t usualLine = longestLine - 8; // offsets rarely have more than eight digits

    std::string out;
    out.reserve((bytes.size() + bytesPerLine - 1) / bytesPerLine * usualLine);
    char line[longestLine];
    for (std::size_t from = 0; from < bytes.size(); from += bytesPerLine) {
        const ByteView part = bytes.subspan(from, std::min(bytesPerLine, bytes.size() - from));
        char *at = putOffset(line, firstOffset + from);
        *at++ = ' ';
        *at++ = ' ';
        for (std::size_t i = 0; i < bytesPerLine; ++i) {
            if (i < part.size()) {
                at = putByte(at, part[i]);
            } else {
                *at++ = ' ';
                *at++ = ' ';
            }
            *at++ = ' ';
            if (i == bytesPerLine / 2 - 1) {
                *at++ = ' ';
            }
        }
        *at++ = ' ';
        *at++ = '|';
        at = std::transform(part.begin(), part.end(), at, [](std::byte byte) {
            const auto character = static_cast<char>(byte);
            return character >= 0x20 && character < 0x7f ? character : '.';
        });
        *at++ = '|';
        *at++ = '\n';
        out.append(line, static_cast<std::size_t>(at - line));
    }
    return out;
}

} // namespace sockyard
