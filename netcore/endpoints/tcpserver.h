#pragma once

#include "netcore/endpoints/endpoint.h"
#include "netcore/endpoints/endpointsnapshot.h"
#include "netcore/endpoints/servedclient.h"
#include "netcore/endpoints/tcpserversettings.h"
#include "netcore/responders/registry.h"
#include "netcore/sending/courier.h"
#include "netcore/sockets/listener.h"

#include <QList>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace sockyard
{

/// The address that a server is to listen on, judged.
struct ListenAddress {
    QHostAddress host;
    Listener::Families families = Listener::Families::One;
};

/// What the address of TcpServerSettings means, or nothing.
std::optional<ListenAddress> parseListenAddress(const QString &text);

/// A TCP server: listens, accepts, answers each client by a responder of its own, and lets a person
/// talk to one client or to all.
class TcpServer : public Endpoint
{
    Q_OBJECT

public:
    explicit TcpServer(std::shared_ptr<EventLog> log);
    ~TcpServer() override;

    void start(const TcpServerSettings &settings);
    /// Stops listening, and closes every client in order.
    void stop() override;
    void resume() override;

    // To the clients of these numbers that are still there, or to all; see Courier.
    void send(const Addressees &clients, const PreparedMessage &message);
    void repeat(const Addressees &clients, const RepeatPlan &plan);
    void play(const Addressees &clients, const SequencePlan &plan);
    /// Ends repeats and sequences, and gives up files.
    void stopSending(const Addressees &clients = {});
    /// Half-closes towards them, behind everything that was sent before.
    void finish(const QList<ConnectionId> &clients);
    /// Closes them in order.
    void disconnectFrom(const QList<ConnectionId> &clients);
    /// Cuts them off with RST.
    void abort(const QList<ConnectionId> &clients);
    /// Receives nothing from them until unpause().
    void pause(const QList<ConnectionId> &clients);
    void unpause(const QList<ConnectionId> &clients);

    /// A walk through the clients, and a few questions to the system.
    EndpointSnapshot snapshot(const std::optional<WatchedSocket> &watched = {}) const;
    bool isListening() const { return m_listener.isListening(); }
    /// For tests: where it listens.
    const SocketAddress &address() const { return m_listener.address(); }

private:
    QString misfit(const TcpServerSettings &settings) const;
    void welcome(qintptr handle);
    void refuseClient(qintptr handle);
    void forget(ConnectionId id);
    void updateAccepting();
    std::optional<KernelView> watchedKernelView(const WatchedSocket &watched) const;
    void closeIdleClients();
    void forEach(const QList<ConnectionId> &clients,
                 const std::function<void(ServedClient &)> &action);
    QList<ConnectionId> everybody() const;

    Journal m_journal;
    Listener m_listener;
    TcpServerSettings m_settings;
    PreparedReply m_reply;
    std::map<ConnectionId, std::unique_ptr<ServedClient>> m_clients;
    Courier m_courier; // before the sockets that it knows it ends
    QTimer m_idleTimer;
    ConnectionId m_lastId = 0;
};

} // namespace sockyard
