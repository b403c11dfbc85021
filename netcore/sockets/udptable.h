#pragma once

#include "netcore/sockets/udpsockets.h"

#include <QList>

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string_view>

namespace sockyard
{

/// The sockets at \a port in the text of Linux's /proc/net/udp or /proc/net/udp6. Lines of any
/// other form are passed over. A pure function; any thread.
QList<UdpSocket> udpSocketsInTable(std::istream &table, quint16 port);

/// The inode in the target of a link of /proc/PID/fd: `socket:[12345]`. Nothing for other targets.
std::optional<quint64> socketInodeIn(std::string_view target);

/// What ownersOf() says, with \a processes in place of /proc.
QList<SocketOwner> ownersIn(const std::filesystem::path &processes, const QList<quint64> &inodes);

} // namespace sockyard
