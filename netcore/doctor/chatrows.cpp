#include "netcore/chat/groupscope.h"
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

bool always(const Facts & /*facts*/)
{
    return true;
}

bool isInUse(const Facts &facts)
{
    return !facts.joined && facts.lastFailure.startsWith(QStringLiteral("EADDRINUSE:"));
}

bool hasOthersOnPort(const Facts &facts)
{
    return facts.port && !facts.port->others.isEmpty();
}

/// What this chat says is heard by itself, unless something keeps it off. The loopback gives
/// everything back, whatever was chosen.
bool shallHearItself(const Facts &facts)
{
    return facts.joined && (facts.loopBack || isOnLoopbackOnly(facts));
}

bool isAnyProbe(const Facts &facts, ProbeResult result)
{
    return std::any_of(facts.lines.begin(), facts.lines.end(),
                       [result](const Line &its) { return its.probe == result; });
}

bool isAnyProbeUnderWay(const Facts &facts)
{
    return std::any_of(facts.lines.begin(), facts.lines.end(), [&facts](const Line &its) {
        return !its.probe && isUsable(facts, its) && !its.route.error;
    });
}

bool hasVoices(const Facts &facts)
{
    return facts.otherGroups && !facts.otherGroups->voices.isEmpty();
}

bool isFirstVoiceOfOtherFamily(const Facts &facts)
{
    return facts.otherGroups->voices.constFirst().group.family() != facts.group.family();
}

bool isOneVoice(const Facts &facts)
{
    const auto &voices = facts.otherGroups->voices;
    return std::count_if(voices.begin(), voices.end(), [&voices](const OtherVoice &its) {
               return its.group == voices.constFirst().group;
           }) == 1;
}

