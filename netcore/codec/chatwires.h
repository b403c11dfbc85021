#pragma once

#include "netcore/codec/chatwire.h"

#include <span>
#include <string_view>

namespace sockyard
{

/// One wire that the chat can speak.
struct ChatWireRow {
    std::string_view name;
    const ChatWire &(*wire)();
};

/// All wires; the first is the default.
std::span<const ChatWireRow> chatWires();

} // namespace sockyard
