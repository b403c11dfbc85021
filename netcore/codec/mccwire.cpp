#include "netcore/codec/mccwire.h"

#include "netcore/codec/readpickle.h"
#include "netcore/codec/utf8.h"
#include "netcore/codec/writepickle.h"

#include <algorithm>
#include <array>

namespace sockyard
{

namespace
{

using Kind = ChatMessage::Kind;
using Why = ChatRefusal::Why;

constexpr std::size_t longest = 1500;

struct KindRow {
    Kind kind;
    std::string_view letter;
    std::size_t items; ///< the letter included
};

constexpr std::array kinds = {
    KindRow{Kind::Joins, "J", 2},
    KindRow{Kind::Leaves, "L", 2},
    KindRow{Kind::Says, "S", 3},
};

bool isControl(char32_t character)
{
    // The general category Cc: C0, DEL and C1.
    return character < 0x20 || (character >= 0x7f && character <= 0x9f);
}

bool isSpace(char32_t character)
{
    constexpr std::u32string_view spaces =
        U" \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028"
        U"\u2029\u202f\u205f\u3000"; // the property White_Space, without controls
    return spaces.find(character) != std::u32string_view::npos;
}

ChatRefusal refusalOf(const PickleFault &fault)
{
    if (fault.what == PickleFault::What::NoPickle) {
        return {Why::NotThisWire};
    }
    return {Why::BadPickle, fault.position, fault};
}

} // namespace

std::optional<std::string> MccWire::encode(const ChatMessage &message) const
{
    const auto *const row =
        std::find_if(kinds.begin(), kinds.end(),
                     [&message](const KindRow &its) { return its.kind == message.kind; });
    PickledList list = {{PickledItem::Kind::Text, row->letter},
                        {PickledItem::Kind::Bytes, message.name}};
    if (message.kind == Kind::Says) {
        list.push_back({PickledItem::Kind::Bytes, message.text});
    }
    return pickled(list);
}

ChatReading MccWire::decode(ByteView datagram) const
{
    const PickleReading reading = readPickle(datagram);
    if (const auto *const fault = std::get_if<PickleFault>(&reading)) {
        return refusalOf(*fault);
    }
    const auto &list = std::get<PickledList>(reading);
    const auto positionOf = [datagram](const PickledItem &item) {
        return static_cast<std::size_t>(item.bytes.data() -
                                        reinterpret_cast<const char *>(datagram.data()));
    };
    if (list.empty()) {
        return ChatRefusal{Why::UnknownKind};
    }
    const auto *const row = std::find_if(kinds.begin(), kinds.end(), [&list](const KindRow &its) {
        return list.front() == PickledItem{PickledItem::Kind::Text, its.letter};
    });
    if (row == kinds.end()) {
        return ChatRefusal{Why::UnknownKind, positionOf(list.front())};
    }
    if (list.size() != row->items) {
        return ChatRefusal{Why::WrongItems, positionOf(list.back())};
    }
    const auto notBytes = std::find_if(list.begin() + 1, list.end(), [](const PickledItem &item) {
        return item.kind != PickledItem::Kind::Bytes;
    });
    if (notBytes != list.end()) {
        return ChatRefusal{Why::WrongItems, positionOf(*notBytes)};
    }
    return ChatMessage{row->kind, std::string(list[1].bytes),
                       row->kind == Kind::Says ? std::string(list[2].bytes) : std::string()};
}

bool MccWire::canCarryName(std::string_view name) const
{
    bool isSeen = false;
    for (std::size_t index = 0; index < name.size();) {
        const Utf8Step step = readUtf8(name, index);
        if (step.kind != Utf8Step::Kind::Character || isControl(step.character)) {
            return false;
        }
        isSeen = isSeen || !isSpace(step.character);
        index += step.length;
    }
    return isSeen;
}

std::size_t MccWire::longestDatagram() const
{
    return longest;
}

} // namespace sockyard
