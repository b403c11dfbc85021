#pragma once

#include <string_view>

namespace sockyard
{

/// The system's error name with which the note of a failure begins: `ECONNREFUSED` of
/// `ECONNREFUSED: connection refused by …`. Empty where it begins with none. The note is where a
/// log keeps it, so that a log read from a file tells it too.
std::string_view errorNameIn(std::string_view note);

} // namespace sockyard
