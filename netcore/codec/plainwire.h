#pragma once

#include "netcore/codec/chatwire.h"

namespace sockyard
{

/// `NAME: TEXT` in UTF-8. Joining and leaving are not announced.
class PlainWire : public ChatWire
{
public:
    std::optional<std::string> encode(const ChatMessage &message) const override;
    std::optional<ChatMessage> decode(ByteView datagram) const override;
    /// Not empty, no line break, no colon followed by a space.
    bool canCarryName(std::string_view name) const override;
};

} // namespace sockyard
