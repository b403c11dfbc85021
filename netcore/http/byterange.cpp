#include "netcore/http/byterange.h"

#include "netcore/http/httprequest.h"

#include <algorithm>
#include <limits>

namespace sockyard
{

namespace
{

/// 1*DIGIT, or nothing. What is too large for 64 bits is as large as they are: no file is longer.
std::optional<std::uint64_t> number(std::string_view text)
{
    if (text.empty()) {
        return std::nullopt;
    }
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t value = 0;
    for (const char digit : text) {
        if (digit < '0' || digit > '9') {
            return std::nullopt;
        }
        const auto unit = static_cast<std::uint64_t>(digit - '0');
        value = value > (most - unit) / 10 ? most : value * 10 + unit;
    }
    return value;
}

} // namespace

RangeWish parseRange(std::string_view value, std::uint64_t size)
{
    constexpr std::string_view unit = "bytes=";
    if (value.size() < unit.size() || !isSameWord(value.substr(0, unit.size()), unit)) {
        return {};
    }
    const std::string_view range = value.substr(unit.size());
    const std::size_t dash = range.find('-');
    if (dash == std::string_view::npos) {
        return {};
    }
    const std::string_view first = range.substr(0, dash);
    const std::string_view second = range.substr(dash + 1);
    if (first.empty()) {
        const auto last = number(second);
        if (!last || (size == 0 && *last > 0)) {
            return {}; // the last bytes of nothing are all of it
        }
        const std::uint64_t length = std::min(*last, size);
        return length == 0 ? RangeWish{RangeWish::Kind::Impossible}
                           : RangeWish{RangeWish::Kind::Part, {size - length, length}};
    }
    const auto begin = number(first);
    const auto end =
        second.empty() ? std::optional(std::numeric_limits<std::uint64_t>::max()) : number(second);
    if (!begin || !end || *begin > *end) {
        return {};
    }
    if (*begin >= size) {
        return {RangeWish::Kind::Impossible};
    }
    return {RangeWish::Kind::Part, {*begin, std::min(*end, size - 1) - *begin + 1}};
}

} // namespace sockyard
