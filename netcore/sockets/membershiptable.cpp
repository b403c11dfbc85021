#include "netcore/sockets/membershiptable.h"

#include "netcore/sockets/systemtable.h"

#include <array>
#include <limits>

namespace sockyard
{

namespace
{

using systemtable::numberIn;

constexpr int decimal = 10;
constexpr int hexadecimal = 16;

std::optional<unsigned> smallNumber(std::string_view digits)
{
    const auto value = numberIn(digits, decimal);
    return value && *value <= std::numeric_limits<unsigned>::max()
               ? std::optional(static_cast<unsigned>(*value))
               : std::nullopt;
}

// The table of IPv6 has the bytes as they stand in a datagram.
std::optional<QHostAddress> ipv6In(std::string_view digits)
{
    Q_IPV6ADDR bytes = {};
    constexpr std::size_t count = sizeof bytes.c;
    if (digits.size() != 2 * count) {
        return std::nullopt;
    }
    for (std::size_t index = 0; index < count; ++index) {
        const auto byte = numberIn(digits.substr(2 * index, 2), hexadecimal);
        if (!byte) {
            return std::nullopt;
        }
        bytes[static_cast<int>(index)] = static_cast<quint8>(*byte);
    }
    return QHostAddress(bytes);
}

} // namespace

QList<Membership> membershipsInIgmp(std::istream &table)
{
    QList<Membership> result;
    std::optional<unsigned> interfaceIndex; // of the last line for one
    systemtable::forEachLine(table, [&](std::string_view line) {
        std::array<std::string_view, 2> columns;
        if (systemtable::columnsIn(line, columns) != columns.size()) {
            return true;
        }
        if (!line.starts_with('\t')) {
            interfaceIndex = smallNumber(columns[0]);
            return true;
        }
        const auto address = systemtable::addressIn(std::string(columns[0]) + ":0");
        const auto users = smallNumber(columns[1]);
        if (interfaceIndex && users && address && address->host().isMulticast() &&
            address->family() == SocketAddress::Family::Ipv4) {
            result.append({*interfaceIndex, address->host(), *users});
        }
        return true;
    });
    return result;
}

QList<Membership> membershipsInIgmp6(std::istream &table)
{
    enum Column { Index, Name, Group, Users, columnCount };
    QList<Membership> result;
    systemtable::forEachLine(table, [&](std::string_view line) {
        std::array<std::string_view, columnCount> columns;
        if (systemtable::columnsIn(line, columns) != columns.size()) {
            return true;
        }
        const auto interfaceIndex = smallNumber(columns[Index]);
        const auto group = ipv6In(columns[Group]);
        const auto users = smallNumber(columns[Users]);
        if (interfaceIndex && users && group && group->isMulticast()) {
            result.append({*interfaceIndex, *group, *users});
        }
        return true;
    });
    return result;
}

} // namespace sockyard
