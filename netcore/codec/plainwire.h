#pragma once

#include "netcore/codec/chatwire.h"

namespace sockyard
{

/// `NAME: TEXT` in UTF-8. Joining and leaving are not announced.
class PlainWire : public ChatWire
{
public:
    std::optional<std::string> encode(const ChatMessage &message) const override;
    ChatReading decode(ByteView datagram) const override;
    /// Not empty, no line break, no colon followed by a space.
    bool canCarryName(std::string_view name) const override;
    /// 65,507: whatever a datagram can carry over IPv4.
    std::size_t longestDatagram() const override;
};

} // namespace sockyard
