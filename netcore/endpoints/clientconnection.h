#pragma once

#include "netcore/endpoints/addressrace.h"
#include "netcore/endpoints/tcpclientsettings.h"

#include <QTimer>

#include <memory>

namespace sockyard
{

class TlsContext;

/// One of the connections that a client keeps to its peer: connects, tries again, connects again,
/// and watches over the three time-outs. Resolving is its owner's. Each attempt is a connection of
/// its own in the log; what concerns no single one is told as the endpoint's. Owned by TcpClient,
/// on whose thread it lives; delete it with deleteLater() from a slot of its signals.
class ClientConnection : public QObject
{
    Q_OBJECT

public:
    /// \a journal is the endpoint's own; \a tls is null where there is to be none.
    ClientConnection(const TcpClientSettings &settings, const ConnectOptions &options,
                     AddressRace::MakeJournal makeJournal, const Journal &journal,
                     std::shared_ptr<TlsContext> tls = {}, QObject *parent = nullptr);
    ~ClientConnection() override;

    /// Has it tell what this machine knows where it is refused; \a name is the host's, or empty.
    void tellHints(const QString &name) { m_hintedName = name; }
    /// Begins an attempt, the first or another; addressesWanted() follows at once.
    void begin();
    /// The answer to addressesWanted(): tries these, of which there is at least one.
    void tryAddresses(const QList<SocketAddress> &addresses);
    /// The other answer: there are none, which was told.
    void resolvingFailed();
    /// An attempt is given up, or the connection closed in order.
    void stop();
    /// The connection is cut with RST, or an attempt given up.
    void abort();
    /// This side will not connect again, because a person ends the connection.
    void endsByWish() { m_endsByWish = true; }
    /// Receives nothing until unpause().
    void pause();
    void unpause();
    /// The log has room again.
    void resume();

    /// The connected one, with the handshake of TLS done, or null.
    StreamSocket *socket() const { return m_socket.get(); }
    /// The same as soon as it is connected, when TLS may not be agreed on yet.
    StreamSocket *underWay() const { return m_unsecured ? m_unsecured.get() : m_socket.get(); }
    /// True until it was connected once, and while it may still be.
    bool isFirstAwaited() const { return !m_wasConnected && !m_hasEnded; }
    bool hasEnded() const { return m_hasEnded; }

Q_SIGNALS:
    void addressesWanted();
    /// socket() is connected.
    void connected();
    /// The peer sends no more, and what follows a close is wanted: this side should finish, too.
    void finishWanted();
    /// All addresses were tried, and failed. An attempt may follow.
    void failed();
    /// It will not connect again; the last signal.
    void ended();

private:
    void raceWon();
    void secure();
    void securingFailed();
    void ready();
    void raceLost();
    void endRace();
    void attemptFailed();
    void tellFailures();
    void waitAndBegin(const QString &words);
    void socketClosed();
    void end();
    void connectTimedOut();
    void responseTimedOut();
    void exchangeTimedOut();

    const TcpClientSettings m_settings;
    const ConnectOptions m_options;
    const AddressRace::MakeJournal m_makeJournal;
    const Journal m_journal;
    std::optional<QString> m_hintedName;
    std::unique_ptr<AddressRace> m_race;
    const std::shared_ptr<TlsContext> m_tls;
    std::unique_ptr<StreamSocket> m_unsecured; // connected, while the handshake of TLS goes on
    std::unique_ptr<StreamSocket> m_socket;
    QTimer m_retry;
    QTimer m_connectTimeout;
    QTimer m_responseTimeout;
    QTimer m_exchangeTimeout;
    std::chrono::milliseconds m_nextWait;
    int m_tries = 0; // after the first
    bool m_wasConnected = false;
    bool m_received = false;   // on this connection
    bool m_endsByWish = false; // of a person, or because of a time-out
    bool m_paused = false;
    bool m_hasEnded = false;
};

} // namespace sockyard
