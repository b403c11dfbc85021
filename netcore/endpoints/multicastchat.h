#pragma once

#include "netcore/endpoints/botlistener.h"
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
class MulticastDoctor;

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
    /// Switches the bot on or off, or has it say something else; also while the chat runs. It
    /// answers each message of others once, under the name of start(), and never itself.
    void setBot(const BotSettings &settings);

    /// Finds out why nothing is heard, and writes it into the log as it comes (MulticastDoctor). It
    /// looks at the chat as it runs; where it does not, at what \a settings would make of it. Ends
    /// by itself, and with the chat; nothing happens while one goes on.
    void examine(const MulticastChatSettings &settings);

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
    /// False where that failed, which is told. The line stays where it may do so later.
    bool joinOn(const Interface &interface);
    void closeLine(std::size_t index);
    void checkInterfaces();
    void knowMachine(const QList<Interface> &all);
    void joinNewInterfaces(const QList<Interface> &all);
    /// False where no line could.
    bool send(const QByteArray &datagram);
    QString read(const ChatLine &line, const native::Datagram &datagram, std::string_view sender);
    void noteBot(const QString &words);
    bool isOwn(const SocketAddress &sender) const;
    bool isOfThisMachine(const SocketAddress &sender) const;

    ConnectionId m_lastId = 0;
    std::shared_ptr<const ChatPlan> m_plan; // while it runs
    std::vector<std::unique_ptr<ChatLine>> m_lines;
    quint16 m_senderPort = 0; // of all lines, where there may be several
    QList<SocketAddress> m_machine;
    HeardDatagrams m_heard;
    BotListener m_bot;
    QTimer m_interfaceCheck;
    std::unique_ptr<MulticastDoctor> m_doctor;
};

} // namespace sockyard
