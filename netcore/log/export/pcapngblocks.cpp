#include "netcore/log/export/pcapngblocks.h"

#include <algorithm>
#include <limits>

namespace sockyard::pcapngblocks
{

namespace
{

constexpr std::uint32_t sectionHeader = 0x0a0d0d0a;
constexpr std::uint32_t interfaceDescription = 1;
constexpr std::uint32_t interfaceStatistics = 5;
constexpr std::uint32_t enhancedPacket = 6;
constexpr std::uint16_t linkTypeRaw = 101; // IPv4 or IPv6, as the first four bits say

constexpr std::uint16_t endOfOptions = 0;
constexpr std::uint16_t commentOption = 1;
constexpr std::uint16_t interfaceName = 2;
constexpr std::uint16_t interfaceWords = 3;
constexpr std::uint16_t applicationOption = 4;
constexpr std::uint16_t resolutionOption = 9;
constexpr std::uint16_t packetFlags = 2;

constexpr std::size_t longestOption = 65535;

std::size_t padding(std::size_t size)
{
    return (4 - size % 4) % 4;
}

char *put16(char *at, std::uint16_t value)
{
    at[0] = static_cast<char>(value & 0xff);
    at[1] = static_cast<char>(value >> 8);
    return at + 2;
}

char *put32(char *at, std::uint32_t value)
{
    return put16(put16(at, static_cast<std::uint16_t>(value & 0xffff)),
                 static_cast<std::uint16_t>(value >> 16));
}

void append16(OutputBuffer &out, std::uint16_t value)
{
    put16(out.extend(2), value);
}

void append32(OutputBuffer &out, std::uint32_t value)
{
    put32(out.extend(4), value);
}

void appendPadding(OutputBuffer &out, std::size_t size)
{
    const std::size_t count = padding(size);
    std::fill_n(out.extend(count), count, '\0');
}

void appendTime(OutputBuffer &out, std::int64_t time)
{
    const auto moment = static_cast<std::uint64_t>(std::max<std::int64_t>(time, 0));
    append32(out, static_cast<std::uint32_t>(moment >> 32));
    append32(out, static_cast<std::uint32_t>(moment & 0xffffffff));
}

std::size_t optionLength(std::string_view text)
{
    std::size_t length = std::min(text.size(), longestOption);
    while (length < text.size() && length > 0 &&
           (static_cast<unsigned char>(text[length]) & 0xc0) == 0x80) {
        --length; // not through a character
    }
    return length;
}

std::size_t optionSize(std::string_view text)
{
    const std::size_t length = optionLength(text);
    return length == 0 ? 0 : 4 + length + padding(length);
}

void appendOption(OutputBuffer &out, std::uint16_t code, std::string_view text)
{
    const std::size_t length = optionLength(text);
    if (length == 0) {
        return;
    }
    append16(out, code);
    append16(out, static_cast<std::uint16_t>(length));
    out.append(text.substr(0, length));
    appendPadding(out, length);
}

// Each block begins with its kind and length, and ends with its length.
std::uint32_t begin(OutputBuffer &out, std::uint32_t kind, std::size_t content)
{
    const auto length = static_cast<std::uint32_t>(content + 12);
    append32(out, kind);
    append32(out, length);
    return length;
}

void end(OutputBuffer &out, std::uint32_t length)
{
    append16(out, endOfOptions);
    append16(out, 0);
    append32(out, length);
}

} // namespace

void appendSection(OutputBuffer &out, std::string_view comment, std::string_view application)
{
    const std::uint32_t length =
        begin(out, sectionHeader, 16 + optionSize(comment) + optionSize(application) + 4);
    append32(out, 0x1a2b3c4d); // so a reader knows the order of bytes
    append16(out, 1);
    append16(out, 0);
    append32(out, std::numeric_limits<std::uint32_t>::max()); // the section's length is not told
    append32(out, std::numeric_limits<std::uint32_t>::max());
    appendOption(out, commentOption, comment);
    appendOption(out, applicationOption, application);
    end(out, length);
}

void appendInterface(OutputBuffer &out, std::string_view name, std::string_view description)
{
    constexpr std::string_view nanoseconds("\x09", 1);
    const std::uint32_t length =
        begin(out, interfaceDescription,
              8 + optionSize(name) + optionSize(description) + optionSize(nanoseconds) + 4);
    append16(out, linkTypeRaw);
    append16(out, 0);
    append32(out, 0); // packets of any length
    appendOption(out, interfaceName, name);
    appendOption(out, interfaceWords, description);
    appendOption(out, resolutionOption, nanoseconds);
    end(out, length);
}

void appendPacket(OutputBuffer &out, std::uint32_t interface, std::int64_t time,
                  Direction direction, const Packet &packet)
{
    constexpr std::size_t flagsOption = 8;
    const std::size_t size = packet.size();
    const std::uint32_t length =
        begin(out, enhancedPacket, 20 + size + padding(size) + flagsOption + 4);
    append32(out, interface);
    appendTime(out, time);
    append32(out, static_cast<std::uint32_t>(size));
    append32(out, static_cast<std::uint32_t>(size));
    packet.appendTo(out);
    appendPadding(out, size);
    append16(out, packetFlags);
    append16(out, 4);
    append32(out, static_cast<std::uint32_t>(direction));
    end(out, length);
}

void appendStatistics(OutputBuffer &out, std::uint32_t interface, std::int64_t time,
                      std::string_view comment)
{
    const std::uint32_t length = begin(out, interfaceStatistics, 12 + optionSize(comment) + 4);
    append32(out, interface);
    appendTime(out, time);
    appendOption(out, commentOption, comment);
    end(out, length);
}

} // namespace sockyard::pcapngblocks
