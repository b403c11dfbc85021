#include "netcore/explain/explanationrow.h"

#include <QtGlobal>

#include <array>

namespace sockyard
{

namespace
{

using Side = Explanation::Side;
using Stage = EventStory::Stage;

bool isForbidden(const EventStory &story)
{
    return story.isError("EACCES") || story.isError("EPERM");
}

/// Of a membership, which is asked for on a bound socket; what is not even asked for names no
/// address.
bool isOfGroup(const EventStory &story)
{
    return story.stage == Stage::Bound || (story.isOfEndpoint && story.local.empty());
}

bool isOnEveryAddress(const EventStory &story)
{
    return story.local.starts_with("0.0.0.0:") || story.local.starts_with("[::]:");
}

bool isOnLoopback(const EventStory &story)
{
    return story.local.starts_with("127.") || story.local.starts_with("[::1]:");
}

constexpr auto rows = std::to_array<ExplanationRow>({
    {.fits = [](const EventStory &story) { return story.isErrorAt("EADDRINUSE", Stage::Joined); },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "This group is joined already"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The same socket is a member of %1 on this interface already."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "This side asked twice."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The group was joined a moment ago, and not left since."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Leave the group first, or join another one."),
     .standard = "setsockopt(2); RFC 3678"},
    {.fits = [](const EventStory &story) { return story.isError("EADDRINUSE"); },
     .side = Side::System,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Address in use"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The port is taken on this address: the system gives it to one "
                           "socket only."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The system of this machine, because of another program or of "
                                   "another tab of this one."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "Another server listens there: an earlier run of the same one is "
                                 "the usual case.\n"
                                 "A server listens on all addresses (0.0.0.0 or ::), and with that "
                                 "on this one too.\n"
                                 "The port is the local end of a connection that is open.\n"
                                 "Without SO_REUSEADDR: a connection of the last server is still "
                                 "kept for a minute (TIME-WAIT)."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Look for the program that has it: ss -ltnp shows who listens "
                                    "where.\n"
                                    "Stop that program, or choose another port.\n"
                                    "Port 0 lets the system choose one that is free."),
     .standard = "bind(2); listen(2); RFC 9293, section 3.6"},
    {.fits =
         [](const EventStory &story) { return isOfGroup(story) && story.isError("EADDRNOTAVAIL"); },
     .side = Side::System,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                "The interface has no address for this group"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows", "The group cannot be joined: the interface has no address of "
                                      "its kind."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The system of this machine."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The interface has no IPv4 address, and the group is of IPv4.\n"
                                 "The interface that was named is not there."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Choose another interface.\n"
                                                                 "Give the interface an address."),
     .standard = "RFC 3678; ip(7), IP_ADD_MEMBERSHIP"},
    {.fits =
         [](const EventStory &story) {
             return story.isErrorAt("EADDRNOTAVAIL", Stage::Created) && !story.isOfEndpoint;
         },
     .side = Side::System,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "No address to connect from"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "A client can only come from an address that this machine has, and it "
                           "does not have this one."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The system of this machine. Nothing has left it."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The source is the address of another machine, the peer's "
                                 "perhaps.\n"
                                 "This machine had it, and has got another one since (DHCP, "
                                 "another network)."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Leave the source empty: the system chooses the address that "
                                    "fits the way to the peer.\n"
                                    "Look at this machine's addresses: ip address."),
     .standard = "bind(2); ip(7)"},
    {.fits = [](const EventStory &story) { return story.isError("EADDRNOTAVAIL"); },
     .side = Side::System,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Not an address of this machine"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "A socket can only be bound to an address that this machine has, "
                           "and it does not have this one."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The system of this machine. Nothing has left it."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The address is that of another machine: that of the peer is none "
                                 "to listen on.\n"
                                 "This machine had it, and has got another one since (DHCP, "
                                 "another network).\n"
                                 "It is the address by which others know a router that stands "
                                 "before this machine (NAT).\n"
                                 "An IPv6 address was just given, and the system still checks that "
                                 "nobody else has it."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Choose one of this machine's own addresses from the list.\n"
                                    "127.0.0.1 is there always, for clients on this machine only; "
                                    "0.0.0.0 and :: are all of its addresses."),
     .standard = "bind(2); ip(7)"},
    {.fits =
         [](const EventStory &story) {
             return isForbidden(story) &&
                    (story.stage == Stage::Created || story.stage == Stage::Bound);
         },
     .side = Side::System,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Permission denied"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The system does not let this user bind that address and port."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The system of this machine, by its rules."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "Ports below 1024 are for administrators on most systems.\n"
                                 "This program runs in a box (container, sandbox, SELinux) that "
                                 "may not open servers.\n"
                                 "Windows keeps some ports for itself."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Choose a port above 1023, such as 8080 in place of 80.\n"
                                    "Where it has to be that port, the administrator can allow it: "
                                    "setcap cap_net_bind_service=+ep, or "
                                    "net.ipv4.ip_unprivileged_port_start."),
     .standard = "bind(2); ip(7); capabilities(7)"},
    {.fits = [](const EventStory &story) { return story.isError("EMFILE"); },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Too many open files in this program"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Each connection is a descriptor, and this program has as many as "
                           "the system allows it. Clients that come now wait in the backlog."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side: it is at its limit. The clients do nothing wrong."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "Very many clients are connected at once.\n"
                                 "Clients stay connected without need: nobody closes them.\n"
                                 "The limit is low; 1024 is common."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Close connections, or have idle ones closed.\n"
                                    "Raise the limit before the start: ulimit -n 65536.\n"
                                    "Let fewer clients in at once."),
     .standard = "getrlimit(2), RLIMIT_NOFILE; accept(2)"},
    {.fits = [](const EventStory &story) { return story.isError("ENFILE"); },
     .side = Side::System,
     .title =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Too many open files in the whole system"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "All programs together have as many descriptors open as the "
                                       "system has room for."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The system of this machine; the cause may be any program."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "A program forgets to close what it opens.\n"
                                 "Very many connections are open."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Find out who has so many: lsof, or ls /proc/PID/fd.\n"
                                    "End programs that are not needed, or have the administrator "
                                    "raise fs.file-max."),
     .standard = "accept(2); proc(5), file-max"},
    {.fits =
         [](const EventStory &story) { return story.isError("ENODEV") || story.isError("ENXIO"); },
     .side = Side::System,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The interface is not there"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "What was asked for needs an interface, and this machine does not "
                           "have it, or no route leads to one."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The system of this machine. Nothing has left it."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The name of the interface is misspelled.\n"
                                 "The interface is gone: unplugged, or its network was left.\n"
                                 "No interface was chosen, and no route leads to the group."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Choose an interface from the list.\n"
                                                        "Leave, and join again on another one."),
     .standard = "netdevice(7); ip(7), IP_ADD_MEMBERSHIP"},
    {.fits =
         [](const EventStory &story) {
             return story.isError("ECONNABORTED") && story.stage == Stage::Listening;
         },
     .side = Side::Peer,
     .title =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "A client was gone before it was accepted"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The system had made the connection, and the client cut it while "
                           "it waited in the backlog."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The peer. The server goes on with the others."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The client gave up: its time-out is short, or its user "
                                 "impatient.\n"
                                 "Somebody looks which ports are open (a scan)."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Nothing has to be done for a single one.\n"
                                    "Where there are many, the server accepts too slowly: let it "
                                    "serve all at once."),
     .standard = "accept(2)"},
    {.fits =
         [](const EventStory &story) {
             return story.isKind(EventKind::Listening) && isOnEveryAddress(story);
         },
     .side = Side::Nobody,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Listening on all addresses"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows", "Clients are accepted on every address of this machine, from "
                                      "every network that it is in."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side asked for it, and the system made it so."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "That is what 0.0.0.0 (IPv4) and :: (IPv6) mean."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Others connect to one of the addresses of this machine, not to "
                           "0.0.0.0.\n"
                           "Where only programs on this machine shall connect, listen on "
                           "127.0.0.1.\n"
                           "Whoever is in the same network can connect now: answer nothing "
                           "that you would not tell them."),
     .standard = "listen(2); ip(7)"},
    {.fits =
         [](const EventStory &story) {
             return story.isKind(EventKind::Listening) && isOnLoopback(story);
         },
     .side = Side::Nobody,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Listening for this machine only"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Clients are accepted at %1. That is a loopback address: only "
                           "programs on this very machine can connect."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side asked for it, and the system made it so."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "127.0.0.1 and ::1 never leave a machine. That is the safe way to "
                                 "try things."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "From this machine, connect to %1.\n"
                                    "For clients on other machines, listen on an address that they "
                                    "can reach, or on all (0.0.0.0)."),
     .standard = "listen(2); RFC 1122, section 3.2.1.3"},
    {.fits = [](const EventStory &story) { return story.isKind(EventKind::Listening); },
     .side = Side::Nobody,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Listening"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Clients are accepted at %1, and from wherever that address can "
                           "be reached."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side asked for it, and the system made it so."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "A server listens before anybody can connect. The system makes "
                                 "the connections; the program accepts them."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Connect to %1.\n"
                           "Where nobody gets through, look at the firewall of this machine."),
     .standard = "listen(2); accept(2)"},
});

} // namespace

std::span<const ExplanationRow> listenRows()
{
    return rows;
}

} // namespace sockyard
