#pragma once

#include "netcore/endpoints/numberrange.h"
#include "netcore/responders/replyoption.h"
#include "netcore/sockets/place.h"
#include "netcore/tls/tlssettings.h"

#include <QString>

#include <chrono>

namespace sockyard
{

/// What a person chose for a server, as it was typed: TcpServer judges it.
struct TcpServerSettings {
    /// Whether clients are served side by side.
    enum class Serving {
        AllAtOnce,
        OneAtATime, ///< who comes meanwhile waits in the backlog
    };

    using Range = NumberRange;
    static constexpr Range backlogRange = {1, 65535, 4096};
    static constexpr Range clientsRange = {1, 1000000, 10000};
    static constexpr Range idleRange = {0, 24 * 3600, 0};
    static constexpr Range readSizeRange = {1, 1024 * 1024, 64 * 1024};
    static constexpr Range answerDelayRange = {0, 3600 * 1000, 0};

    /// So long a client may take for its part of the TLS handshake.
    static constexpr std::chrono::seconds handshakeLimit{10};

    Transport transport = Transport::Tcp;
    /// Of a local socket, see Place; address and port are of no use there.
    QString path = {};
    /// Of its file, in octal digits as chmod(1) has them: whoever may write to it can connect.
    QString fileMode = QStringLiteral("600");
    /// A socket's file at the path that a program which is gone has left behind is removed.
    bool replacesStaleFile = true;
    /// An address of this machine; `0.0.0.0` for all IPv4, `::` for all IPv6, `*` for all of both;
    /// `localhost` for 127.0.0.1.
    QString address = QStringLiteral("127.0.0.1");
    /// 0 … 65535; 0 takes any free port.
    QString port = QStringLiteral("9999");
    /// Of use with Transport::Tls.
    TlsServerSettings tls = {};
    /// A name of the registry of responders.
    QString reply = QStringLiteral("echo");
    /// Of that reply, by key.
    ReplyOptions replyOptions = {};
    /// Where the port is taken, any free one will do: nobody asked for this one.
    bool anyPortIfTaken = false;

    Serving serving = Serving::AllAtOnce;
    /// Clients that may wait to be accepted, listen(2); the system may allow fewer.
    int backlog = backlogRange.usual;
    /// Further ones are refused.
    int mostClients = clientsRange.usual;
    /// Seconds after which a client that neither sends nor takes a byte is closed; 0: never.
    int idleLimit = idleRange.usual;
    /// Bytes that one receive takes at most; a reply may take fewer.
    int readSize = readSizeRange.usual;
    /// Milliseconds before each answer.
    int answerDelay = answerDelayRange.usual;
};

} // namespace sockyard
