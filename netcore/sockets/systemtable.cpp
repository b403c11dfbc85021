#include "netcore/sockets/systemtable.h"

#include "netcore/sockets/nativeheaders.h"

#include <charconv>
#include <cstring>
#include <limits>

namespace sockyard::systemtable
{

namespace
{

constexpr std::string_view blanks = " \t";
constexpr int hexadecimal = 16;
constexpr std::size_t wordDigits = 8;

std::string hex(std::uint64_t number, int digits)
{
    std::string text(static_cast<std::size_t>(digits), '0');
    for (auto place = text.rbegin(); place != text.rend(); ++place, number >>= 4U) {
        *place = "0123456789ABCDEF"[number & 0xfU];
    }
    return text;
}

} // namespace

std::size_t columnsIn(std::string_view line, std::span<std::string_view> columns)
{
    std::size_t count = 0;
    for (std::string_view &column : columns) {
        const std::size_t begin = line.find_first_not_of(blanks);
        if (begin == std::string_view::npos) {
            break;
        }
        line.remove_prefix(begin);
        column = line.substr(0, line.find_first_of(blanks));
        line.remove_prefix(column.size());
        ++count;
    }
    return count;
}

std::optional<std::uint64_t> numberIn(std::string_view digits, int base)
{
    std::uint64_t value = 0;
    const char *const end = digits.data() + digits.size();
    const auto result = std::from_chars(digits.data(), end, value, base);
    if (digits.empty() || result.ec != std::errc() || result.ptr != end) {
        return std::nullopt;
    }
    return value;
}

std::string addressText(const SocketAddress &address)
{
    std::string text;
    std::array<std::uint32_t, 4> words = {};
    if (address.family() == SocketAddress::Family::Ipv4) {
        sockaddr_in native = {};
        std::memcpy(&native, address.data(), sizeof native);
        text = hex(native.sin_addr.s_addr, wordDigits);
    } else {
        sockaddr_in6 native = {};
        std::memcpy(&native, address.data(), sizeof native);
        std::memcpy(words.data(), &native.sin6_addr, sizeof words);
        for (const std::uint32_t word : words) {
            text += hex(word, wordDigits);
        }
    }
    return text + ':' + hex(address.port(), 4);
}

std::optional<SocketAddress> addressIn(std::string_view text)
{
    const std::size_t colon = text.find(':');
    const auto port = colon == std::string_view::npos
                          ? std::nullopt
                          : numberIn(text.substr(colon + 1), hexadecimal);
    if (!port || *port > std::numeric_limits<quint16>::max()) {
        return std::nullopt;
    }
    std::array<std::uint32_t, 4> words = {};
    const bool ipv6 = colon == words.size() * wordDigits;
    if (!ipv6 && colon != wordDigits) {
        return std::nullopt;
    }
    for (std::size_t index = 0; index * wordDigits < colon; ++index) {
        const auto word = numberIn(text.substr(index * wordDigits, wordDigits), hexadecimal);
        if (!word) {
            return std::nullopt;
        }
        words.at(index) = static_cast<std::uint32_t>(*word);
    }
    if (!ipv6) {
        return SocketAddress(QHostAddress(static_cast<quint32>(ntohl(words[0]))),
                             static_cast<quint16>(*port));
    }
    Q_IPV6ADDR bytes = {};
    static_assert(sizeof bytes == sizeof words);
    std::memcpy(&bytes, words.data(), sizeof bytes);
    return SocketAddress(QHostAddress(bytes), static_cast<quint16>(*port));
}

} // namespace sockyard::systemtable
