#pragma once

#include "netcore/log/event.h"

#include <optional>
#include <string>
#include <string_view>

namespace sockyard
{

/// What is wrong with a text in escapes, and where: in bytes of the UTF-8 that was given.
struct EscapeError {
    enum class What {
        UnknownEscape, ///< a backslash before a character that means nothing there
        NoHexDigits,   ///< `\x` wants two hexadecimal digits
        BadCodePoint,  ///< `\u{…}` wants a Unicode scalar value in one to six hexadecimal digits
        EndsInEscape,  ///< a backslash at the end
    };

    What what = What::UnknownEscape;
    std::size_t position = 0;
    std::size_t length = 0;
};

/// The bytes that a text in escapes stands for, or what is wrong with it.
struct Unescaped {
    std::string bytes;
    std::optional<EscapeError> error;
};

/// Reads the notation in which a person writes bytes: UTF-8 as it is, and `\n \r \t \0 \\`, `\xHH`
/// for any byte, `\u{…}` for a Unicode character. Nothing is guessed: any other backslash is an
/// error.
Unescaped unescape(std::string_view text);

/// The bytes in that notation, on one line: what is printable ASCII as it is, everything else
/// escaped. unescape() gives the same bytes again.
std::string escaped(ByteView bytes);

} // namespace sockyard
