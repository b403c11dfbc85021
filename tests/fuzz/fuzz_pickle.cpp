#include "netcore/codec/chatwires.h"
#include "netcore/codec/mccwire.h"
#include "netcore/codec/readpickle.h"
#include "netcore/codec/writepickle.h"

#include <cstdint>
#include <cstdlib>
#include <functional>

// Any bytes as a datagram of the course's chat.

using namespace sockyard;

namespace
{

void require(bool condition)
{
    if (!condition) {
        std::abort();
    }
}

bool isWithin(std::string_view piece, std::string_view whole)
{
    const std::less_equal<const char *> isNotBehind;
    return isNotBehind(whole.data(), piece.data()) &&
           isNotBehind(piece.data() + piece.size(), whole.data() + whole.size());
}

void checkList(const PickledList &list, std::string_view whole)
{
    require(list.size() <= mostPickledItems);
    for (const PickledItem &item : list) {
        require(isWithin(item.bytes, whole));
    }
    const std::string again = pickled(list);
    const PickleReading reading = readPickle(std::as_bytes(std::span(again)));
    require(std::get<PickledList>(reading) == list);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view whole(reinterpret_cast<const char *>(data), size);
    const ByteView bytes = std::as_bytes(std::span(data, size));
    const PickleReading reading = readPickle(bytes);
    if (const auto *const fault = std::get_if<PickleFault>(&reading)) {
        require(fault->position <= size);
    } else {
        checkList(std::get<PickledList>(reading), whole);
    }
    const MccWire wire;
    const ChatReading chat = wire.decode(bytes);
    if (const auto *const message = std::get_if<ChatMessage>(&chat)) {
        require(message->name.size() + message->text.size() <= 2 * size); // one may stand for both
        const std::string again = wire.encode(*message).value_or(std::string());
        require(readChatDatagram(std::as_bytes(std::span(again))) == chat);
    } else {
        require(std::get<ChatRefusal>(chat).position <= size);
    }
    const ChatReading any = readChatDatagram(bytes);
    require(whole.substr(0, 1) != "\x80" || any == chat);
    return 0;
}
