#include "netcore/sending/outbox.h"

#include "netcore/sending/discardedmessage.h"

#include <QDeadlineTimer>
#include <QLocale>

#include <utility>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

// With so much unsent nothing more is offered to a peer.
constexpr std::size_t mostUnsent = 1024U * 1024;
// So many blocks, and so long, go out before the event loop looks at anything else.
constexpr int mostBlocksPerTurn = 16;
constexpr auto longestTurn = 2ms;

} // namespace

Outbox::Outbox(StreamSocket &socket, MacroSources &sources, std::shared_ptr<FileReading> reading,
               QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_sources(sources)
    , m_reading(std::move(reading))
{
    m_turn.setSingleShot(true);
    m_turn.setInterval(0);
    connect(&m_turn, &QTimer::timeout, this, &Outbox::takeTurn);
    connect(&m_socket, &StreamSocket::allTaken, this, &Outbox::takeTurn);
}

void Outbox::send(const PreparedMessage &message)
{
    if (!canSend()) {
        discardMessage(journal(), message, m_sources, whyNot());
        return;
    }
    m_tells = true;
    m_queue.push_back(message);
    advance();
}

void Outbox::send(const PreparedMessage &message, const MacroValues &values)
{
    send(PreparedMessage::ofBytes(message.bytes(values, m_sources)));
}

QString Outbox::whyNot() const
{
    return m_finishing || m_socket.isConnected() ? tr("this side has finished sending")
                                                 : tr("not connected");
}

QString Outbox::whyFull() const
{
    if (isWaiting()) {
        return tr("a file is being sent");
    }
    if (m_socket.unsent() >= mostUnsent) {
        return tr("the peer takes too little");
    }
    return journal().log().hasRoom() ? QString() : tr("the log has no room");
}

bool Outbox::offer(const PreparedMessage &message)
{
    if (!canSend()) {
        return false;
    }
    const QString full = whyFull();
    if (!full.isEmpty()) {
        if (m_leftOut++ == 0) {
            journal().write(
                EventKind::Note,
                tr("%1: repeated messages that become due meanwhile are left out").arg(full));
        }
        return false;
    }
    if (m_leftOut > 0) {
        const auto count = static_cast<qulonglong>(std::exchange(m_leftOut, 0));
        journal().write(EventKind::Note, tr("repeated messages are sent again; %1 were left out")
                                             .arg(QLocale().toString(count)));
    }
    m_socket.send(message.bytes({.peer = journal().peer()}, m_sources));
    return true;
}

void Outbox::finish()
{
    if (!canSend()) {
        return;
    }
    if (isWaiting()) {
        m_finishing = true;
    } else {
        m_socket.finish();
    }
}

void Outbox::resume()
{
    if (isWaiting() || m_tells) {
        m_turn.start(); // in its turn: all are told at once
    }
}

void Outbox::takeTurn()
{
    if (m_isOver) {
        return;
    }
    advance();
    if (m_tells && isDone() && !m_isOver) {
        m_tells = false;
        m_turn.stop();
        Q_EMIT done();
    }
}

void Outbox::advance()
{
    if (m_advances) {
        return; // this is called from within the loop below
    }
    m_advances = true;
    const QDeadlineTimer end(longestTurn);
    for (int block = 0; isWaiting(); ++block) {
        if (!m_socket.canSend()) { // a reply, or the peer, has ended it
            discardWaiting(whyNot());
            break;
        }
        if (m_file && block > 0 && (block == mostBlocksPerTurn || end.hasExpired())) {
            m_turn.start();
            break;
        }
        if (m_file && !advanceFile()) {
            break;
        }
        if (!m_file && !m_queue.empty()) {
            const PreparedMessage message = std::move(m_queue.front());
            m_queue.pop_front();
            if (message.isFile()) {
                m_file = std::make_unique<FileSending>(message, m_reading, this);
                connect(m_file.get(), &FileSending::readOn, this, &Outbox::takeTurn);
            } else {
                m_socket.send(message.bytes({.peer = journal().peer()}, m_sources));
            }
        }
    }
    m_advances = false;
    if (m_finishing && !isWaiting() && !m_isOver) {
        m_finishing = false;
        m_socket.finish();
    }
    if (m_tells && isDone() && !m_isOver) {
        m_turn.start(); // whoever sent something is not told before it knows that it did
    }
}

bool Outbox::advanceFile()
{
    if (!m_socket.isConnected() || m_socket.unsent() > 0 || !journal().log().hasRoom()) {
        return false; // allTaken() or resume() come back to this
    }
    switch (m_file->sendNext(m_socket)) {
    case FileSending::Next::Sent:
        return true;
    case FileSending::Next::Later:
        return false;
    case FileSending::Next::Over:
        break;
    }
    if (m_file) {                        // the socket may have closed over its last bytes
        m_file.release()->deleteLater(); // it may be the one that is calling us
    }
    return true;
}

void Outbox::dropFile(const QString &why)
{
    if (m_file) {
        m_file->discardRest(journal(), why);
        m_file.release()->deleteLater(); // it may be the one that is calling us
    }
}

void Outbox::discardWaiting(const QString &why)
{
    m_finishing = false;
    dropFile(why);
    for (const PreparedMessage &message : std::exchange(m_queue, {})) {
        discardMessage(journal(), message, m_sources, why);
    }
}

void Outbox::cancelFiles()
{
    const QString why = tr("cancelled");
    dropFile(why);
    std::erase_if(m_queue, [this, &why](const PreparedMessage &message) {
        if (message.isFile()) {
            discardMessage(journal(), message, m_sources, why);
        }
        return message.isFile();
    });
    m_turn.start();
}

void Outbox::end()
{
    m_isOver = true;
    m_turn.stop();
    discardWaiting(tr("the connection is gone"));
}

std::optional<SendingProgress> Outbox::progress() const
{
    return m_file ? std::optional(m_file->progress(m_socket)) : std::nullopt;
}

} // namespace sockyard
