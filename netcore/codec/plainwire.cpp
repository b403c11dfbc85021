#include "netcore/codec/plainwire.h"

namespace sockyard
{

namespace
{
constexpr std::string_view separator = ": ";
constexpr std::string_view lineBreaks = "\r\n";
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
    const std::string_view name = all.substr(0, end == std::string_view::npos ? 0 : end);
    if (name.empty() || name.find_first_of(lineBreaks) != std::string_view::npos) {
        return ChatRefusal{};
    }
    return ChatMessage{ChatMessage::Kind::Says, std::string(name),
                       std::string(all.substr(end + separator.size()))};
}

bool PlainWire::canCarryName(std::string_view name) const
{
    return !name.empty() && name.back() != ':' && name.find(separator) == std::string_view::npos &&
           name.find_first_of(lineBreaks) == std::string_view::npos;
}

std::size_t PlainWire::longestDatagram() const
{
    return longest;
}

} // namespace sockyard
