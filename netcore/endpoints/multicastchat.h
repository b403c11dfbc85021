#pragma once

#include "netcore/endpoints/endpoint.h"
#include "netcore/endpoints/multicastchatsettings.h"
#include "netcore/sockets/datagramsocket.h"

#include <QTimer>

namespace sockyard
{

class ChatWire;

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
    /// Switches the bot on or off, or has it say something else; also while the chat runs.
    void setBot(const BotSettings &settings);

    /// True for a name that the wire of that name (see chatWires()) can carry.
    static bool isName(const QString &name, const QString &wire);
    /// How many bytes the datagram that says \a text would have on that wire, to be held against
    /// ChatWire::longestDatagram().
    static qsizetype datagramSize(const QString &name, const QString &text, const QString &wire);

private:
    void checkInterface();

    Journal m_journal;
    std::unique_ptr<DatagramSocket> m_receiver;
    std::unique_ptr<DatagramSocket> m_sender;
    ConnectionId m_lastId = 0;
    const ChatWire *m_wire;
    QString m_name;
    unsigned m_interface = 0;
    bool m_interfaceWasUp = true;
    BotSettings m_bot;
    QTimer m_interfaceCheck;
};

} // namespace sockyard
