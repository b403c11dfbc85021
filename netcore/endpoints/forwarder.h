#pragma once

#include "netcore/endpoints/datagramforwarding.h"
#include "netcore/endpoints/forwardedpair.h"
#include "netcore/endpoints/forwardplan.h"
#include "netcore/endpoints/hostlookup.h"
#include "netcore/endpoints/streamendpoint.h"
#include "netcore/sockets/listener.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>

namespace sockyard
{

/// A port forwarder: listens here, connects there for each client, and carries what both say, with
/// faults where a person wants them. Each client and its connection to the target have numbers of
/// their own; the first event of the latter is a note that names the former (pairMark). It carries
/// datagrams as well, see DatagramForwarding.
class Forwarder : public StreamEndpoint
{
    Q_OBJECT

public:
    explicit Forwarder(std::shared_ptr<EventLog> log);
    ~Forwarder() override;

    void start(const ForwarderSettings &settings);
    /// Stops listening, and closes all connections in order.
    void stop() override;
    void resume() override;
    /// From now on, for what goes on already, too. What has changed is told.
    void setFaults(const FaultPlan &faults);

    /// Closes the pairs of these in order.
    void disconnectFrom(const Addressees &to) override;
    /// Cuts these; the other connection of each pair is cut, too.
    void abort(const Addressees &to) override;
    void pause(const Addressees &to) override;
    void unpause(const Addressees &to) override;

    EndpointSnapshot snapshot(const std::optional<WatchedSocket> &watched = {}) const override;
    /// For tests: where it listens, or receives.
    const SocketAddress &address() const;
    /// For tests: what is owed to all that do not read.
    std::size_t owed() const;

protected:
    QList<ConnectionId> everybody() const override;

private:
    bool takeTls();
    bool listen();
    void welcome(qintptr handle);
    void refuseClient(qintptr handle);
    void findTarget(ConnectionId pair);
    void found(const QList<QHostAddress> &addresses);
    void notFound(const QString &why);
    void targetConnected(ConnectionId pair);
    void forget(ConnectionId pair);
    void tellFaults(const FaultPlan &before, const FaultPlan &now);
    Journal nextJournal();
    ForwardedPair *pairOf(ConnectionId side) const;
    void forEach(const Addressees &to,
                 const std::function<void(ForwardedPair &, ConnectionId)> &action);

    Journal m_journal;
    Listener m_listener;
    std::shared_ptr<const ForwardPlan> m_plan; // of the last start
    ForwardedPair::Security m_security;
    FaultPlan m_faults;                                             // as they are now
    std::map<ConnectionId, std::unique_ptr<ForwardedPair>> m_pairs; // by the client's number
    std::map<ConnectionId, ConnectionId> m_targets; // of the connected ones, to the client's number
    std::set<ConnectionId> m_waiting;               // pairs, for the target's addresses
    HostLookup m_lookup;
    std::unique_ptr<DatagramForwarding> m_datagrams;
    ConnectionId m_lastId = 0;
};

} // namespace sockyard
