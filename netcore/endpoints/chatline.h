#pragma once

#include "netcore/codec/chatwire.h"
#include "netcore/endpoints/chatplan.h"
#include "netcore/endpoints/chatstate.h"
#include "netcore/endpoints/interfacewatch.h"
#include "netcore/sockets/datagramsocket.h"

#include <QCoreApplication>

#include <functional>
#include <memory>
#include <optional>

namespace sockyard
{

/// A multicast chat on one interface, with two sockets as in the texts of the course: the receiver,
/// which shares its port with others on this machine and joins the group on that interface only,
/// and the sender, whose address is how receivers know this chat from others. It announces itself
/// to the group when it has joined.
///
/// It keeps its place: when the interface has gone down, has vanished or has another address, and
/// is fit for use again, it joins again by itself. A new sender takes the place of one whose
/// address is of no use any more; a receiver whose interface has another number now is made anew
/// under its old connection, which goes on. Owned by MulticastChat, on its thread.
class ChatLine
{
    Q_DECLARE_TR_FUNCTIONS(sockyard::ChatLine)

public:
    /// Gives the journal of one more connection of the chat.
    using JournalSource = std::function<Journal()>;

    /// See DatagramSocket::Reader.
    using Reader =
        std::function<QString(const ChatLine &, const native::Datagram &, std::string_view sender)>;

    /// \a receiver is the journal of the receiver, and of what the line itself has to tell.
    ChatLine(std::shared_ptr<const ChatPlan> plan, const Journal &receiver, JournalSource journals,
             Reader reader);
    /// Closes without a word in the log.
    ~ChatLine();
    ChatLine(const ChatLine &) = delete;
    ChatLine &operator=(const ChatLine &) = delete;

    /// Joins on \a interface (without an index: where the system chooses) and speaks from
    /// \a port there (0: any). False where that failed, which is told; where the receiver isOpen(),
    /// it tries again whenever look() finds that it may go better.
    bool join(const Interface &interface, quint16 port);
    /// True where it can receive.
    bool isOpen() const { return receiverIsOfUse(); }

    /// Shows it what interfaces there are now: what has changed is told, and the membership
    /// renewed. To be called once a second.
    void look(const QList<Interface> &all);

    /// False where it could not be sent, which is told where it was tried.
    bool send(const QByteArray &datagram);
    /// Writes that these bytes will not leave, as the sender's or, without one, the receiver's.
    void discard(const QByteArray &datagram, const QString &why);
    /// Sends what the wire has to say of that, where it has something.
    void announce(ChatMessage::Kind kind);

    void resume();
    /// Leaves the group and closes both sockets.
    void close();

    /// True while it is a member, as far as anybody can tell.
    bool isJoined() const;
    /// True while, moreover, nothing is known to be wrong with its interface.
    bool isWell() const;
    /// True where its interface does not exist any more.
    bool isGone() const { return m_worst == Condition::Gone; }
    bool isOn(const Interface &interface) const;
    /// True for the chat's own address here, by which receivers know it, and for the one before:
    /// what was said from there may still come back. Whatever the scope, since what leaves by one
    /// interface may come in by another.
    bool speaksFrom(const SocketAddress &address) const;
    ConnectionId connection() const { return m_journal.connection(); }
    quint64 sentCount() const { return m_sent; }
    ChatLineState state() const;

private:
    using Condition = InterfaceWatch::Condition;

    bool takePlace();
    bool openReceiver();
    bool receiverIsOfUse() const;
    bool openSender();
    void closeSender();
    bool joinGroup();
    void watchSystemsChoice(const QList<Interface> &all);
    bool isInPlace() const;
    bool senderIsOfUse() const;
    bool canSpeak() const;
    void renew();
    void fail(const QString &words);

    unsigned interfaceIndex() const;
    QHostAddress address() const;

    std::shared_ptr<const ChatPlan> m_plan;
    Journal m_journal;
    JournalSource m_journals;
    DatagramSocket::Reader m_reader;
    std::unique_ptr<DatagramSocket> m_receiver;
    std::unique_ptr<DatagramSocket> m_sender;
    std::optional<InterfaceWatch> m_watch; // not of an interface that nobody knows
    bool m_isSystemsChoice = false;
    quint16 m_port = 0;
    unsigned m_receiverIndex = 0; // to which interface it is bound
    unsigned m_joinedIndex = 0;   // 0: has never joined, or nobody knows where
    QString m_joinedName;
    SocketAddress m_formerSender;
    Condition m_worst = Condition::Fine; // told since it last took its place
    int m_pause = 0;                     // so many looks until it tries again
    quint64 m_sent = 0;
    QString m_trouble;
};

} // namespace sockyard
