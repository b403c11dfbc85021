#include "netcore/endpoints/servedclient.h"

#include "netcore/sockets/bytes.h"
#include "netcore/sockets/notemarks.h"

#include <QDeadlineTimer>

#include <utility>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

// What a client that does not read may cost.
constexpr std::size_t mostUnsent = 512U * 1024;
// So often, and so long, a responder is asked for more before the event loop looks at anything
// else.
constexpr int mostPiecesPerTurn = 16;
constexpr auto longestTurn = 2ms;

} // namespace

ServedClient::ServedClient(Journal journal, QObject *parent)
    : QObject(parent)
    , m_socket(std::move(journal))
{
    m_delay.setSingleShot(true);
    m_delay.setTimerType(Qt::PreciseTimer);
    connect(&m_delay, &QTimer::timeout, this, &ServedClient::actLater);
    m_turn.setSingleShot(true);
    m_turn.setInterval(0);
    connect(&m_turn, &QTimer::timeout, this, &ServedClient::goOn);
    connect(&m_socket, &StreamSocket::peerFinished, this, [this] {
        if (isListening()) {
            answer(m_responder->onPeerFinished());
        }
    });
    connect(&m_socket, &StreamSocket::allTaken, this, &ServedClient::goOn);
    connect(&m_socket, &StreamSocket::closed, this, [this] {
        m_handshake.stop();
        forgetAnswers();
        Q_EMIT closed();
    });
}

ServedClient::~ServedClient() = default;

void ServedClient::serve(native::Handle handle, const PreparedReply &reply,
                         const TcpServerSettings &settings, std::unique_ptr<StreamChannel> channel)
{
    // Not before: whoever else listens to the socket looks at the bytes where they were received,
    // and an answer may move the log on over them.
    connect(&m_socket, &StreamSocket::received, this, [this](ByteView bytes) {
        if (isListening()) {
            answer(m_responder->onReceived(bytes));
        }
    });
    m_answerDelay = std::chrono::milliseconds(settings.answerDelay);
    m_socket.setUnsentLimit(mostUnsent);
    m_socket.adopt(handle);
    m_reply = reply;
    m_readSize = static_cast<std::size_t>(settings.readSize);
    if (channel) {
        secure(std::move(channel));
    } else {
        beginToAnswer();
    }
}

void ServedClient::secure(std::unique_ptr<StreamChannel> channel)
{
    // Else whoever connects and says nothing would have a place for ever.
    m_handshake.setSingleShot(true);
    connect(&m_handshake, &QTimer::timeout, this, [this] {
        m_socket.expire(
            markedNote(connectionTimeOutMark,
                       tr("the client was not done with its part of the TLS handshake within %1 s")
                           .arg(TcpServerSettings::handshakeLimit.count())));
    });
    connect(&m_socket, &StreamSocket::secured, this, [this] {
        m_handshake.stop();
        beginToAnswer();
    });
    m_handshake.start(TcpServerSettings::handshakeLimit);
    m_socket.secure(std::move(channel));
}

void ServedClient::beginToAnswer()
{
    m_responder = m_reply.make(
        {m_socket.connection(), m_socket.journal().local(), m_socket.journal().peer()});
    m_reply = {};
    m_socket.setReadSize(std::min(m_responder->readSize(), m_readSize));
    answer(m_responder->onAccepted());
}

void ServedClient::answer(const Reply &reply)
{
    if (!reply.isNothing()) {
        forgetAnswers(); // of a responder that reads always, and says something else now
        act(reply, reply.after + m_answerDelay);
    }
}

void ServedClient::act(const Reply &reply, std::chrono::milliseconds delay)
{
    if (delay.count() <= 0) {
        perform(reply.bytes, reply.then, reply.note);
        return;
    }
    m_waiting = Waiting{QByteArray(reinterpret_cast<const char *>(reply.bytes.data()),
                                   static_cast<qsizetype>(reply.bytes.size())),
                        reply.then, reply.note};
    m_delay.start(delay);
    updateReceiving();
}

