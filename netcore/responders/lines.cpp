#include "netcore/responders/lines.h"

namespace sockyard
{

std::size_t firstLineLength(std::string_view text)
{
    const std::size_t newline = text.substr(0, longestLine).find('\n');
    if (newline != std::string_view::npos) {
        return newline + 1;
    }
    return text.size() < longestLine ? 0 : longestLine;
}

std::string_view charactersOf(ByteView bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

} // namespace sockyard
