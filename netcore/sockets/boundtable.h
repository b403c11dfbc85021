#pragma once

#include "netcore/sockets/boundsocket.h"

#include <iosfwd>

namespace sockyard
{

// What Linux's tables of sockets (proc(5)) say of those that others can connect or send to. Lines
// of any other form are passed over. Pure functions; any thread.

/// Who listens, by the text of /proc/net/tcp or /proc/net/tcp6. The kernel writes all listening
/// sockets before the others: no line after them is read.
QList<BoundSocket> tcpListenersInTable(std::istream &table);

/// Who is bound, by the text of /proc/net/udp or /proc/net/udp6.
QList<BoundSocket> boundUdpInTable(std::istream &table);

/// Local sockets with a path or a name that listen, or take datagrams, by the text of
/// /proc/net/unix.
QList<BoundSocket> localSocketsInTable(std::istream &table);

} // namespace sockyard
