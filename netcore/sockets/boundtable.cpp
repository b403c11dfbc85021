#include "netcore/sockets/boundtable.h"

#include "netcore/codec/visibletext.h"
#include "netcore/sockets/kerneltable.h"
#include "netcore/sockets/systemtable.h"

#include <array>
#include <limits>
#include <utility>

namespace sockyard
{

namespace
{

using systemtable::numberIn;

constexpr int decimal = 10;
constexpr int hexadecimal = 16;
// A path has 108 bytes at most (unix(7)); made visible, each may take four characters.
constexpr std::size_t longestPath = 512;

/// The columns of the tables of TCP and UDP.
enum Column { Local = 1, Peer = 2, State = 3, User = 7, Inode = 9, columnCount };
using Columns = std::array<std::string_view, columnCount>;

std::optional<Columns> columnsOf(std::string_view line)
{
    Columns columns;
    return systemtable::columnsIn(line, columns) == columns.size() ? std::optional(columns)
                                                                   : std::nullopt;
}

std::optional<BoundSocket> socketIn(const Columns &columns, BoundSocket::Kind kind)
{
    const auto address = systemtable::addressIn(columns[Local]);
    const auto inode = numberIn(columns[Inode], decimal);
    const auto user = numberIn(columns[User], decimal);
    if (!address || !inode || address->port() == 0) {
        return std::nullopt;
    }
    BoundSocket socket;
    socket.kind = kind;
    socket.address = *address;
    socket.inode = *inode;
    if (user && *user <= std::numeric_limits<quint32>::max()) {
        socket.user = static_cast<quint32>(*user);
    }
    const auto peer = systemtable::addressIn(columns[Peer]);
    if (kind == BoundSocket::Kind::Udp && peer && peer->port() != 0) {
        socket.peer = *peer;
    }
    return socket;
}

/// Which kind of local socket that others can reach these columns tell of.
std::optional<BoundSocket::Kind> localKind(std::uint64_t flags, std::uint64_t type)
{
    constexpr std::uint64_t accepts = 0x10000; // SO_ACCEPTCON of the kernel: it listens
    constexpr std::uint64_t stream = 1;        // SOCK_STREAM
    constexpr std::uint64_t datagram = 2;      // SOCK_DGRAM
    constexpr std::uint64_t seqPacket = 5;     // SOCK_SEQPACKET
    if (type == datagram) {
        return BoundSocket::Kind::LocalDatagram;
    }
    if ((flags & accepts) == 0) {
        return std::nullopt; // an end of a connection
    }
    if (type == stream) {
        return BoundSocket::Kind::LocalStream;
    }
    return type == seqPacket ? std::optional(BoundSocket::Kind::LocalSeqPacket) : std::nullopt;
}

/// What stands behind \a column, blanks in it included.
std::string_view restBehind(std::string_view line, std::string_view column)
{
    const auto begin = static_cast<std::size_t>(column.data() - line.data()) + column.size() + 1;
    return begin < line.size() ? line.substr(begin) : std::string_view();
}

} // namespace

QList<BoundSocket> tcpListenersInTable(std::istream &table)
{
    QList<BoundSocket> result;
    bool isHeading = true; // the names of the columns
    systemtable::forEachLine(table, [&](std::string_view line) {
        if (std::exchange(isHeading, false)) {
            return true;
        }
        const auto columns = columnsOf(line);
        const auto state = columns ? numberIn(columns->at(State), hexadecimal) : std::nullopt;
        if (!state || linuxTcpState(static_cast<unsigned>(*state)) != TcpState::Listen) {
            return false;
        }
        if (const auto socket = socketIn(*columns, BoundSocket::Kind::Tcp)) {
            result.append(*socket);
        }
        return true;
    });
    return result;
}

QList<BoundSocket> boundUdpInTable(std::istream &table)
{
    QList<BoundSocket> result;
    systemtable::forEachLine(table, [&result](std::string_view line) {
        const auto columns = columnsOf(line);
        const auto socket = columns ? socketIn(*columns, BoundSocket::Kind::Udp) : std::nullopt;
        if (socket) {
            result.append(*socket);
        }
        return true;
    });
    return result;
}

QList<BoundSocket> localSocketsInTable(std::istream &table)
{
    // Before these: a number and how many refer to it; a protocol and the state between them.
    enum LocalColumn { Flags = 3, Type = 4, LocalInode = 6, localColumnCount };
    QList<BoundSocket> result;
    systemtable::forEachLine(table, [&result](std::string_view line) {
        std::array<std::string_view, localColumnCount> columns;
        if (systemtable::columnsIn(line, columns) != columns.size()) {
            return true;
        }
        const auto flags = numberIn(columns[Flags], hexadecimal);
        const auto type = numberIn(columns[Type], hexadecimal);
        const auto inode = numberIn(columns[LocalInode], decimal);
        const std::string_view path = restBehind(line, columns[LocalInode]);
        const auto kind = flags && type ? localKind(*flags, *type) : std::nullopt;
        if (kind && inode && !path.empty()) {
            BoundSocket socket;
            socket.kind = *kind;
            socket.inode = *inode;
            socket.path = QString::fromStdString(visibleText(path, longestPath));
            result.append(socket);
        }
        return true;
    });
    return result;
}

} // namespace sockyard
