#include "netcore/endpoints/tcpclient.h"

#include "netcore/sending/discardedmessage.h"
#include "netcore/sockets/addressorder.h"
#include "netcore/sockets/addresstext.h"
#include "netcore/tls/tlscontext.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <utility>

namespace sockyard
{

namespace
{

using Settings = TcpClientSettings;

Settings::Family familyOf(const QHostAddress &address)
{
    return address.protocol() == QAbstractSocket::IPv6Protocol ? Settings::Family::Ipv6
                                                               : Settings::Family::Ipv4;
}

QString familyName(Settings::Family family)
{
    return family == Settings::Family::Ipv6 ? QStringLiteral("IPv6") : QStringLiteral("IPv4");
}

} // namespace

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
    const QString wrong = misfit(settings);
    if (!wrong.isEmpty()) {
        refuse(refusal(wrong));
        return;
    }
    if (!takeHost(settings) || !takeSource(settings) || !takeTls(settings)) {
        return;
    }
    m_made = 0;
    const QString host = m_host.contains(u':') ? QStringLiteral("[%1]").arg(m_host) : m_host;
    m_journal.setPeer(QStringLiteral("%1:%2").arg(host, QString::number(m_port)).toStdString());
    m_journal.write(EventKind::Connecting, m_address ? QString() : tr("resolving %1").arg(m_host));
    if (m_tls) {
        tellTls(m_journal, *m_tls);
    }
    for (int index = 0; index < settings.connections; ++index) {
        addPlace(settings);
    }
    // The first speaks for all: each question to the system costs a while.
    m_places.front().connection->tellHints(m_address ? QString() : m_host);
    forEach({}, [](ClientConnection &connection) { connection.begin(); });
}

QString TcpClient::misfit(const TcpClientSettings &settings) const
{
    struct Number {
        QString name;
        int value;
        NumberRange range;
    };
    const std::array numbers = {
        Number{tr("number of connections"), settings.connections, Settings::connectionsRange},
        Number{tr("connection time-out"), settings.connectTimeout, Settings::connectTimeoutRange},
        Number{tr("response time-out"), settings.responseTimeout, Settings::responseTimeoutRange},
        Number{tr("exchange time-out"), settings.exchangeTimeout, Settings::exchangeTimeoutRange},
        Number{tr("number of retries"), settings.retries, Settings::retriesRange},
        Number{tr("wait before a retry"), settings.retryWait, Settings::retryWaitRange},
    };
    const auto words = [](const QString &name, int least, int most, int value) {
        return tr("the %1 can be %2 to %3, and not %4.").arg(name).arg(least).arg(most).arg(value);
    };
    for (const Number &number : numbers) {
        if (!number.range.holds(number.value)) {
            return words(number.name, number.range.least, number.range.most, number.value);
        }
    }
    for (auto option = settings.options.begin(); option != settings.options.end(); ++option) {
        const SocketOptionRow &row = socketOptionRow(option.key());
        if (!row.holds(option.value())) {
            return words(QString::fromLatin1(row.systemName), row.least, row.most, option.value());
        }
    }
    return {};
}

bool TcpClient::takeHost(const TcpClientSettings &settings)
{
    QString host = settings.host.trimmed();
    if (host.startsWith(u'[') && host.endsWith(u']')) {
        host = host.mid(1, host.size() - 2);
    }
    const auto port = parsePort(settings.port);
    if (!port) {
        refuse(badPortText(settings.port));
        return false;
    }
    if (*port == 0) {
        refuse(refusal(
            tr("nobody can be connected to on port 0. It means \"any\" to a server only.")));
        return false;
    }
    m_host = host;
    m_port = *port;
    m_family = settings.family;
    m_address = parseAddress(host);
    if (!m_address) {
        if (!isPlausibleHostName(host)) {
            refuse(refusal(host.isEmpty()
                               ? tr("a host is missing: a name or an address.")
                               : tr("\"%1\" can be no host: names have at most 253 characters, 63 "
                                    "between two dots, and no spaces.")
                                     .arg(host.left(300))));
            return false;
        }
        return true;
    }
    if (SocketAddress(*m_address, m_port).family() == SocketAddress::Family::None) {
        refuse(refusal(tr("this machine has no interface \"%1\".").arg(m_address->scopeId())));
        return false;
    }
    if (m_family != Settings::Family::Any && m_family != familyOf(*m_address)) {
        refuse(refusal(tr("%1 is no %2 address.").arg(host, familyName(m_family))));
        return false;
    }
    return true;
}

