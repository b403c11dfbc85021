#pragma once

#include "netcore/endpoints/numberrange.h"
#include "netcore/forwarding/faultplan.h"
#include "netcore/sockets/place.h"
#include "netcore/tls/tlssettings.h"

#include <QString>

#include <optional>

namespace sockyard
{

/// What a person chose for a forwarder, as it was typed: ForwardPlan judges it.
struct ForwarderSettings {
    enum class Carries { Streams, Datagrams };

    static constexpr NumberRange connectionsRange = {1, 10000, 1000};
    /// Seconds after which a peer of datagrams that says nothing, and is told nothing, is
    /// forgotten.
    static constexpr NumberRange idleRange = {1, 24 * 3600, 60};

    Carries carries = Carries::Streams;
    /// An address of this machine, `*` for all, as TcpServerSettings has it; port 0 takes any free
    /// one.
    Place listen = {.host = QStringLiteral("127.0.0.1"), .port = QStringLiteral("8001")};
    Place target = {.host = QStringLiteral("127.0.0.1"), .port = QStringLiteral("9999")};
    /// Of a place with Transport::Tls: whom this side is to its clients, and whom it trusts as the
    /// target.
    TlsServerSettings listenTls = {};
    TlsClientSettings targetTls = {};
    /// Where the port is taken, any free one will do: nobody asked for this one.
    bool anyPortIfTaken = false;
    FaultPlan faults = {};
    /// Rules as rewriteRulesIn() reads them, one on each line.
    QString rewriting = {};
    /// Of clients, or of peers of datagrams; further ones are refused.
    int mostConnections = connectionsRange.usual;
    int idleLimit = idleRange.usual;
};

/// The two places of `LISTEN=TARGET`, each as placeIn() reads it, or both with `udp:` before them;
/// nothing where it is not that. All else is as usual.
std::optional<ForwarderSettings> forwardedPlacesIn(const QString &text);
/// The same, as it is read.
QString forwardedPlacesText(const ForwarderSettings &settings);

} // namespace sockyard
