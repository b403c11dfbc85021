#pragma once

#include "netcore/endpoints/chatstate.h"
#include "netcore/endpoints/endpoint.h"
#include "netcore/endpoints/multicastchatsettings.h"
#include "netcore/sockets/interfaces.h"
#include "netcore/sockets/journal.h"
#include "netcore/sockets/native.h"

#include <QTimer>

#include <memory>
#include <vector>

namespace sockyard
{

class ChatLine;
class ChatPlan;

/// A multicast chat: one ChatLine for each interface on which it is. The receiver of the first is
/// the endpoint itself (connection 0), and is closed last; every other socket has a number of its
/// own.
///
/// Each datagram that is no message of any chat wire says so in the note of its event. What becomes
/// of the interfaces is told, and the memberships are renewed; a chat on all interfaces joins on
/// those that come up later, too.
class MulticastChat : public Endpoint
{
    Q_OBJECT

public:
    explicit MulticastChat(std::shared_ptr<EventLog> log);
    ~MulticastChat() override;

    void start(const MulticastChatSettings &settings);
    /// Says good-bye where the wire has a word for it, leaves the group and closes all sockets.
    void stop() override;
    void resume() override;

    /// Says something under the name of start(), on each interface.
    void say(const QString &text);
    /// Switches the bot on or off, or has it say something else; also while the chat runs.
    void setBot(const BotSettings &settings);

    /// What it is at this moment.
    ChatState state() const;
    /// A number for one more socket whose story this endpoint's log tells.
    ConnectionId takeConnection() { return ++m_lastId; }

    /// True for a name that the wire of that name (see chatWires()) can carry.
    static bool isName(const QString &name, const QString &wire);
    /// How many bytes the datagram that says \a text would have on that wire, to be held against
    /// ChatWire::longestDatagram().
    static qsizetype datagramSize(const QString &name, const QString &text, const QString &wire);

private:
    bool openLines();
    /// Null where it cannot even be opened, which is told.
    ChatLine *addLine(const Journal &receiver);
    void closeLine(std::size_t index);
    void checkInterfaces();
    void knowMachine(const QList<Interface> &all);
    void joinNewInterfaces(const QList<Interface> &all);
    /// False where no line could.
    bool send(const QByteArray &datagram);
    QString read(const ChatLine &line, const native::Datagram &datagram);
    bool isOwn(const SocketAddress &sender) const;
    bool isOfThisMachine(const SocketAddress &sender) const;

    ConnectionId m_lastId = 0;
    std::shared_ptr<const ChatPlan> m_plan; // while it runs
    std::vector<std::unique_ptr<ChatLine>> m_lines;
    quint16 m_senderPort = 0; // of all lines, where there may be several
    QList<SocketAddress> m_machine;
    HeardDatagrams m_heard;
    BotSettings m_bot;
    QTimer m_interfaceCheck;
};

} // namespace sockyard
