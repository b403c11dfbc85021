#pragma once

#include "netcore/endpoints/tcpclientsettings.h"
#include "netcore/sockets/socketaddress.h"
#include "netcore/sockets/streamsocket.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

namespace sockyard
{

/// What a person chose for a client, judged, but for a name not looked up: to whom it connects, and
/// what its sockets are given before. A value; any thread.
class ConnectPlan
{
    Q_DECLARE_TR_FUNCTIONS(sockyard::ConnectPlan)

public:
    /// The plan, or why there can be none, in words that begin with an error name.
    static std::variant<ConnectPlan, QString> of(const TcpClientSettings &settings);

    /// Where to, if that is known without looking up a name.
    const std::optional<SocketAddress> &address() const { return m_address; }
    /// The name that is to be looked up; empty where there is none.
    QString name() const { return m_address ? QString() : m_host; }
    /// The name or address as it was typed, without brackets; empty for a local socket.
    const QString &host() const { return m_host; }
    quint16 port() const { return m_port; }
    const ConnectOptions &options() const { return m_options; }
    /// The peer as it was typed, as it stands in the log.
    QString peer() const;
    /// What was chosen and is of no use to this kind of socket: a sentence each, for the log.
    const QStringList &notes() const { return m_notes; }

    /// Whether an address that the name has is one of those that are wanted.
    bool wants(const QHostAddress &address) const;
    /// `IPv4`, `IPv6`; of what is wanted, where that is only one.
    QString familyName() const;

private:
    using Family = TcpClientSettings::Family;

    ConnectPlan() = default;

    /// Each fills in its part; words where it cannot, or none.
    QString takeHost(const TcpClientSettings &settings);
    QString takeSource(const TcpClientSettings &settings);
    QString takePath(const TcpClientSettings &settings);

    QString m_host;
    std::optional<SocketAddress> m_address;
    quint16 m_port = 0;
    Family m_family = Family::Any;
    ConnectOptions m_options;
    QStringList m_notes;
};

} // namespace sockyard
