#include "netcore/endpoints/chatplan.h"

#include "netcore/chat/chatwords.h"
#include "netcore/codec/chatwires.h"
#include "netcore/endpoints/interfacewatch.h"
#include "netcore/sockets/addresstext.h"
#include "netcore/sockets/explain.h"

#include <algorithm>

namespace sockyard
{

namespace
{

// Of what was typed wrongly, as much as a message can show.
constexpr qsizetype mostShown = 100;

} // namespace

std::variant<ChatPlan, QString> ChatPlan::of(const MulticastChatSettings &settings)
{
    ChatPlan plan;
    QString words = plan.takeName(settings);
    if (words.isEmpty()) {
        words = plan.takeGroup(settings);
    }
    if (words.isEmpty()) {
        const QString name = settings.interface.trimmed();
        words = settings.allInterfaces
                    ? plan.takeAllInterfaces()
                    : plan.takeInterface(name.isEmpty() ? plan.m_group.scopeId() : name);
    }
    if (!words.isEmpty()) {
        return words;
    }
    plan.m_hops = settings.hops;
    plan.m_loopBack = settings.loopBack;
    return plan;
}

std::variant<SocketAddress, QString> ChatPlan::groupIn(const MulticastChatSettings &settings)
{
    ChatPlan plan;
    QString words = plan.takeGroup(settings);
    if (!words.isEmpty()) {
        return words;
    }
    return plan.group(0);
}

QString ChatPlan::takeName(const MulticastChatSettings &settings)
{
    m_wireName = settings.wire;
    m_wire = chatWireNamed(settings.wire.toStdString());
    if (m_wire == nullptr) {
        return refusal(tr("there is no wire \"%1\".").arg(settings.wire.left(mostShown)));
    }
    m_name = settings.name.trimmed();
    if (const QString words = badNameWords(m_name, m_wireName); !words.isEmpty()) {
        return refusal(words);
    }
    const auto emptiest = m_wire->encode({ChatMessage::Kind::Says, m_name.toStdString(), {}});
    if (emptiest && emptiest->size() > m_wire->longestDatagram()) {
        return refusal(tr("a name of %1 characters leaves no room for a text: the others read no "
                          "more than %2 bytes at a time. Take a shorter one.")
                           .arg(m_name.size())
                           .arg(m_wire->longestDatagram()));
    }
    return {};
}

QString ChatPlan::takeGroup(const MulticastChatSettings &settings)
{
    const auto group = parseAddress(settings.group);
    if (!group || !group->isMulticast()) {
        return refusal(tr("\"%1\" is no multicast group: 224.0.0.0 to 239.255.255.255 and ff00::/8 "
                          "are.")
                           .arg(settings.group.left(mostShown)));
    }
    const auto port = parsePort(settings.port);
    if (!port) {
        return badPortText(settings.port);
    }
    if (*port == 0) {
        return refusal(tr("a group needs a port that all its members know: 1 to 65535."));
    }
    if (!MulticastChatSettings::hopsRange.holds(settings.hops)) {
        return refusal(tr("%1 hops: 0 to 255 are possible.").arg(settings.hops));
    }
    m_group = *group;
    m_port = *port;
    return {};
}

QString ChatPlan::takeInterface(const QString &name)
{
    if (name.isEmpty()) {
        m_interfaces = {Interface()};
        return {};
    }
    const auto interface = interfaceNamed(name);
    if (!interface) {
        return tr("ENODEV: this machine has no interface \"%1\".").arg(name.left(mostShown));
    }
    if (!interface->up) {
        // The system would join on it without a word, and nothing would ever arrive.
        return tr("ENETDOWN: the interface %1 is down.").arg(interface->name);
    }
    if (InterfaceWatch::addressOf(*interface, family()).isNull()) {
        return tr("EADDRNOTAVAIL: the interface %1 has no %2 address, and cannot speak to this "
                  "group.")
            .arg(interface->name, InterfaceWatch::nameOf(family()));
    }
    m_interfaces = {*interface};
    return {};
}

QString ChatPlan::takeAllInterfaces()
{
    m_onAllInterfaces = true;
    const auto all = sockyard::interfaces();
    std::copy_if(all.begin(), all.end(), std::back_inserter(m_interfaces),
                 [this](const Interface &its) { return suits(its); });
    return m_interfaces.isEmpty()
               ? tr("ENODEV: this machine has no interface that is up, can do multicast and has an "
                    "%1 address.")
                     .arg(InterfaceWatch::nameOf(family()))
               : QString();
}

SocketAddress::Family ChatPlan::family() const
{
    return m_group.protocol() == QAbstractSocket::IPv6Protocol ? SocketAddress::Family::Ipv6
                                                               : SocketAddress::Family::Ipv4;
}

SocketAddress ChatPlan::group(unsigned interfaceIndex) const
{
    QHostAddress group = m_group;
    if (family() == SocketAddress::Family::Ipv6) {
        group.setScopeId(interfaceIndex == 0 ? QString() : QString::number(interfaceIndex));
    }
    return {group, m_port};
}

SocketAddress ChatPlan::anyAddress() const
{
    const bool ipv6 = family() == SocketAddress::Family::Ipv6;
    return {QHostAddress(ipv6 ? QHostAddress::AnyIPv6 : QHostAddress::AnyIPv4), m_port};
}

bool ChatPlan::suits(const Interface &interface) const
{
    const bool can =
        interface.multicast || (interface.loopback && family() == SocketAddress::Family::Ipv4);
    return interface.up && can && !InterfaceWatch::addressOf(interface, family()).isNull();
}

} // namespace sockyard
