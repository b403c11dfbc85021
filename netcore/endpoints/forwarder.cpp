#include "netcore/endpoints/forwarder.h"

#include "netcore/sockets/addresstext.h"
#include "netcore/sockets/notemarks.h"
#include "netcore/tls/tlscontext.h"

#include <utility>

namespace sockyard
{

namespace
{

// Of a crowd: what the system keeps in its backlog at most, usually.
constexpr std::size_t mostTaken = 4096;

} // namespace

Forwarder::Forwarder(std::shared_ptr<EventLog> log)
    : StreamEndpoint(std::move(log), {.nobody = tr("nothing is connected"),
                                      .gone = tr("this connection is no longer there")})
    , m_journal(this->log(), 0)
    , m_listener(m_journal)
{
    m_listener.setMostTaken(mostTaken);
    connect(&m_listener, &Listener::accepted, this, &Forwarder::welcome);
    connect(&m_lookup, &HostLookup::found, this, &Forwarder::found);
    connect(&m_lookup, &HostLookup::failed, this, &Forwarder::notFound);
}

Forwarder::~Forwarder() = default;

void Forwarder::start(const ForwarderSettings &settings)
{
    if (m_listener.isListening() || m_datagrams) {
        refuse(refusal(tr("the forwarder is running already. Stop it first.")));
        return;
    }
    auto judged = ForwardPlan::of(settings);
    if (const auto *const words = std::get_if<QString>(&judged)) {
        refuse(*words);
        return;
    }
    m_plan = std::make_shared<const ForwardPlan>(std::get<ForwardPlan>(std::move(judged)));
    if (!takeTls()) {
        return;
    }
    m_faults = m_plan->faults();
    report(EventKind::Note, markedNote(forwardMark, tr("to %1").arg(placeText(m_plan->target()))));
    if (m_plan->carriesDatagrams()) {
        m_datagrams =
            std::make_unique<DatagramForwarding>(log(), m_plan, [this] { return nextJournal(); });
        connect(m_datagrams.get(), &DatagramForwarding::ended, this,
                [this] { m_datagrams.release()->deleteLater(); });
        m_datagrams->start();
    } else {
        listen();
    }
    if (m_datagrams || m_listener.isListening()) {
        for (const auto &context : {m_security.client, m_security.target}) {
            if (context) {
                tellTls(m_journal, *context);
            }
        }
        tellFaults({}, m_faults);
    }
}

bool Forwarder::takeTls()
{
    const auto take = [this](const TlsContext::Made &made, std::shared_ptr<TlsContext> &context) {
        context = made.context;
        if (!context) {
            refuse(refusal(tr("TLS: %1.").arg(made.error)));
        }
        return context != nullptr;
    };
    m_security = {};
    return (!m_plan->listensByTls() ||
            take(TlsContext::forServer(m_plan->listenTls()), m_security.client)) &&
           (!m_plan->targetIsTls() ||
            take(TlsContext::forClient(m_plan->targetTls(), m_plan->targetHost()),
                 m_security.target));
}

bool Forwarder::listen()
{
    const SocketAddress &wanted = m_plan->local();
    if (m_listener.listen(wanted, m_plan->listening())) {
        return true;
    }
    const auto otherwise = m_plan->otherwise();
    if (!otherwise || !m_listener.error().isInUse()) {
        return false;
    }
    report(EventKind::Note, tr("port %1 is taken: any free one is asked for").arg(wanted.port()));
    return m_listener.listen(*otherwise, m_plan->listening());
}

Journal Forwarder::nextJournal()
{
    return {log(), ++m_lastId};
}

void Forwarder::welcome(qintptr handle)
{
    if (m_pairs.size() >= static_cast<std::size_t>(m_plan->mostConnections())) {
        refuseClient(handle);
        return;
    }
    const Journal client = nextJournal();
    const ConnectionId id = client.connection();
    auto &pair = m_pairs[id];
    pair = std::make_unique<ForwardedPair>(
        client, nextJournal(), [this] { return nextJournal(); }, m_plan, m_security);
    pair->setFaults(m_faults);
    connect(pair.get(), &ForwardedPair::connected, this, [this, id] { targetConnected(id); });
    connect(pair.get(), &ForwardedPair::finishWanted, this,
            [this](ConnectionId side) { courier().finish({side}); });
    connect(pair.get(), &ForwardedPair::ended, this, [this, id] { forget(id); });
    courier().connectionOpened(pair->client());
    pair->serve(handle);
    findTarget(id);
}

void Forwarder::refuseClient(qintptr handle)
{
    StreamSocket socket(nextJournal());
    socket.adopt(handle);
    socket.abort(markedNote(
        refusedMark,
        tr("%1 are connected already, and more are not wanted").arg(m_plan->mostConnections())));
}

void Forwarder::findTarget(ConnectionId pair)
{
    if (m_plan->targetAddress()) {
        m_pairs.at(pair)->connectTo({*m_plan->targetAddress()});
    } else {
        m_waiting.insert(pair);
        m_lookup.look(m_plan->targetHost());
    }
}

void Forwarder::found(const QList<QHostAddress> &addresses)
{
    QList<SocketAddress> candidates;
    for (const QHostAddress &address : addresses) {
        candidates.append(SocketAddress(address, m_plan->targetPort()));
    }
    for (const ConnectionId id : std::exchange(m_waiting, {})) {
        const auto pair = m_pairs.find(id);
        if (pair != m_pairs.end()) {
            pair->second->connectTo(candidates);
        }
    }
}

void Forwarder::notFound(const QString &why)
{
    report(EventKind::Failed, why);
    for (const ConnectionId id : std::exchange(m_waiting, {})) {
        const auto pair = m_pairs.find(id);
        if (pair != m_pairs.end()) {
            pair->second->refuse(tr("the target's name has no address"));
        }
    }
}

void Forwarder::targetConnected(ConnectionId pair)
{
    StreamSocket &target = *m_pairs.at(pair)->target();
    m_targets[target.connection()] = pair;
    courier().connectionOpened(target);
}

void Forwarder::forget(ConnectionId pair)
{
    const auto place = m_pairs.find(pair);
    if (place == m_pairs.end()) {
        return;
    }
    if (const StreamSocket *const target = place->second->target()) {
        m_targets.erase(target->connection());
    }
    m_waiting.erase(pair);
    place->second.release()->deleteLater(); // it is calling us
    m_pairs.erase(place);
}

void Forwarder::setFaults(const FaultPlan &faults)
{
    tellFaults(m_faults, faults);
    m_faults = faults;
    forEach({}, [&faults](ForwardedPair &pair, ConnectionId side) {
        if (side == pair.client().connection()) {
            pair.setFaults(faults);
        }
    });
    if (m_datagrams) {
        m_datagrams->setFaults(faults);
    }
}

void Forwarder::tellFaults(const FaultPlan &before, const FaultPlan &now)
{
    for (const ForwardDirection direction : directions) {
        const Faults &faults = now.of(direction);
        if (faults != before.of(direction)) {
            report(EventKind::Note, markedNote(faultMark, QStringLiteral("%1: %2").arg(
                                                              directionText(direction),
                                                              faults.isNone() ? tr("none any more")
                                                                              : faults.text())));
        }
    }
}

ForwardedPair *Forwarder::pairOf(ConnectionId side) const
{
    const auto target = m_targets.find(side);
    const auto pair = m_pairs.find(target == m_targets.end() ? side : target->second);
    return pair == m_pairs.end() ? nullptr : pair->second.get();
}

QList<ConnectionId> Forwarder::everybody() const
{
    QList<ConnectionId> ids;
    for (const auto &[id, pair] : m_pairs) {
        ids.append(id);
        if (const StreamSocket *const target = pair->target()) {
            ids.append(target->connection());
        }
    }
    return ids;
}

void Forwarder::forEach(const Addressees &to,
                        const std::function<void(ForwardedPair &, ConnectionId)> &action)
{
    const QList<ConnectionId> ids = idsOf(to);
    for (const ConnectionId id : ids) { // a pair may go while another is acted on
        if (ForwardedPair *const pair = pairOf(id)) {
            action(*pair, id);
        }
    }
}

void Forwarder::stop()
{
    m_listener.close();
    m_lookup.giveUp();
    stopSending();
    disconnectFrom({});
}

void Forwarder::resume()
{
    m_listener.resume();
    forEach({}, [](ForwardedPair &pair, ConnectionId) { pair.resume(); });
    courier().resume();
    if (m_datagrams) {
        m_datagrams->resume();
    }
}

void Forwarder::disconnectFrom(const Addressees &to)
{
    courier().discardWaiting(idsOf(to));
    forEach(to, [](ForwardedPair &pair, ConnectionId) { pair.close(); });
    if (m_datagrams && to) {
        m_datagrams->forget(*to);
    } else if (m_datagrams) {
        m_datagrams->stop();
    }
}

void Forwarder::abort(const Addressees &to)
{
    forEach(to, [](ForwardedPair &pair, ConnectionId side) { pair.abort(side); });
    if (m_datagrams && to) {
        m_datagrams->forget(*to);
    }
}

void Forwarder::pause(const Addressees &to)
{
    forEach(to, [](ForwardedPair &pair, ConnectionId side) { pair.pause(side); });
}

void Forwarder::unpause(const Addressees &to)
{
    forEach(to, [](ForwardedPair &pair, ConnectionId side) { pair.unpause(side); });
}

const SocketAddress &Forwarder::address() const
{
    return m_datagrams ? m_datagrams->address() : m_listener.address();
}

std::size_t Forwarder::owed() const
{
    std::size_t sum = 0;
    for (const auto &[id, pair] : m_pairs) {
        sum += pair->owed();
    }
    return sum;
}

EndpointSnapshot Forwarder::snapshot(const std::optional<WatchedSocket> &watched) const
{
    EndpointSnapshot result;
    const StreamSocket *watchedSocket = nullptr;
    const auto look = [&result, &watched, &watchedSocket](const StreamSocket &socket) {
        result.add(socket);
        if (watched && watched->id == socket.connection()) {
            watchedSocket = &socket;
        }
    };
    for (const auto &[id, pair] : m_pairs) {
        look(pair->client());
        if (const StreamSocket *const target = pair->target()) {
            look(*target);
        }
    }
    if (m_listener.isListening()) {
        result.waiting = waitingClients(m_listener.handle());
    }
    if (watched && watched->id != 0) {
        result.kernel = kernelViewOf(*watched, watchedSocket);
    } else if (watched && m_listener.isListening()) {
        result.kernel = kernelView(m_listener.handle());
    }
    result.sending = courier().progress();
    return result;
}

} // namespace sockyard
