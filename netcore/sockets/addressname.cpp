#include "netcore/sockets/addressname.h"

#include "netcore/codec/visibletext.h"

#include <algorithm>

namespace sockyard
{

namespace
{

constexpr std::string_view named = " = ";
constexpr std::string_view nameless = " ! ";
constexpr std::size_t longestAddress = 128;
constexpr std::size_t longestWords = 512;

QString shown(std::string_view text, std::size_t longest)
{
    return QString::fromStdString(visibleText(text, longest));
}

} // namespace

QString AddressName::text() const
{
    const std::string_view divider = hasName ? named : nameless;
    return address + QString::fromLatin1(divider.data(), static_cast<qsizetype>(divider.size())) +
           words;
}

std::optional<AddressName> AddressName::fromText(std::string_view text)
{
    const std::size_t end = text.find(' ');
    const std::string_view rest = text.substr(std::min(end, text.size()));
    const bool hasName = rest.starts_with(named);
    if (end == 0 || (!hasName && !rest.starts_with(nameless))) {
        return std::nullopt;
    }
    return AddressName{shown(text.substr(0, end), longestAddress), hasName,
                       shown(rest.substr(named.size()), longestWords)};
}

} // namespace sockyard
