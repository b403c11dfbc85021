#include "netcore/log/export/outputbuffer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace sockyard
{

namespace
{

constexpr std::string_view hexCharacters = "0123456789abcdef";
constexpr std::string_view base64Characters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Both characters of twelve bits at one look.
constexpr auto base64Pairs = [] {
    std::array<std::array<char, 2>, 4096> pairs = {};
    for (std::size_t value = 0; value < pairs.size(); ++value) {
        pairs[value] = {base64Characters[value >> 6], base64Characters[value & 63]};
    }
    return pairs;
}();

// Compilers make one load, and one store, of these.
template <int Count>
std::uint64_t bigEndian(ByteView bytes)
{
    std::uint64_t number = 0;
    for (std::size_t index = 0; index < Count; ++index) {
        number = number << 8 | std::to_integer<std::uint64_t>(bytes[index]);
    }
    return number;
}

void putBigEndian(char *at, std::uint64_t number)
{
    for (int index = 7; index >= 0; --index) {
        at[index] = static_cast<char>(number & 0xff);
        number >>= 8;
    }
}

/// The eight digits of 32 bits, all at once: each half byte gets a byte of its own, then those over
/// nine go from behind '9' to 'a'.
std::uint64_t hexDigits(std::uint64_t bits)
{
    bits = (bits << 16 | bits) & 0x0000ffff0000ffff;
    bits = (bits << 8 | bits) & 0x00ff00ff00ff00ff;
    bits = (bits << 4 | bits) & 0x0f0f0f0f0f0f0f0f;
    const std::uint64_t letters = (bits + 0x0606060606060606) >> 4 & 0x0101010101010101;
    return bits + 0x3030303030303030 + letters * ('a' - '0' - 10);
}

} // namespace

void OutputBuffer::grow(std::size_t bytes)
{
    const std::size_t capacity = std::max({std::size_t(4096), m_capacity * 2, m_size + bytes});
    auto larger = std::make_unique_for_overwrite<char[]>(capacity);
    std::copy_n(m_bytes.get(), m_size, larger.get());
    m_bytes = std::move(larger);
    m_capacity = capacity;
}

void OutputBuffer::appendNumber(std::uint64_t number)
{
    constexpr std::size_t longest = 20;
    char *const at = extend(longest);
    char *const end = std::to_chars(at, at + longest, number).ptr;
    m_size -= static_cast<std::size_t>(at + longest - end);
}

void OutputBuffer::appendNumber(std::uint64_t number, int digits)
{
    char *const at = extend(static_cast<std::size_t>(digits));
    for (int place = digits - 1; place >= 0; --place) {
        at[place] = static_cast<char>('0' + number % 10);
        number /= 10;
    }
}

void OutputBuffer::appendHex(ByteView bytes)
{
    char *at = extend(bytes.size() * 2);
    for (; bytes.size() >= 4; bytes = bytes.subspan(4), at += 8) {
        putBigEndian(at, hexDigits(bigEndian<4>(bytes)));
    }
    for (const std::byte byte : bytes) {
        *at++ = hexCharacters[std::to_integer<std::size_t>(byte >> 4)];
        *at++ = hexCharacters[std::to_integer<std::size_t>(byte & std::byte(15))];
    }
}

void OutputBuffer::appendBase64(ByteView bytes)
{
    char *at = extend((bytes.size() + 2) / 3 * 4);
    // Eight bytes are one look at memory; six of them are eight characters.
    for (; bytes.size() >= 8; bytes = bytes.subspan(6)) {
        const std::uint64_t bits = bigEndian<8>(bytes);
        for (int shift = 52; shift >= 16; shift -= 12) {
            std::memcpy(at, base64Pairs[bits >> shift & 0xfff].data(), 2);
            at += 2;
        }
    }
    for (; bytes.size() >= 3; bytes = bytes.subspan(3)) {
        const std::uint64_t bits = bigEndian<3>(bytes);
        std::memcpy(at, base64Pairs[bits >> 12].data(), 2);
        std::memcpy(at + 2, base64Pairs[bits & 0xfff].data(), 2);
        at += 4;
    }
    if (!bytes.empty()) {
        const bool two = bytes.size() == 2;
        const std::uint64_t bits = two ? bigEndian<2>(bytes) << 8 : bigEndian<1>(bytes) << 16;
        std::memcpy(at, base64Pairs[bits >> 12].data(), 2);
        at[2] = two ? base64Characters[bits >> 6 & 63] : '=';
        at[3] = '=';
    }
}

} // namespace sockyard
