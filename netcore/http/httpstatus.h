#pragma once

#include <string_view>

namespace sockyard
{

/// The words that stand behind a status in the status line (RFC 9110 section 15), of the statuses
/// that are given here; empty for others.
std::string_view httpStatusText(int status);

} // namespace sockyard
