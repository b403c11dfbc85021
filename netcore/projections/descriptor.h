#pragma once

#include <optional>
#include <string_view>

namespace sockyard
{

/// The descriptor in a note that ends like `socket AF_INET SOCK_STREAM → fd 12`; or nothing. The
/// note is where a log keeps it, so that a log read from a file tells it too.
std::optional<int> descriptorIn(std::string_view note);

} // namespace sockyard
