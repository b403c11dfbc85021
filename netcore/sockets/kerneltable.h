#pragma once

#include "netcore/sockets/kernelview.h"

#include <QList>

#include <iosfwd>
#include <optional>

namespace sockyard
{

/// Looks a connection up in the text of Linux's /proc/net/tcp or /proc/net/tcp6 (proc(5)), where
/// there is no better way to ask: its state, its queues and what is left of its time. Nothing where
/// the text has no such line; lines of any other form are passed over. \a local and
/// \a peer are of the table's family; any thread.
std::optional<KernelView> viewInTable(std::istream &table, const SocketAddress &local,
                                      const SocketAddress &peer);

/// The addresses that are listened on at \a port, by the same text. The kernel writes all listening
/// sockets before the others (proc_net_tcp of its documentation): no line after them is read.
QList<SocketAddress> listenersInTable(std::istream &table, quint16 port);

/// The state behind Linux's number for it; nothing for a number that is none.
std::optional<TcpState> linuxTcpState(unsigned number);

/// \a octets without the FIN among them: in these states one was sent and not acknowledged, and it
/// counts as an octet (RFC 9293, section 3.4).
std::uint64_t withoutOwnFin(std::uint64_t octets, TcpState state);
/// The same for octets that came and were not read.
std::uint64_t withoutPeersFin(std::uint64_t octets, TcpState state);

} // namespace sockyard
