#pragma once

#include "netcore/codec/hexinput.h"

namespace sockyard
{

/// Begins as a literal of bytes does: with `b'`, `b"`, `"` or, as Python has long ones, with a
/// parenthesis and then one of these.
bool isByteLiteral(std::string_view text);

/// Reads literals of bytes, one after the other: `b'hello\r\n'` as Python has it (its escapes, and
/// ASCII, which stands for itself), and `"\x68\x65"`, in which nothing but `\x` can stand: as text
/// or as hexadecimal, both could be meant.
HexRead readByteLiteral(std::string_view text);

} // namespace sockyard
