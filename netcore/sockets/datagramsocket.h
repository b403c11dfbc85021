#pragma once

#include "netcore/sockets/datagrambatch.h"
#include "netcore/sockets/journal.h"
#include "netcore/sockets/listener.h"
#include "netcore/sockets/native.h"
#include "netcore/sockets/pathmtu.h"
#include "netcore/sockets/peernames.h"
#include "netcore/sockets/socketfile.h"

#include <QByteArray>
#include <QObject>
#include <QTimer>

#include <deque>
#include <functional>
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

    /// Looks at a datagram that is about to be logged, with its sender's address as text, and gives
    /// the note for its event: what is wrong with it, or nothing. It must not use this socket; what
    /// it has to say comes later. Where there is none, or it says nothing, what is odd about an
    /// empty or a truncated datagram is noted.
    using Reader = std::function<QString(const native::Datagram &, std::string_view sender)>;

    explicit DatagramSocket(Journal journal, QObject *parent = nullptr);
    /// Closes without a word in the log.
    ~DatagramSocket() override;

    bool isOpen() const { return m_handle != native::noHandle; }
    ConnectionId connection() const { return m_journal.connection(); }
    /// Where it is bound, by itself or by connectToGroup(); none before.
    const SocketAddress &local() const { return m_local; }
    bool isJoined() const { return m_group.family() != SocketAddress::Family::None; }
    /// In the words of the log; empty where no call has failed.
    const QString &lastFailure() const { return m_lastFailure; }
    void setReader(Reader reader) { m_reader = std::move(reader); }

    /// Of each datagram so many bytes are received, 1 to DatagramBatch::longestDatagram; the rest
    /// is lost. Before it is bound.
    void setReadSize(std::size_t bytes) { m_batch.setReadSize(bytes); }

    bool open(SocketAddress::Family family);
    /// Binds to an address and port of its own, to speak from there.
    bool bind(const SocketAddress &address);
    /// Binds for itself alone, and begins to receive. With Listener::Families::Both, `::` takes
    /// what comes by IPv4 as well.
    bool bindAlone(const SocketAddress &address,
                   Listener::Families families = Listener::Families::One);
    /// The same so that other programs can receive on the same port too; where an interface is
    /// given, nothing that comes in on another one.
    bool bindShared(const SocketAddress &address, unsigned interface = 0,
                    Listener::Families families = Listener::Families::One);
    /// Binds a local socket to a path, with a file of its own, and begins to receive.
    bool bindLocal(const SocketAddress &address, const SocketFile::Options &options);
    /// SO_BROADCAST: whether the system lets datagrams out to a broadcast address.
    bool setBroadcast(bool on);
    /// Makes \a peer the only one from whom anything is received, and the peer of send(). That a
    /// port there is closed comes back as a failure then (ICMP, RFC 1122 section 4.1.3.3).
    bool connectTo(const SocketAddress &peer);
    /// How large packets to the peer can be, while it is connected and the system says.
    std::optional<PathMtu> pathMtu() const;
    /// Joins a group on an interface (index 0: the system's choice), and hears no other group. A
    /// group that it has joined before is left without a word: the interface may have come and
    /// gone, and the membership with it.
    bool join(const SocketAddress &group, unsigned interface, const QString &interfaceName);
    void leave();
    /// Makes \a group the peer of send(), out of that interface and, for IPv4, from its address
    /// \a source (null: the system's choice). That also gives the socket a local address, by which
    /// the receivers know the sender.
    bool connectToGroup(const SocketAddress &group, unsigned interface, const QHostAddress &source,
                        int hops, bool loopBack);
    /// One datagram to the peer. False where the system refuses it, which is Failed, or where the
    /// socket is not open: the bytes are the caller's still. What cannot leave at once waits; if it
    /// never leaves, it is Discarded.
    bool send(const QByteArray &payload);
    /// The same to \a peer, whose family is that of the socket.
    bool sendTo(const SocketAddress &peer, const QByteArray &payload);
    /// Writes that these bytes will not leave.
    void discard(const QByteArray &payload, const QString &why);
    void close();
    /// Closes without saying so, for another socket that takes over its journal.
    void handOver();
    /// The log has room again.
    void resume();

private:
    struct Outgoing {
        QByteArray payload;
        SocketAddress to; // none: the peer
    };

    void beginToReceive(const QString &note);
    void waitForRoom(const Outgoing &outgoing);
    bool receiveAt(const SocketAddress &address, Listener::Families families, const QString &note);
    void readWhatIsThere();
    /// False where the log has no room for all that is there.
    bool logBatch();
    void logNext();
    void noteDrops(std::optional<std::uint32_t> count);
    void tellDrops();
    /// False where the first in the queue failed. It is out of the queue then.
    bool sendFirst();
    SystemError handToSystem(const Outgoing &outgoing);
    Journal journalOf(const Outgoing &outgoing) const;
    void flush();
    void watch();
    bool failToBind(const SocketAddress &address, SystemError error);
    bool fail(Call call, SystemError error);
    bool fail(Call call, SystemError error, const QString &where);

    Journal m_journal;
    native::Handle m_handle = native::noHandle;
    SocketAddress::Family m_family = SocketAddress::Family::None;
    SocketAddress m_local;
    SocketFile m_file;    // of a local socket
    QTimer m_nextTry;     // where the system does not tell when a receiver has room
    SocketAddress m_peer; // to whom alone it is connected
    Reader m_reader;
    QString m_lastFailure;
    std::unique_ptr<QSocketNotifier> m_readable;
    std::unique_ptr<QSocketNotifier> m_writable;
    std::deque<Outgoing> m_queue;
    // The group that was joined, to leave it again.
    SocketAddress m_group;
    unsigned m_interface = 0;
    QString m_interfaceName;
    // What was received and has not gone into the log, for want of room there.
    DatagramBatch m_batch;
    PeerNames m_senders;
    PeerNames m_receivers;
    bool m_receives = false;
    // The system's count of dropped datagrams, and as much of it as the journal has told.
    std::uint32_t m_drops = 0;
    std::uint32_t m_dropsTold = 0;
    QTimer m_dropsTimer; // runs for a while after drops were told
};

} // namespace sockyard
