#pragma once

#include "netcore/sending/courier.h"
#include "netcore/sockets/streamsocket.h"
#include "tests/support/logs.h"
#include "tests/support/peer.h"

#include <QDeadlineTimer>
#include <QString>
#include <QTest>

#include <memory>
#include <optional>
#include <vector>

namespace sockyard::test
{

/// A courier with connections to peers of the test, as an endpoint has them.
class Carried
{
public:
    explicit Carried(const EventLog::Limits &limits = {})
        : log(limits)
    {
    }

    /// One more connection; its number counts from 1. \a buffers, in bytes, of the peer.
    StreamSocket &connecting(int buffers = 0)
    {
        if (buffers > 0) {
            setOption(m_listener.number(), SOL_SOCKET, SO_RCVBUF, buffers);
        }
        m_sockets.push_back(std::make_unique<StreamSocket>(Journal(log, m_sockets.size() + 1)));
        StreamSocket &socket = *m_sockets.back();
        courier.connectionOpened(socket);
        socket.connectTo(SocketAddress(QHostAddress(QHostAddress::LocalHost), m_listener.port()));
        return socket;
    }
    /// The other end of the next connection that has none yet, connected.
    Peer accepted()
    {
        std::optional<Peer> peer;
        [&] {
            QTRY_VERIFY_WITH_TIMEOUT(m_listener.acceptInto(peer), patience);
            QTRY_COMPARE_WITH_TIMEOUT(count(log, EventKind::Connected), m_sockets.size(), patience);
        }();
        return std::move(peer.value());
    }
    Peer connected(int buffers = 0)
    {
        connecting(buffers);
        return accepted();
    }
    StreamSocket &socket(ConnectionId id) { return *m_sockets.at(id - 1); }

    /// Every note of one connection, a line each.
    std::string notes(ConnectionId id) const
    {
        std::string text;
        for (const Event &event : eventsOf(log, EventKind::Note)) {
            if (event.connection() == id) {
                text.append(event.note()).append("\n");
            }
        }
        return text;
    }

    EventLog log;
    Courier courier{
        log,
        {.nobody = QStringLiteral("nobody is there"), .gone = QStringLiteral("no longer there")}};

private:
    PeerListener m_listener;
    std::vector<std::unique_ptr<StreamSocket>> m_sockets;
};

/// A message of text, which is right.
inline PreparedMessage message(const QString &text, Notation notation = Notation::Text,
                               LineEnding ending = LineEnding::None, int groups = -1)
{
    return PreparedMessage::prepare({.notation = notation, .text = text, .ending = ending}, nullptr,
                                    groups)
        .value();
}

} // namespace sockyard::test
