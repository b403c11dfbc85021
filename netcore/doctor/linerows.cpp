#include "netcore/doctor/findingrow.h"

#include <QtGlobal>

#include <algorithm>
#include <array>

namespace sockyard
{

namespace
{

using Check = DoctorCheck;
using Sign = FindingSign;
using Facts = MulticastFacts;
using Line = LineFacts;

bool isLost(const Line &line)
{
    return line.probe == ProbeResult::Lost;
}

bool always(const Facts & /*facts*/, const Line & /*line*/)
{
    return true;
}

constexpr auto rows = std::to_array<LineFindingRow>({
    {.check = Check::Membership,
     .fits = [](const Facts &, const Line &line) { return !line.exists; },
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP("sockyard::FindingRows",
                                   "With {interface} its membership of {group} went away.")},
    {.check = Check::Membership,
     .fits = [](const Facts &,
                const Line &line) { return !line.joined && !line.lastFailure.isEmpty(); },
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP("sockyard::FindingRows",
                                   "{interface} has not joined {group}: {linefailure}")},
    {.check = Check::Membership,
     .fits = [](const Facts &facts, const Line &) { return !facts.membershipsAreTold; },
     .sign = Sign::Unknown,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "This program asked for {group} on {interface}. Whether the system keeps to it, it does "
         "not tell programs: netsh interface ip show joins (or ipv6) says it on Windows, netstat "
         "-g elsewhere.")},
    {.check = Check::Membership,
     .fits = [](const Facts &, const Line &line) { return line.users == 0; },
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "The system's own table does not name {interface} as a member of {group}: nothing that is "
         "sent to the group is taken there. Leave, and join again.")},
    {.check = Check::Membership,
     .fits = [](const Facts &facts, const Line &) { return !facts.otherMembers.isEmpty(); },
     .sign = Sign::Ok,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "The system's own table says that {interface} is a member of {group} (joined there: "
         "{users}). Members beside it, for other programs: {members}.")},
    {.check = Check::Membership,
     .fits = always,
     .sign = Sign::Ok,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "The system's own table says that {interface} is a member of {group} (joined there: "
         "{users}).")},

    {.check = Check::Interface,
     .fits = [](const Facts &, const Line &line) { return !line.exists; },
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "This machine has no interface {interface} any more: it was unplugged, or its network was "
         "left. Bring it back, or leave and join on another one.")},
    {.check = Check::Interface,
     .fits = [](const Facts &, const Line &line) { return !line.interface.up; },
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "{interface} is down: nothing comes in there or goes out. Switch it on in the network "
         "settings (or: sudo ip link set {interface} up), or choose another interface.")},
    {.check = Check::Interface,
     .fits = [](const Facts &facts, const Line &line) { return !hasAddress(facts, line); },
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "{interface} has no {family} address, and {group} needs one. Give it one in the network "
         "settings, choose another interface, or the group of the other family.")},
    {.check = Check::Interface,
     .fits =
         [](const Facts &facts, const Line &line) {
             return line.interface.loopback && isOnLoopbackOnly(facts) &&
                    !facts.otherInterfaces.isEmpty();
         },
     .sign = Sign::Warning,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "{interface} is the loopback: only programs on this machine are heard there. To hear "
         "other hosts, choose another interface and join there: {choices}.")},
    {.check = Check::Interface,
     .fits = [](const Facts &facts,
                const Line &line) { return line.interface.loopback && isOnLoopbackOnly(facts); },
     .sign = Sign::Warning,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "{interface} is the loopback: only programs on this machine are heard there. No other "
         "interface is ready for {family} just now: plug in a cable or join a Wi-Fi.")},
    {.check = Check::Interface,
     .fits = [](const Facts &, const Line &line) { return line.interface.loopback; },
     .sign = Sign::Ok,
     .sentence = QT_TRANSLATE_NOOP("sockyard::FindingRows",
                                   "{interface} is the loopback, for programs on this machine.")},
    {.check = Check::Interface,
     .fits = [](const Facts &, const Line &line) { return !line.interface.multicast; },
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "{interface} is up, but the system says that it cannot do multicast, as many tunnels and "
         "VPNs cannot. Choose another interface (or: sudo ip link set {interface} multicast on).")},
    {.check = Check::Interface,
     .fits = [](const Facts &, const Line &line) { return !line.interface.connected; },
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "{interface} is switched on, but nothing is at its other end: the cable is out, the "
         "Wi-Fi is not joined, or the switch is off.")},
    {.check = Check::Interface,
     .fits = always,
     .sign = Sign::Ok,
     .sentence = QT_TRANSLATE_NOOP("sockyard::FindingRows",
                                   "{interface} is up, can do multicast and has the address "
                                   "{address}.")},

    {.check = Check::Route,
     .fits = [](const Facts &facts, const Line &line) { return !isUsable(facts, line); },
     .sign = Sign::Unknown,
     .sentence = QT_TRANSLATE_NOOP("sockyard::FindingRows",
                                   "There is no way through {interface} as long as it is as it "
                                   "is.")},
    {.check = Check::Route,
     .fits =
         [](const Facts &facts, const Line &line) {
             return line.route.error && isIpv6(facts) && line.interface.loopback;
         },
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "IPv6 multicast has no way through the loopback ({lineerror}). Choose another interface, "
         "or the IPv4 group.")},
    {.check = Check::Route,
     .fits = [](const Facts &facts, const Line &line) { return line.route.error && isIpv6(facts); },
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "{interface} has no route for ff00::/8, where all IPv6 groups are ({lineerror}). Switch "
         "it off and on again, or: sudo ip -6 route add multicast ff00::/8 dev {interface} table "
         "local")},
    {.check = Check::Route,
     .fits = [](const Facts &, const Line &line) { return bool(line.route.error); },
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP("sockyard::FindingRows",
                                   "The system knows no way to {group} out of {interface} "
                                   "({lineerror}). Choose another interface.")},
    {.check = Check::Route,
     .fits = [](const Facts &facts, const Line &) { return facts.chosenBySystem; },
     .sign = Sign::Ok,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "No interface was chosen, and the system's route for {group} leads through {interface}, "
         "from {source}. Where the others are in another network, choose its interface.")},
    {.check = Check::Route,
     .fits = always,
     .sign = Sign::Ok,
     .sentence = QT_TRANSLATE_NOOP("sockyard::FindingRows",
                                   "{group} is sent to out of {interface}, from {source}.")},

    {.check = Check::Probe,
     .fits = [](const Facts &facts,
                const Line &line) { return !isUsable(facts, line) || line.route.error; },
     .sign = Sign::Unknown,
     .sentence = QT_TRANSLATE_NOOP("sockyard::FindingRows",
                                   "No probe was sent: {interface} has no way to the group.")},
    {.check = Check::Probe,
     .fits = [](const Facts &, const Line &line) { return !line.probe; },
     .sign = Sign::Busy,
     .sentence = QT_TRANSLATE_NOOP("sockyard::FindingRows",
                                   "A probe was sent to {group} on {interface}, and has a second "
                                   "to come back.")},
    {.check = Check::Probe,
     .fits = [](const Facts &, const Line &line) { return line.probe == ProbeResult::CameBack; },
     .sign = Sign::Ok,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "A probe that was sent to {group} on {interface} came back. It had 0 hops and a port of "
         "its own, so nobody else was troubled.")},
    {.check = Check::Probe,
     .fits =
         [](const Facts &facts, const Line &line) {
             return isLost(line) && !line.interface.multicast && !isIpv6(facts);
         },
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "A probe that was sent to {group} on {interface} did not come back within a second: the "
         "interface does no multicast.")},
    {.check = Check::Probe,
     .fits = [](const Facts &, const Line &line) { return isLost(line); },
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "A probe that was sent to {group} on {interface} did not come back within a second, "
         "although it never had to leave this machine. A firewall here that drops multicast is the "
         "usual cause.")},
    {.check = Check::Probe,
     .fits = always,
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "The system would not let a probe be sent to {group} on {interface}. The failure among "
         "the events says why.")},
});

} // namespace

bool isIpv6(const MulticastFacts &facts)
{
    return facts.group.family() == SocketAddress::Family::Ipv6;
}

bool isOnLoopbackOnly(const MulticastFacts &facts)
{
    return !facts.lines.isEmpty() &&
           std::all_of(facts.lines.begin(), facts.lines.end(),
                       [](const LineFacts &its) { return its.interface.loopback; });
}

bool hasAddress(const MulticastFacts &facts, const LineFacts &line)
{
    return !addressFor(facts.group, line.interface).isNull();
}

bool isUsable(const MulticastFacts &facts, const LineFacts &line)
{
    return line.exists && line.interface.up && hasAddress(facts, line);
}

std::span<const LineFindingRow> lineFindingRows()
{
    return rows;
}

} // namespace sockyard
