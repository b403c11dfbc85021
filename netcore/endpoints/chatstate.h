#pragma once

#include "netcore/log/event.h"
#include "netcore/sockets/socketaddress.h"

#include <QList>
#include <QString>

namespace sockyard
{

/// One line of a chat (see ChatLine) as it is at this moment. A value.
struct ChatLineState {
    unsigned interfaceIndex = 0; ///< 0: nobody knows; the system chose
    QString interfaceName;
    bool joined = false;
    SocketAddress receiver; ///< where the receiver is bound
    SocketAddress sender;   ///< the chat's own address on this line; none where it has no sender
    /// What was last wrong, in the words of the log; empty where nothing was since it joined.
    QString lastFailure;
};

/// What was heard since the chat began, in datagrams, by who sent them.
struct HeardDatagrams {
    quint64 own = 0;         ///< what this chat sent and heard back
    quint64 thisMachine = 0; ///< from other programs on this machine
    quint64 otherHosts = 0;
};

/// What a chat is at this moment, and is no event: for who has to find out why it hears nothing. A
/// value.
struct ChatState {
    bool running = false;
    SocketAddress group; ///< with the scope of the first line, for IPv6
    SocketAddress::Family family = SocketAddress::Family::None;
    QString wire; ///< a name of chatWires()
    int hops = 0;
    bool loopBack = true;
    bool allInterfaces = false;
    bool chosenBySystem = false; ///< no interface was named
    QList<ChatLineState> lines;
    quint64 sent = 0; ///< own datagrams, each line's counted
    HeardDatagrams heard;
};

} // namespace sockyard