constexpr auto rows = std::to_array<ChatFindingRow>({
    {.check = Check::Socket,
     .fits = [](const Facts &facts) { return !facts.problem.isEmpty(); },
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP("sockyard::FindingRows", "There is nothing to join: {problem}")},
    {.check = Check::Socket,
     .fits = [](const Facts &facts) { return facts.joined; },
     .sign = Sign::Ok,
     .sentence = QT_TRANSLATE_NOOP("sockyard::FindingRows",
                                   "The receiving socket is bound to {bound}, and shares the port "
                                   "with whoever else wants it.")},
    {.check = Check::Socket,
     .fits = [](const Facts &facts) { return !facts.lastFailure.isEmpty(); },
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP("sockyard::FindingRows",
                                   "Not joined: nobody can be heard. The last attempt failed: "
                                   "{failure}")},
    {.check = Check::Socket,
     .fits = always,
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP("sockyard::FindingRows",
                                   "Not joined: nobody can be heard. Press Join first.")},

    {.check = Check::Membership,
     .fits = [](const Facts &facts) { return !facts.joined && !facts.otherMembers.isEmpty(); },
     .sign = Sign::Unknown,
     .sentence = QT_TRANSLATE_NOOP("sockyard::FindingRows",
                                   "Not joined, so no interface takes {group} for this chat. For "
                                   "other programs these do: {members}.")},
    {.check = Check::Membership,
     .fits = [](const Facts &facts) { return !facts.joined; },
     .sign = Sign::Unknown,
     .sentence = QT_TRANSLATE_NOOP("sockyard::FindingRows",
                                   "Not joined, so no interface takes {group} for this chat.")},

    {.check = Check::Interface,
     .fits = [](const Facts &facts) { return facts.lines.isEmpty(); },
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "No interface of this machine is up and has an {family} address. Plug in a cable or join "
         "a Wi-Fi, or choose the group of the other family.")},

    {.check = Check::Route,
     .fits =
         [](const Facts &facts) {
             return facts.chosenBySystem && facts.route.error && isIpv6(facts);
         },
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "No interface was chosen, and the system knows no way to {group} by itself ({error}). "
         "Choose an interface.")},
    {.check = Check::Route,
     .fits = [](const Facts &facts) { return facts.chosenBySystem && facts.route.error; },
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "No interface was chosen, and the system knows no way to {group} by itself ({error}): "
         "there is no default route and none for 224.0.0.0/4. Choose an interface.")},

    {.check = Check::Hosts,
     .fits = [](const Facts &facts) { return !facts.joined; },
     .sign = Sign::Unknown,
     .sentence =
         QT_TRANSLATE_NOOP("sockyard::FindingRows", "Not joined, so no host could be heard.")},
    {.check = Check::Hosts,
     .fits = [](const Facts &facts) { return facts.heardOfOtherHosts > 0; },
     .sign = Sign::Ok,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "Datagrams that came from other hosts: {fromhosts}. The way from them to here works.")},
    {.check = Check::Hosts,
     .fits = [](const Facts &facts) { return facts.heardOfThisMachine > 0; },
     .sign = Sign::Warning,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "Programs on this machine are heard, but nothing has come from another host. Ask somebody "
         "there to say something, to the same group and port.")},
    {.check = Check::Hosts,
     .fits = [](const Facts &facts) { return facts.heardBack > 0; },
     .sign = Sign::Warning,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "Nothing has come from another host; of {sent} own messages {back} came back. Ask "
         "somebody there to say something, to the same group and port.")},
    {.check = Check::Hosts,
     .fits = always,
     .sign = Sign::Warning,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "Nothing has come from another host. Ask somebody there to say something, to the same "
         "group and port.")},

    {.check = Check::Port,
     .fits = [](const Facts &facts) { return !facts.port; },
     .sign = Sign::Busy,
     .sentence = QT_TRANSLATE_NOOP("sockyard::FindingRows",
                                   "Looking for other programs on UDP port {port}.")},
    {.check = Check::Port,
     .fits = [](const Facts &facts) { return isInUse(facts) && hasOthersOnPort(facts); },
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "UDP port {port} is held by {programs}, without sharing it. End that program, or choose "
         "another port, together with all members of the group.")},
    {.check = Check::Port,
     .fits = isInUse,
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "UDP port {port} was held by another program, without sharing it. Join again; if that "
         "fails, sudo ss -ulnp (or netstat -ano on Windows) names the program.")},
    {.check = Check::Port,
     .fits = [](const Facts &facts) { return !facts.port->isTold; },
     .sign = Sign::Unknown,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "This system does not say who else is on UDP port {port}: netstat -ano does on Windows, "
         "lsof -i elsewhere.")},
    {.check = Check::Port,
     .fits = [](const Facts &facts) { return facts.joined && hasOthersOnPort(facts); },
     .sign = Sign::Ok,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "UDP port {port} is shared with {programs}. Each gets a copy of what is sent to the "
         "group.")},
    {.check = Check::Port,
     .fits = hasOthersOnPort,
     .sign = Sign::Warning,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "UDP port {port} is in use by {programs}. Whether that program shares it, Join will "
         "tell.")},
    {.check = Check::Port,
     .fits = always,
     .sign = Sign::Ok,
     .sentence =
         QT_TRANSLATE_NOOP("sockyard::FindingRows", "No other program is on UDP port {port}.")},

    {.check = Check::Family,
     .fits = [](const Facts &facts) { return !facts.otherGroups; },
     .sign = Sign::Busy,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "Listening for 5 seconds whether somebody talks on another group of the course.")},
    {.check = Check::Family,
     .fits =
         [](const Facts &facts) {
             return hasVoices(facts) && isFirstVoiceOfOtherFamily(facts) && isOneVoice(facts);
         },
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "{voices} talks on the {otherfamily} group {othergroup}; you are on {family}, and the two "
         "do not hear each other: choose the group {othergroup} and join again.")},
    {.check = Check::Family,
     .fits =
         [](const Facts &facts) { return hasVoices(facts) && isFirstVoiceOfOtherFamily(facts); },
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "{voices} talk on the {otherfamily} group {othergroup}; you are on {family}, and the two "
         "do not hear each other: choose the group {othergroup} and join again.")},
    {.check = Check::Family,
     .fits = [](const Facts &facts) { return hasVoices(facts) && isOneVoice(facts); },
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "{voices} talks on the group {othergroup}; you are on {group}: choose the group "
         "{othergroup} and join again.")},
    {.check = Check::Family,
     .fits = hasVoices,
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "{voices} talk on the group {othergroup}; you are on {group}: choose the group "
         "{othergroup} and join again.")},
    {.check = Check::Family,
     .fits = [](const Facts &facts) { return facts.otherGroups->heard.isEmpty(); },
     .sign = Sign::Unknown,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "IPv4 and IPv6 groups do not hear each other. Whether somebody talks on the course's "
         "other group could not be tried: its port is taken, or no interface here can join it.")},
    {.check = Check::Family,
     .fits = always,
     .sign = Sign::Ok,
     .sentence = QT_TRANSLATE_NOOP("sockyard::FindingRows",
                                   "Nobody was heard on {heardgroups} within 5 seconds.")},

    {.check = Check::Scope,
     .fits = [](const Facts &facts) { return facts.hops == 0 && !facts.loopBack; },
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "With 0 hops and without loop back nobody hears what you say, and so nobody answers. "
         "Choose 1 hop.")},
    {.check = Check::Scope,
     .fits = [](const Facts &facts) { return facts.hops == 0; },
     .sign = Sign::Warning,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "With 0 hops what you say never leaves this machine, and no other host can answer it. "
         "Choose 1 hop.")},
    {.check = Check::Scope,
     .fits =
         [](const Facts &facts) { return groupScope(facts.group.host()) == GroupScope::Interface; },
     .sign = Sign::Warning,
     .sentence = QT_TRANSLATE_NOOP("sockyard::FindingRows",
                                   "{scope} Choose a group that reaches further, such as one of "
                                   "the course's.")},
    {.check = Check::Scope,
     .fits = [](const Facts &facts) { return isSourceSpecific(facts.group.host()); },
     .sign = Sign::Warning,
     .sentence = QT_TRANSLATE_NOOP("sockyard::FindingRows", "{scope} Choose another group.")},
    {.check = Check::Scope,
     .fits = [](const Facts &facts) { return !facts.loopBack && !isOnLoopbackOnly(facts); },
     .sign = Sign::Warning,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "Loop back is off: programs on this machine, this one too, do not hear what you say. "
         "Others do.")},
    {.check = Check::Scope,
     .fits = always,
     .sign = Sign::Ok,
     .sentence =
         QT_TRANSLATE_NOOP("sockyard::FindingRows", "{scope} Who is beyond that hears nothing.")},

    {.check = Check::Firewall,
     .fits = [](const Facts &facts) { return facts.heardOfOtherHosts > 0; },
     .sign = Sign::Ok,
     .sentence = QT_TRANSLATE_NOOP("sockyard::FindingRows",
                                   "Datagrams of other hosts get in, so no firewall stops them.")},
    {.check = Check::Firewall,
     .fits = isAnyProbeUnderWay,
     .sign = Sign::Busy,
     .sentence = QT_TRANSLATE_NOOP("sockyard::FindingRows", "Waiting for the probe.")},
    {.check = Check::Firewall,
     .fits =
         [](const Facts &facts) {
             return shallHearItself(facts) && facts.sent > 0 && facts.heardBack == 0 &&
                    isAnyProbe(facts, ProbeResult::CameBack);
         },
     .sign = Sign::Fault,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "Own messages went out ({sent}) and none came back on port {port}, while the probe on "
         "another port did: most likely a firewall of this machine drops UDP port {port}. Look at "
         "sudo nft list ruleset, firewall-cmd --list-all or ufw status; on Windows, at Windows "
         "Defender Firewall. Allow UDP port {port} to come in.")},
    {.check = Check::Firewall,
     .fits = [](const Facts &facts) { return isAnyProbe(facts, ProbeResult::Lost); },
     .sign = Sign::Warning,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "The probe did not come back: a firewall of this machine may drop all multicast. Look at "
         "sudo nft list ruleset, firewall-cmd --list-all or ufw status; on Windows, at Windows "
         "Defender Firewall.")},
    {.check = Check::Firewall,
     .fits = [](const Facts &facts) { return shallHearItself(facts) && facts.sent == 0; },
     .sign = Sign::Unknown,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "Say something first, and ask again: whether it comes back tells more. Other things that "
         "silence a group: a firewall (nftables, firewalld, ufw, Windows Defender), a switch with "
         "IGMP snooping and no querier, a Wi-Fi that keeps its clients apart, a VPN.")},
    {.check = Check::Firewall,
     .fits = always,
     .sign = Sign::Unknown,
     .sentence = QT_TRANSLATE_NOOP(
         "sockyard::FindingRows",
         "Nothing points to a firewall of this machine. What else silences a group: the firewall "
         "of the other host, a switch with IGMP snooping and no querier, a Wi-Fi that keeps its "
         "clients apart, a VPN.")},
});

} // namespace

std::span<const ChatFindingRow> chatFindingRows()
{
    return rows;
}

} // namespace sockyard
