#pragma once

#include "netcore/endpoints/clientconnection.h"
#include "netcore/endpoints/connectplan.h"
#include "netcore/endpoints/streamendpoint.h"
#include "netcore/endpoints/tcpclientsettings.h"

#include <QHostInfo>
#include <QList>

#include <memory>
#include <vector>

namespace sockyard
{

/// A client of streams, over TCP or local sockets: resolves, connects once or many times to the
/// same peer, sends and receives. Each attempt to connect has a number of its own. A run begins
/// with Connecting of the endpoint itself, with the peer as it was typed, and ends with its Closed;
/// between them stands what concerns no single connection: what a name was resolved to, what is
/// tried again and when.
class TcpClient : public StreamEndpoint
{
    Q_OBJECT

public:
    explicit TcpClient(std::shared_ptr<EventLog> log);
    ~TcpClient() override;

    void start(const TcpClientSettings &settings);
    /// Gives up attempts, and closes connections in order: what was given to the sockets is sent
    /// first; the rest of a file is not.
    void stop() override;
    void resume() override;

    /// What is said to all before they are connected waits for that.
    void send(const Addressees &to, const PreparedMessage &message) override;
    void finish(const Addressees &to) override;
    void disconnectFrom(const Addressees &to) override;
    /// Attempts are given up where all are meant.
    void abort(const Addressees &to) override;
    void pause(const Addressees &to) override;
    void unpause(const Addressees &to) override;

    EndpointSnapshot snapshot(const std::optional<WatchedSocket> &watched = {}) const override;

protected:
    QList<ConnectionId> everybody() const override;

private:
    /// One of the connections that are wanted, and what waits until it is there.
    struct Place {
        std::unique_ptr<ClientConnection> connection;
        std::vector<PreparedMessage> early = {};
        bool finishesEarly = false;
        bool wantsAddresses = false;
    };

    bool takeTls(const TcpClientSettings &settings);
    void addPlace(const TcpClientSettings &settings);
    void want(ClientConnection *connection);
    void resolved(const QHostInfo &info);
    /// Whether it waits for addresses; it does no longer.
    bool takeWish(const ClientConnection &connection);
    void giveAddresses(const QList<QHostAddress> &addresses);
    void refuseAddresses(const QString &why);
    void endLookup();
    void connectionMade(ClientConnection *connection);
    void connectionEnded(ClientConnection *connection);
    void discardEarly(Place &place);
    void endRun();
    Place &placeOf(const ClientConnection *connection);
    Journal nextJournal();
    void forEach(const Addressees &to, const std::function<void(ClientConnection &)> &action);

    Journal m_journal;
    std::vector<Place> m_places;
    ConnectionId m_lastId = 0;
    int m_lookup = -1;                 // of QHostInfo; -1 while none is under way
    std::optional<ConnectPlan> m_plan; // of this run, or the last
    std::shared_ptr<TlsContext> m_tls; // none without TLS
    std::uint64_t m_made = 0;          // connections of this run
};

} // namespace sockyard
