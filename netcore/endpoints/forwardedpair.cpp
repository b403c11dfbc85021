#include "netcore/endpoints/forwardedpair.h"

#include "netcore/sockets/notemarks.h"
#include "netcore/tls/tlscontext.h"

#include <utility>

namespace sockyard
{

ForwardedPair::ForwardedPair(Journal client, const Journal &target,
                             AddressRace::MakeJournal makeJournal,
                             std::shared_ptr<const ForwardPlan> plan, Security security,
                             QObject *parent)
    : QObject(parent)
    , m_plan(std::move(plan))
    , m_security(std::move(security))
    , m_faults(m_plan->faults())
    , m_makeJournal(std::move(makeJournal))
    , m_firstTarget(target)
    , m_client(std::move(client))
{
    m_clientSide.socket = &m_client;
    m_connectTimeout.setSingleShot(true);
    m_connectTimeout.setInterval(connectLimit);
    connect(&m_connectTimeout, &QTimer::timeout, this, &ForwardedPair::connectTimedOut);
    m_handshakeTimeout.setSingleShot(true);
    m_handshakeTimeout.setInterval(connectLimit);
    connect(&m_handshakeTimeout, &QTimer::timeout, this, &ForwardedPair::handshakeTimedOut);
    m_client.setReceiving(false);
}

ForwardedPair::~ForwardedPair() = default;

void ForwardedPair::serve(native::Handle handle)
{
    connect(&m_client, &StreamSocket::closed, this,
            [this] { sideClosed(m_clientSide, m_targetSide); });
    m_client.adopt(handle);
    if (m_plan->local().family() != SocketAddress::Family::Local) {
        // Small pieces go on as they come; this side is not to be where they wait.
        native::setOption(handle, m_plan->local().family(), SocketOption::NoDelay, 1);
    }
    m_firstTarget->write(EventKind::Note,
                         markedNote(pairMark, QString::number(m_client.connection())));
    m_connectTimeout.start();
    if (m_security.client) {
        connect(&m_client, &StreamSocket::secured, &m_handshakeTimeout, &QTimer::stop);
        m_handshakeTimeout.start();
        m_client.secure(m_security.client->channel());
    }
}

Journal ForwardedPair::nextTarget()
{
    if (m_firstTarget) {
        return *std::exchange(m_firstTarget, std::nullopt);
    }
    Journal journal = m_makeJournal();
    journal.write(EventKind::Note, markedNote(pairMark, QString::number(m_client.connection())));
    return journal;
}

void ForwardedPair::connectTo(const QList<SocketAddress> &addresses)
{
    if (!m_client.isConnected() || m_race || m_target) {
        return;
    }
    m_race = std::make_unique<AddressRace>([this] { return nextTarget(); }, addresses,
                                           m_plan->targetOptions());
    connect(m_race.get(), &AddressRace::won, this, &ForwardedPair::targetConnected);
    connect(m_race.get(), &AddressRace::lost, this, &ForwardedPair::targetLost);
    m_race->begin();
}

void ForwardedPair::endRace()
{
    if (m_race) {
        m_race->disconnect(this);
        m_race.release()->deleteLater(); // it may be what is calling us
    }
}

void ForwardedPair::targetLost()
{
    const AddressRace::Failure &last = m_race->failures().back();
    refuse(tr("%1 could not be connected to (%2)")
               .arg(QString::fromStdString(last.address.text()),
                    QString::fromStdString(last.error.name())));
}

void ForwardedPair::handshakeTimedOut()
{
    m_client.expire(
        markedNote(connectionTimeOutMark,
                   tr("the client was not done with its part of the TLS handshake within %1 s")
                       .arg(connectLimit.count())));
}

void ForwardedPair::connectTimedOut()
{
    if (m_target) {
        m_target->expire(markedNote(
            connectionTimeOutMark,
            tr("the target was connected, and not done with its part of the TLS handshake within "
               "%1 s: it may speak no TLS, and wait for what comes.")
                .arg(connectLimit.count())));
        return;
    }
    if (m_race) {
        m_race->expire(markedNote(
            connectionTimeOutMark,
            tr("the handshake was not done within %1 s. Nothing came back: the machine is off, the "
               "address is wrong, a firewall drops what is sent, or the server's backlog is full.")
                .arg(connectLimit.count())));
    }
    refuse(tr("no connection within %1 s").arg(connectLimit.count()));
}

void ForwardedPair::refuse(const QString &why)
{
    endRace();
    m_connectTimeout.stop();
    m_client.abort(markedNote(targetMark, tr("%1: this client gets RST").arg(why)));
}

void ForwardedPair::targetConnected()
{
    m_target = m_race->takeWinner();
    endRace();
    m_targetSide.socket = m_target.get();
    connect(m_target.get(), &StreamSocket::closed, this,
            [this] { sideClosed(m_targetSide, m_clientSide); });
    Q_EMIT connected();
    // What is carried waits in the sockets until these are secured.
    begin();
    if (m_security.target) {
        connect(m_target.get(), &StreamSocket::secured, &m_connectTimeout, &QTimer::stop);
        m_target->secure(m_security.target->channel());
    } else {
        m_connectTimeout.stop();
    }
}

void ForwardedPair::begin()
{
    const std::uint64_t number = m_client.connection();
    m_toTarget = std::make_unique<ForwardedDirection>(ForwardDirection::ToTarget, m_client,
                                                      *m_target, m_plan->rewriting(),
                                                      seedFor(m_faults.seed, number, true));
    m_toClient = std::make_unique<ForwardedDirection>(ForwardDirection::ToClient, *m_target,
                                                      m_client, m_plan->rewriting(),
                                                      seedFor(m_faults.seed, number, false));
    m_clientSide.from = m_toTarget.get();
    m_clientSide.to = m_toClient.get();
    m_targetSide.from = m_toClient.get();
    m_targetSide.to = m_toTarget.get();
    for (const Side *side : {&m_clientSide, &m_targetSide}) {
        connect(side->to, &ForwardedDirection::finishWanted, this,
                [this, id = side->socket->connection()] { Q_EMIT finishWanted(id); });
        connect(side->to, &ForwardedDirection::cutWanted, this, &ForwardedPair::cutBoth);
        side->from->setPaused(side->paused);
    }
    setFaults(m_faults);
    m_toTarget->begin();
    m_toClient->begin();
}

void ForwardedPair::setFaults(const FaultPlan &faults)
{
    m_faults = faults;
    if (m_toTarget) {
        m_toTarget->setFaults(faults.toTarget);
        m_toClient->setFaults(faults.toClient);
    }
}

std::size_t ForwardedPair::owed() const
{
    return m_toTarget ? m_toTarget->owed() + m_toClient->owed() : 0;
}

void ForwardedPair::sideClosed(Side &side, Side &other)
{
    if (m_race) {
        m_race->giveUp(tr("the client is gone"));
    }
    endRace();
    // Who fails at that closes in order, to tell the peer why.
    const bool isUnsecured =
        m_target && (m_connectTimeout.isActive() || m_handshakeTimeout.isActive());
    m_connectTimeout.stop();
    m_handshakeTimeout.stop();
    if (m_firstTarget) {
        std::exchange(m_firstTarget, std::nullopt)
            ->write(EventKind::Closed, tr("nothing was connected"));
    }
    const bool inOrder = side.from != nullptr && side.socket->hasEndedInOrder();
    if (side.to != nullptr) {
        side.to->giveUp();
    }
    if (inOrder) {
        side.from->end(); // and what it said goes on to the other
    } else if (side.from != nullptr) {
        side.from->giveUp();
    }
    if (other.socket != nullptr && !inOrder) {
        if (side.socket->isClosing() && !isUnsecured) {
            other.socket->close();
        } else {
            other.socket->abort(
                m_cutBy.isEmpty()
                    ? markedNote(carriedMark, tr("the other connection of the pair was cut, and so "
                                                 "is this one: its peer gets RST"))
                    : m_cutBy);
        }
    }
    endIfGone();
}

void ForwardedPair::cutBoth(const QString &why)
{
    m_cutBy = why;
    m_target->abort(why); // which is carried on
}

void ForwardedPair::endIfGone()
{
    const bool isGone = !m_client.isConnected() && (!m_target || !m_target->isConnected());
    if (isGone && !std::exchange(m_hasEnded, true)) {
        Q_EMIT ended();
    }
}

ForwardedPair::Side *ForwardedPair::sideOf(ConnectionId id)
{
    return id == m_client.connection()                ? &m_clientSide
           : m_target && id == m_target->connection() ? &m_targetSide
                                                      : nullptr;
}

void ForwardedPair::close()
{
    if (m_race) {
        m_race->giveUp(tr("given up by this side"));
    }
    endRace();
    if (m_target) {
        m_target->close();
    }
    m_client.close();
}

void ForwardedPair::abort(ConnectionId id)
{
    if (const Side *const side = sideOf(id)) {
        side->socket->abort();
    }
}

void ForwardedPair::pause(ConnectionId id)
{
    Side *const side = sideOf(id);
    if (side == nullptr || side->paused || !side->socket->isConnected() ||
        side->socket->isClosing()) {
        return;
    }
    side->paused = true;
    side->socket->journal().write(EventKind::Paused,
                                  tr("nothing more is received: what this peer sends now fills the "
                                     "buffers on the way, and then it has to wait"));
    if (side->from != nullptr) {
        side->from->setPaused(true);
    }
}

void ForwardedPair::unpause(ConnectionId id)
{
    Side *const side = sideOf(id);
    if (side == nullptr || !side->paused || !side->socket->isConnected()) {
        return;
    }
    side->paused = false;
    side->socket->journal().write(EventKind::Resumed);
    if (side->from != nullptr) {
        side->from->setPaused(false);
    }
}

void ForwardedPair::resume()
{
    m_client.resume();
    if (m_target) {
        m_target->resume();
    }
}

} // namespace sockyard
