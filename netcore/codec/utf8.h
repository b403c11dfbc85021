#pragma once

#include <cstddef>
#include <string_view>

namespace sockyard
{

/// What one look at a text in UTF-8 found: a whole character, a byte that is none, or the beginning
/// of a character whose end is behind the end of the text.
struct Utf8Step {
    enum class Kind { Character, NotUtf8, Unfinished };

    Kind kind = Kind::NotUtf8;
    char32_t character = 0; ///< of Character
    std::size_t length = 1; ///< in bytes; 1 of NotUtf8
};

/// Reads the character that begins with the byte \a index, which is there. Well-formed is what
/// table 3-7 of the Unicode standard says: no overlong forms, no surrogates, nothing over U+10FFFF.
Utf8Step readUtf8(std::string_view text, std::size_t index);

} // namespace sockyard
