#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sockyard
{

/// A piece of something that has a length.
struct ByteRange {
    std::uint64_t begin = 0;
    std::uint64_t length = 0;
};

/// What a field Range asks for (RFC 9110 section 14.2).
struct RangeWish {
    enum class Kind : std::uint8_t {
        Whole,      ///< nothing that is understood, or several ranges: all of it is to be sent
        Part,       ///< range
        Impossible, ///< nothing of it is there: status 416
    };

    Kind kind = Kind::Whole;
    ByteRange range = {};
};

/// Reads the value of a field Range for something of \a size bytes.
RangeWish parseRange(std::string_view value, std::uint64_t size);

} // namespace sockyard
