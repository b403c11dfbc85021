#include "netcore/projections/descriptor.h"

#include <charconv>

namespace sockyard
{

std::optional<int> descriptorIn(std::string_view note)
{
    constexpr std::string_view sign = "→ fd ";
    const std::size_t place = note.rfind(sign);
    if (place == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view digits = note.substr(place + sign.size());
    int descriptor = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), descriptor);
    if (error != std::errc() || end != digits.data() + digits.size()) {
        return std::nullopt;
    }
    return descriptor;
}

} // namespace sockyard
