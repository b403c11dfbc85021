#pragma once

#include <cstdint>
#include <string_view>

namespace sockyard
{

/// The opcodes of Python's pickles (the module pickletools describes all of them) that make up a
/// list of strings and byte strings in the protocols 3 to 5.
enum class PickleCode : std::uint8_t {
    Mark = '(',
    Stop = '.',
    BinBytes = 'B',
    ShortBinBytes = 'C',
    BinUnicode = 'X',
    EmptyList = ']',
    Append = 'a',
    Appends = 'e',
    BinGet = 'h',
    LongBinGet = 'j',
    List = 'l',
    BinPut = 'q',
    LongBinPut = 'r',
    Proto = 0x80,
    ShortBinUnicode = 0x8c,
    BinUnicode8 = 0x8d,
    BinBytes8 = 0x8e,
    Memoize = 0x94,
    Frame = 0x95,
};

/// One opcode, and whether it is taken from a stranger.
struct PickleOpcode {
    enum class Use : std::uint8_t {
        Plain,  ///< a PickleCode
        Builds, ///< has Python find, build or call something: never obeyed
        Other,  ///< other data
    };

    std::uint8_t code = 0;
    std::string_view name; ///< as in Python's pickle.py
    Use use = Use::Other;
};

/// The opcode of that byte, or null where Python has none.
const PickleOpcode *pickleOpcode(std::uint8_t code);

} // namespace sockyard
