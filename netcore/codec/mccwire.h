#pragma once

#include "netcore/codec/chatwire.h"

namespace sockyard
{

/// What the course's `mcc.py` speaks: the pickle of a list, `['J', name]` who joins, `['L', name]`
/// who leaves, `['S', name, text]` who says something. The first item is a str, the others are
/// bytes, in UTF-8. Written in pickle protocol 3, read in 3, 4 and 5, and never unpickled: see
/// readPickle().
class MccWire : public ChatWire
{
public:
    std::optional<std::string> encode(const ChatMessage &message) const override;
    ChatReading decode(ByteView datagram) const override;
    /// UTF-8 that is not only white space and has no control characters, which `mcc.py` drops.
    bool canCarryName(std::string_view name) const override;
    /// 1500: `mcc.py` reads no more.
    std::size_t longestDatagram() const override;
};

} // namespace sockyard
