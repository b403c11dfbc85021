#pragma once

#include "netcore/endpoints/endpoint.h"
#include "netcore/endpoints/interfacesnapshot.h"

#include <QFutureWatcher>
#include <QTimer>

#include <functional>

class QHostInfo;

namespace sockyard
{

/// Watches the network interfaces of this machine: once a second it looks, and what has changed
/// since the look before is a note with the interfaceMark in its log. It has no socket. What is so
/// at this moment is no event and can be asked for.
class InterfaceMonitor : public Endpoint
{
    Q_OBJECT

public:
    /// How the machine's interfaces are asked for.
    using Source = std::function<QList<InterfaceDetails>()>;

    explicit InterfaceMonitor(std::shared_ptr<EventLog> log, Source source = interfaceDetails);

    /// Begins to watch, and tells which interfaces there are. Harmless where it watches already.
    void start();
    void stop() override;
    void resume() override {}

    /// Looks in the background which sockets of this machine others can connect or send to. One
    /// look at a time: while one goes on, another changes nothing.
    void lookAtSockets();
    /// Asks what that address is called; the answer, or that there is none, is a note with the
    /// addressNameMark.
    void lookUpName(const QString &address);

    InterfaceSnapshot snapshot() const;

private:
    using Sockets = std::optional<QList<BoundSocket>>;

    void look();
    void takeSockets();
    void tellName(const QString &address, const QHostInfo &info);

    const Source m_source;
    QTimer m_second;
    bool m_isWatching = false;
    quint64 m_run = 0; // of names that are waited for
    QList<InterfaceDetails> m_interfaces;
    QFutureWatcher<Sockets> m_looking;
    Sockets m_sockets;
    quint64 m_socketLooks = 0;
};

} // namespace sockyard
