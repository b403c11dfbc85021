#include "netcore/log/saved/base64.h"

#include <array>
#include <cstdint>

namespace sockyard
{

namespace
{

constexpr std::uint8_t noDigit = 0x80; // a bit that no digit has

constexpr std::array<std::uint8_t, 256> makeDigits()
{
    std::array<std::uint8_t, 256> digits = {};
    for (std::uint8_t &digit : digits) {
        digit = noDigit;
    }
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t value = 0; value < alphabet.size(); ++value) {
        digits.at(static_cast<unsigned char>(alphabet[value])) = static_cast<std::uint8_t>(value);
    }
    return digits;
}

constexpr std::array<std::uint8_t, 256> digits = makeDigits();

} // namespace

bool decodeBase64(std::string_view text, std::vector<std::byte> &bytes)
{
    if (text.size() % 4 != 0) {
        return false;
    }
    bytes.resize(text.size() / 4 * 3);
    const auto *from = reinterpret_cast<const unsigned char *>(text.data());
    std::byte *to = bytes.data();
    std::size_t padding = 0;
    if (text.ends_with("==")) {
        padding = 2;
    } else if (text.ends_with('=')) {
        padding = 1;
    }
    // What is wrong is looked at once, at the end: that keeps the loop free of branches.
    std::uint32_t wrong = 0;
    const std::size_t whole = text.size() / 4 - (padding > 0 ? 1 : 0);
    for (std::size_t group = 0; group < whole; ++group, from += 4, to += 3) {
        const std::uint32_t a = digits[from[0]];
        const std::uint32_t b = digits[from[1]];
        const std::uint32_t c = digits[from[2]];
        const std::uint32_t d = digits[from[3]];
        wrong |= a | b | c | d;
        const std::uint32_t value = a << 18U | b << 12U | c << 6U | d;
        to[0] = static_cast<std::byte>(value >> 16U);
        to[1] = static_cast<std::byte>(value >> 8U);
        to[2] = static_cast<std::byte>(value);
    }
    if (padding > 0) {
        const std::uint32_t a = digits[from[0]];
        const std::uint32_t b = digits[from[1]];
        const std::uint32_t c = padding == 2 ? 0 : digits[from[2]];
        wrong |= a | b | c;
        const std::uint32_t value = a << 18U | b << 12U | c << 6U;
        to[0] = static_cast<std::byte>(value >> 16U);
        to[1] = static_cast<std::byte>(value >> 8U);
        const std::uint32_t rest = padding == 2 ? value & 0xffffU : value & 0xffU;
        if (rest != 0) {
            return false;
        }
        bytes.resize(bytes.size() - padding);
    }
    return (wrong & noDigit) == 0;
}

} // namespace sockyard