bool TcpClient::takeTls(const TcpClientSettings &settings)
{
    m_tls.reset();
    if (settings.transport != Transport::Tls) {
        return true;
    }
    TlsContext::Made made = TlsContext::forClient(settings.tls, m_host);
    if (!made.context) {
        refuse(refusal(tr("TLS: %1.").arg(made.error)));
        return false;
    }
    m_tls = std::move(made.context);
    return true;
}

bool TcpClient::takeSource(const TcpClientSettings &settings)
{
    m_options = {.options = settings.options};
    const QString text = settings.source.trimmed();
    if (text.isEmpty()) {
        return true;
    }
    // An IPv6 address by itself needs no brackets.
    const auto whole = parseAddress(text);
    const auto parts = whole ? HostAndPort{text, {}} : splitHostAndPort(text);
    const auto address = parts ? parseAddress(parts->host) : std::nullopt;
    const auto port = !parts || parts->port.isEmpty() ? std::optional<quint16>(quint16(0))
                                                      : parsePort(parts->port);
    if (!parts || (!parts->host.isEmpty() && !address) || !port) {
        refuse(refusal(tr("\"%1\" is no address to connect from: it is written as 127.0.0.1, "
                          "127.0.0.1:5000, [::1]:5000 or :5000.")
                           .arg(text.left(300))));
        return false;
    }
    if (address && SocketAddress(*address, *port).family() == SocketAddress::Family::None) {
        refuse(refusal(tr("this machine has no interface \"%1\".").arg(address->scopeId())));
        return false;
    }
    if (*port != 0 && settings.connections > 1) {
        refuse(refusal(tr("several connections to one peer cannot all come from port %1: give "
                          "none, and the system chooses.")
                           .arg(*port)));
        return false;
    }
    if (address) {
        const Settings::Family family = familyOf(*address);
        const bool hostFits = !m_address || familyOf(*m_address) == family;
        if (!hostFits || (m_family != Settings::Family::Any && m_family != family)) {
            refuse(refusal(
                tr("from %1 only %2 addresses can be reached.").arg(text, familyName(family))));
            return false;
        }
        m_family = family;
    }
    m_options.sourceAddress = address;
    m_options.sourcePort = *port;
    return true;
}

Journal TcpClient::nextJournal()
{
    return {log(), ++m_lastId};
}

void TcpClient::addPlace(const TcpClientSettings &settings)
{
    auto connection = std::make_unique<ClientConnection>(
        settings, m_options, [this] { return nextJournal(); }, m_journal, m_tls);
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
    if (m_address) {
        connection->tryAddresses({SocketAddress(*m_address, m_port)});
        return;
    }
    placeOf(connection).wantsAddresses = true;
    if (m_lookup == -1) {
        m_lookup = QHostInfo::lookupHost(m_host, this, &TcpClient::resolved);
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
    const QList<QHostAddress> all = connectingOrder(info.addresses());
    if (info.error() != QHostInfo::NoError || all.isEmpty()) {
        // getaddrinfo(3) has error names of its own.
        const bool unknown = info.error() == QHostInfo::HostNotFound || all.isEmpty();
        refuseAddresses(
            unknown
                ? tr("EAI_NONAME: no host is named \"%1\". Check the spelling, or give its "
                     "address.")
                      .arg(m_host)
                : tr("EAI_FAIL: \"%1\" could not be resolved: %2").arg(m_host, info.errorString()));
        return;
    }
    QStringList texts;
    QList<QHostAddress> wanted;
    for (const QHostAddress &address : all) {
        texts.append(address.toString());
        if (m_family == Settings::Family::Any || m_family == familyOf(address)) {
            wanted.append(address);
        }
    }
    m_journal.write(EventKind::Note,
                    tr("%1 has the addresses %2").arg(m_host, texts.join(QStringLiteral(", "))));
    if (wanted.isEmpty()) {
        refuseAddresses(
            tr("EAI_ADDRFAMILY: \"%1\" has no %2 address.").arg(m_host, familyName(m_family)));
        return;
    }
    giveAddresses(wanted);
}

void TcpClient::giveAddresses(const QList<QHostAddress> &addresses)
{
    QList<SocketAddress> candidates;
    for (const QHostAddress &address : addresses) {
        candidates.append(SocketAddress(address, m_port));
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
