#pragma once

#include "netcore/endpoints/forwardplan.h"
#include "netcore/forwarding/datagramfaults.h"
#include "netcore/forwarding/rewriting.h"
#include "netcore/sockets/datagramsocket.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace sockyard
{

/// One peer of a forwarder of datagrams: a socket of its own by which its datagrams go to the
/// target, so that what the target answers is known to be for it. Owned by DatagramForwarding, on
/// whose thread it lives; delete it with deleteLater() from a slot of its signals.
class ForwardedPeer : public QObject
{
    Q_OBJECT

public:
    /// Datagrams that wait in one direction, as in a router that is busy; further ones are lost.
    static constexpr std::size_t mostWaiting = 1000;

    ForwardedPeer(SocketAddress peer, Journal journal,
                  const std::shared_ptr<const ForwardPlan> &plan, QObject *parent = nullptr);
    ~ForwardedPeer() override;

    /// Makes the socket to \a target. False where that fails; the journal has said why.
    bool open(const SocketAddress &target);
    ConnectionId connection() const { return m_journal.connection(); }
    /// The peer has said this.
    void hear(ByteView datagram);
    void setFaults(const FaultPlan &faults);
    /// What waits is told as Discarded; \a why is for the log, if it is not empty.
    void close(const QString &why = {});
    void resume();
    /// True where nothing was said in either direction since it was asked last.
    bool takeIdle() { return !std::exchange(m_spoke, false); }

Q_SIGNALS:
    /// The peer is to be sent this.
    void answered(const sockyard::SocketAddress &peer, const QByteArray &datagram);

private:
    struct Way {
        ForwardDirection direction;
        DatagramFaults faults;
        Rewriting rewriting;
    };

    void answersHeard();
    void take(Way &way, ByteView datagram);
    QByteArray rewritten(Way &way, ByteView datagram);
    void sendWhatIsDue();
    void send(const Way &way, const QByteArray &datagram);
    void tell(const Way &way, const DatagramFaults::Done &done, ByteView datagram);
    void waitForNext();
    void discardWaiting(Way &way);

    const SocketAddress m_peer;
    const Journal m_journal;
    DatagramSocket m_socket;
    Way m_toTarget;
    Way m_toPeer;
    std::vector<QByteArray> m_answers; // heard, and not taken yet
    QTimer m_turn;
    QTimer m_due;
    bool m_spoke = true;
};

} // namespace sockyard
