#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace sockyard
{

/// \a time as RFC 9110 section 5.6.7 writes it: `Sun, 06 Nov 1994 08:49:37 GMT`. Empty for a year
/// that has no four digits.
std::string httpDate(std::chrono::sys_seconds time);

/// Reads a date in any of the three forms of that section, or nothing. \a now decides about the
/// century of a year in two digits.
std::optional<std::chrono::sys_seconds> parseHttpDate(std::string_view text,
                                                      std::chrono::sys_seconds now);

} // namespace sockyard
