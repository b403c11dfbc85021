#include "netcore/codec/plainwire.h"

namespace sockyard
{

namespace
{
constexpr std::string_view separator = ": ";
constexpr std::size_t longest = 65507; // 65,535 - 20 - 8 (RFC 791, RFC 768)
} // namespace

std::optional<std::string> PlainWire::encode(const ChatMessage &message) const
{
    if (message.kind != ChatMessage::Kind::Says) {
        return std::nullopt;
    }
    return message.name + std::string(separator) + message.text;
}

ChatReading PlainWire::decode(ByteView datagram) const
{
    const std::string_view all(reinterpret_cast<const char *>(datagram.data()), datagram.size());
    const std::size_t end = all.find(separator);
    if (end == std::string_view::npos || end == 0) {
        return ChatRefusal{};
    }
    return ChatMessage{ChatMessage::Kind::Says, std::string(all.substr(0, end)),
                       std::string(all.substr(end + separator.size()))};
}

bool PlainWire::canCarryName(std::string_view name) const
{
    return !name.empty() && name.back() != ':' && name.find(separator) == std::string_view::npos &&
           name.find_first_of("\r\n") == std::string_view::npos;
}

std::size_t PlainWire::longestDatagram() const
{
    return longest;
}

} // namespace sockyard
