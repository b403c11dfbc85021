#pragma once

#include "netcore/codec/hexinput.h"

namespace sockyard
{

/// There is a bracket outside of comments.
bool isHexArray(std::string_view text);

/// Reads an array of bytes with the declaration around it, as C, C++, C#, Go, Java, JavaScript,
/// Python or Rust have it:
///
///     const unsigned char x[5] = { 0x68, 0x65, 'l', 0x6cu, (byte) 0x6f };
///     let x: [u8; 2] = [0x68u8, 0x65];
///     bytes([0x68, 0x65])
///
/// Also what `xxd -i` prints. Elements are numbers behind `0x`, single decimal digits, and
/// characters of ASCII. Where the array says how many it has, or its length is told behind it, that
/// has to be so.
HexRead readHexArray(std::string_view text);

} // namespace sockyard
