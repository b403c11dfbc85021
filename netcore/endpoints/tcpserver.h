#pragma once

#include "netcore/endpoints/endpoint.h"
#include "netcore/endpoints/servedclient.h"
#include "netcore/endpoints/tcpserversettings.h"
#include "netcore/responders/registry.h"
#include "netcore/sockets/listener.h"

#include <QByteArray>
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

/// What is so at one moment and is no event, see TcpServer::snapshot().
struct TcpServerSnapshot {
    /// A client for which bytes wait.
    struct Client {
        ConnectionId id = 0;
        std::uint64_t unsent = 0; ///< bytes that the system has not taken yet
        bool held = false;        ///< nothing is received from it until it takes some
    };

    std::vector<Client> clients;
};

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

    // To the clients of these numbers that are still there.
    void send(const QList<ConnectionId> &clients, const QByteArray &bytes);
    /// Half-closes towards them.
    void finish(const QList<ConnectionId> &clients);
    /// Closes them in order.
    void disconnectFrom(const QList<ConnectionId> &clients);
    /// Cuts them off with RST.
    void abort(const QList<ConnectionId> &clients);
    /// Receives nothing from them until unpause().
    void pause(const QList<ConnectionId> &clients);
    void unpause(const QList<ConnectionId> &clients);

    void sendToAll(const QByteArray &bytes);

    TcpServerSnapshot snapshot() const;
    bool isListening() const { return m_listener.isListening(); }
    /// For tests: where it listens.
    const SocketAddress &address() const { return m_listener.address(); }

private:
    QString misfit(const TcpServerSettings &settings) const;
    void welcome(qintptr handle);
    void refuseClient(qintptr handle);
    void forget(ConnectionId id);
    void updateAccepting();
    void closeIdleClients();
    void forEach(const QList<ConnectionId> &clients,
                 const std::function<void(ServedClient &)> &action);
    QList<ConnectionId> everybody() const;

    Journal m_journal;
    Listener m_listener;
    TcpServerSettings m_settings;
    PreparedReply m_reply;
    std::map<ConnectionId, std::unique_ptr<ServedClient>> m_clients;
    QTimer m_idleTimer;
    ConnectionId m_lastId = 0;
};

} // namespace sockyard
