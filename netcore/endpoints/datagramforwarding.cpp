#include "netcore/endpoints/datagramforwarding.h"

#include "netcore/sockets/bytes.h"
#include "netcore/sockets/notemarks.h"

#include <algorithm>
#include <utility>

namespace sockyard
{

DatagramForwarding::DatagramForwarding(EventLog &log, std::shared_ptr<const ForwardPlan> plan,
                                       MakeJournal makeJournal, QObject *parent)
    : QObject(parent)
    , m_journal(log, 0)
    , m_plan(std::move(plan))
    , m_makeJournal(std::move(makeJournal))
    , m_faults(m_plan->faults())
    , m_socket(m_journal)
{
    connect(&m_lookup, &HostLookup::found, this, &DatagramForwarding::found);
    connect(&m_lookup, &HostLookup::failed, this, &DatagramForwarding::notFound);
    m_turn.setSingleShot(true);
    m_turn.setInterval(0);
    connect(&m_turn, &QTimer::timeout, this, &DatagramForwarding::carryHeard);
    m_idle.setInterval(m_plan->idleLimit());
    connect(&m_idle, &QTimer::timeout, this, &DatagramForwarding::forgetIdle);
    m_socket.setReader([this](const native::Datagram &datagram, std::string_view sender) {
        // Whoever reads a socket must not use it, and what was received comes into the log first.
        m_heard.push_back({datagram.sender, std::string(sender),
                           QByteArray(reinterpret_cast<const char *>(datagram.into.data()),
                                      static_cast<qsizetype>(datagram.size))});
        m_turn.start();
        return QString();
    });
}

DatagramForwarding::~DatagramForwarding() = default;

void DatagramForwarding::start()
{
    if (m_plan->targetAddress()) {
        begin(*m_plan->targetAddress());
    } else {
        m_lookup.look(m_plan->targetHost());
    }
}

void DatagramForwarding::found(const QList<QHostAddress> &addresses)
{
    begin(SocketAddress(addresses.constFirst(), m_plan->targetPort()));
}

void DatagramForwarding::begin(const SocketAddress &target)
{
    m_target = target;
    if (!m_socket.open(m_plan->local().family()) || !bind()) {
        end();
        return;
    }
    m_idle.start();
}

void DatagramForwarding::notFound(const QString &why)
{
    m_journal.write(EventKind::Failed, why);
    end();
}

bool DatagramForwarding::bind()
{
    const SocketAddress &wanted = m_plan->local();
    const Listener::Families families = m_plan->listening().families;
    if (m_socket.bindAlone(wanted, families)) {
        return true;
    }
    const auto otherwise = m_plan->otherwise();
    if (!otherwise || !m_socket.lastFailure().startsWith(QLatin1StringView("EADDRINUSE"))) {
        return false;
    }
    m_journal.write(EventKind::Note,
                    tr("port %1 is taken: any free one is asked for").arg(wanted.port()));
    return m_socket.bindAlone(*otherwise, families);
}

void DatagramForwarding::carryHeard()
{
    for (const Heard &heard : std::exchange(m_heard, {})) {
        if (ForwardedPeer *const peer = peerOf(heard)) {
            peer->hear(viewOf(heard.datagram));
        }
    }
}

ForwardedPeer *DatagramForwarding::peerOf(const Heard &heard)
{
    const auto known = m_peers.find(heard.name);
    if (known != m_peers.end()) {
        return known->second.get();
    }
    const Journal journal = m_journal.withPeer(heard.name);
    if (m_peers.size() >= static_cast<std::size_t>(m_plan->mostConnections())) {
        journal.discarded(viewOf(heard.datagram),
                          markedNote(refusedMark, tr("%1 peers are carried for already, and more "
                                                     "are not wanted")
                                                      .arg(m_plan->mostConnections())));
        return nullptr;
    }
    auto peer = std::make_unique<ForwardedPeer>(heard.sender, m_makeJournal(), m_plan);
    if (!peer->open(m_target)) {
        peer->close();
        journal.discarded(viewOf(heard.datagram), tr("there is no way to the target"));
        return nullptr;
    }
    peer->setFaults(m_faults);
    connect(peer.get(), &ForwardedPeer::answered, this, &DatagramForwarding::answer);
    return m_peers.emplace(heard.name, std::move(peer)).first->second.get();
}

void DatagramForwarding::answer(const SocketAddress &peer, const QByteArray &datagram)
{
    if (!m_socket.sendTo(peer, datagram)) {
        m_journal.withPeer(peer.text()).discarded(viewOf(datagram), tr("not sent"));
    }
}

void DatagramForwarding::setFaults(const FaultPlan &faults)
{
    m_faults = faults;
    for (const auto &[name, peer] : m_peers) {
        peer->setFaults(faults);
    }
}

DatagramForwarding::Peers::iterator DatagramForwarding::close(Peers::iterator peer,
                                                              const QString &why)
{
    peer->second->close(why);
    peer->second.release()->deleteLater(); // it may be what is calling us
    return m_peers.erase(peer);
}

void DatagramForwarding::forget(const QList<ConnectionId> &connections)
{
    for (auto peer = m_peers.begin(); peer != m_peers.end();) {
        peer = connections.contains(peer->second->connection()) ? close(peer) : std::next(peer);
    }
}

void DatagramForwarding::forgetIdle()
{
    for (auto peer = m_peers.begin(); peer != m_peers.end();) {
        peer = peer->second->takeIdle()
                   ? close(peer,
                           markedNote(idleMark, tr("no datagram for %1 s: this peer is forgotten")
                                                    .arg(m_plan->idleLimit().count())))
                   : std::next(peer);
    }
}

void DatagramForwarding::resume()
{
    m_socket.resume();
    for (const auto &[name, peer] : m_peers) {
        peer->resume();
    }
}

void DatagramForwarding::stop()
{
    for (auto peer = m_peers.begin(); peer != m_peers.end();) {
        peer = close(peer);
    }
    end();
}

void DatagramForwarding::end()
{
    m_lookup.giveUp();
    m_turn.stop();
    m_idle.stop();
    m_socket.close();
    if (!std::exchange(m_hasEnded, true)) {
        Q_EMIT ended();
    }
}

} // namespace sockyard
