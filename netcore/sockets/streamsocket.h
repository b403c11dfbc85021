#pragma once

#include "netcore/sockets/journal.h"
#include "netcore/sockets/native.h"
#include "netcore/sockets/socketoption.h"
#include "netcore/sockets/streamchannel.h"

#include <QByteArray>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <deque>
#include <memory>
#include <optional>

class QSocketNotifier;

namespace sockyard
{

struct PeerProcess;

/// What a socket is given before it connects.
struct ConnectOptions {
    /// What kind of socket it is; other than a stream only with local sockets.
    native::Type type = native::Type::Stream;
    /// Where it is bound to, if either is there: an address of this machine (any, of the peer's
    /// family, where there is none), and a port (0: the system chooses).
    std::optional<QHostAddress> sourceAddress = {};
    quint16 sourcePort = 0;
    SocketOptions options = {};
};

/// One stream socket: connects or is accepted, sends, receives, finishes, closes or aborts, and
/// writes each of these into its journal as it happens.
///
/// Both directions end on their own (half-close, RFC 9293 section 3.6): after the peer's FIN one
/// can still send, after finish() one still receives; when both have ended the socket closes
/// itself. Never blocks.
///
/// A local socket (unix(7)) knows neither FIN nor RST: a peer that has closed, which is more than
/// finished, is told at once, and a cut is told only to who had sent what was not read. One of
/// Type::SeqPacket keeps messages apart: what send() is given at once is received at once, or not
/// at all.
///
/// Owned by its endpoint, on whose thread it lives; delete it with
/// deleteLater() from a slot of its signals.
class StreamSocket : public QObject
{
    Q_OBJECT

public:
    explicit StreamSocket(Journal journal, QObject *parent = nullptr);
    /// Closes the descriptor without a word in the log: close() or abort() come before.
    ~StreamSocket() override;

    /// Takes an accepted descriptor over and writes Accepted.
    void adopt(native::Handle handle);
    /// Creates a socket, sets its options, binds it where that is wanted, and begins to connect it.
    /// While the backlog of a local server is full, it tries again.
    /// What fails at once is told like what fails later: in the journal, and by closed().
    void connectTo(const SocketAddress &peer, const ConnectOptions &options = {});

    /// From here on the bytes go through \a channel: to be called once, when the socket is
    /// connected and nothing has been sent or received. What is sent waits for secured(), and
    /// nothing is received before. Where that fails, it is told like all failures, and by closed().
    void secure(std::unique_ptr<StreamChannel> channel);

    ConnectionId connection() const { return m_journal.connection(); }
    const Journal &journal() const { return m_journal; }
    /// True between connected() (or adopt()) and closed().
    bool isConnected() const { return m_state == State::Connected; }
    /// Why it was closed: the error of the call that failed, if one did.
    SystemError error() const { return m_error; }
    /// True where it was closed since both directions had ended.
    bool hasEndedInOrder() const { return m_endedInOrder; }
    /// True from close() on.
    bool isClosing() const { return m_closing; }
    /// True while send() can do more than discard.
    bool canSend() const;
    /// True where messages are kept apart, see Type::SeqPacket.
    bool keepsRecords() const { return m_keepsRecords; }
    /// Bytes taken by send() that the system has not taken yet.
    std::size_t unsent() const { return m_unsent; }
    /// Bytes that the system gave or took so far.
    std::uint64_t movedBytes() const { return m_moved; }
    /// True while nothing is received because of the limit of unsent bytes.
    bool isHeld() const { return m_held; }
    /// True from secure() until secured().
    bool isSecuring() const { return m_securing; }
    /// What has crossed the network where that is not what was sent and received: after secure().
    std::optional<WireBytes> wireBytes() const;
    /// For questions to the system about this socket; noHandle once it is closed.
    native::Handle handle() const { return m_handle; }

    /// At most this many bytes are received at a time; 1 … 1 MiB, 64 KiB at first.
    void setReadSize(std::size_t bytes);
    /// Above this many unsent bytes nothing is received until half of them are gone, so that a peer
    /// that never reads cannot make this program grow. No limit at first.
    void setUnsentLimit(std::size_t bytes) { m_unsentLimit = bytes; }
    /// Off: nothing is received, so that the peer's sending fills the buffers on the way and then
    /// waits (flow control, RFC 9293 section 3.8.6). A connection that is cut meanwhile is noticed
    /// (unless the peer has sent urgent data), and what had come before is received. At first on.
    void setReceiving(bool on);

