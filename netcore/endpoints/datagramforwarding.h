#pragma once

#include "netcore/endpoints/forwardedpeer.h"
#include "netcore/endpoints/forwardplan.h"
#include "netcore/endpoints/hostlookup.h"
#include "netcore/sockets/datagramsocket.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace sockyard
{

/// The part of a forwarder that carries datagrams: a socket that receives from anybody, and for
/// each peer one to the target. The first is the endpoint itself in the log (connection 0), the
/// others are connections. Who says nothing for a while is forgotten; the table is bounded. Owned
/// by Forwarder, on whose thread it lives; delete it with deleteLater() from a slot of its signals.
class DatagramForwarding : public QObject
{
    Q_OBJECT

public:
    /// Of the next connection's number.
    using MakeJournal = std::function<Journal()>;

    DatagramForwarding(EventLog &log, std::shared_ptr<const ForwardPlan> plan,
                       MakeJournal makeJournal, QObject *parent = nullptr);
    ~DatagramForwarding() override;

    /// Looks the target up, where it is a name, and binds.
    void start();
    void stop();
    void resume();
    void setFaults(const FaultPlan &faults);
    /// Closes the sockets of these connections; what their peers say next begins anew.
    void forget(const QList<ConnectionId> &connections);
    const SocketAddress &address() const { return m_socket.local(); }

Q_SIGNALS:
    /// It could not begin, or was stopped; the last signal.
    void ended();

private:
    struct Heard {
        SocketAddress sender;
        std::string name;
        QByteArray datagram;
    };
    using Peers = std::map<std::string, std::unique_ptr<ForwardedPeer>, std::less<>>;

    void found(const QList<QHostAddress> &addresses);
    void notFound(const QString &why);
    void begin(const SocketAddress &target);
    bool bind();
    void carryHeard();
    ForwardedPeer *peerOf(const Heard &heard);
    void answer(const SocketAddress &peer, const QByteArray &datagram);
    void forgetIdle();
    Peers::iterator close(Peers::iterator peer, const QString &why = {});
    void end();

    const Journal m_journal;
    const std::shared_ptr<const ForwardPlan> m_plan;
    const MakeJournal m_makeJournal;
    FaultPlan m_faults;
    SocketAddress m_target;
    DatagramSocket m_socket;
    Peers m_peers; // by address
    std::vector<Heard> m_heard;
    HostLookup m_lookup;
    QTimer m_turn;
    QTimer m_idle;
    bool m_hasEnded = false;
};

} // namespace sockyard