void ServedClient::actLater()
{
    const Waiting due = std::move(*m_waiting);
    m_waiting.reset();
    perform(viewOf(due.bytes), due.then, due.note);
}

void ServedClient::perform(ByteView bytes, Reply::Then then, const QString &note)
{
    if (!note.isEmpty()) {
        m_socket.journal().write(EventKind::Note, note);
    }
    m_more = then == Reply::Then::More;
    m_socket.send(bytes);
    switch (then) {
    case Reply::Then::Keep:
    case Reply::Then::More:
        break;
    case Reply::Then::Finish:
        m_socket.finish();
        break;
    case Reply::Then::Close:
        m_isOver = true;
        m_socket.close();
        break;
    case Reply::Then::Reset:
        m_socket.abort();
        break;
    }
    updateReceiving();
    goOn();
}

void ServedClient::goOn()
{
    if (m_goesOn) {
        return; // this is called from within the loop below
    }
    m_goesOn = true;
    const QDeadlineTimer end(longestTurn);
    for (int piece = 0; m_more && !m_waiting; ++piece) {
        if (!m_socket.canSend()) {
            m_more = false; // a person has finished or closed it
            m_isOver = true;
            break;
        }
        if (m_socket.unsent() > 0 || !m_socket.journal().log().hasRoom()) {
            break; // allTaken() or resume() come back to this
        }
        if (piece == mostPiecesPerTurn || (piece > 0 && end.hasExpired())) {
            m_turn.start();
            break;
        }
        m_more = false;
        const Reply reply = m_responder->onTaken();
        act(reply, reply.after);
    }
    m_goesOn = false;
    updateReceiving();
}

bool ServedClient::isListening() const
{
    return !m_isOver && ((!m_more && !m_waiting) || m_responder->readsAlways());
}

void ServedClient::updateReceiving()
{
    m_socket.setReceiving((isListening() || m_isOver) && !m_paused);
}

void ServedClient::forgetAnswers()
{
    m_delay.stop();
    m_turn.stop();
    m_more = false;
    if (m_waiting) {
        const Waiting never = std::move(*m_waiting);
        m_waiting.reset();
        if (!never.bytes.isEmpty()) {
            m_socket.journal().discarded(viewOf(never.bytes),
                                         tr("the answer was not due yet, and will not be sent"));
        }
    }
}

void ServedClient::close(const QString &why)
{
    if (!why.isEmpty()) {
        m_socket.journal().write(EventKind::Note, why);
    }
    forgetAnswers();
    m_isOver = true;
    m_socket.close();
}

void ServedClient::abort()
{
    forgetAnswers();
    m_socket.abort();
}

void ServedClient::pause()
{
    if (m_paused || !m_socket.isConnected() || m_socket.isClosing()) {
        return;
    }
    m_paused = true;
    m_socket.journal().write(EventKind::Paused,
                             tr("nothing more is received: what the client sends now fills the "
                                "buffers on the way, and then it has to wait"));
    updateReceiving();
}

void ServedClient::unpause()
{
    if (!m_paused || !m_socket.isConnected()) {
        return;
    }
    m_paused = false;
    m_socket.journal().write(EventKind::Resumed);
    updateReceiving();
}

void ServedClient::resume()
{
    m_socket.resume();
    if (m_more) {
        // In its turn. All clients are told at once: the first few would use up the room again,
        // each time, and the others never had any.
        m_turn.start();
    }
}

int ServedClient::countIdleTurns()
{
    // It is this side that lets the other wait.
    const bool ours = m_paused || m_waiting || m_socket.isSecuring() || m_socket.isClosing() ||
                      !m_socket.journal().log().hasRoom();
    const bool moved = m_movedBefore != m_socket.movedBytes();
    m_movedBefore = m_socket.movedBytes();
    m_idleTurns = ours || moved ? 0 : m_idleTurns + 1;
    return m_idleTurns;
}

} // namespace sockyard
