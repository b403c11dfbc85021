#include "netcore/codec/chatwires.h"

#include "netcore/codec/plainwire.h"

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

} // namespace sockyard
