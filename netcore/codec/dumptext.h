#pragma once

#include "netcore/codec/hexinput.h"

namespace sockyard
{

/// Reads a dump as `hexdump -C`, `xxd`, `od -A x -t x1` (with z too), `tcpdump -X` (`-xx` too) and
/// Wireshark's "Copy as hex dump" print it: on each line an offset in hexadecimal, then bytes, then
/// perhaps their characters. Each line has to begin at the offset where the one before it ended,
/// and the characters have to be those of the bytes. `*` stands for lines like the one before it,
/// up to the next line's offset.
///
/// Nothing where the text as a whole has not that form: every line has to begin with an offset of
/// four digits or more; with six or more and a colon behind it, or with characters beside the
/// bytes, or else (an offset alone looks like bytes) the first has to be 0, or the second to follow
/// on.
std::optional<HexRead> readDumpText(std::string_view text);

} // namespace sockyard
