#include "netcore/sockets/streamsocket.h"

#include "netcore/sockets/bytes.h"
#include "netcore/sockets/notemarks.h"
#include "netcore/sockets/peerprocess.h"

#include <QSocketNotifier>

#include <algorithm>
#include <array>
#include <chrono>

namespace sockyard
{

namespace
{

// One call never moves more, so that a log event stays small and the loop stays fair.
constexpr std::size_t mostPerSend = 256U * 1024;
constexpr std::size_t leastRead = 16U * 1024;
constexpr std::size_t longestRead = 1024U * 1024;
constexpr int mostCallsPerTurn = 16;
// Of a file, where messages are kept apart: far below what any system refuses.
constexpr qsizetype recordOfFile = 64 * 1024;
// Nobody says when there is room in the backlog of a local server.
constexpr std::chrono::milliseconds nextTryDelay{50};
// Nor, everywhere, that a local peer which had finished has closed.
constexpr std::chrono::milliseconds nextLookDelay{200};

QString recordOddity(const native::Record &record)
{
    if (record.whole > record.size) {
        return markedNote(truncatedMark,
                          StreamSocket::tr("the message was longer than the %1 bytes that are read "
                                           "at a time, and the rest is lost")
                              .arg(record.size));
    }
    return record.size == 0
               ? markedNote(emptyMark, StreamSocket::tr("a message without a single byte"))
               : QString();
}

} // namespace

StreamSocket::StreamSocket(Journal journal, QObject *parent)
    : QObject(parent)
    , m_journal(std::move(journal))
{
}

StreamSocket::~StreamSocket()
{
    m_readable.reset();
    m_writable.reset();
    m_cut.reset();
    if (m_handle != native::noHandle) {
        closeHandle();
    }
}

void StreamSocket::adopt(native::Handle handle)
{
    Q_ASSERT(m_state == State::Idle);
    m_handle = handle;
    m_state = State::Connected;
    const SocketAddress local = native::localAddress(handle);
    m_isLocal = local.family() == SocketAddress::Family::Local;
    m_keepsRecords = m_isLocal && native::typeOf(handle) == native::Type::SeqPacket;
    m_journal.setLocal(local);
    const SocketAddress peer = native::peerAddress(handle);
    m_journal.setPeer(peer);
    const auto process = m_isLocal ? peerProcessOf(handle) : std::nullopt;
    if (process && peer.path().empty()) {
        m_journal.setPeer(process->address());
    }
    m_journal.write(EventKind::Accepted, QStringLiteral("accept → fd %1").arg(handle));
    if (process) {
        tellPeer(*process);
    }
    watch();
}

void StreamSocket::tellPeer(const PeerProcess &process)
{
    m_journal.write(EventKind::Note, markedNote(peerMark, process.words()));
}

bool StreamSocket::setOption(const SocketAddress &peer, SocketOption option, int value)
{
    const SocketOptionRow &row = socketOptionRow(option);
    const QString name = QString::fromLatin1(row.systemName);
    if (const SystemError error = native::setOption(m_handle, peer.family(), option, value)) {
        m_error = error;
        m_journal.failed(Call::SetOption, error, name);
        return false;
    }
    if (option == SocketOption::Linger && value > 0) {
        // As long as this side waits anyway. Left to close(2), it would hold all sockets up.
        m_patienceLimit = std::chrono::seconds(value);
        m_lingers = true;
    }
    const auto given = native::option(m_handle, peer.family(), option);
    const QString result = given && given.value != value
                               ? QStringLiteral(" → %1").arg(row.valueText(given.value))
                               : QString();
    m_journal.write(EventKind::Note,
                    QStringLiteral("setsockopt %1 %2").arg(name, row.valueText(value)) + result);
    return true;
}

bool StreamSocket::prepare(const SocketAddress &peer, const ConnectOptions &options)
{
    for (auto option = options.options.begin(); option != options.options.end(); ++option) {
        if (!setOption(peer, option.key(), option.value())) {
            return false;
        }
    }
    if (!options.sourceAddress && options.sourcePort == 0) {
        return true;
    }
    const QHostAddress any(peer.family() == SocketAddress::Family::Ipv6 ? QHostAddress::AnyIPv6
                                                                        : QHostAddress::AnyIPv4);
    return bindTo(SocketAddress(options.sourceAddress.value_or(any), options.sourcePort));
}

bool StreamSocket::bindTo(const SocketAddress &source)
{
    if (source.port() != 0) {
        native::setReclaimable(m_handle); // a connection of a moment ago may still wait there
    }
    m_journal.setLocal(source);
    if (const SystemError error = native::bind(m_handle, source)) {
        m_error = error;
        m_journal.failed(Call::Bind, error, QString::fromStdString(source.text()));
        return false;
    }
    m_journal.setLocal(native::localAddress(m_handle));
    m_journal.write(EventKind::Bound);
    return true;
}

void StreamSocket::connectTo(const SocketAddress &peer, const ConnectOptions &options)
{
    Q_ASSERT(m_state == State::Idle);
    m_state = State::Connecting;
    m_journal.setPeer(peer);
    m_target = peer;
    m_isLocal = peer.family() == SocketAddress::Family::Local;
    m_keepsRecords = options.type == native::Type::SeqPacket;
    if (m_keepsRecords) {
        m_readSize =
            longestRead; // none is lost that any system sends, and memory is asked for each
    }
    const auto handle = native::open(peer.family(), options.type);
    if (!handle) {
        fail(Call::Socket, handle.error);
        return;
    }
    m_handle = handle.value;
    m_journal.created(peer.family(), native::nameOf(options.type), m_handle);
    native::setUrgentInline(m_handle);
    if (!prepare(peer, options)) {
        closeNow();
        return;
    }
    const SystemError error = native::connect(m_handle, peer);
    m_journal.setLocal(native::localAddress(m_handle));
    m_journal.write(EventKind::Connecting);
    connectBegan(error);
}

void StreamSocket::tryAgain()
{
    connectBegan(native::connect(m_handle, m_target));
}

void StreamSocket::connectBegan(SystemError error)
{
    if (m_isLocal && error.isWouldBlock()) {
        if (!m_nextTry) {
            m_journal.write(EventKind::Note, tr("the server's backlog is full: this side tries "
                                                "until there is room"));
            m_nextTry = std::make_unique<QTimer>();
            m_nextTry->setInterval(nextTryDelay);
            connect(m_nextTry.get(), &QTimer::timeout, this, &StreamSocket::tryAgain);
            m_nextTry->start();
        }
        return;
    }
    if (m_nextTry) {
        m_nextTry->stop();
    }
    if (error && !error.isInProgress()) {
        fail(Call::Connect, error);
        return;
    }
    // Even where connect(2) is done at once, the event loop says so: one way for both.
    watch();
    m_readable->setEnabled(false);
    watchWriting(true);
}

void StreamSocket::secure(std::unique_ptr<StreamChannel> channel)
{
    Q_ASSERT(m_state == State::Connected && !m_channel);
    m_channel = std::move(channel);
    m_securing = true;
    m_again = std::make_unique<QTimer>();
    m_again->setSingleShot(true);
    m_again->setInterval(0);
    connect(m_again.get(), &QTimer::timeout, this, &StreamSocket::readWhatIsThere);
    m_channel->begin(m_handle, m_journal);
    // Even where the first step could be made at once, the event loop says so, as in connecting.
    watchWriting(true);
    updateReading();
}

std::optional<WireBytes> StreamSocket::wireBytes() const
{
    return m_channel ? std::optional(m_channel->wireBytes()) : std::nullopt;
}

void StreamSocket::continueSecuring()
{
    const SystemError error = m_channel->handshake();
    if (error && error.isWouldBlock()) {
        watchWriting(m_channel->waitsToWrite());
        updateReading();
        return;
    }
    if (error) {
        callFailed(Call::Receive, error);
        return;
    }
    m_securing = false;
    m_journal.write(EventKind::Secured, m_channel->agreement());
    Q_EMIT secured();
    if (m_state == State::Connected) {
        flush(); // updates reading, too: more may have come along with the handshake
    }
}

bool StreamSocket::canSend() const
{
    return (m_state == State::Connected || m_state == State::Connecting) && !m_finishing &&
           !m_closing;
}

void StreamSocket::setReadSize(std::size_t bytes)
{
    m_readSize = std::clamp<std::size_t>(bytes, 1, longestRead);
}

void StreamSocket::watch()
{
    m_readable = std::make_unique<QSocketNotifier>(m_handle, QSocketNotifier::Read);
    if (m_keepsRecords) {
        native::setRecordsTold(m_handle);
    }
    connect(m_readable.get(), &QSocketNotifier::activated, this,
            m_keepsRecords ? &StreamSocket::readRecords : &StreamSocket::readWhatIsThere);
}

void StreamSocket::watchWriting(bool on)
{
    // Most sockets never wait to write, and the event loop pays for each notifier that there is.
    if (on && !m_writable) {
        m_writable = std::make_unique<QSocketNotifier>(m_handle, QSocketNotifier::Write);
        connect(m_writable.get(), &QSocketNotifier::activated, this,
                &StreamSocket::continueWriting);
    } else if (m_writable && m_writable->isEnabled() != on) {
        m_writable->setEnabled(on);
    }
}

void StreamSocket::stopWatching()
{
    if (m_nextTry) {
        m_nextTry->stop();
    }
    for (auto *notifier : {&m_readable, &m_writable, &m_cut}) {
        if (*notifier) {
            (*notifier)->setEnabled(false);
            notifier->release()->deleteLater(); // it may be the one that is calling us
        }
    }
}

void StreamSocket::updateReading()
{
    if (m_state != State::Connected) {
        return;
    }
    if (m_securing || m_isDraining) {
        m_readable->setEnabled(m_isDraining || !m_channel->waitsToWrite());
        return; // whatever else holds reading up: this is no reading that anybody sees
    }
    if (m_unsentLimit > 0 && m_unsent > m_unsentLimit) {
        m_held = true;
    } else if (m_unsent <= m_unsentLimit / 2) {
        m_held = false;
    }
    const bool wanted = (m_receiving && !m_held) || m_closing || m_isCut;
    const bool on = !m_peerFinished && wanted && m_journal.log().hasRoom();
    if (m_readable->isEnabled() != on) {
        m_readable->setEnabled(on);
    }
    // After the peer's end nothing is read, which would tell it; closing does not take long.
    const bool readsNothing = !m_receiving || (m_peerFinished && !m_closing);
    watchForCut(readsNothing && !on && !m_isCut && !m_isUrgent);
    if (on && !m_isReading && !m_readWaits && m_channel && m_channel->hasMore()) {
        m_again->start();
    }
}

void StreamSocket::setReceiving(bool on)
{
    if (m_receiving != on) {
        m_receiving = on;
        updateReading();
    }
}

void StreamSocket::watchForCut(bool on)
{
    if (m_isLocal) {
        // There, an end in both directions is no error, and not every event loop tells it.
        if (on && !(m_nextTry && m_nextTry->isActive())) {
            m_nextTry = std::make_unique<QTimer>();
            connect(m_nextTry.get(), &QTimer::timeout, this, &StreamSocket::noticeCut);
            m_nextTry->start(nextLookDelay);
        } else if (!on && m_nextTry) {
            m_nextTry->stop();
        }
        return;
    }
    // An end of the connection is told with any kind of readiness (POLLERR and POLLHUP of poll(2)),
    // so that waiting for urgent data, of which there is hardly ever any, is waiting for just that.
    if (on && !m_cut) {
        m_cut = std::make_unique<QSocketNotifier>(m_handle, QSocketNotifier::Exception);
        connect(m_cut.get(), &QSocketNotifier::activated, this, &StreamSocket::noticeCut);
    } else if (!on && m_cut) {
        m_cut->setEnabled(false);
        m_cut.release()->deleteLater(); // it may be the one that is calling us
    }
}

void StreamSocket::noticeCut()
{
    if (m_isLocal && !(m_peerFinished ? native::isCut(m_handle) : native::hasFailed(m_handle))) {
        return; // a mere end has its turn behind what is not read yet
    }
    if (!native::isCut(m_handle)) {
        // Urgent data, and ready for as long as it is not read. It has no right to be read before
        // its turn: a peer could make this program grow. Until then a cut shows when this side
        // sends something.
        m_isUrgent = true;
        watchForCut(false);
        return;
    }
    m_isCut = true;
    if (!m_peerFinished) {
        updateReading(); // what had come is read now, and then the error
        return;
    }
    const SystemError error = native::pendingError(m_handle);
    if (m_isLocal && !error) {
        noticeClosed();
        return;
    }
    if (error.isTimeOut()) {
        fail(Call::Receive, error);
        return;
    }
    // Systems have different names for this: ECONNRESET, or EPIPE as there is nothing to receive.
    // Whoever reads the log knows by the name that it was not this side.
    const std::string name = error ? error.name() : "ECONNRESET";
    m_journal.write(
        EventKind::Reset,
        QString::fromStdString(name) + QStringLiteral(": ") +
            (m_isLocal ? tr("the peer closed with bytes unread: it will not take an answer")
                       : tr("the peer cut the connection (RST) after its FIN: it will not take an "
                            "answer")));
    discardUnsent(tr("the connection is gone"));
    closeNow();
}

void StreamSocket::noticeClosed()
{
    // TCP does not tell this; a local socket does, where there was nothing unread.
    discardUnsent(tr("the peer has closed"));
    closeNow(tr("the peer has closed: nothing can be sent to it any more"));
}

void StreamSocket::resume()
{
    updateReading();
}

void StreamSocket::readWhatIsThere()
{
    if (m_isDraining) {
        drain();
        return;
    }
    if (m_securing) {
        continueSecuring();
        return;
    }
    m_isReading = true;
    for (int call = 0; call < mostCallsPerTurn; ++call) {
        if (!readOnce()) {
            break;
        }
    }
    m_isReading = false;
    if (m_channel) {
        updateReading(); // what is left in the channel comes in the next turn
    }
}

bool StreamSocket::readOnce()
{
    updateReading();
    if (m_state != State::Connected || !m_readable->isEnabled()) {
        return false;
    }
    const auto buffer = m_journal.log().receiveBuffer(std::min(leastRead, m_readSize), m_readSize);
    const auto result = receiveNow(buffer);
    if (result.error) {
        if (result.error.isInterrupted()) {
            return true;
        }
        if (!result.error.isWouldBlock()) {
            callFailed(Call::Receive, result.error);
        } else if (m_channel && m_channel->waitsToWrite()) {
            m_readWaits = true;
            watchWriting(true);
        }
        return false;
    }
    if (result.value == 0) {
        peerHasFinished();
        return false;
    }
    const ByteView bytes = buffer.first(result.value);
    m_isUrgent = false; // if it is still to come, that will be told again
    m_moved += bytes.size();
    m_journal.received(bytes);
    if (m_closing) {
        return true; // told, and nobody waits for it any more
    }
    Q_EMIT received(bytes);
    // Most likely there is no more: saves a call.
    return result.value == buffer.size() || (m_channel && m_channel->hasMore());
}

Result<std::size_t> StreamSocket::receiveNow(std::span<std::byte> into)
{
    return m_channel ? m_channel->receive(into) : native::receive(m_handle, into);
}

Result<std::size_t> StreamSocket::sendNow(ByteView bytes)
{
    const ByteView some = pieceOf(bytes);
    return m_channel ? m_channel->send(some) : native::send(m_handle, some);
}

void StreamSocket::readAgain()
{
    m_readWaits = false;
    updateReading();
    if (m_state == State::Connected && m_readable->isEnabled()) {
        m_again->start();
    }
}

bool StreamSocket::receivesOn(SystemError error)
{
    if (error.isInterrupted()) {
        return true;
    }
    if (!error.isWouldBlock()) {
        fail(Call::Receive, error);
    }
    return false;
}

void StreamSocket::readRecords()
{
    for (int call = 0; call < mostCallsPerTurn; ++call) {
        updateReading();
        if (m_state != State::Connected || !m_readable->isEnabled()) {
            return;
        }
        // Asked for first: each needs its memory in one piece, and most are short.
        const auto next = native::nextRecordSize(m_handle);
        const std::size_t size = std::clamp<std::size_t>(next.value, 1, m_readSize);
        const auto buffer = m_journal.log().receiveBuffer(size, size);
        const auto result =
            next ? native::receiveRecord(m_handle, buffer) : Result<native::Record>{{}, next.error};
        if (result.error) {
            if (receivesOn(result.error)) {
                continue;
            }
            return;
        }
        if (result.value.isEnd) {
            peerHasFinished();
            return;
        }
        const ByteView bytes = buffer.first(result.value.size);
        m_moved += bytes.size();
        m_journal.receivedFrom(m_journal.peer(), bytes, recordOddity(result.value));
        if (!m_closing && !bytes.empty()) {
            Q_EMIT received(bytes);
        }
    }
}

QString StreamSocket::endWords() const
{
    if (m_isLocal && !m_finished && native::isCut(m_handle)) {
        return tr("the peer has closed: it sends no more, and takes nothing");
    }
    QString words = m_finished ? tr("the peer sends no more, and neither does this side")
                               : tr("the peer sends no more; this side still can");
    if (m_isLocal) {
        return words;
    }
    return (m_channel ? m_channel->endName() : QStringLiteral("FIN")) + QStringLiteral(": ") +
           words;
}

void StreamSocket::peerHasFinished()
{
    m_peerFinished = true;
    m_journal.write(EventKind::PeerFinished, endWords());
    m_readable->setEnabled(false);
    if (m_finished) {
        m_endedInOrder = true;
        closeNow();
        return;
    }
    Q_EMIT peerFinished();
    updateReading(); // whoever was told may have closed it: most do
    if (m_isLocal && m_state == State::Connected && !m_closing) {
        noticeCut();
    }
}

void StreamSocket::sendPart(const QByteArray &bytes)
{
    if (!m_keepsRecords) {
        send(bytes);
        return;
    }
    for (qsizetype begin = 0; begin < bytes.size(); begin += recordOfFile) {
        send(bytes.mid(begin, recordOfFile));
    }
}

void StreamSocket::send(const QByteArray &bytes)
{
    if (bytes.isEmpty() && !m_keepsRecords) {
        return;
    }
    if (!canSend()) {
        discard(viewOf(bytes));
        return;
    }
    // Shared, not copied: pieces of a file are large.
    const auto queue = [this, &bytes](std::size_t taken) {
        if (m_queue.empty()) {
            m_sentOfFront = static_cast<qsizetype>(taken);
        }
        m_queue.push_back(bytes);
        m_unsent += static_cast<std::size_t>(bytes.size()) - taken;
    };
    sendOrQueue(viewOf(bytes), queue);
}

void StreamSocket::send(ByteView bytes)
{
    if (bytes.empty() && !m_keepsRecords) {
        return;
    }
    if (!canSend()) {
        discard(bytes);
        return;
    }
    const auto queue = [this, bytes](std::size_t taken) {
        const ByteView rest = bytes.subspan(taken);
        m_queue.emplace_back(reinterpret_cast<const char *>(rest.data()),
                             static_cast<qsizetype>(rest.size()));
        m_unsent += rest.size();
    };
    sendOrQueue(bytes, queue);
}

void StreamSocket::discard(ByteView bytes)
{
    m_journal.discarded(bytes, m_state == State::Idle || m_state == State::Closed
                                   ? tr("not connected")
                                   : tr("this side has finished sending"));
}

template <typename Queue>
void StreamSocket::sendOrQueue(ByteView bytes, const Queue &queue)
{
    if (m_state == State::Connecting || m_securing || !m_queue.empty()) {
        queue(0);
        return;
    }
    // Straight to the system: bytes that were received a moment ago are not copied.
    const auto result = sendNow(bytes);
    if (m_keepsRecords && result.error.isTooLong()) {
        refuseRecord(bytes, result.error);
        return;
    }
    const bool isLater = result.error.isWouldBlock() || result.error.isInterrupted();
    if (result.error && !isLater) {
        queue(0);
        callFailed(Call::Send, result.error);
        return;
    }
    if (isLater || result.value < bytes.size()) {
        queue(result.value); // before the log moves on, whose memory this may be
        watchWriting(true);
    }
    if (!isLater) {
        m_moved += result.value;
        m_journal.sent(bytes.first(result.value));
    }
    updateReading();
}

ByteView StreamSocket::pieceOf(ByteView bytes) const
{
    return m_keepsRecords ? bytes : bytes.first(std::min(bytes.size(), mostPerSend));
}

void StreamSocket::refuseRecord(ByteView record, SystemError error)
{
    m_journal.failed(Call::Send, error);
    m_journal.discarded(record, tr("longer than the system sends in one piece"));
}

void StreamSocket::continueWriting()
{
    if (m_state == State::Connecting) {
        finishConnecting();
    } else if (m_securing) {
        continueSecuring();
    } else {
        flush();
        if (m_readWaits) {
            readAgain();
        }
    }
}

void StreamSocket::finishConnecting()
{
    if (const SystemError error = native::pendingError(m_handle)) {
        fail(Call::Connect, error);
        return;
    }
    m_state = State::Connected;
    m_journal.setLocal(native::localAddress(m_handle));
    m_journal.write(EventKind::Connected, QStringLiteral("connect → fd %1").arg(m_handle));
    if (const auto process = m_isLocal ? peerProcessOf(m_handle) : std::nullopt) {
        tellPeer(*process);
    }
    updateReading();
    Q_EMIT connected();
    if (m_state == State::Connected && !m_securing) {
        flush();
    }
}

void StreamSocket::flush()
{
    for (int call = 0; call < mostCallsPerTurn && !m_queue.empty(); ++call) {
        const ByteView rest =
            viewOf(m_queue.front()).subspan(static_cast<std::size_t>(m_sentOfFront));
        const auto result = sendNow(rest);
        if (result.error) {
            if (result.error.isInterrupted()) {
                continue;
            }
            if (m_keepsRecords && result.error.isTooLong()) {
                refuseRecord(rest, result.error);
                m_unsent -= rest.size();
                m_queue.pop_front();
                continue;
            }
            if (!result.error.isWouldBlock()) {
                callFailed(Call::Send, result.error);
                return;
            }
            break;
        }
        m_moved += result.value;
        m_journal.sent(rest.first(result.value));
        m_unsent -= result.value;
        m_sentOfFront += static_cast<qsizetype>(result.value);
        if (result.value == rest.size()) {
            m_queue.pop_front();
            m_sentOfFront = 0;
        }
        progress();
    }
    watchWriting(!m_queue.empty());
    updateReading();
    if (!m_queue.empty()) {
        return;
    }
    if (m_finishing && !m_finished) {
        writeFinished();
    }
    if (m_state == State::Connected && m_finishing == m_finished) {
        Q_EMIT allTaken();
    }
}

void StreamSocket::finish()
{
    if (!canSend()) {
        return;
    }
    m_finishing = true;
    if (m_state == State::Connected && !m_securing && m_queue.empty()) {
        writeFinished();
    }
}

void StreamSocket::writeFinished()
{
    if (m_channel) {
        if (const SystemError error = m_channel->finish()) {
            if (error.isWouldBlock()) {
                watchWriting(true); // and once more
            } else {
                callFailed(Call::Shutdown, error);
            }
            return;
        }
    }
    if (const SystemError error = native::shutdownWriting(m_handle)) {
        if (m_peerFinished && error.isNotConnected()) {
            noticeCut(); // before this call: a peer that had closed was sent something
            return;
        }
        fail(Call::Shutdown, error);
        return;
    }
    m_finished = true;
    m_journal.write(EventKind::Finished);
    if (m_peerFinished) {
        m_endedInOrder = true;
        closeNow();
    }
}

void StreamSocket::close()
{
    if (m_state == State::Connecting || m_state == State::Idle) {
        discardUnsent(tr("closed before the connection was made"));
        closeNow();
        return;
    }
    if (m_state != State::Connected || m_closing) {
        return;
    }
    if (m_securing) {
        discardUnsent(tr("closed before the connection was secured"));
        closeNow();
        return;
    }
    beginClosing();
    updateReading();
    if (!m_finishing) {
        m_finishing = true;
        if (m_queue.empty()) {
            writeFinished();
        }
    }
}

void StreamSocket::beginClosing()
{
    m_closing = true;
    m_patience = std::make_unique<QTimer>();
    m_patience->setSingleShot(true);
    connect(m_patience.get(), &QTimer::timeout, this, &StreamSocket::giveUp);
    progress();
}

void StreamSocket::progress()
{
    if (m_patience) {
        m_patience->start(m_patienceLimit);
    }
}

void StreamSocket::giveUp()
{
    discardUnsent(tr("the peer takes no more while this side closes"));
    closeNow(m_peerFinished || m_isDraining ? QString()
                                            : tr("closed without waiting for the peer to finish"));
}

void StreamSocket::abort(const QString &why)
{
    if (m_state == State::Closed) {
        return;
    }
    if (m_state == State::Connected) {
        m_journal.write(EventKind::Reset, why.isEmpty() ? abortWords() : why);
        discardUnsent(tr("aborted"));
        stopWatching();
        native::abort(std::exchange(m_handle, native::noHandle));
    } else {
        discardUnsent(tr("the connection attempt was given up"));
    }
    closeNow();
}

QString StreamSocket::abortWords() const
{
    return m_isLocal ? tr("aborted by this side. A local socket knows no RST: the peer learns that "
                          "it was cut (ECONNRESET) only where it had sent what was not read")
                     : tr("aborted by this side: the peer gets RST");
}

void StreamSocket::expire(const QString &words)
{
    if (m_state == State::Closed) {
        return;
    }
    m_journal.write(EventKind::TimedOut, words);
    close();
}

void StreamSocket::giveUpConnecting(const QString &why)
{
    if (m_state == State::Connecting) {
        discardUnsent(why);
        closeNow(why);
    }
}

void StreamSocket::callFailed(Call call, SystemError error)
{
    const QString words = m_channel ? m_channel->failure() : QString();
    if (words.isEmpty()) {
        fail(call, error);
        return;
    }
    m_error = error;
    m_journal.write(EventKind::Failed, words);
    discardUnsent(tr("the connection is gone"));
    // The peer is to read why, if this side has said so. With something unread here, closing at
    // once would cut the connection (RST), and take those words away from it.
    m_securing = false;
    m_finishing = true;
    m_isDraining = true;
    watchWriting(false);
    watchForCut(false);
    if (native::shutdownWriting(m_handle)) {
        closeNow();
        return;
    }
    if (!m_closing) {
        beginClosing();
    }
    updateReading();
}

void StreamSocket::drain()
{
    std::array<std::byte, leastRead> scratch; // NOLINT: filled by the call
    for (int call = 0; call < mostCallsPerTurn; ++call) {
        const auto result = native::receive(m_handle, scratch);
        if (result.error && (result.error.isWouldBlock() || result.error.isInterrupted())) {
            return;
        }
        if (result.error || result.value == 0) {
            closeNow();
            return;
        }
    }
}

void StreamSocket::fail(Call call, SystemError error)
{
    m_error = error;
    m_journal.failed(call, error);
    discardUnsent(tr("the connection is gone"));
    closeNow();
}

void StreamSocket::discardUnsent(const QString &why)
{
    if (m_unsent > 0) {
        // Of one piece as much as the log keeps; the count is that of all.
        const ByteView first =
            viewOf(m_queue.front()).subspan(static_cast<std::size_t>(m_sentOfFront));
        m_journal.discarded(first, m_unsent, why);
    }
    m_queue.clear();
    m_sentOfFront = 0;
    m_unsent = 0;
}

void StreamSocket::closeHandle()
{
    if (m_lingers) {
        // That is over; close(2) would wait once more, and hold up all sockets.
        native::setOption(m_handle, SocketAddress::Family::Ipv4, SocketOption::Linger, -1);
    }
    native::close(std::exchange(m_handle, native::noHandle));
}

void StreamSocket::closeNow(const QString &note)
{
    const bool wasOpen = m_state != State::Closed;
    m_state = State::Closed;
    if (m_patience) {
        m_patience->stop();
    }
    stopWatching();
    if (m_handle != native::noHandle) {
        closeHandle();
    }
    if (m_again) {
        m_again->stop();
    }
    m_securing = false;
    if (wasOpen) {
        if (m_channel) {
            m_channel->end();
        }
        m_journal.write(EventKind::Closed, note);
        Q_EMIT closed();
    }
}

} // namespace sockyard
