#pragma once

#include "netcore/log/event.h"

#include <string>

namespace sockyard
{

/// The bytes as C: `const unsigned char bytes[5] = {` and lines of twelve `0x68,`. Nothing for no
/// bytes, as C has no empty array.
std::string cArray(ByteView bytes);

/// The bytes as a Python literal, `b'hello\r\n'`; long ones as lines in parentheses, which Python
/// joins.
std::string pythonBytes(ByteView bytes);

/// Base64 (RFC 4648, section 4) on one line.
std::string base64Text(ByteView bytes);

} // namespace sockyard
