#pragma once

#include "netcore/codec/chatwire.h"

#include <span>
#include <string_view>

namespace sockyard
{

/// One wire that the chat can speak.
struct ChatWireRow {
    std::string_view name; ///< on the command line and in settings
    const ChatWire &(*wire)();
};

/// All wires; the first is the default.
std::span<const ChatWireRow> chatWires();
/// The wire of that name, or null.
const ChatWire *chatWireNamed(std::string_view name);

/// Reads a datagram in whichever wire it is written: the first that knows its beginning for its own
/// says what it is, or why it is no message. So no pickle that is refused is taken for plain text.
/// A pure function: by it a log is read without knowing what wire the chat was told to speak.
ChatReading readChatDatagram(ByteView datagram);

} // namespace sockyard
