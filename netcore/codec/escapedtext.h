#pragma once

#include "netcore/log/event.h"

#include <string>

namespace sockyard
{

/// A person can see it and tell it from others: no control, nothing that visibleText() would show
/// as its number, no space but the usual one
/// and the ideographic one.
bool isReadable(char32_t character);

/// The bytes as a person would write them in the notation of macros.h, on one line: readable
/// characters of UTF-8 as they are, a dollar twice, everything else in escapes. MacroText gives
/// exactly the same bytes again.
std::string escapedText(ByteView bytes);

} // namespace sockyard
