#include "netcore/endpoints/interfacewatch.h"

#include <algorithm>

namespace sockyard
{

namespace
{

using Condition = InterfaceWatch::Condition;

Condition conditionOf(const Interface &interface, SocketAddress::Family family)
{
    if (!interface.up) {
        return Condition::Down;
    }
    if (InterfaceWatch::addressOf(interface, family).isNull()) {
        return Condition::NoAddress;
    }
    return interface.connected ? Condition::Fine : Condition::NoCarrier;
}

} // namespace

InterfaceWatch::InterfaceWatch(Interface interface, SocketAddress::Family family)
    : m_interface(std::move(interface))
    , m_family(family)
{
}

void InterfaceWatch::look(const QList<Interface> &all)
{
    const auto find = [&all](auto isIt) { return std::find_if(all.begin(), all.end(), isIt); };
    auto found = find([this](const Interface &its) {
        return its.index == m_interface.index && its.name == m_interface.name;
    });
    if (found == all.end()) {
        found = find([this](const Interface &its) { return its.name == m_interface.name; });
    }
    if (found == all.end()) { // it may have been given another name
        found = find([this](const Interface &its) { return its.index == m_interface.index; });
    }
    if (found == all.end()) {
        m_condition = Condition::Gone;
        return;
    }
    m_interface = *found;
    m_condition = conditionOf(m_interface, m_family);
}

QString InterfaceWatch::trouble() const
{
    switch (m_condition) {
    case Condition::Fine:
        break;
    case Condition::NoCarrier:
        return tr("ENETDOWN: the interface %1 has lost its carrier (is the cable out, or the Wi-Fi "
                  "gone?); nothing is heard until it is back.")
            .arg(m_interface.name);
    case Condition::NoAddress:
        return tr("EADDRNOTAVAIL: the interface %1 has no %2 address any more; nothing can be said "
                  "until it has one again.")
            .arg(m_interface.name, nameOf(m_family));
    case Condition::Down:
        return tr("ENETDOWN: the interface %1 went down; nothing is heard until it is up again.")
            .arg(m_interface.name);
    case Condition::Gone:
        return tr("ENODEV: the interface %1 went away. Bring it back, or leave, and join on "
                  "another "
                  "one.")
            .arg(m_interface.name);
    }
    return {};
}

QString InterfaceWatch::recovery(Condition worst) const
{
    switch (worst) {
    case Condition::Fine:
        break;
    case Condition::NoCarrier:
        return tr("the interface %1 has its carrier again").arg(m_interface.name);
    case Condition::NoAddress:
        return tr("the interface %1 has an %2 address again")
            .arg(m_interface.name, nameOf(m_family));
    case Condition::Down:
        return tr("the interface %1 is up again").arg(m_interface.name);
    case Condition::Gone:
        return tr("the interface %1 is back").arg(m_interface.name);
    }
    return tr("the address of the interface %1 has changed").arg(m_interface.name);
}

QHostAddress InterfaceWatch::addressOf(const Interface &interface, SocketAddress::Family family)
{
    const auto wanted = family == SocketAddress::Family::Ipv6 ? QAbstractSocket::IPv6Protocol
                                                              : QAbstractSocket::IPv4Protocol;
    const auto address =
        std::find_if(interface.addresses.begin(), interface.addresses.end(),
                     [wanted](const QHostAddress &its) { return its.protocol() == wanted; });
    return address == interface.addresses.end() ? QHostAddress() : *address;
}

QString InterfaceWatch::nameOf(SocketAddress::Family family)
{
    return family == SocketAddress::Family::Ipv6 ? QStringLiteral("IPv6") : QStringLiteral("IPv4");
}

} // namespace sockyard
