#pragma once

#include "netcore/endpoints/udpsettings.h"
#include "netcore/responders/registry.h"
#include "netcore/sockets/addresstext.h"
#include "netcore/sockets/listener.h"
#include "netcore/sockets/socketaddress.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QList>
#include <QString>

#include <optional>
#include <variant>

namespace sockyard
{

/// Whom to send to: a host and a port, judged, but not looked up; or a local socket's address. A
/// value.
struct UdpTarget {
    QString host;
    quint16 port = 0;
    std::optional<SocketAddress> local = {};
};

/// What a person chose for a datagram socket, judged: the one place that does. A value; any thread.
class UdpPlan
{
    Q_DECLARE_TR_FUNCTIONS(sockyard::UdpPlan)

public:
    /// The plan, or why there can be none, in words that begin with an error name.
    static std::variant<UdpPlan, QString> of(const UdpSettings &settings);

    /// The target that \a text names as HOST:PORT, where the port is not 0, or as local:PATH, or
    /// why it can be none.
    static std::variant<UdpTarget, QString> targetIn(const QString &text);
    /// The reply, or why it cannot be given to datagrams.
    static std::variant<PreparedReply, QString> replyOf(const QString &name,
                                                        const ReplyOptions &options);

    /// Where it is to be bound.
    const SocketAddress &local() const { return m_local; }
    /// With Both, `::` takes IPv4 as well.
    Listener::Families families() const { return m_families; }
    /// Of a local socket.
    const SocketFile::Options &file() const { return m_file; }
    bool isLocal() const { return m_local.family() == SocketAddress::Family::Local; }
    bool anyPortIfTaken() const { return m_anyPortIfTaken; }
    bool isShared() const { return m_isShared; }
    bool broadcasts() const { return m_broadcasts; }
    const std::optional<UdpTarget> &peer() const { return m_peer; }
    const PreparedReply &reply() const { return m_reply; }
    int readSize() const { return m_readSize; }

    /// The first of \a addresses that the socket can send to, as it has to be given to it; nothing
    /// where none is of its families.
    std::optional<SocketAddress> reachable(const QList<QHostAddress> &addresses,
                                           quint16 port) const;
    /// `IPv4`, `IPv6`, `local sockets`
    QString familyName() const;

private:
    UdpPlan() = default;

    /// Each fills in its part; words where it cannot, or none.
    QString takeLocal(const UdpSettings &settings);
    QString takePath(const UdpSettings &settings);
    QString takePeer(const UdpSettings &settings);

    SocketAddress m_local;
    Listener::Families m_families = Listener::Families::One;
    SocketFile::Options m_file;
    bool m_anyPortIfTaken = false;
    bool m_isShared = false;
    bool m_broadcasts = false;
    std::optional<UdpTarget> m_peer;
    PreparedReply m_reply;
    int m_readSize = UdpSettings::readSizeRange.usual;
};

} // namespace sockyard
