#pragma once

#include "netcore/chat/botsettings.h"
#include "netcore/endpoints/numberrange.h"

#include <QString>

namespace sockyard
{

/// What a person chose for a chat, as it was typed: MulticastChat judges it. A value.
struct MulticastChatSettings {
    QString name;
    /// An IPv4 or IPv6 multicast address.
    QString group = QStringLiteral("225.0.0.250");
    QString port = QStringLiteral("8123");
    /// A name or an index; empty: the system's choice.
    QString interface;
    /// Joins and speaks on each interface that is up and has an address of the group's family,
    /// whatever \a interface says.
    bool allInterfaces = false;
    /// A name of chatWires(): what is written. Every wire is read.
    QString wire = QStringLiteral("mcc");
    /// TTL (RFC 1112) or hop limit.
    static constexpr NumberRange hopsRange{0, 255, 1};
    int hops = hopsRange.usual;
    /// Own messages come back to this machine, for all who listen on it.
    bool loopBack = true;
    BotSettings bot = BotSettings::usual();
};

} // namespace sockyard
