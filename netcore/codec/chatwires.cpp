#include "netcore/codec/chatwires.h"

#include "netcore/codec/plainwire.h"

#include <algorithm>
#include <array>

namespace sockyard
{

namespace
{

template <typename T>
const ChatWire &only()
{
    static const T wire;
    return wire;
}

// THE list of chat wires.
constexpr std::array rows = {
    ChatWireRow{"plain", only<PlainWire>},
};

} // namespace

std::span<const ChatWireRow> chatWires()
{
    return rows;
}

const ChatWire *chatWireNamed(std::string_view name)
{
    const auto *const row = std::find_if(
        rows.begin(), rows.end(), [name](const ChatWireRow &its) { return its.name == name; });
    return row == rows.end() ? nullptr : &row->wire();
}

ChatReading readChatDatagram(ByteView datagram)
{
    return rows.front().wire().decode(datagram);
}

} // namespace sockyard
