#pragma once

#include "netcore/log/eventlog.h"

namespace sockyard
{

/// What kind of endpoint wrote a log.
enum class EndpointKind { TcpServer, TcpClient, MulticastChat, Udp, Forwarder, InterfaceMonitor };

/// The kind of endpoint that tells these events, [from, to) of a log: by the calls that it makes,
/// as nothing else in a log says it, but for a forwarder, which does. Who has datagram sockets and
/// joins no group is Udp; who makes none and says that it watches the interfaces is
/// InterfaceMonitor. A log that tells none of these is taken for a server's, which shows
/// everything.
EndpointKind endpointKindOf(const EventLog &log, EventNumber from, EventNumber to);

} // namespace sockyard
