#pragma once

#include "netcore/endpoints/servedclient.h"
#include "netcore/endpoints/streamendpoint.h"
#include "netcore/endpoints/tcpserversettings.h"
#include "netcore/responders/registry.h"
#include "netcore/sockets/listener.h"

#include <QList>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace sockyard
{

class ListenPlan;
class TlsContext;

/// A server of streams, over TCP, TLS or local sockets: listens, accepts, answers each client by a
/// responder of its own, and lets a person talk to one client or to all.
class TcpServer : public StreamEndpoint
{
    Q_OBJECT

public:
    explicit TcpServer(std::shared_ptr<EventLog> log);
    ~TcpServer() override;

    void start(const TcpServerSettings &settings);
    /// Stops listening, and closes every client in order.
    void stop() override;
    void resume() override;

    void disconnectFrom(const Addressees &clients) override;
    void abort(const Addressees &clients) override;
    void pause(const Addressees &clients) override;
    void unpause(const Addressees &clients) override;

    EndpointSnapshot snapshot(const std::optional<WatchedSocket> &watched = {}) const override;
    bool isListening() const { return m_listener.isListening(); }
    /// For tests: where it listens.
    const SocketAddress &address() const { return m_listener.address(); }

protected:
    QList<ConnectionId> everybody() const override;

private:
    bool listen(const ListenPlan &plan);
    bool takeTls(const TcpServerSettings &settings);
    void welcome(qintptr handle);
    void refuseClient(qintptr handle);
    void forget(ConnectionId id);
    void updateAccepting();
    std::optional<KernelView> watchedKernelView(const WatchedSocket &watched) const;
    void closeIdleClients();
    void forEach(const Addressees &clients, const std::function<void(ServedClient &)> &action);

    Journal m_journal;
    Listener m_listener;
    TcpServerSettings m_settings;
    PreparedReply m_reply;
    std::shared_ptr<TlsContext> m_tls; // none without TLS
    std::map<ConnectionId, std::unique_ptr<ServedClient>> m_clients;
    QTimer m_idleTimer;
    ConnectionId m_lastId = 0;
};

} // namespace sockyard
