#include "netcore/codec/numbereddatagram.h"

#include <algorithm>
#include <string_view>

namespace sockyard
{

namespace
{

constexpr std::string_view mark = "SKYN";
constexpr unsigned bitsInByte = 8;
constexpr char filling = '.';

template <typename T>
void append(std::string &bytes, T value)
{
    for (std::size_t place = sizeof value; place > 0; --place) {
        bytes += static_cast<char>(value >> (place - 1) * bitsInByte);
    }
}

/// Takes a number from the front of \a bytes.
template <typename T>
T take(ByteView &bytes)
{
    T value = 0;
    for (const std::byte byte : bytes.first(sizeof value)) {
        value = static_cast<T>(value << bitsInByte | std::to_integer<T>(byte));
    }
    bytes = bytes.subspan(sizeof value);
    return value;
}

} // namespace

std::string NumberedDatagram::bytes(std::size_t size) const
{
    std::string bytes(mark);
    bytes.reserve(std::max(size, leastSize));
    append(bytes, stream);
    append(bytes, number);
    append(bytes, static_cast<std::uint64_t>(sentAt));
    bytes.resize(std::max(size, leastSize), filling);
    return bytes;
}

std::optional<NumberedDatagram> NumberedDatagram::in(ByteView datagram)
{
    if (datagram.size() < leastSize ||
        !std::equal(mark.begin(), mark.end(), datagram.begin(),
                    [](char its, std::byte byte) { return std::to_integer<char>(byte) == its; })) {
        return std::nullopt;
    }
    ByteView rest = datagram.subspan(mark.size());
    NumberedDatagram numbered;
    numbered.stream = take<std::uint32_t>(rest);
    numbered.number = take<std::uint64_t>(rest);
    numbered.sentAt = static_cast<std::int64_t>(take<std::uint64_t>(rest));
    return numbered;
}

} // namespace sockyard
