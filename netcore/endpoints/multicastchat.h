#pragma once

#include "netcore/codec/chatwire.h"
#include "netcore/endpoints/endpoint.h"
#include "netcore/sockets/datagramsocket.h"

#include <QTimer>

namespace sockyard
{

/// What a person chose for a chat, as it was typed: MulticastChat judges it.
struct MulticastChatSettings {
    QString name;
    /// An IPv4 or IPv6 multicast address.
    QString group = QStringLiteral("225.0.0.250");
    QString port = QStringLiteral("8123");
    /// A name or an index; empty: the system's choice.
    QString interface;
    /// TTL (RFC 1112) or hop limit, 0 … 255.
    int hops = 1;
    /// Own messages come back to this machine, for all who listen on it.
    bool loopBack = true;
};

/// A multicast chat. Two sockets, as in the texts of the course: the endpoint itself (connection 0)
/// is the receiver, which shares its port with others on this machine and joins the group;
/// connection 1, 2, … is the sender of each join, whose address is how receivers know this chat
/// from others.
class MulticastChat : public Endpoint
{
    Q_OBJECT

public:
    explicit MulticastChat(std::shared_ptr<EventLog> log);
    ~MulticastChat() override;

    void start(const MulticastChatSettings &settings);
    /// Leaves the group and closes both sockets.
    void stop() override;
    void resume() override;

    /// Says something under the name of start().
    void say(const QString &text);

    /// True for a name that the wire can carry.
    static bool isName(const QString &name);
    /// How many bytes the datagram would have, to be held against DatagramSocket::maximumPayload.
    static qsizetype datagramSize(const QString &name, const QString &text);

private:
    void checkInterface();

    Journal m_journal;
    std::unique_ptr<DatagramSocket> m_receiver;
    std::unique_ptr<DatagramSocket> m_sender;
    ConnectionId m_lastId = 0;
    QString m_name;
    unsigned m_interface = 0;
    bool m_interfaceWasUp = true;
    QTimer m_interfaceCheck;
};

} // namespace sockyard
