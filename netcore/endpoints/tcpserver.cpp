#include "netcore/endpoints/tcpserver.h"

#include "netcore/responders/registry.h"
#include "netcore/sockets/addresstext.h"
#include "netcore/sockets/bytes.h"

#include <vector>

namespace sockyard
{

namespace
{

// Clients that may wait to be accepted: with a short backlog the system answers a crowd so slowly
// that it looks like a failure.
constexpr int backlog = 4096;
// What a client that does not read may cost.
constexpr std::size_t mostUnsent = 512U * 1024;

} // namespace

std::optional<ListenAddress> parseListenAddress(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed == QStringLiteral("*")) {
        return ListenAddress{QHostAddress(QHostAddress::AnyIPv6), Listener::Families::Both};
    }
    if (trimmed.compare(QStringLiteral("localhost"), Qt::CaseInsensitive) == 0) {
        return ListenAddress{QHostAddress(QHostAddress::LocalHost)};
    }
    if (const auto address = parseAddress(trimmed)) {
        return ListenAddress{*address};
    }
    return std::nullopt;
}

TcpServer::TcpServer(std::shared_ptr<EventLog> log)
    : Endpoint(std::move(log))
    , m_journal(this->log(), 0)
    , m_listener(m_journal)
{
    connect(&m_listener, &Listener::accepted, this, &TcpServer::welcome);
}

TcpServer::~TcpServer() = default;

void TcpServer::start(const TcpServerSettings &settings)
{
    if (m_listener.isListening()) {
        refuse(refusal(tr("the server is running already. Stop it first.")));
        return;
    }
    const auto address = parseListenAddress(settings.address);
    if (!address) {
        refuse(refusal(tr("\"%1\" is no address to listen on. An IPv4 or IPv6 address of this "
                          "machine is, or 0.0.0.0, :: or * for all of them.")
                           .arg(settings.address.left(300))));
        return;
    }
    const auto port = parsePort(settings.port);
    if (!port) {
        refuse(badPortText(settings.port));
        return;
    }
    const ResponderRow *reply = responderNamed(settings.reply);
    if (reply == nullptr) {
        refuse(refusal(tr("there is no reply named \"%1\".").arg(settings.reply.left(40))));
        return;
    }
    m_reply = reply->prepared(settings.replyOptions);
    if (!m_reply.make) {
        refuse(refusal(
            tr("the reply \"%1\" cannot be given: %2").arg(reply->titleText(), m_reply.error)));
        return;
    }
    const SocketAddress where(address->host, *port);
    if (where.family() == SocketAddress::Family::None) {
        refuse(refusal(tr("this machine has no interface \"%1\".").arg(address->host.scopeId())));
        return;
    }
    if (m_listener.listen(where, backlog, address->families)) {
        return;
    }
    if (settings.anyPortIfTaken && *port != 0 && m_listener.error().name() == "EADDRINUSE") {
        m_journal.write(EventKind::Note,
                        tr("port %1 is taken: any free one is asked for").arg(*port));
        m_listener.listen(SocketAddress(address->host, 0), backlog, address->families);
    }
}

void TcpServer::welcome(qintptr handle)
{
    const ConnectionId id = ++m_lastId;
    auto &client = m_clients[id];
    client.socket = std::make_unique<StreamSocket>(Journal(log(), id));
    StreamSocket *const socket = client.socket.get();
    client.responder = m_reply.make({id, {}, {}});
    socket->setReadSize(client.responder->readSize());
    socket->setUnsentLimit(mostUnsent);
    connect(socket, &StreamSocket::received, this, [this, id](ByteView bytes) {
        answer(id, m_clients.at(id).responder->onReceived(bytes));
    });
    connect(socket, &StreamSocket::peerFinished, this,
            [this, id] { answer(id, m_clients.at(id).responder->onPeerFinished()); });
    connect(socket, &StreamSocket::closed, this, [this, id] { forget(id); });
    socket->adopt(handle);
    answer(id, client.responder->onAccepted());
}

void TcpServer::answer(ConnectionId id, const Reply &reply)
{
    StreamSocket *const socket = socketOf(id);
    socket->send(reply.bytes);
    switch (reply.then) {
    case Reply::Then::Keep:
    case Reply::Then::More:
        break;
    case Reply::Then::Finish:
        socket->finish();
        break;
    case Reply::Then::Close:
        socket->close();
        break;
    case Reply::Then::Reset:
        socket->abort();
        break;
    }
}

void TcpServer::forget(ConnectionId id)
{
    const auto client = m_clients.find(id);
    if (client == m_clients.end()) {
        return;
    }
    client->second.socket.release()->deleteLater(); // it is calling us
    m_clients.erase(client);
}

StreamSocket *TcpServer::socketOf(ConnectionId id) const
{
    const auto client = m_clients.find(id);
    return client == m_clients.end() ? nullptr : client->second.socket.get();
}

void TcpServer::forEachClient(const std::function<void(StreamSocket &)> &action)
{
    std::vector<ConnectionId> ids; // a client may go while it is acted on
    ids.reserve(m_clients.size());
    for (const auto &[id, client] : m_clients) {
        ids.push_back(id);
    }
    for (const ConnectionId id : ids) {
        if (StreamSocket *const socket = socketOf(id)) {
            action(*socket);
        }
    }
}

void TcpServer::stop()
{
    m_listener.close();
    forEachClient([](StreamSocket &socket) { socket.close(); });
}

void TcpServer::resume()
{
    m_listener.resume();
    for (const auto &[id, client] : m_clients) {
        client.socket->resume();
    }
}

void TcpServer::send(ConnectionId client, const QByteArray &bytes)
{
    if (StreamSocket *const socket = socketOf(client)) {
        socket->send(bytes);
        return;
    }
    Journal(log(), client).discarded(viewOf(bytes), tr("this client is no longer connected"));
}

void TcpServer::sendToAll(const QByteArray &bytes)
{
    bool taken = false;
    forEachClient([&bytes, &taken](StreamSocket &socket) {
        if (socket.canSend()) {
            taken = true;
            socket.send(bytes);
        }
    });
    if (!taken) {
        m_journal.discarded(viewOf(bytes), tr("no client is connected"));
    }
}

void TcpServer::finish(ConnectionId client)
{
    if (StreamSocket *const socket = socketOf(client)) {
        socket->finish();
    }
}

void TcpServer::abort(ConnectionId client)
{
    if (StreamSocket *const socket = socketOf(client)) {
        socket->abort();
    }
}

} // namespace sockyard
