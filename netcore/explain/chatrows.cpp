#include "netcore/explain/explanationrow.h"
#include "netcore/sockets/notemarks.h"

#include <QtGlobal>

#include <array>

namespace sockyard
{

namespace
{

using Side = Explanation::Side;
using Stage = EventStory::Stage;

bool isRefusedDatagram(const EventStory &story)
{
    return story.isKind(EventKind::Received) && !story.note.empty();
}

/// Of an endpoint that has not even a socket: what was typed asks for it.
bool isBeforeAnySocket(const EventStory &story)
{
    return story.isOfEndpoint && story.stage == Stage::None && story.local.empty() &&
           story.peer.empty();
}

bool isOfMember(const EventStory &story, std::string_view error)
{
    return story.isError(error) && story.hasJoined;
}

constexpr auto rows = std::to_array<ExplanationRow>({
    {.fits = [](const EventStory &story) { return isRefusedDatagram(story) && story.isPickle; },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "A pickle that is no message"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows",
         "%1 sent a Python pickle, and not one of the three lists that the chat knows. Nothing in "
         "it was run: it was read by a decoder that knows lists, texts and bytes and nothing that "
         "builds or calls. The talk goes on without it."),
     .whoDidIt =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The peer. Anybody in the network can send anything to a group."),
     .causes = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows",
         "Another program uses this group and port.\n"
         "A pickle of protocol 0 to 2 writes bytes as a call of a function: those cannot be read "
         "without calling it.\n"
         "Somebody tries what a pickle can do: it is a program for a small machine inside Python, "
         "and pickle.loads() runs whatever it says, with the rights of whoever reads it.\n"
         "The datagram was cut on the way: readers of mcc.py take 1500 bytes."),
     .nextSteps = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows",
         "The note says at which byte the decoder stopped, and why; look at the bytes there, or "
         "at what python3 -m pickletools says: it takes a pickle apart without running it.\n"
         "In programs of your own, never unpickle what comes from a network: write texts or JSON "
         "(RFC 8259), and check what you read."),
     .standard = "docs.python.org/3/library/pickle.html"},
    {.fits = isRefusedDatagram,
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "A datagram that is no message"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows",
         "%1 sent bytes to this port that are no message of any wire of the chat. They are in the "
         "log as they came; the talk goes on without them."),
     .whoDidIt =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The peer. Anybody in the network can send anything to a group."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "Another program uses this group and port, or this port alone.\n"
                                 "It speaks another wire, or the text is not as NAME: TEXT."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Look at its bytes and at its sender's address.\n"
                           "Have everybody choose another group, or another port, where it "
                           "disturbs."),
     .standard = "RFC 768; RFC 1112"},
    {.fits =
         [](const EventStory &story) {
             return story.isKind(EventKind::Sent) && story.isToGroup && !story.cameBack;
         },
     .side = Side::Nobody,
     .title =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Sent to the group, and not heard here"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows",
         "The system took this datagram for %1, and that is all that is known. Nobody "
         "acknowledges a multicast: who did not get it does not know, and is not asked. Nor did "
         "it come back to this chat from the group, as own messages do when they loop."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "Nobody, as far as can be told. Others may have heard it."),
     .causes = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows",
         "Loop back is off: then the members on this machine do not hear it, others do.\n"
         "It was dropped: multicast promises nothing, and radio links lose most.\n"
         "The receiver is not joined on the interface on which it left."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Ask somebody in the group whether they heard it.\n"
                                    "Press \"Why do I hear nothing?\": it sends a probe around.\n"
                                    "A program that must know asks for an answer, and says it "
                                    "again where none comes."),
     .standard = "RFC 1112, section 6; RFC 768"},
    {.fits = [](const EventStory &story) { return story.isKind(EventKind::Joined); },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The group is joined"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows",
         "The system takes datagrams for %1 from this interface's network now, and tells the "
         "routers and switches there (IGMP for IPv4, MLD for IPv6), so that they hand them on to "
         "here. The group itself keeps no list, and no member was asked."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side asked for it, and the system made it so."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "Who wants to hear a group has to join it, on each interface "
                                 "where it shall be heard.\n"
                                 "Who only speaks to it need not."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Say something: on one's own machine it is heard at once.\n"
                                    "The system's list of what is joined: ip maddress."),
     .standard = "RFC 1112; RFC 3376 (IGMPv3); RFC 3810 (MLDv2)"},
    {.fits = [](const EventStory &story) { return story.isKind(EventKind::Left); },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The group is left"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The system no longer takes datagrams for %1 for this socket. Where no "
                           "other program here is a member, it tells the routers and switches, "
                           "and they stop handing them on."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side asked for it, and the system made it so."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "Leave was pressed, or the window was closed.\n"
                                 "The chat joins anew, as the interface has changed."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Nothing has to be done. The others learn of it only where the wire "
                           "has a word for it, such as L of mcc."),
     .standard = "RFC 3376, section 5; RFC 3810"},
    {.fits =
         [](const EventStory &story) {
             return story.isError("ENETDOWN") && (story.hasJoined || isBeforeAnySocket(story));
         },
     .side = Side::System,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The chat's interface is down"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows",
         "The interface is there, but switched off or without a network. The system would join "
         "on it without a word, and nothing would ever be heard."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The system of this machine, or whoever switched the interface "
                                   "off or pulled the cable."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The cable is out, or the Wi-Fi is gone.\n"
                                 "Somebody switched it off: ip link set DEVICE down."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Bring it back: a chat that has joined joins anew by itself.\n"
                                    "Or leave, and join on an interface that is up."),
     .standard = "netdevice(7), IFF_UP and IFF_RUNNING"},
    {.fits = [](const EventStory &story) { return isOfMember(story, "ENODEV"); },
     .side = Side::System,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The chat's interface has gone away"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows",
         "The interface on which the group was joined does not exist any more, and the "
         "membership went with it."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The system of this machine, or whoever unplugged it."),
     .causes =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "A USB adapter was unplugged, or a phone that shared its network.\n"
                           "A VPN or a virtual machine ended, and its interface with it."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Bring it back: the chat joins anew by itself.\n"
                                    "Or leave, and join on another interface."),
     .standard = "netdevice(7); ip(7), IP_ADD_MEMBERSHIP"},
    {.fits = [](const EventStory &story) { return isOfMember(story, "EADDRNOTAVAIL"); },
     .side = Side::System,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                "The chat's interface has lost its address"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows",
         "Nothing can be said on an interface that has no address of the group's family: "
         "messages need one to come from."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The system of this machine, or the network that gives out "
                                   "its addresses (DHCP)."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The machine changes to another network just now.\n"
                                 "The network has no address left, or its server is gone.\n"
                                 "Somebody took the address away, or switched the family off."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Wait a moment: with a new address the chat goes on by "
                                    "itself.\n"
                                    "Look at this machine's addresses: ip address."),
     .standard = "ip(7); ipv6(7)"},
    {.fits = [](const EventStory &story) { return story.isErrorAt("ENOBUFS", Stage::Bound); },
     .side = Side::System,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Too many groups are joined"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows",
         "Each socket may be a member of so many groups and no more, and the system has "
         "reached that number, or has no memory for one more."),
     .whoDidIt =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The system of this machine, by a limit."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "A socket joined one group after the other; 20 is the usual limit "
                                 "of IPv4 on Linux.\n"
                                 "The limit was lowered."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Leave groups that are not needed.\n"
                                    "The administrator can raise the limit: sysctl "
                                    "net.ipv4.igmp_max_memberships."),
     .standard = "ip(7), igmp_max_memberships"},
    {.fits =
         [](const EventStory &story) { return story.isToGroup && story.isError("ENETUNREACH"); },
     .side = Side::System,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "No route to the group"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows",
         "The system does not know on which interface messages to %1 should leave. A group is "
         "everywhere and nowhere: it needs a route, or an interface that is named."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The system of this machine. Nothing has left it."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The system was to choose, and there is no default route: this "
                                 "machine has a local network only, or none.\n"
                                 "The group is of IPv6, and the interface does not speak it; lo "
                                 "mostly has no route for IPv6 groups.\n"
                                 "The interface has gone down since."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Choose an interface in place of the system's choice.\n"
                                    "Take the group of the other family, as all members must.\n"
                                    "Look at the routes: ip route, ip -6 route show table local."),
     .standard = "ip(7), IP_MULTICAST_IF; ip-route(8)"},
    {.fits =
         [](const EventStory &story) {
             return story.isToGroup && (story.isError("EPERM") || story.isError("EACCES"));
         },
     .side = Side::System,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "A firewall keeps the message here"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows",
         "This machine's own firewall does not let datagrams to %1 out. Others on the way would "
         "have dropped it without a word."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The system of this machine, by a rule that somebody has set. "
                                   "Nothing has left it."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "A rule for what goes out (OUTPUT) forbids multicast or this "
                                 "port.\n"
                                 "This program runs in a box (container, sandbox) that may not "
                                 "send to groups."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Look at the rules: nft list ruleset, or iptables -L.\n"
                                    "Ask the administrator to allow UDP to this group and port."),
     .standard = "send(2); nft(8)"},
    {.fits =
         [](const EventStory &story) {
             return story.isKind(EventKind::Note) && story.noteBegins(droppedMark);
         },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Datagrams were dropped here"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows",
         "They reached this machine, and the socket's buffer was full: the system threw them "
         "away. They are in no log; how many they were is all that is known."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side was too slow for what came. The senders do not know: "
                                   "nobody slows them down, as TCP would."),
     .causes =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Somebody sends without a pause: a flood, or a loop in a program.\n"
                           "This machine, or its disk, is busy with other things.\n"
                           "The system gives sockets small buffers only."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "See in the table who sends so much.\n"
                                    "The administrator can allow larger buffers: sysctl "
                                    "net.core.rmem_max."),
     .standard = "socket(7), SO_RCVBUF and SO_RXQ_OVFL; RFC 8085"},
});

} // namespace

std::span<const ExplanationRow> chatRows()
{
    return rows;
}

} // namespace sockyard
