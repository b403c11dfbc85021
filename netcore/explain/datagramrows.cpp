#include "netcore/explain/explanationrow.h"
#include "netcore/sockets/notemarks.h"

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
             return story.isKind(EventKind::Received) && story.noteBegins(emptyMark);
         },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "An empty datagram"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows",
         "%1 sent a datagram that carries nothing. It is a message like every other: it has a "
         "sender, and can be answered. A receive that gives 0 bytes is the end of a stream, and of "
         "nothing here."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The peer, on purpose or not."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "It asks whether somebody is there, or keeps a way through a "
                                 "router open.\n"
                                 "The program there sent an empty line without its ending."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "In programs of your own, do not end a loop of recvfrom() when "
                                    "it gives 0."),
     .standard = "RFC 768; recv(2)"},
    {.fits =
         [](const EventStory &story) {
             return story.isKind(EventKind::Received) && story.noteBegins(truncatedMark);
         },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "A datagram that was cut"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows",
         "The datagram from %1 arrived whole, and was longer than what this side reads at a time. "
         "One receive takes one datagram: what has no room is thrown away, and the next receive "
         "gives the next datagram. A stream would have kept the rest."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side, by its read size. The peer does not know."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The read size is set lower than what the peer sends.\n"
                                 "The two programs do not agree how long a message may be."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Set a larger read size: 65536 takes every datagram whole.\n"
                                    "In programs of your own, look for MSG_TRUNC."),
     .standard = "recv(2), MSG_TRUNC"},
});

} // namespace

std::span<const ExplanationRow> datagramRows()
{
    return rows;
}

} // namespace sockyard
