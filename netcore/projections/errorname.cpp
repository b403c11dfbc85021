#include "netcore/projections/errorname.h"

namespace sockyard
{

std::string_view errorNameIn(std::string_view note)
{
    const std::size_t end = note.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    const bool isName = end != std::string_view::npos && end > 1 && note[end] == ':';
    return isName ? note.substr(0, end) : std::string_view();
}

} // namespace sockyard
