#include "netcore/explain/explanationrow.h"

#include <QtGlobal>

#include <array>

namespace sockyard
{

namespace
{

using Side = Explanation::Side;

constexpr auto rows = std::to_array<ExplanationRow>({
    {.fits =
         [](const EventStory &story) {
             return story.isError("EINVAL") && story.isOfEndpoint && story.local.empty();
         },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Refused before the system was asked"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "What was typed or asked for makes no sense here, and this "
                           "program said so before any call. Nothing has left this machine."),
     .whoDidIt =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "This side: the note says what is wrong."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "A field holds something that is no address, no port or no number "
                                 "in its range.\n"
                                 "Something was asked for that only goes before, or after, what "
                                 "runs now."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Correct the field that the note names, and try again."),
     .standard = "no call was made"},
    {.fits = [](const EventStory &story) { return story.isError("EINVAL"); },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The system calls it invalid"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "The system does not accept what it was asked for."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side: one of the arguments does not fit."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "An address that does not go with this call, such as a link-local "
                                 "one without its interface.\n"
                                 "The socket is in a state in which this call makes no sense."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Check the address; fe80:: needs an interface behind it: "
                                    "fe80::1%eth0.\n"
                                    "Look at the events before this one."),
     .standard = "errno(3)"},
    {.fits =
         [](const EventStory &story) { return story.isError("EACCES") || story.isError("EPERM"); },
     .side = Side::System,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Permission denied"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The system of this machine does not let this program do that."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The system of this machine, by a rule that somebody has set."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "A rule of this machine's firewall forbids it.\n"
                                 "The address is a broadcast address.\n"
                                 "This program runs in a box (container, sandbox, SELinux) that "
                                 "may not do it."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Look at the rules of the firewall here.\n"
                           "Try another program from the same place: it should get the same "
                           "answer."),
     .standard = "send(2); capabilities(7)"},
    {.fits = [](const EventStory &story) { return story.isError("EMSGSIZE"); },
     .side = Side::ThisSide,
     .title =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The message is too long for one datagram"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "A datagram is sent whole or not at all, and this one is longer "
                           "than it may be."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "This side. Nothing has left it."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "UDP carries 65507 bytes at most over IPv4.\n"
                                 "An interface or a setting may allow less."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Send it in parts. For long things a stream (TCP) is the better "
                           "choice."),
     .standard = "RFC 768; udp(7)"},
    {.fits =
         [](const EventStory &story) {
             return story.isError("ENOBUFS") || story.isError("ENOMEM");
         },
     .side = Side::System,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The system has no room left"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The system of this machine has no memory left for what it has to "
                           "keep about this."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The system of this machine; the cause may be any program."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "Very many connections are open, or very much waits to be sent.\n"
                                 "The machine is short of memory."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Close connections and programs that are not needed.\n"
                                    "Try again in a moment."),
     .standard = "socket(2); send(2)"},
    {.fits =
         [](const EventStory &story) {
             return story.isError("EAFNOSUPPORT") || story.isError("EPROTONOSUPPORT") ||
                    story.isError("EPROTOTYPE");
         },
     .side = Side::System,
     .title =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The system does not speak this protocol"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The kind of address or of socket that was asked for is not there "
                           "on this machine."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The system of this machine."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "IPv6 is switched off.\n"
                                 "This program runs in a box (container, sandbox) in which that "
                                 "kind is not there."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Take an address of the other family: 127.0.0.1 in place of ::1.\n"
                           "Switch IPv6 on."),
     .standard = "socket(2); ipv6(7)"},
    {.fits =
         [](const EventStory &story) {
             return story.isError("EAGAIN") || story.isError("EWOULDBLOCK") ||
                    story.isError("EINPROGRESS") || story.isError("EALREADY") ||
                    story.isError("EINTR");
         },
     .side = Side::Nobody,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Not now"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "The call could not do its work at this moment. That is how "
                                       "sockets behave that never let a program wait."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "Nobody: it is no failure of the connection."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "Nothing has come yet, or the buffers on the way are full.\n"
                                 "The same thing has been asked for already."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Wait until the system says that it is ready."),
     .standard = "errno(3); fcntl(2), O_NONBLOCK"},
    {.fits = [](const EventStory &story) { return story.isError("EISCONN"); },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Connected already"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "A socket can be connected once, and this one is."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "This side asked twice."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The connection was made before."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Use the connection, or close it first."),
     .standard = "connect(2)"},
    {.fits =
         [](const EventStory &story) {
             return story.isKind(EventKind::Failed) || story.isKind(EventKind::Reset) ||
                    story.isKind(EventKind::TimedOut);
         },
     .side = Side::System,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "A call failed"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The system of this machine could not do what it was asked for. "
                           "The note has the system's own words."),
     .whoDidIt =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The system of this machine said so; what is behind it can be on "
                           "either side."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "It is an error that sockets seldom meet: a device, a file, a "
                                 "limit or a setting is behind it."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Read about the name of the error in the manual of the call: man "
                           "3 errno, man 2 connect.\n"
                           "Look at the events before this one, and try again."),
     .standard = "errno(3)"},
});

} // namespace

std::span<const ExplanationRow> otherRows()
{
    return rows;
}

} // namespace sockyard