    /// Sends the bytes in order, as soon as the system takes them; before connected() they wait.
    /// After finish() or close() they are discarded, with an event that says so.
    void send(ByteView bytes);
    /// The same; what has to wait is shared and not copied.
    void send(const QByteArray &bytes);
    /// The same for a part of something long, such as a file: where messages are kept apart, it
    /// goes out in several that each system takes.
    void sendPart(const QByteArray &bytes);
    /// No more will be sent: FIN goes out when everything before it has.
    void finish();
    /// Finishes, waits a moment for the peer to finish too (or it would get RST instead of what is
    /// still on its way), and closes. What does not move for a second, or for as long as
    /// SocketOption::Linger says, is given up, and told.
    void close();
    /// Something that was waited for did not come in time: writes TimedOut with these words, and
    /// closes as close() does.
    void expire(const QString &words);
    /// Gives an attempt to connect up, since it is not needed any more; \a why is for the log.
    void giveUpConnecting(const QString &why);
    /// RST: everything unsent is discarded. While connecting, the attempt is given up. \a why is
    /// for the log.
    void abort(const QString &why = {});
    /// The log has room again: receiving goes on where it had stopped for that.
    void resume();

Q_SIGNALS:
    void connected();
    /// The channel of secure() is ready, and bytes go through it.
    void secured();
    /// Bytes were received and are in the log. The view ends with the slot.
    void received(sockyard::ByteView bytes);
    /// Nothing is unsent any more; where finish() was called, FIN is out too.
    void allTaken();
    /// The peer will send no more.
    void peerFinished();
    /// The descriptor is gone, for whatever reason; the last signal.
    void closed();

private:
    enum class State { Idle, Connecting, Connected, Closed };

    bool prepare(const SocketAddress &peer, const ConnectOptions &options);
    bool bindTo(const SocketAddress &source);
    bool setOption(const SocketAddress &peer, SocketOption option, int value);
    void discard(ByteView bytes);
    /// \a queue keeps what is behind so many bytes.
    template <typename Queue>
    void sendOrQueue(ByteView bytes, const Queue &queue);
    void tryAgain();
    void connectBegan(SystemError error);
    void tellPeer(const PeerProcess &process);
    /// As much of the bytes as goes out with one call.
    ByteView pieceOf(ByteView bytes) const;
    void refuseRecord(ByteView record, SystemError error);
    void watch();
    void watchWriting(bool on);
    void stopWatching();
    void readWhatIsThere();
    void readRecords();
    bool receivesOn(SystemError error);
    QString endWords() const;
    QString abortWords() const;
    void noticeClosed();
    bool readOnce();
    void continueWriting();
    void finishConnecting();
    void continueSecuring();
    void flush();
    Result<std::size_t> receiveNow(std::span<std::byte> into);
    Result<std::size_t> sendNow(ByteView bytes);
    void readAgain();
    void callFailed(Call call, SystemError error);
    void drain();
    void writeFinished();
    void peerHasFinished();
    void giveUp();
    void beginClosing();
    void fail(Call call, SystemError error);
    void discardUnsent(const QString &why);
    void closeHandle();
    void closeNow(const QString &note = {});
    void updateReading();
    void watchForCut(bool on);
    void noticeCut();
    void progress();

    Journal m_journal;
    native::Handle m_handle = native::noHandle;
    std::unique_ptr<StreamChannel> m_channel; // none: straight to the system
    std::unique_ptr<QTimer> m_again;          // for what the channel has and no readiness tells
    State m_state = State::Idle;
    std::unique_ptr<QSocketNotifier> m_readable;
    std::unique_ptr<QSocketNotifier> m_writable;
    std::unique_ptr<QSocketNotifier> m_cut; // only while reading would not tell it
    std::deque<QByteArray> m_queue;
    qsizetype m_sentOfFront = 0;
    std::size_t m_unsent = 0;
    std::size_t m_unsentLimit = 0; // 0: none
    std::size_t m_readSize = 64U * 1024;
    std::uint64_t m_moved = 0;
    std::chrono::seconds m_patienceLimit{1}; // how long a peer may do nothing while it closes
    std::unique_ptr<QTimer> m_patience;      // runs while closing
    std::unique_ptr<QTimer> m_nextTry;       // while a local server's backlog is full
    SocketAddress m_target;
    SystemError m_error;
    bool m_isLocal = false;
    bool m_keepsRecords = false;
    bool m_lingers = false;   // by SocketOption::Linger
    bool m_held = false;      // not reading because of m_unsentLimit
    bool m_receiving = true;  // as the owner wants it
    bool m_isCut = false;     // an error waits behind what is to be read
    bool m_isUrgent = false;  // urgent data, or an end, waits to be read, and hides a cut
    bool m_finishing = false; // FIN goes out after what is queued
    bool m_finished = false;  // FIN is out
    bool m_peerFinished = false;
    bool m_endedInOrder = false;
    bool m_closing = false;
    bool m_securing = false;   // the channel's handshake goes on
    bool m_isReading = false;  // within readWhatIsThere()
    bool m_readWaits = false;  // until the system takes bytes, which the channel has to send first
    bool m_isDraining = false; // the channel has failed: what comes is of no use any more
};

} // namespace sockyard
