#pragma once

#include "netcore/sockets/datagrambatch.h"
#include "netcore/sockets/journal.h"
#include "netcore/sockets/native.h"
#include "netcore/sockets/peernames.h"

#include <QByteArray>
#include <QObject>
#include <QTimer>

#include <deque>
#include <memory>

class QSocketNotifier;

namespace sockyard
{

/// One datagram socket. Each call is an event in its journal, each datagram one Received or Sent;
/// datagrams that the system dropped because they came faster than they were read are counted by a
/// Note, where the system says so, at once and then once a second while there are more. Functions
/// that return bool return false where the call failed and the journal has said why. Owned by its
/// endpoint, on whose thread it lives.
class DatagramSocket : public QObject
{
    Q_OBJECT

public:
    /// The most that a datagram can carry over IPv4 (RFC 768, RFC 791): 65,535 - 20 - 8.
    static constexpr qsizetype maximumPayload = 65507;

    explicit DatagramSocket(Journal journal, QObject *parent = nullptr);
    /// Closes without a word in the log.
    ~DatagramSocket() override;

    bool isOpen() const { return m_handle != native::noHandle; }

    bool open(SocketAddress::Family family);
    /// Binds so that other programs can receive on the same port too, and begins to receive.
    bool bindShared(const SocketAddress &address);
    /// Joins a group on an interface (index 0: the system's choice), and hears no other group.
    bool join(const SocketAddress &group, unsigned interface, const QString &interfaceName);
    void leave();
    /// Makes \a group the peer of send(), out of that interface and, for IPv4, from its address
    /// \a source (null: the system's choice). That also gives the socket a local address, by which
    /// the receivers know the sender.
    bool connectToGroup(const SocketAddress &group, unsigned interface, const QHostAddress &source,
                        int hops, bool loopBack);
    /// One datagram to the peer. What the system refuses is Failed, with the bytes Discarded.
    void send(const QByteArray &payload);
    void close();
    /// The log has room again.
    void resume();

private:
    void readWhatIsThere();
    /// False where the log has no room for all that is there.
    bool logBatch();
    void logNext();
    void noteDrops(std::optional<std::uint32_t> count);
    void tellDrops();
    void flush();
    void watch();
    bool fail(Call call, SystemError error);
    bool fail(Call call, SystemError error, const QString &where);

    Journal m_journal;
    native::Handle m_handle = native::noHandle;
    SocketAddress::Family m_family = SocketAddress::Family::None;
    std::unique_ptr<QSocketNotifier> m_readable;
    std::unique_ptr<QSocketNotifier> m_writable;
    std::deque<QByteArray> m_queue;
    // The group that was joined, to leave it again.
    SocketAddress m_group;
    unsigned m_interface = 0;
    QString m_interfaceName;
    // What was received and has not gone into the log, for want of room there.
    DatagramBatch m_batch;
    PeerNames m_senders;
    bool m_receives = false;
    // The system's count of dropped datagrams, and as much of it as the journal has told.
    std::uint32_t m_drops = 0;
    std::uint32_t m_dropsTold = 0;
    QTimer m_dropsTimer; // runs for a while after drops were told
};

} // namespace sockyard
