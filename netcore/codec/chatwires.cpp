#include "netcore/codec/chatwires.h"

#include "netcore/codec/mccwire.h"
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
    ChatWireRow{"mcc", only<MccWire>},
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
    ChatReading reading;
    for (const ChatWireRow &row : rows) {
        reading = row.wire().decode(datagram);
        const auto *const refusal = std::get_if<ChatRefusal>(&reading);
        if (refusal == nullptr || refusal->why != ChatRefusal::Why::NotThisWire) {
            break;
        }
    }
    return reading;
}

} // namespace sockyard
