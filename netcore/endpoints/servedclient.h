#pragma once

#include "netcore/endpoints/tcpserversettings.h"
#include "netcore/responders/registry.h"
#include "netcore/sockets/streamsocket.h"

#include <QTimer>

#include <memory>

namespace sockyard
{

/// One client of a server: its socket, and the responder that answers it. It does what the
/// responder says, when it says it, and receives nothing while an answer waits or there is more of
/// it. Owned by the server, on whose thread it lives; delete it with deleteLater() from a slot of
/// its signal.
class ServedClient : public QObject
{
    Q_OBJECT

public:
    explicit ServedClient(Journal journal, QObject *parent = nullptr);
    ~ServedClient() override;

    /// Takes an accepted descriptor over, and begins to answer: where there is a \a channel, when
    /// its handshake is done, for which there is a limit of time.
    void serve(native::Handle handle, const PreparedReply &reply, const TcpServerSettings &settings,
               std::unique_ptr<StreamChannel> channel = {});

    const StreamSocket &socket() const { return m_socket; }
    /// For what a person has sent, whatever the responder does.
    StreamSocket &socket() { return m_socket; }
    /// Closes in order. \a why is for the log, if it is not empty.
    void close(const QString &why = {});
    /// Cuts it off with RST.
    void abort();
    /// Stops receiving, so that the client is slowed down, and goes on.
    void pause();
    void unpause();
    /// The log has room again.
    void resume();
    /// To be called at even intervals: how many of them in a row have passed in which no byte moved
    /// although the client could have moved one.
    int countIdleTurns();

Q_SIGNALS:
    /// The descriptor is gone; the last signal.
    void closed();

private:
    /// An answer that waits for its time. The bytes are its own.
    struct Waiting {
        QByteArray bytes;
        Reply::Then then = Reply::Then::Keep;
        QString note;
    };

    void secure(std::unique_ptr<StreamChannel> channel);
    void beginToAnswer();
    void answer(const Reply &reply);
    void act(const Reply &reply, std::chrono::milliseconds delay);
    void actLater();
    void perform(ByteView bytes, Reply::Then then, const QString &note);
    void goOn();
    /// Whether the responder is to be told what comes. Where it is not, and something is received
    /// nevertheless, that was the last of a connection that is cut.
    bool isListening() const;
    void updateReceiving();
    void forgetAnswers();

    StreamSocket m_socket;
    PreparedReply m_reply; // until there is a responder
    std::size_t m_readSize = 0;
    QTimer m_handshake; // its limit, while it goes on
    std::unique_ptr<Responder> m_responder;
    std::chrono::milliseconds m_answerDelay{0};
    std::optional<Waiting> m_waiting;
    QTimer m_delay; // until m_waiting is due
    QTimer m_turn;  // so that one client does not keep the others waiting
    std::uint64_t m_movedBefore = 0;
    int m_idleTurns = 0;
    bool m_more = false;   // the responder is to be asked again
    bool m_isOver = false; // the responder is asked and told nothing any more
    bool m_goesOn = false;
    bool m_paused = false;
};

} // namespace sockyard
