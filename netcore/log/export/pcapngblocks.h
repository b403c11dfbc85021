#pragma once

#include "netcore/log/export/packet.h"

#include <string_view>

namespace sockyard::pcapngblocks
{

/// The blocks of a pcapng file (the IETF's draft-ietf-opsawg-pcapng), little-endian, one function
/// each. Texts are UTF-8; what is longer than an option can be is cut.

/// Which way a packet went, as seen from the program.
enum class Direction : std::uint32_t { Inbound = 1, Outbound = 2 };

void appendSection(OutputBuffer &out, std::string_view comment, std::string_view application);
/// An interface for bare IP packets of both versions, in nanoseconds.
void appendInterface(OutputBuffer &out, std::string_view name, std::string_view description);
/// \a time in nanoseconds since 1970 UTC.
void appendPacket(OutputBuffer &out, std::uint32_t interface, std::int64_t time,
                  Direction direction, const Packet &packet);
/// What is to be said of an interface at its end.
void appendStatistics(OutputBuffer &out, std::uint32_t interface, std::int64_t time,
                      std::string_view comment);

} // namespace sockyard::pcapngblocks
