#pragma once

#include "netcore/log/event.h"

#include <cstdint>
#include <string>

namespace sockyard
{

/// The bytes as pairs of lower-case hex digits with a space between: `68 65 6c`.
std::string hexText(ByteView bytes);

/// The classic dump, 16 bytes a line: `00000000  68 65 6c 6c 6f …  |hello|`, as `hexdump -C -v`
/// prints it (every line, none folded into `*`), without its last line, which is only an offset.
/// Each line ends with a newline. The first line's offset is \a firstOffset; offsets over 32 bits
/// take more digits.
std::string hexDump(ByteView bytes, std::uint64_t firstOffset = 0);

} // namespace sockyard
