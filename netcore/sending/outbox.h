#pragma once

#include "netcore/messages/preparedmessage.h"
#include "netcore/sending/filesending.h"
#include "netcore/sockets/streamsocket.h"

#include <QTimer>

#include <deque>
#include <memory>
#include <optional>

namespace sockyard
{

/// What is to be sent on one connection, in order. Bytes go to the socket at once; what comes
/// behind a file waits until the system took all of it, and a file is handed on block by block, so
/// that a peer that does not read, or a log without room, costs no memory. Owned by the courier, on
/// whose thread it lives; it must not be used after end().
class Outbox : public QObject
{
    Q_OBJECT

public:
    Outbox(StreamSocket &socket, MacroSources &sources, std::shared_ptr<FileReading> reading,
           QObject *parent = nullptr);

    const Journal &journal() const { return m_socket.journal(); }
    /// False when what is sent would be discarded.
    bool canSend() const { return !m_isOver && !m_finishing && m_socket.canSend(); }
    /// The system has taken everything.
    bool isDone() const { return !isWaiting() && m_socket.unsent() == 0; }

    void send(const PreparedMessage &message);
    /// The same with what macros stand for; \a values is not kept. Not for files.
    void send(const PreparedMessage &message, const MacroValues &values);
    /// Sends, unless too much waits already: then nothing is, and the first time that is noted.
    bool offer(const PreparedMessage &message);
    /// FIN, behind everything that waits.
    void finish();
    /// Everything that waits here, and not in the socket, is told as discarded.
    void discardWaiting(const QString &why);
    /// Files are given up, at whatever place; the rest is sent.
    void cancelFiles();
    /// The log has room again.
    void resume();
    /// The socket is closed, and will be gone soon.
    void end();

    std::optional<SendingProgress> progress() const;

Q_SIGNALS:
    /// The system has taken everything that was given to send() since this was told last.
    void done();

private:
    bool isWaiting() const { return m_file != nullptr || !m_queue.empty(); }
    QString whyFull() const; // empty where it is not
    void advance();
    bool advanceFile();
    void takeTurn();
    void dropFile(const QString &why);
    QString whyNot() const;

    StreamSocket &m_socket;
    MacroSources &m_sources;
    const std::shared_ptr<FileReading> m_reading;
    std::deque<PreparedMessage> m_queue;
    std::unique_ptr<FileSending> m_file; // before all that is queued
    QTimer m_turn;                       // so that one file does not keep the others waiting
    std::uint64_t m_leftOut = 0;         // offers since it is full
    bool m_finishing = false;            // FIN goes out when nothing waits
    bool m_tells = false;                // done() is to be told
    bool m_advances = false;
    bool m_isOver = false;
};

} // namespace sockyard
