#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sockyard
{

/// What is wrong with a text of hexadecimal bytes, and where: in bytes of the UTF-8 that was given.
struct HexError {
    enum class What {
        NotHex,   ///< a character that is no digit, and separates nothing
        HalfByte, ///< an odd number of digits in one run
    };

    What what = What::NotHex;
    std::size_t position = 0;
    std::size_t length = 0;
};

/// The bytes that a text of hexadecimal digits stands for, or what is wrong with it.
struct HexRead {
    std::string bytes;
    std::optional<HexError> error;
};

/// Reads bytes as people write them in hexadecimal: digits in pairs, with or without white space,
/// commas, colons between them, `0x` or `\x` before them. Nothing is guessed or left out.
HexRead readHex(std::string_view text);

} // namespace sockyard
