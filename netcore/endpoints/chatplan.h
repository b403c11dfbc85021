#pragma once

#include "netcore/chat/botsettings.h"
#include "netcore/endpoints/multicastchatsettings.h"
#include "netcore/sockets/interfaces.h"
#include "netcore/sockets/socketaddress.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QString>

#include <variant>

namespace sockyard
{

class ChatWire;

/// What a person chose for a chat, judged: the one place that does. A value; any thread.
class ChatPlan
{
    Q_DECLARE_TR_FUNCTIONS(sockyard::ChatPlan)

public:
    /// The plan, or why there can be none, in words that begin with an error name. Asks the system
    /// which interfaces it has.
    static std::variant<ChatPlan, QString> of(const MulticastChatSettings &settings);

    /// The group and the port alone, or why they can be none: whatever else was chosen.
    static std::variant<SocketAddress, QString> groupIn(const MulticastChatSettings &settings);

    /// What is written.
    const ChatWire &wire() const { return *m_wire; }
    const QString &wireName() const { return m_wireName; }
    const QString &name() const { return m_name; }
    int hops() const { return m_hops; }
    bool loopBack() const { return m_loopBack; }
    SocketAddress::Family family() const;
    /// The group as it is reached on the interface of that index (0: the system's choice).
    SocketAddress group(unsigned interfaceIndex) const;
    /// Where every receiver is bound.
    SocketAddress anyAddress() const;

    /// Where the chat is to be: on one interface, on all that suit(), or (then one without an index
    /// stands here) where the system chooses. Never empty.
    const QList<Interface> &interfaces() const { return m_interfaces; }
    bool isOnAllInterfaces() const { return m_onAllInterfaces; }
    /// True for an interface that belongs to all of them: it is up, has an address of the family,
    /// and can do multicast, as `lo` can for IPv4 though Linux does not say so.
    bool suits(const Interface &interface) const;

private:
    ChatPlan() = default;

    /// Each fills in its part; words where it cannot, or none.
    QString takeName(const MulticastChatSettings &settings);
    QString takeGroup(const MulticastChatSettings &settings);
    QString takeInterface(const QString &name);
    QString takeAllInterfaces();

    const ChatWire *m_wire = nullptr;
    QString m_wireName;
    QString m_name;
    QHostAddress m_group;
    quint16 m_port = 0;
    int m_hops = 1;
    bool m_loopBack = true;
    bool m_onAllInterfaces = false;
    QList<Interface> m_interfaces;
};

} // namespace sockyard
