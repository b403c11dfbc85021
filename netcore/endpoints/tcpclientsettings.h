#pragma once

#include "netcore/endpoints/numberrange.h"
#include "netcore/sockets/place.h"
#include "netcore/sockets/socketoption.h"
#include "netcore/tls/tlssettings.h"

#include <QString>

#include <chrono>

namespace sockyard
{

/// What a person chose for a client, as it was typed: TcpClient judges it.
struct TcpClientSettings {
    /// Which addresses of a name are tried.
    enum class Family { Any, Ipv4, Ipv6 };

    static constexpr NumberRange connectionsRange = {1, 10000, 1};
    /// Milliseconds; 0: no limit.
    static constexpr NumberRange connectTimeoutRange = {0, 24 * 3600 * 1000, 10 * 1000};
    static constexpr NumberRange responseTimeoutRange = {0, 24 * 3600 * 1000, 0};
    static constexpr NumberRange exchangeTimeoutRange = {0, 24 * 3600 * 1000, 0};
    static constexpr NumberRange retriesRange = {0, 1000000, 0};
    /// Milliseconds.
    static constexpr NumberRange retryWaitRange = {1, 3600 * 1000, 1000};
    /// No wait grows longer.
    static constexpr std::chrono::seconds longestWait{60};

    Transport transport = Transport::Tcp;
    /// Of a local socket, see Place; host, port and family are of no use there.
    QString path = {};
    /// A host name, an IPv4 address, or an IPv6 address with a scope where it needs one, with or
    /// without brackets.
    QString host = QStringLiteral("127.0.0.1");
    /// 1 … 65535
    QString port = QStringLiteral("9999");
    Family family = Family::Any;
    /// Of use with Transport::Tls.
    TlsClientSettings tls = {};
    /// Where it is bound to: ADDRESS, ADDRESS:PORT, or :PORT; empty: the system's choice.
    QString source = {};
    SocketOptions options = {};

    /// How many are connected at the same time, each for itself.
    int connections = connectionsRange.usual;

    /// From the beginning, resolving included, until the handshake is done, that of TLS too.
    int connectTimeout = connectTimeoutRange.usual;
    /// From then until the first byte comes back.
    int responseTimeout = responseTimeoutRange.usual;
    /// From the beginning until the connection is closed.
    int exchangeTimeout = exchangeTimeoutRange.usual;

    /// So often it is tried again when no connection could be made.
    int retries = retriesRange.usual;
    /// Before the first of these; each further wait is twice as long.
    int retryWait = retryWaitRange.usual;
    /// Connect again when the peer closes or cuts the connection, or the way there is gone.
    bool reconnect = false;
};

} // namespace sockyard
