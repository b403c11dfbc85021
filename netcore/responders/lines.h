#pragma once

#include "netcore/log/event.h"

#include <string_view>

namespace sockyard
{

/// The longest line that a responder waits for, its newline included, in bytes. What is longer is
/// taken in pieces, so that a client that never ends its line costs no more.
inline constexpr std::size_t longestLine = 64U * 1024;

/// How many bytes the first line of \a text has, its newline included (it ends in `\n`, so that
/// `\r\n` ends it too), at most longestLine; 0 where the line has no end yet. This is how
/// `readline(65536)` of Python takes a line from a stream that goes on.
std::size_t firstLineLength(std::string_view text);

/// The bytes, read as characters of one byte each.
std::string_view charactersOf(ByteView bytes);

} // namespace sockyard
