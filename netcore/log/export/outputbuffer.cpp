#include "netcore/log/export/outputbuffer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace sockyard
{

namespace
{

using Pair = std::array<char, 2>;

// Both digits of a byte, and both characters of twelve bits, at one look.
constexpr auto hexPairs = [] {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<Pair, 256> pairs = {};
    for (std::size_t value = 0; value < pairs.size(); ++value) {
        pairs[value] = {digits[value >> 4], digits[value & 15]};
    }
    return pairs;
}();

constexpr std::string_view base64Characters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr auto base64Pairs = [] {
    std::array<Pair, 4096> pairs = {};
    for (std::size_t value = 0; value < pairs.size(); ++value) {
        pairs[value] = {base64Characters[value >> 6], base64Characters[value & 63]};
    }
    return pairs;
}();

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
    for (const std::byte byte : bytes) {
        std::memcpy(at, hexPairs[std::to_integer<std::size_t>(byte)].data(), 2);
        at += 2;
    }
}

void OutputBuffer::appendBase64(ByteView bytes)
{
    char *at = extend((bytes.size() + 2) / 3 * 4);
    const auto value = [&bytes](std::size_t index) {
        return std::to_integer<std::uint32_t>(bytes[index]);
    };
    std::size_t index = 0;
    for (; index + 3 <= bytes.size(); index += 3) {
        const std::uint32_t bits = value(index) << 16 | value(index + 1) << 8 | value(index + 2);
        std::memcpy(at, base64Pairs[bits >> 12].data(), 2);
        std::memcpy(at + 2, base64Pairs[bits & 0xfff].data(), 2);
        at += 4;
    }
    if (index < bytes.size()) {
        const bool two = index + 1 < bytes.size();
        const std::uint32_t bits = value(index) << 16 | (two ? value(index + 1) << 8 : 0);
        std::memcpy(at, base64Pairs[bits >> 12].data(), 2);
        at[2] = two ? base64Characters[bits >> 6 & 63] : '=';
        at[3] = '=';
    }
}

} // namespace sockyard
