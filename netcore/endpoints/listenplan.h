#pragma once

#include "netcore/endpoints/tcpserversettings.h"
#include "netcore/responders/registry.h"
#include "netcore/sockets/listener.h"
#include "netcore/sockets/socketaddress.h"

#include <QCoreApplication>
#include <QString>

#include <optional>
#include <variant>

namespace sockyard
{

/// What a person chose for a server, judged: where it listens, how, and what it answers. A value;
/// any thread.
class ListenPlan
{
    Q_DECLARE_TR_FUNCTIONS(sockyard::ListenPlan)

public:
    /// The plan, or why there can be none, in words that begin with an error name.
    static std::variant<ListenPlan, QString> of(const TcpServerSettings &settings);

    const SocketAddress &address() const { return m_address; }
    const Listener::Options &options() const { return m_options; }
    const PreparedReply &reply() const { return m_reply; }
    /// Where to listen when address() is taken; nothing where only that will do.
    std::optional<SocketAddress> otherwise() const;

private:
    ListenPlan() = default;

    /// Each fills in its part; words where it cannot, or none.
    QString takeAddress(const TcpServerSettings &settings);
    QString takePath(const TcpServerSettings &settings);
    QString takeReply(const TcpServerSettings &settings);

    SocketAddress m_address;
    Listener::Options m_options;
    PreparedReply m_reply;
    bool m_anyPortIfTaken = false;
};

} // namespace sockyard
