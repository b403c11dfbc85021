#include "netcore/endpoints/tcpserver.h"

#include "netcore/endpoints/listenplan.h"
#include "netcore/sockets/notemarks.h"
#include "netcore/sockets/streamchannel.h"
#include "netcore/tls/tlscontext.h"

#include <utility>
#include <variant>

namespace sockyard
{

namespace
{

// Of a crowd: what the system keeps in its backlog at most, usually.
constexpr std::size_t mostTaken = 4096;
// Idle clients are looked for so often within their limit.
constexpr int idleTurns = 10;

} // namespace

TcpServer::TcpServer(std::shared_ptr<EventLog> log)
    : StreamEndpoint(std::move(log), {.nobody = tr("no client is connected"),
                                      .gone = tr("this client is no longer connected")})
    , m_journal(this->log(), 0)
    , m_listener(m_journal)
{
    connect(&m_listener, &Listener::accepted, this, &TcpServer::welcome);
    connect(&m_idleTimer, &QTimer::timeout, this, &TcpServer::closeIdleClients);
}

TcpServer::~TcpServer() = default;

void TcpServer::start(const TcpServerSettings &settings)
{
    if (m_listener.isListening()) {
        refuse(refusal(tr("the server is running already. Stop it first.")));
        return;
    }
    auto planned = ListenPlan::of(settings);
    if (const auto *const why = std::get_if<QString>(&planned)) {
        refuse(*why);
        return;
    }
    if (!takeTls(settings)) {
        return;
    }
    const auto &plan = std::get<ListenPlan>(planned);
    m_reply = plan.reply();
    m_settings = settings;
    updateAccepting();
    m_listener.setMostTaken(settings.serving == TcpServerSettings::Serving::OneAtATime ? 1
                                                                                       : mostTaken);
    const bool listens = listen(plan);
    if (listens && settings.serving == TcpServerSettings::Serving::OneAtATime) {
        m_journal.write(EventKind::Note, tr("one client is served at a time: who comes meanwhile "
                                            "waits in the backlog"));
    }
    if (listens && m_tls) {
        tellTls(m_journal, *m_tls);
    }
    m_idleTimer.stop();
    if (listens && settings.idleLimit > 0) {
        m_idleTimer.start(settings.idleLimit * 1000 / idleTurns);
    }
}

bool TcpServer::takeTls(const TcpServerSettings &settings)
{
    m_tls.reset();
    if (settings.transport != Transport::Tls) {
        return true;
    }
    TlsContext::Made made = TlsContext::forServer(settings.tls);
    if (!made.context) {
        refuse(refusal(tr("TLS: %1.").arg(made.error)));
        return false;
    }
    m_tls = std::move(made.context);
    return true;
}

bool TcpServer::listen(const ListenPlan &plan)
{
    if (m_listener.listen(plan.address(), plan.options())) {
        return true;
    }
    const auto otherwise = plan.otherwise();
    if (!otherwise || !m_listener.error().isInUse()) {
        return false;
    }
    m_journal.write(EventKind::Note,
                    tr("port %1 is taken: any free one is asked for").arg(plan.address().port()));
    return m_listener.listen(*otherwise, plan.options());
}

void TcpServer::welcome(qintptr handle)
{
    if (m_clients.size() >= static_cast<std::size_t>(m_settings.mostClients)) {
        refuseClient(handle);
        return;
    }
    const ConnectionId id = ++m_lastId;
    auto &client = m_clients[id];
    client = std::make_unique<ServedClient>(Journal(log(), id));
    connect(client.get(), &ServedClient::closed, this, [this, id] { forget(id); });
    courier().connectionOpened(client->socket());
    updateAccepting();
    client->serve(handle, m_reply, m_settings, m_tls ? m_tls->channel() : nullptr);
}

void TcpServer::refuseClient(qintptr handle)
{
    StreamSocket socket(Journal(log(), ++m_lastId));
    socket.adopt(handle);
    socket.abort(markedNote(
        refusedMark,
        tr("%1 are connected already, and more are not wanted").arg(m_settings.mostClients)));
}

void TcpServer::forget(ConnectionId id)
{
    const auto client = m_clients.find(id);
    if (client == m_clients.end()) {
        return;
    }
    client->second.release()->deleteLater(); // it is calling us
    m_clients.erase(client);
    updateAccepting();
}

void TcpServer::updateAccepting()
{
    m_listener.setAccepting(m_settings.serving == TcpServerSettings::Serving::AllAtOnce ||
                            m_clients.empty());
}

void TcpServer::closeIdleClients()
{
    forEach({}, [this](ServedClient &client) {
        if (client.countIdleTurns() == idleTurns) {
            courier().discardWaiting({client.socket().connection()});
            client.close(markedNote(
                idleMark, tr("no byte for %1 s, closed by this side").arg(m_settings.idleLimit)));
        }
    });
}

QList<ConnectionId> TcpServer::everybody() const
{
    QList<ConnectionId> ids;
    ids.reserve(static_cast<qsizetype>(m_clients.size()));
    for (const auto &[id, client] : m_clients) {
        ids.push_back(id);
    }
    return ids;
}

void TcpServer::forEach(const Addressees &clients,
                        const std::function<void(ServedClient &)> &action)
{
    const QList<ConnectionId> ids = idsOf(clients);
    for (const ConnectionId id : ids) { // a client may go while another is acted on
        const auto client = m_clients.find(id);
        if (client != m_clients.end()) {
            action(*client->second);
        }
    }
}

void TcpServer::stop()
{
    m_listener.close();
    m_idleTimer.stop();
    stopSending();
    disconnectFrom({});
}

void TcpServer::resume()
{
    m_listener.resume();
    forEach({}, [](ServedClient &client) { client.resume(); });
    courier().resume();
}

void TcpServer::disconnectFrom(const Addressees &clients)
{
    courier().discardWaiting(idsOf(clients));
    forEach(clients, [](ServedClient &client) { client.close(); });
}

void TcpServer::abort(const Addressees &clients)
{
    forEach(clients, [](ServedClient &client) { client.abort(); });
}

void TcpServer::pause(const Addressees &clients)
{
    forEach(clients, [](ServedClient &client) { client.pause(); });
}

void TcpServer::unpause(const Addressees &clients)
{
    forEach(clients, [](ServedClient &client) { client.unpause(); });
}

std::optional<KernelView> TcpServer::watchedKernelView(const WatchedSocket &watched) const
{
    if (watched.id == 0) {
        return m_listener.isListening() ? kernelView(m_listener.handle()) : std::nullopt;
    }
    const auto client = m_clients.find(watched.id);
    return kernelViewOf(watched, client == m_clients.end() ? nullptr : &client->second->socket());
}

EndpointSnapshot TcpServer::snapshot(const std::optional<WatchedSocket> &watched) const
{
    EndpointSnapshot result;
    if (m_listener.isListening()) {
        result.waiting = waitingClients(m_listener.handle());
    }
    if (watched) {
        result.kernel = watchedKernelView(*watched);
    }
    for (const auto &[id, client] : m_clients) {
        result.add(client->socket());
    }
    result.sending = courier().progress();
    return result;
}

} // namespace sockyard
