#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sockyard
{

/// What is wrong with a text of hexadecimal bytes, and where: in bytes of the UTF-8 that was given.
struct HexError {
    enum class What {
        NotHex,        ///< a character that is no digit, and separates nothing
        HalfByte,      ///< an odd number of digits in one run
        LongEscape,    ///< `\x` with more than two digits: the others may be meant as text
        NotAByte,      ///< an element of an array, over 0xff
        NeedsPrefix,   ///< an element of an array such as 68, which is decimal in most languages
        NotClosed,     ///< a bracket, a comment or a quotation mark
        CountDiffers,  ///< an array says that it has another number of elements; see number
        OffsetDiffers, ///< of a dump's line: it does not follow on; see number
        TextDiffers,   ///< the characters beside a dump's line are not those of its bytes
        Words,         ///< a dump of words, whose bytes have an order that it does not tell
        NoRepetition,  ///< a dump's `*` that repeats nothing
        TooMuch,       ///< a dump's `*` stands for more than mostHexBytes
    };

    What what = What::NotHex;
    std::size_t position = 0;
    std::size_t length = 0;
    /// How many elements there are; which offset follows on.
    std::uint64_t number = 0;
};

/// The bytes that a text of hexadecimal digits stands for, or what is wrong with it.
struct HexRead {
    std::string bytes; ///< none where something is wrong
    std::optional<HexError> error;
};

/// No dump stands for more bytes.
inline constexpr std::size_t mostHexBytes = 16U * 1024 * 1024;

/// Reads bytes as people write them in hexadecimal:
///
/// - digits in pairs, with or without white space, commas, semicolons, colons or dashes between
///   them, `0x` or `\x` before them, comments as C has them. Longer runs are bytes in the order in
///   which they stand. Behind a prefix one digit is a byte too.
/// - an array as C, C++, C#, Go, Java, JavaScript, Python or Rust have it, whole, with the
///   declaration around it; see hexarray.h.
/// - a literal of bytes, `b'hello\r\n'` or `"\x68\x65"`; see byteliteral.h.
/// - a dump of hexdump -C, xxd, od -A x -t x1, tcpdump -X or Wireshark; see dumptext.h.
///
/// Nothing is guessed, left out or filled up.
HexRead readHex(std::string_view text);

} // namespace sockyard
