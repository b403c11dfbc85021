#include "netcore/doctor/systemfacts.h"

#include "netcore/sockets/grouproute.h"

#include <algorithm>

namespace sockyard
{

namespace
{

const Interface *interfaceOf(const LineFacts &line, const QList<Interface> &all)
{
    const auto found = std::find_if(all.begin(), all.end(), [&line](const Interface &its) {
        return line.interface.index != 0 ? its.index == line.interface.index
                                         : its.name == line.interface.name;
    });
    return found == all.end() ? nullptr : &*found;
}

/// On which a chat could be, as far as one sees: what the system says of multicast may be wrong.
bool couldBeUsed(const Interface &interface, const SocketAddress &group)
{
    return interface.up && !addressFor(group, interface).isNull();
}

bool isOfLine(const MulticastFacts &facts, unsigned interfaceIndex)
{
    return std::any_of(
        facts.lines.begin(), facts.lines.end(),
        [interfaceIndex](const LineFacts &its) { return its.interface.index == interfaceIndex; });
}

/// The one with that address, be it in another scope.
const Interface *interfaceWith(const QHostAddress &address, const QList<Interface> &all)
{
    const SocketAddress wanted(address, 0);
    const auto found = std::find_if(all.begin(), all.end(), [&wanted](const Interface &its) {
        return std::any_of(its.addresses.begin(), its.addresses.end(),
                           [&wanted](const QHostAddress &one) {
                               return SocketAddress(one, 0).hasSameHostAs(wanted);
                           });
    });
    return found == all.end() ? nullptr : &*found;
}

void addLine(MulticastFacts &facts, const Interface &interface)
{
    LineFacts line;
    line.interface = interface;
    facts.lines.append(line);
}

void findLines(MulticastFacts &facts, const QList<Interface> &all)
{
    // Where the system has chosen, and nobody knows what.
    facts.lines.removeIf([](const LineFacts &its) {
        return its.interface.index == 0 && its.interface.name.isEmpty();
    });
    if (!facts.lines.isEmpty()) {
        return;
    }
    const Interface *const chosen = facts.chosenBySystem && facts.route
                                        ? interfaceWith(facts.route.value.host(), all)
                                        : nullptr;
    if (chosen != nullptr) {
        addLine(facts, *chosen);
        facts.lines.last().joined = facts.joined;
        return;
    }
    const auto addThose = [&facts, &all](bool loopback) {
        for (const Interface &interface : all) {
            if (interface.loopback == loopback && couldBeUsed(interface, facts.group)) {
                addLine(facts, interface);
            }
        }
    };
    addThose(false);
    if (facts.lines.isEmpty()) {
        addThose(true);
    }
}

void lookAt(LineFacts &line, const MulticastFacts &facts, const QList<Interface> &all)
{
    const Interface *const its = interfaceOf(line, all);
    line.exists = its != nullptr;
    if (its == nullptr) {
        return;
    }
    line.interface = *its;
    const QHostAddress source = addressFor(facts.group, *its);
    if (its->up && !source.isNull()) {
        line.route = sourceToward(groupOn(facts.group, its->index), its->index, source);
    }
}

void addMembership(MulticastFacts &facts, const Membership &its, const QList<Interface> &all)
{
    const auto line =
        std::find_if(facts.lines.begin(), facts.lines.end(), [&its](const LineFacts &one) {
            return one.interface.index == its.interfaceIndex;
        });
    if (line != facts.lines.end()) {
        line->users = its.users;
        return;
    }
    const auto interface = std::find_if(all.begin(), all.end(), [&its](const Interface &one) {
        return one.index == its.interfaceIndex;
    });
    if (interface != all.end()) {
        facts.otherMembers.append(interface->name);
    }
}

} // namespace

SocketAddress groupOn(const SocketAddress &group, unsigned interfaceIndex)
{
    QHostAddress host = group.host();
    if (group.family() == SocketAddress::Family::Ipv6) {
        host.setScopeId(interfaceIndex == 0 ? QString() : QString::number(interfaceIndex));
    }
    return {host, group.port()};
}

MulticastFacts withSystemFacts(MulticastFacts facts)
{
    return withSystemFacts(std::move(facts), interfaces(), memberships());
}

MulticastFacts withSystemFacts(MulticastFacts facts, const QList<Interface> &interfaces,
                               const std::optional<QList<Membership>> &memberships)
{
    if (facts.chosenBySystem) {
        facts.route = sourceToward(groupOn(facts.group, 0), 0, {});
    }
    findLines(facts, interfaces);
    for (LineFacts &line : facts.lines) {
        lookAt(line, facts, interfaces);
    }
    facts.membershipsAreTold = memberships.has_value();
    const QHostAddress group = groupOn(facts.group, 0).host();
    const auto told = memberships.value_or(QList<Membership>());
    for (const Membership &its : told) {
        if (its.group == group) {
            addMembership(facts, its, interfaces);
        }
    }
    for (const Interface &its : interfaces) {
        if (couldBeUsed(its, facts.group) && its.multicast && !its.loopback &&
            !isOfLine(facts, its.index)) {
            facts.otherInterfaces.append(its.name);
        }
    }
    return facts;
}

PortFacts portFacts(const QList<UdpSocket> &sockets, const QList<SocketOwner> &owners,
                    qint64 ownProcess, qsizetype ownReceivers)
{
    PortFacts facts;
    facts.isTold = true;
    qsizetype own = 0;
    for (const UdpSocket &socket : sockets) {
        const auto owner =
            std::find_if(owners.begin(), owners.end(),
                         [&socket](const SocketOwner &its) { return its.inode == socket.inode; });
        if (owner == owners.end()) {
            facts.others.append(PortHolder());
        } else if (owner->process != ownProcess) {
            facts.others.append({owner->name, owner->process, false});
        } else if (++own > ownReceivers) {
            facts.others.append({owner->name, owner->process, true});
        }
    }
    return facts;
}

} // namespace sockyard
