#pragma once

#include "netcore/log/event.h"

#include <string>
#include <string_view>

namespace sockyard
{

/// What came from the network as one line of inert text that a person can read, in valid UTF-8.
///
/// ASCII controls are shown as escapes (`\n`, `\r`, `\t`, `\0`, `\x1b`), bytes that are not UTF-8
/// as `\xHH`, invisible and direction-changing characters as `<U+202E>`: U+0080 to U+009F, the
/// Unicode categories Cf, Zl, Zp and Co, noncharacters, whatever else a font is told to draw as
/// nothing, and the planes that hold no characters yet. The variation selectors U+FE0E and U+FE0F
/// stay, as emoji need them. Where eight bytes or more, and more than a quarter of those beyond
/// ASCII, are not UTF-8, none of these is taken for a character: the accidental ones in binary data
/// would be of all scripts, and a font would be looked for each. A backslash stays a backslash.
/// More than eight combining marks in a row are cut to eight and the sign `…`. At most \a limit
/// bytes of the input are looked at, less where the limit would go through a character; where the
/// input is longer, the text ends in `…`.
std::string visibleText(ByteView bytes, std::size_t limit = 4096);
std::string visibleText(std::string_view text, std::size_t limit = 4096);

} // namespace sockyard
