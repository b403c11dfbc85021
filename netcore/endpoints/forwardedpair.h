#pragma once

#include "netcore/endpoints/addressrace.h"
#include "netcore/endpoints/forwardeddirection.h"
#include "netcore/endpoints/forwardplan.h"

#include <QTimer>

#include <memory>

namespace sockyard
{

class TlsContext;

/// A client of a forwarder and the connection to the target that belongs to it. What one says the
/// other hears: bytes, FIN as FIN, RST as RST. Owned by Forwarder, on whose thread it lives; delete
/// it with deleteLater() from a slot of its signals.
class ForwardedPair : public QObject
{
    Q_OBJECT

public:
    /// How long the target has for its handshakes, and a client for that of TLS.
    static constexpr std::chrono::seconds connectLimit{10};

    /// What the two sides go through where they speak TLS; null where they do not.
    struct Security {
        std::shared_ptr<TlsContext> client = {};
        std::shared_ptr<TlsContext> target = {};
    };

    /// \a target is the number of the first attempt to connect, \a makeJournal gives those of
    /// further ones.
    ForwardedPair(Journal client, const Journal &target, AddressRace::MakeJournal makeJournal,
                  std::shared_ptr<const ForwardPlan> plan, Security security,
                  QObject *parent = nullptr);
    ~ForwardedPair() override;

    /// Takes an accepted descriptor over. Nothing is received before the target is connected.
    void serve(native::Handle handle);
    /// Tries these, of which there is at least one.
    void connectTo(const QList<SocketAddress> &addresses);
    /// There is no way to the target: the client gets RST.
    void refuse(const QString &why);

    StreamSocket &client() { return m_client; }
    const StreamSocket &client() const { return m_client; }
    /// The connected one, or null.
    StreamSocket *target() { return m_target.get(); }
    const StreamSocket *target() const { return m_target.get(); }

    void setFaults(const FaultPlan &faults);
    /// Bytes that were received from one and not given to the system for the other.
    std::size_t owed() const;
    /// Closes both in order.
    void close();
    /// Cuts the side of that number; the other is cut, too, since that is carried on.
    void abort(ConnectionId side);
    /// Receives nothing from the side of that number until unpause().
    void pause(ConnectionId side);
    void unpause(ConnectionId side);
    /// The log has room again.
    void resume();

Q_SIGNALS:
    /// target() is connected.
    void connected();
    /// FIN is to go out there, behind everything that waits for it.
    void finishWanted(sockyard::ConnectionId side);
    /// Both are gone; the last signal.
    void ended();

private:
    struct Side {
        StreamSocket *socket = nullptr;
        ForwardedDirection *from = nullptr; // what it says
        ForwardedDirection *to = nullptr;   // what it hears
        bool paused = false;
    };

    Journal nextTarget();
    void targetConnected();
    void targetLost();
    void connectTimedOut();
    void handshakeTimedOut();
    void endRace();
    void begin();
    void sideClosed(Side &side, Side &other);
    void cutBoth(const QString &why);
    void endIfGone();
    Side *sideOf(ConnectionId id);

    const std::shared_ptr<const ForwardPlan> m_plan;
    const Security m_security;
    FaultPlan m_faults;
    const AddressRace::MakeJournal m_makeJournal;
    std::optional<Journal> m_firstTarget;
    StreamSocket m_client;
    std::unique_ptr<AddressRace> m_race;
    std::unique_ptr<StreamSocket> m_target;
    std::unique_ptr<ForwardedDirection> m_toTarget;
    std::unique_ptr<ForwardedDirection> m_toClient;
    Side m_clientSide;
    Side m_targetSide;
    QTimer m_connectTimeout;
    QTimer m_handshakeTimeout; // of the client
    QString m_cutBy;           // why both are cut; empty where one was, and the other follows
    bool m_hasEnded = false;
};

} // namespace sockyard
