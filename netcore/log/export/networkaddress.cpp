#include "netcore/log/export/networkaddress.h"

#include <algorithm>
#include <charconv>

namespace sockyard
{

namespace
{

using Bytes = std::array<std::uint8_t, 16>;

constexpr Bytes mappedPrefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0};
constexpr Bytes unspecified = {};
constexpr std::size_t prefixLength = 12;

template <typename T>
bool readNumber(std::string_view text, T &number, int base)
{
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number, base);
    return !text.empty() && result.ec == std::errc() && result.ptr == text.data() + text.size();
}

bool readIpv4(std::string_view text, std::uint8_t *to)
{
    for (int part = 0; part < 4; ++part) {
        const std::size_t dot = part < 3 ? text.find('.') : text.size();
        if (dot == std::string_view::npos || !readNumber(text.substr(0, dot), to[part], 10)) {
            return false;
        }
        text.remove_prefix(std::min(dot + 1, text.size()));
    }
    return true;
}

// RFC 4291 section 2.2.
bool readIpv6(std::string_view text, Bytes &to)
{
    Bytes read = {};
    std::size_t length = 0;
    std::optional<std::size_t> gap; // where :: stands
    if (text.starts_with("::")) {
        gap = 0;
        text.remove_prefix(2);
    }
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(':'), text.size());
        const std::string_view group = text.substr(0, end);
        if (end == text.size() && group.find('.') != std::string_view::npos) {
            if (length > read.size() - 4 || !readIpv4(group, &read[length])) {
                return false;
            }
            length += 4;
            break;
        }
        std::uint16_t number = 0;
        if (length == read.size() || !readNumber(group, number, 16)) {
            return false;
        }
        read[length++] = static_cast<std::uint8_t>(number >> 8);
        read[length++] = static_cast<std::uint8_t>(number & 0xff);
        text.remove_prefix(end);
        if (text.starts_with("::")) {
            if (gap) {
                return false;
            }
            gap = length;
            text.remove_prefix(2);
        } else if (!text.empty()) {
            text.remove_prefix(1);
            if (text.empty()) {
                return false;
            }
        }
    }
    if (gap ? length == read.size() : length != read.size()) {
        return false;
    }
    const auto begin = read.begin() + static_cast<std::ptrdiff_t>(gap.value_or(length));
    const auto end = read.begin() + static_cast<std::ptrdiff_t>(length);
    to = {};
    std::copy(read.begin(), begin, to.begin());
    std::copy_backward(begin, end, to.end());
    return true;
}

} // namespace

std::optional<NetworkAddress> NetworkAddress::parse(std::string_view text)
{
    NetworkAddress address;
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || !readNumber(text.substr(colon + 1), address.port, 10)) {
        return std::nullopt;
    }
    std::string_view host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
        if (!readIpv6(host.substr(0, host.find('%')), address.bytes)) {
            return std::nullopt;
        }
        return address;
    }
    address.bytes = mappedPrefix;
    if (!readIpv4(host, &address.bytes[prefixLength])) {
        return std::nullopt;
    }
    return address;
}

bool NetworkAddress::isIpv4() const
{
    return std::equal(mappedPrefix.begin(), mappedPrefix.begin() + prefixLength, bytes.begin());
}

bool NetworkAddress::isUnspecified() const
{
    return bytes == unspecified || bytes == mappedPrefix;
}

bool NetworkAddress::isMulticast() const
{
    return isIpv4() ? bytes[prefixLength] >> 4 == 0xe : bytes[0] == 0xff;
}

bool alignFamilies(NetworkAddress &a, NetworkAddress &b)
{
    if (a.isIpv4() != b.isIpv4()) {
        NetworkAddress &other = a.isIpv4() ? b : a;
        if (other.bytes == unspecified) {
            other.bytes = mappedPrefix;
        }
    }
    return a.isIpv4() && b.isIpv4();
}

} // namespace sockyard
