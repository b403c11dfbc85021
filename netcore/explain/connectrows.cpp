#include "netcore/explain/explanationrow.h"

#include <QtGlobal>

#include <array>

namespace sockyard
{

namespace
{

using Side = Explanation::Side;
using Stage = EventStory::Stage;

// fe80::1 and not fe80::1%eth0: each link has such addresses.
bool isWithoutScope(const EventStory &story)
{
    const std::string &address = story.peer.empty() ? story.local : story.peer;
    return address.starts_with("[fe80:") && address.find('%') == std::string::npos;
}

constexpr auto rows = std::to_array<ExplanationRow>({
    {.fits = [](const EventStory &story) { return story.isError("EAI_NONAME"); },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The name is not known"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The system asked for the addresses of this name, in its own list "
                           "(hosts) and of the name servers (DNS). There are none."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side, mostly: the name is misspelled. No connection was "
                                   "tried, and nothing was sent to any peer."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "A letter is wrong, or the end of the name (.example.org) is "
                                 "missing.\n"
                                 "The name is known inside another network only: a company's, a "
                                 "home's, a VPN's.\n"
                                 "The name has no address of the family that was asked for."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Check the spelling.\n"
                                    "Give the address itself, such as 192.0.2.7, in place of the "
                                    "name.\n"
                                    "Ask by another program: getent hosts NAME, or nslookup NAME."),
     .standard = "getaddrinfo(3); RFC 1035"},
    {.fits = [](const EventStory &story) { return story.isError("EAI_AGAIN"); },
     .side = Side::Network,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The name could not be looked up now"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "No name server answered, or it asked to be asked again later. "
                           "Whether the name exists is not known."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The way to the name server, or that server. No connection was "
                                   "tried."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "This machine is not in any network, or the network has only just "
                                 "come up.\n"
                                 "The name server in the settings of this machine is wrong, or "
                                 "does not answer.\n"
                                 "A firewall keeps questions for names (port 53) from leaving."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Try again in a moment.\n"
                                    "Give the address itself in place of the name.\n"
                                    "Check the network of this machine."),
     .standard = "getaddrinfo(3); RFC 1035"},
    {.fits = [](const EventStory &story) { return story.error.starts_with("EAI_"); },
     .side = Side::System,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The name could not be looked up"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The system could not find the addresses of this name, and not "
                           "because there is no such name."),
     .whoDidIt =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The system of this machine, or the name server that it asks. No "
                           "connection was tried."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The name server answered with a failure of its own.\n"
                                 "The settings for names on this machine are broken (resolv.conf, "
                                 "nsswitch.conf).\n"
                                 "The name is no name: it has characters or lengths that none can "
                                 "have."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Give the address itself in place of the name.\n"
                                    "Try again in a moment.\n"
                                    "Ask by another program: getent hosts NAME, or nslookup NAME."),
     .standard = "getaddrinfo(3); RFC 1035"},
    {.fits =
         [](const EventStory &story) { return story.isErrorAt("ECONNREFUSED", Stage::Connecting); },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Connection refused"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "This side asked %1 for a connection (SYN), and the answer was a "
                           "reset (RST): nobody there listens on this port."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The peer's system. It is on and can be reached, which is good "
                                   "news: only the program is missing."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The server has not been started, or has ended.\n"
                                 "The server listens on another port.\n"
                                 "The server listens on another address of that machine only: on "
                                 "127.0.0.1 nobody can reach it from outside, on ::1 nobody by "
                                 "IPv4.\n"
                                 "A firewall there refuses in the name of the machine."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Start the server, and connect again.\n"
                           "Compare the port here with the port there.\n"
                           "Look at the address on which the server listens: 0.0.0.0 or :: "
                           "are all of them."),
     .standard = "RFC 9293, section 3.10.7.1; connect(2)"},
    {.fits = [](const EventStory &story) { return story.isError("ECONNREFUSED"); },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "An earlier datagram was refused"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "A datagram went to %1, and its system answered (ICMP, port "
                           "unreachable) that nobody has this port there. The system tells "
                           "it with the next call."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The peer's system: no program there has this port open."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The receiver has not been started, or has ended.\n"
                                 "It has another port, or another address."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Start the receiver.\n"
                                    "Compare the port here with the port there."),
     .standard = "RFC 1122, section 4.1.3.3; udp(7)"},
    {.fits = [](const EventStory &story) { return story.isError("EHOSTUNREACH"); },
     .side = Side::Network,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Host unreachable"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The network where %1 should be says that nobody there has this "
                           "address, or a router says that it cannot hand anything to it."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The way between: the last network, or a router or firewall on "
                                   "the way. No program at the other end has seen anything."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The machine is off, or has another address now.\n"
                                 "The address is of this very network, and nobody answers there "
                                 "(ARP, neighbour discovery).\n"
                                 "A firewall refuses by this answer."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Check the address, and that the machine is on.\n"
                           "Try whether other machines of that network can be reached.\n"
                           "Check the mask of this machine's address: what looks near may be "
                           "far."),
     .standard = "RFC 792; RFC 4443; ip(7)"},
    {.fits = [](const EventStory &story) { return story.isError("ENETUNREACH"); },
     .side = Side::System,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Network unreachable"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "This machine has no route to %1: it does not know on which "
                                       "interface it should send."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The system of this machine, most often: nothing has left it. A "
                                   "router on the way can say the same."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The interface is down, or the cable or radio link is not there.\n"
                                 "There is no default route: the network is only a local one.\n"
                                 "The address is of IPv6, and this machine or its network has only "
                                 "IPv4, or the other way round."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Check the network of this machine: ip route, ip -6 route.\n"
                                    "Take an address of the other family, where the peer has one.\n"
                                    "Choose an interface, where one can be chosen."),
     .standard = "connect(2); RFC 792"},
    {.fits = [](const EventStory &story) { return story.isError("ENETDOWN"); },
     .side = Side::System,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The interface is down"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The interface on the way to %1 is there, but switched off or "
                           "without a network."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The system of this machine, or whoever switched the interface "
                                   "off. Nothing has left it."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The cable is not plugged in, or the radio link is off.\n"
                                 "Somebody, or the sleep of the machine, has switched the "
                                 "interface off."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Switch it on: ip link set NAME up, or the settings of the "
                                    "system.\n"
                                    "Choose another interface."),
     .standard = "netdevice(7)"},
    {.fits = [](const EventStory &story) { return story.isError("EHOSTDOWN"); },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The host is down"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The network where %1 should be says that this machine is off."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The peer: its machine does not answer in its own network."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The machine is off or asleep.\n"
                                                              "It has another address now."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Check that the machine is on, and its address."),
     .standard = "ip(7)"},
    {.fits =
         [](const EventStory &story) {
             return story.isError("EINVAL") && !story.isOfEndpoint && isWithoutScope(story);
         },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                "The interface of a link-local address is missing"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The address begins with fe80: every link of this machine has a "
                           "network of such addresses, and the system cannot know which of "
                           "them is meant."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side: the address is not complete. Nothing has left this "
                                   "machine."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The address was copied without what stands behind the % sign, "
                                 "its scope.\n"
                                 "A name gave this address, and names have no scope."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Add the interface behind a % sign: fe80::1%eth0. It is an "
                                    "interface of this machine, not of the peer.\n"
                                    "Take another address of the peer, of IPv4 or a global one of "
                                    "IPv6."),
     .standard = "RFC 4007, section 11; RFC 4291, section 2.5.6"},
    {.fits =
         [](const EventStory &story) {
             return (story.isError("EACCES") || story.isError("EPERM")) &&
                    story.stage == Stage::Connecting;
         },
     .side = Side::System,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                "The system does not permit this connection"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Before anything was sent to %1, the system of this machine said "
                           "no."),
     .whoDidIt =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The system of this machine, by a rule that somebody has set. The "
                           "peer has seen nothing."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "A rule of this machine's firewall forbids it.\n"
                                 "The address is a broadcast address.\n"
                                 "This program runs in a box (container, sandbox, SELinux) that "
                                 "may not use the network, or not this port."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Look at the rules of the firewall here: nft list ruleset, or its "
                           "settings.\n"
                           "Check that the address is that of one machine.\n"
                           "Try another program from the same place: it should get the same "
                           "answer."),
     .standard = "connect(2)"},
    {.fits =
         [](const EventStory &story) {
             return story.isErrorAt("EADDRNOTAVAIL", Stage::Connecting);
         },
     .side = Side::System,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "No local address fits"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The system has no address and port of its own from which %1 can "
                           "be connected to."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The system of this machine. Nothing has left it."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The peer is of IPv6, and this machine has no address of IPv6 "
                                 "that reaches there.\n"
                                 "All local ports to this peer are taken: thousands of connections "
                                 "were made in a minute, and each is kept for a while after its "
                                 "end (TIME-WAIT).\n"
                                 "The source address that was asked for is not there any more."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Take an address of the other family, where the peer has one.\n"
                           "Wait a minute where many connections were made, and let the peer "
                           "be the first to close.\n"
                           "Leave the choice of the source address to the system."),
     .standard = "connect(2); ip(7), ip_local_port_range"},
    {.fits =
         [](const EventStory &story) { return story.isErrorAt("EADDRINUSE", Stage::Connecting); },
     .side = Side::System,
     .title =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "This very connection is there already"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "A connection from the same address and port to %1 is open, or "
                           "has ended not long ago."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The system of this machine: two connections may not have the "
                                   "same four numbers."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The same source port was asked for as the last time, and the old "
                                 "connection is still kept (TIME-WAIT).\n"
                                 "Another connection of this machine has that source port."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Leave the choice of the source port to the system.\n"
                                    "Wait a minute, and connect again."),
     .standard = "RFC 9293, section 3.6; connect(2)"},
    {.fits =
         [](const EventStory &story) { return story.isErrorAt("ECONNRESET", Stage::Connecting); },
     .side = Side::Peer,
     .title =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Cut while the connection was being made"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "%1 began to make the connection and cut it (RST) before it "
                                       "stood."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The peer, or a firewall that speaks in its name."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The server ended at this moment.\n"
                                 "The backlog of the server was full, and its system is set to cut "
                                 "instead of being silent.\n"
                                 "A firewall on the way cuts connections that it does not like."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Connect again.\n"
                                                                 "Look at the log of the server."),
     .standard = "RFC 9293, section 3.10.7.3"},
});

} // namespace

std::span<const ExplanationRow> connectRows()
{
    return rows;
}

} // namespace sockyard
