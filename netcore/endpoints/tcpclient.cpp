#include "netcore/endpoints/tcpclient.h"

#include "netcore/sending/discardedmessage.h"
#include "netcore/sockets/addressorder.h"
#include "netcore/tls/tlscontext.h"

#include <QStringList>

#include <algorithm>
#include <utility>
#include <variant>

namespace sockyard
{

TcpClient::TcpClient(std::shared_ptr<EventLog> log)
    : StreamEndpoint(std::move(log), {.nobody = tr("not connected"),
                                      .gone = tr("this connection is no longer there")})
    , m_journal(this->log(), 0)
{
}

TcpClient::~TcpClient()
{
    if (m_lookup != -1) {
        QHostInfo::abortHostLookup(m_lookup);
    }
}

void TcpClient::start(const TcpClientSettings &settings)
{
    if (!m_places.empty()) {
        refuse(refusal(tr("the client is connected or connecting already.")));
        return;
    }
    auto planned = ConnectPlan::of(settings);
    if (const auto *const why = std::get_if<QString>(&planned)) {
        refuse(*why);
        return;
    }
    m_plan = std::get<ConnectPlan>(std::move(planned));
    if (!takeTls(settings)) {
        return;
    }
    m_made = 0;
    m_journal.setPeer(m_plan->peer().toStdString());
    const QString name = m_plan->name();
    m_journal.write(EventKind::Connecting,
                    name.isEmpty() ? QString() : tr("resolving %1").arg(name));
    for (const QString &note : m_plan->notes()) {
        m_journal.write(EventKind::Note, note);
    }
    if (m_tls) {
        tellTls(m_journal, *m_tls);
    }
    for (int index = 0; index < settings.connections; ++index) {
        addPlace(settings);
    }
    // The first speaks for all: each question to the system costs a while.
    m_places.front().connection->tellHints(name);
    forEach({}, [](ClientConnection &connection) { connection.begin(); });
}

bool TcpClient::takeTls(const TcpClientSettings &settings)
{
    m_tls.reset();
    if (settings.transport != Transport::Tls) {
        return true;
    }
    TlsContext::Made made = TlsContext::forClient(settings.tls, m_plan->host());
    if (!made.context) {
        refuse(refusal(tr("TLS: %1.").arg(made.error)));
        return false;
    }
    m_tls = std::move(made.context);
    return true;
}

Journal TcpClient::nextJournal()
{
    return {log(), ++m_lastId};
}

void TcpClient::addPlace(const TcpClientSettings &settings)
{
    auto connection = std::make_unique<ClientConnection>(
        settings, m_plan->options(), [this] { return nextJournal(); }, m_journal, m_tls);
    ClientConnection *const its = connection.get();
    connect(its, &ClientConnection::addressesWanted, this, [this, its] { want(its); });
    connect(its, &ClientConnection::connected, this, [this, its] { connectionMade(its); });
    connect(its, &ClientConnection::finishWanted, this,
            [this, its] { courier().finish({its->socket()->connection()}); });
    connect(its, &ClientConnection::failed, this, [this, its] {
        placeOf(its).wantsAddresses = false;
        endLookup();
    });
    connect(its, &ClientConnection::ended, this, [this, its] { connectionEnded(its); });
    m_places.push_back({.connection = std::move(connection)});
}

TcpClient::Place &TcpClient::placeOf(const ClientConnection *connection)
{
    return *std::find_if(m_places.begin(), m_places.end(), [connection](const Place &place) {
        return place.connection.get() == connection;
    });
}

void TcpClient::want(ClientConnection *connection)
{
    if (m_plan->address()) {
        connection->tryAddresses({*m_plan->address()});
        return;
    }
    placeOf(connection).wantsAddresses = true;
    if (m_lookup == -1) {
        m_lookup = QHostInfo::lookupHost(m_plan->name(), this, &TcpClient::resolved);
    }
}

void TcpClient::endLookup()
{
    const bool anybody = std::any_of(m_places.begin(), m_places.end(),
                                     [](const Place &place) { return place.wantsAddresses; });
    if (m_lookup != -1 && !anybody) {
        QHostInfo::abortHostLookup(std::exchange(m_lookup, -1));
    }
}

void TcpClient::resolved(const QHostInfo &info)
{
    if (info.lookupId() != m_lookup) {
        return; // of an attempt that was given up
    }
    m_lookup = -1;
    const QString name = m_plan->name();
    const QList<QHostAddress> all = connectingOrder(info.addresses());
    if (info.error() != QHostInfo::NoError || all.isEmpty()) {
        // getaddrinfo(3) has error names of its own.
        const bool unknown = info.error() == QHostInfo::HostNotFound || all.isEmpty();
        refuseAddresses(
            unknown
                ? tr("EAI_NONAME: no host is named \"%1\". Check the spelling, or give its "
                     "address.")
                      .arg(name)
                : tr("EAI_FAIL: \"%1\" could not be resolved: %2").arg(name, info.errorString()));
        return;
    }
    QStringList texts;
    QList<QHostAddress> wanted;
    for (const QHostAddress &address : all) {
        texts.append(address.toString());
        if (m_plan->wants(address)) {
            wanted.append(address);
        }
    }
    m_journal.write(EventKind::Note,
                    tr("%1 has the addresses %2").arg(name, texts.join(QStringLiteral(", "))));
    if (wanted.isEmpty()) {
        refuseAddresses(
            tr("EAI_ADDRFAMILY: \"%1\" has no %2 address.").arg(name, m_plan->familyName()));
        return;
    }
    giveAddresses(wanted);
}

void TcpClient::giveAddresses(const QList<QHostAddress> &addresses)
{
    QList<SocketAddress> candidates;
    for (const QHostAddress &address : addresses) {
        candidates.append(SocketAddress(address, m_plan->port()));
    }
    forEach({}, [this, &candidates](ClientConnection &connection) {
        if (takeWish(connection)) {
            connection.tryAddresses(candidates);
        }
    });
}

bool TcpClient::takeWish(const ClientConnection &connection)
{
    // The last one to end has taken the list along.
    return !connection.hasEnded() && std::exchange(placeOf(&connection).wantsAddresses, false);
}

void TcpClient::refuseAddresses(const QString &why)
{
    m_journal.write(EventKind::Failed, why);
    forEach({}, [this](ClientConnection &connection) {
        if (takeWish(connection)) {
            connection.resolvingFailed();
        }
    });
}

void TcpClient::connectionMade(ClientConnection *connection)
{
    ++m_made;
    const ConnectionId id = connection->socket()->connection();
    courier().connectionOpened(*connection->socket());
    Place &place = placeOf(connection);
    for (const PreparedMessage &message : std::exchange(place.early, {})) {
        courier().send(QList{id}, message);
    }
    if (std::exchange(place.finishesEarly, false)) {
        connection->endsByWish();
        courier().finish({id});
    }
}

void TcpClient::connectionEnded(ClientConnection *connection)
{
    Place &place = placeOf(connection);
    place.wantsAddresses = false;
    endLookup();
    discardEarly(place);
    const bool allEnded = std::all_of(m_places.begin(), m_places.end(),
                                      [](const Place &one) { return one.connection->hasEnded(); });
    if (allEnded) {
        endRun();
    }
}

void TcpClient::discardEarly(Place &place)
{
    SystemMacros macros;
    for (const PreparedMessage &message : std::exchange(place.early, {})) {
        discardMessage(m_journal, message, macros, tr("no connection was made"));
    }
}

void TcpClient::endRun()
{
    stopSending();
    for (Place &place : std::exchange(m_places, {})) {
        place.connection.release()->deleteLater(); // it may be what is calling us
    }
    m_journal.write(EventKind::Closed,
                    tr("nothing goes on any more; connections made: %1").arg(m_made));
}

QList<ConnectionId> TcpClient::everybody() const
{
    QList<ConnectionId> ids;
    for (const Place &place : m_places) {
        if (const StreamSocket *const socket = place.connection->socket()) {
            ids.append(socket->connection());
        }
    }
    return ids;
}

void TcpClient::forEach(const Addressees &to, const std::function<void(ClientConnection &)> &action)
{
    // An action may end the run, and with it the list.
    std::vector<ClientConnection *> wanted;
    for (const Place &place : m_places) {
        const StreamSocket *const socket = place.connection->underWay();
        if (!to || (socket != nullptr && to->contains(socket->connection()))) {
            wanted.push_back(place.connection.get());
        }
    }
    for (ClientConnection *const connection : wanted) {
        action(*connection);
    }
}

void TcpClient::stop()
{
    stopSending();
    disconnectFrom({});
}

void TcpClient::disconnectFrom(const Addressees &to)
{
    courier().discardWaiting(idsOf(to));
    forEach(to, [](ClientConnection &connection) { connection.stop(); });
}

void TcpClient::resume()
{
    forEach({}, [](ClientConnection &connection) { connection.resume(); });
    courier().resume();
}

void TcpClient::send(const Addressees &to, const PreparedMessage &message)
{
    QList<ConnectionId> there = idsOf(to);
    bool waits = false;
    for (Place &place : m_places) {
        const ClientConnection &connection = *place.connection;
        const StreamSocket *const socket = connection.underWay();
        const bool isUnsecured = socket != nullptr && socket != connection.socket();
        const bool isMeant = to ? isUnsecured && to->contains(socket->connection())
                                : isUnsecured || connection.isFirstAwaited();
        if (isMeant) {
            place.early.push_back(message);
            waits = true;
            if (isUnsecured) {
                there.removeAll(socket->connection());
            }
        }
    }
    if (there.isEmpty()) {
        if (!waits) {
            courier().send(to, message);
        }
        return;
    }
    // Named one by one, each that can no longer send says so.
    courier().send(there, message);
}

void TcpClient::finish(const Addressees &to)
{
    forEach(to, [this](ClientConnection &connection) {
        if (connection.socket() != nullptr) {
            connection.endsByWish();
            courier().finish({connection.socket()->connection()});
        } else if (connection.isFirstAwaited()) {
            placeOf(&connection).finishesEarly = true;
        }
    });
}

void TcpClient::abort(const Addressees &to)
{
    forEach(to, [](ClientConnection &connection) { connection.abort(); });
}

void TcpClient::pause(const Addressees &to)
{
    forEach(to, [](ClientConnection &connection) { connection.pause(); });
}

void TcpClient::unpause(const Addressees &to)
{
    forEach(to, [](ClientConnection &connection) { connection.unpause(); });
}

EndpointSnapshot TcpClient::snapshot(const std::optional<WatchedSocket> &watched) const
{
    EndpointSnapshot result;
    const StreamSocket *watchedSocket = nullptr;
    for (const Place &place : m_places) {
        if (const StreamSocket *const socket = place.connection->underWay()) {
            result.add(*socket);
            if (watched && watched->id == socket->connection()) {
                watchedSocket = socket;
            }
        }
    }
    if (watched && watched->id != 0) {
        result.kernel = kernelViewOf(*watched, watchedSocket);
    }
    result.sending = courier().progress();
    return result;
}

} // namespace sockyard
