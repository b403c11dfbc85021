#pragma once

#include "netcore/endpoints/endpoint.h"
#include "netcore/responders/registry.h"
#include "netcore/sockets/listener.h"
#include "netcore/sockets/streamsocket.h"

#include <QByteArray>

#include <map>
#include <memory>

namespace sockyard
{

/// What a person chose for a server, as it was typed: TcpServer judges it.
struct TcpServerSettings {
    /// An address of this machine; `0.0.0.0` for all IPv4, `::` for all IPv6, `*` for all of both;
    /// `localhost` for 127.0.0.1.
    QString address = QStringLiteral("127.0.0.1");
    /// 0 … 65535; 0 takes any free port.
    QString port = QStringLiteral("9999");
    /// A name of the registry of responders.
    QString reply = QStringLiteral("echo");
    /// Of that reply, by key.
    ReplyOptions replyOptions = {};
    /// Where the port is taken, any free one will do: nobody asked for this one.
    bool anyPortIfTaken = false;
};

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

    void send(ConnectionId client, const QByteArray &bytes);
    void sendToAll(const QByteArray &bytes);
    /// Half-closes towards one client.
    void finish(ConnectionId client);
    /// Cuts one client off with RST.
    void abort(ConnectionId client);

    bool isListening() const { return m_listener.isListening(); }
    /// For tests: where it listens.
    const SocketAddress &address() const { return m_listener.address(); }

private:
    struct Client {
        std::unique_ptr<StreamSocket> socket;
        std::unique_ptr<Responder> responder;
    };

    void welcome(qintptr handle);
    void answer(ConnectionId id, const Reply &reply);
    void forget(ConnectionId id);
    StreamSocket *socketOf(ConnectionId id) const;
    void forEachClient(const std::function<void(StreamSocket &)> &action);

    Journal m_journal;
    Listener m_listener;
    PreparedReply m_reply;
    std::map<ConnectionId, Client> m_clients;
    ConnectionId m_lastId = 0;
};

} // namespace sockyard
