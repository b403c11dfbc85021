#pragma once

#include "netcore/responders/registry.h"
#include "netcore/sockets/journal.h"
#include "netcore/sockets/socketaddress.h"

#include <QByteArray>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <map>
#include <vector>

namespace sockyard
{

/// What a datagram socket answers by itself: one datagram to each that comes, when the reply says
/// so (see answerTo()). What is heard is answered in the next turn of the event loop, since whoever
/// reads a socket must not use it. Bounded. Owned by its endpoint, on whose thread it lives.
class UdpAnswers : public QObject
{
    Q_OBJECT

public:
    explicit UdpAnswers(QObject *parent = nullptr);

    /// Of what is heard from now on; without PreparedReply::make nothing is answered.
    void setReply(PreparedReply reply) { m_reply = std::move(reply); }
    /// A datagram came from \a sender to the socket that writes into \a journal.
    void hear(const SocketAddress &sender, ByteView datagram, const Journal &journal);
    /// Answers nothing any more; answers that wait are told as Discarded.
    void stop();

Q_SIGNALS:
    void due(const sockyard::SocketAddress &peer, const QByteArray &answer);

private:
    using Clock = std::chrono::steady_clock;
    struct Heard {
        SocketAddress sender;
        QByteArray datagram;
        Journal journal; // whose peer is the sender
    };
    struct Waiting {
        SocketAddress peer;
        QByteArray answer;
        Journal journal;
    };

    void answerHeard();
    void answerWaiting();
    void waitForNext();

    PreparedReply m_reply;
    std::vector<Heard> m_heard;
    std::multimap<Clock::time_point, Waiting> m_waiting;
    QTimer m_turn;
    QTimer m_delay;
};

} // namespace sockyard
