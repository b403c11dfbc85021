#pragma once

#include "netcore/sockets/interfaces.h"
#include "netcore/sockets/socketaddress.h"
#include "netcore/sockets/systemerror.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace sockyard
{

/// What became of a datagram that was sent to the group on one interface, to come back.
enum class ProbeResult { CameBack, Lost, NotSent };

/// What is known of one interface on which a chat hears and speaks, or would. A value.
struct LineFacts {
    Interface interface;
    bool exists = true; ///< the machine has it now
    bool joined = false;
    QString lastFailure;              ///< what was last wrong there, in the words of the log
    unsigned users = 0;               ///< how many joined the group there, by the system's table
    Result<SocketAddress> route;      ///< from where the group is sent to, or why it is not
    std::optional<ProbeResult> probe; ///< nothing: not known yet
};

/// A program that is on the chat's port beside the chat. A value.
struct PortHolder {
    QString name; ///< made visible; empty where this user may not know
    qint64 process = 0;
    bool isThisProgram = false;
};

/// Who else is on the chat's port. A value.
struct PortFacts {
    bool isTold = false; ///< by the system; others do not tell
    QList<PortHolder> others;
};

/// Somebody who was heard on another group. A value.
struct OtherVoice {
    QString name; ///< made visible; the address where there is no name
    SocketAddress group;
};

/// What came of listening on the course's other groups. A value.
struct OtherGroups {
    QList<SocketAddress> heard; ///< on which it was listened
    QList<OtherVoice> voices;   ///< each name and group once
};

/// All that is known about a chat that hears nothing: what findings() goes by. A value.
struct MulticastFacts {
    /// Why there is no chat to look at, such as a group that is none; empty where there is.
    QString problem;

    SocketAddress group;
    bool joined = false;
    bool allInterfaces = false;
    bool chosenBySystem = false; ///< no interface was named
    QString bound;
    QString lastFailure; ///< of the attempt to join, in the words of the log
    int hops = 1;
    bool loopBack = true;

    QList<LineFacts> lines;
    /// Where the system chooses: the source to the group, or why there is none.
    Result<SocketAddress> route;
    bool membershipsAreTold = false;
    QStringList otherMembers; ///< interfaces that take the group and are none of the lines
    /// Interfaces on which other hosts could be heard in this family, and which are none of the
    /// lines.
    QStringList otherInterfaces;
    std::optional<PortFacts> port;

    quint64 sent = 0;
    quint64 heardBack = 0;
    quint64 heardOfThisMachine = 0;
    quint64 heardOfOtherHosts = 0;
    std::optional<OtherGroups> otherGroups;
};

/// The interface's first address of the group's family; null where it has none.
QHostAddress addressFor(const SocketAddress &group, const Interface &interface);

} // namespace sockyard
