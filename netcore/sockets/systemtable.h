#pragma once

#include "netcore/sockets/socketaddress.h"

#include <array>
#include <cstdint>
#include <istream>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// How Linux's tables of sockets and memberships in /proc/net (proc(5)) are read: texts in columns,
/// of which nothing is taken for granted. Pure functions; any thread.
namespace sockyard::systemtable
{

/// More lines than that are not read: what there is to say of one machine is in fewer.
inline constexpr int mostLines = 65536;
/// A line has 150 characters, or 180.
inline constexpr std::size_t longestLine = 1024;
using LineBuffer = std::array<char, longestLine>;

/// Fills \a columns with the words of \a line between blanks and tabs, as many as there are places,
/// and says how many there were.
std::size_t columnsIn(std::string_view line, std::span<std::string_view> columns);

/// A number without sign, in that base and nothing else; nothing where it is none or too large.
std::optional<std::uint64_t> numberIn(std::string_view digits, int base);

/// The address in words of the machine's own order, then the port: `0100007F:1234`.
std::string addressText(const SocketAddress &address);
/// The other way round.
std::optional<SocketAddress> addressIn(std::string_view text);

/// Calls \a use with each line, as long as it says true, of the first mostLines. A line that is too
/// long ends it.
template <typename Use>
void forEachLine(std::istream &table, Use use)
{
    LineBuffer buffer = {};
    for (int count = 0; count < mostLines && table.getline(buffer.data(), buffer.size()); ++count) {
        if (!use(std::string_view(buffer.data()))) {
            return;
        }
    }
}

} // namespace sockyard::systemtable
