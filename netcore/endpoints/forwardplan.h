#pragma once

#include "netcore/endpoints/forwardersettings.h"
#include "netcore/forwarding/rewriterule.h"
#include "netcore/sockets/listener.h"
#include "netcore/sockets/socketaddress.h"
#include "netcore/sockets/streamsocket.h"

#include <QCoreApplication>
#include <QHostAddress>

#include <memory>
#include <optional>
#include <variant>

namespace sockyard
{

/// What a person chose for a forwarder, judged: the one place that does. A value; any thread.
class ForwardPlan
{
    Q_DECLARE_TR_FUNCTIONS(sockyard::ForwardPlan)

public:
    /// The plan, or why there can be none, in words that begin with an error name.
    static std::variant<ForwardPlan, QString> of(const ForwarderSettings &settings);

    bool carriesDatagrams() const
    {
        return m_settings.carries == ForwarderSettings::Carries::Datagrams;
    }
    /// Where it listens, or receives.
    const SocketAddress &local() const { return m_local; }
    const Listener::Options &listening() const { return m_listening; }
    /// Where to listen when local() is taken; nothing where only that will do.
    std::optional<SocketAddress> otherwise() const;
    bool listensByTls() const { return m_settings.listen.transport == Transport::Tls; }
    const TlsServerSettings &listenTls() const { return m_settings.listenTls; }
    /// As it was typed.
    const Place &target() const { return m_settings.target; }
    const QString &targetHost() const { return m_targetHost; }
    quint16 targetPort() const { return m_targetPort; }
    /// Where the host is an address itself, or the target a local socket.
    const std::optional<SocketAddress> &targetAddress() const { return m_targetAddress; }
    /// What a socket to the target is given.
    ConnectOptions targetOptions() const;
    bool targetIsTls() const { return m_settings.target.transport == Transport::Tls; }
    const TlsClientSettings &targetTls() const { return m_settings.targetTls; }
    const FaultPlan &faults() const { return m_settings.faults; }
    /// Never null.
    const std::shared_ptr<const RewriteRules> &rewriting() const { return m_rewriting; }
    int mostConnections() const { return m_settings.mostConnections; }
    std::chrono::seconds idleLimit() const { return std::chrono::seconds(m_settings.idleLimit); }

private:
    ForwardPlan() = default;

    /// Each fills in its part; words where it cannot, or none.
    QString takeLocal();
    QString takeLocalPath();
    QString takeTarget();
    QString takeTargetPath();
    QString takeNumbers() const;
    QString takeRewriting();
    /// Whatever came would come again, and again.
    bool isItself() const;
    static QString itselfWords();

    ForwarderSettings m_settings;
    SocketAddress m_local;
    Listener::Options m_listening;
    QString m_targetHost;
    quint16 m_targetPort = 0;
    std::optional<SocketAddress> m_targetAddress;
    std::shared_ptr<const RewriteRules> m_rewriting;
};

} // namespace sockyard
