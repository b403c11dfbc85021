#pragma once

#include "netcore/log/eventlog.h"
#include "netcore/messages/preparedmessage.h"
#include "netcore/messages/systemmacros.h"
#include "netcore/sending/sendingprogress.h"
#include "netcore/sending/sendplan.h"

#include <QObject>
#include <QString>

#include <functional>
#include <map>
#include <memory>

namespace sockyard
{

class FileReading;
class Outbox;
class Repeat;
class Sequence;
class StreamSocket;

/// Hands on what a person wants to have sent on the connections of one endpoint, in order for each:
/// bytes, macros (with one counter for all), files, a repeat, a sequence. What it does, and what
/// became of it, is in the log. Owned by the endpoint, on whose thread it lives.
///
/// Wiring: the endpoint tells of each socket once (connectionOpened()); the rest the courier hears
/// from the socket, its end included, upon which the endpoint may delete it with deleteLater(). The
/// endpoint calls resume() when the log has room again, and discardWaiting() before it closes a
/// socket in order. It aborts a socket without a word to the courier. Where both go, either may go
/// first.
class Courier : public QObject
{
    Q_OBJECT

public:
    /// Why nothing can be sent, as the endpoint's kind says it.
    struct Words {
        QString nobody; ///< there is no connection at all
        QString gone;   ///< this connection is no longer there
    };

    /// The log must outlive it.
    Courier(EventLog &log, Words words, QObject *parent = nullptr);
    ~Courier() override;

    /// There is one more, connected, accepted or connecting: what is sent early then waits, files
    /// included. The socket must live until its signal closed().
    void connectionOpened(StreamSocket &socket);

    /// What nobody can get any more is told as Discarded, with the reason.
    void send(const Addressees &to, const PreparedMessage &message);
    /// FIN, behind everything that was sent before, files included.
    void finish(const QList<ConnectionId> &connections);
    /// What has not reached the socket, such as the rest of a file, is told as Discarded, with its
    /// count. Ends the sequence there.
    void discardWaiting(const QList<ConnectionId> &connections);

    /// One at a time: a further one is refused, as is one whose addressees are all gone. A round
    /// that not every addressee takes, or where there is none, counts as failed.
    void repeat(const Addressees &to, const RepeatPlan &plan);
    /// One at a time, on each of those that are there now.
    void play(const Addressees &to, const SequencePlan &plan);
    /// Ends sequences, and gives up files, whose rest is told as Discarded. Ends the repeat, unless
    /// it goes to others too.
    void stopSending(const Addressees &to = {});
    /// Ends only what \a job tells of: the file, the repeat, or the sequence there.
    void stop(const SendingProgress &job);
    /// The log has room again.
    void resume();

    /// A walk through the connections.
    SendingProgressList progress() const;

Q_SIGNALS:
    /// The system has taken everything that was sent on this connection so far. Repeated messages
    /// do not count.
    void allDone(sockyard::ConnectionId connection);

private:
    void connectionClosed(ConnectionId connection);
    void forget(ConnectionId sequence);
    bool handOn(const Addressees &to, const PreparedMessage &message);
    void endRepeat();
    /// Those that are there and can send.
    QList<ConnectionId> present(const Addressees &to) const;
    void forEach(const QList<ConnectionId> &connections,
                 const std::function<void(Outbox &)> &action);
    void refuse(const QString &words);

    EventLog &m_log;
    const Words m_words;
    SystemMacros m_macros;
    std::shared_ptr<FileReading> m_reading;
    std::map<ConnectionId, std::unique_ptr<Outbox>> m_outboxes;
    std::map<ConnectionId, std::unique_ptr<Sequence>> m_sequences;
    std::unique_ptr<Repeat> m_repeat;
    Addressees m_repeatsTo;
};

} // namespace sockyard
