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

constexpr auto rows = std::to_array<ExplanationRow>({
    {.fits =
         [](const EventStory &story) {
             return story.isKind(EventKind::TimedOut) && story.noteBegins(connectionTimeOutMark);
         },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                "No connection in the time that was allowed"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "This side asked for a connection (SYN), asked again, and no "
                           "answer at all came before the time that was set here had passed."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side stopped waiting. It is the other end, or the way to "
                                   "it, that is silent: a machine that is there and has no such "
                                   "server would have refused at once."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The machine is off, or the address is that of no machine.\n"
                                 "A firewall on the way, or at %1, drops what it does not like "
                                 "without a word.\n"
                                 "The server is so busy that its queue of waiting clients (the "
                                 "backlog) is full.\n"
                                 "The way is very slow: a satellite, a bad radio link."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Check the address, and that the machine is on.\n"
                           "Try another port of the same machine: where that is refused at "
                           "once, the machine is there and a firewall or a full backlog is "
                           "the cause.\n"
                           "Allow more time for the connection."),
     .standard = "RFC 9293, section 3.8.3; connect(2)"},
    {.fits =
         [](const EventStory &story) {
             return story.isKind(EventKind::TimedOut) && story.noteBegins(responseTimeOutMark);
         },
     .side = Side::Peer,
     .title =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "No answer in the time that was allowed"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The connection stands, but no byte came back from %1 in the time "
                           "that was set here for an answer."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The peer: its system has made the connection, but its program "
                                   "has not answered. This side only stopped waiting."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The program at the other end is busy, hangs, or waits for more: "
                                 "a line ending, the end of the message, a FIN.\n"
                                 "The message was not what it expects, and it says nothing about "
                                 "that.\n"
                                 "The system has made the connection, but the program has not "
                                 "accepted it yet: it serves one client at a time.\n"
                                 "Another protocol is spoken there, such as TLS, in which the "
                                 "client has to say something else first."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Look at what was sent: is its end there, such as \\r\\n?\n"
                                    "Finish this side (half-close), so that the peer knows that no "
                                    "more comes.\n"
                                    "Allow more time for the answer."),
     .standard = "RFC 9293, section 3.8"},
    {.fits =
         [](const EventStory &story) {
             return story.isKind(EventKind::TimedOut) && story.noteBegins(exchangeTimeOutMark);
         },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                "The whole exchange took longer than was allowed"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "From the connection to the end of the answer it took longer than "
                           "the time that was set here. What had come by then is in the log."),
     .whoDidIt =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "This side stopped waiting. Mostly the peer is slow or sends "
                           "without end; where the pauses are in what this side sends, it is "
                           "this side."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The peer sends its answer slowly, or never says that it has "
                                 "finished (no FIN).\n"
                                 "The answer is long, and the way narrow.\n"
                                 "The peer keeps the connection open for the next question, as "
                                 "HTTP/1.1 does."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Look at the times in the log: which side was the last to send, "
                           "and who was waited for?\n"
                           "Ask the peer to close after its answer, where the protocol has a "
                           "word for that (Connection: close).\n"
                           "Allow more time for the whole exchange."),
     .standard = "RFC 9293, section 3.6"},
    {.fits =
         [](const EventStory &story) { return story.isErrorAt("ETIMEDOUT", Stage::Connecting); },
     .side = Side::Network,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                "The system gave up waiting for a connection"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The system asked %1 for a connection several times, with longer "
                           "and longer pauses, and nothing at all came back."),
     .whoDidIt =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The way between, or a peer that is not there. A machine that is "
                           "on and has no such server would have refused at once."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The machine is off, or the address is that of no machine.\n"
                                 "A firewall drops what is sent, without a word.\n"
                                 "The answers do not find the way back."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Check the address, and that the machine is on.\n"
                           "Try another port of the same machine: where that is refused at "
                           "once, a firewall lets one port through and not the other.\n"
                           "Set a connection time-out here: the system's own takes a minute "
                           "or two."),
     .standard = "RFC 9293, section 3.8.3; tcp(7), tcp_syn_retries"},
    {.fits =
         [](const EventStory &story) {
             return story.isKind(EventKind::TimedOut) || story.isError("ETIMEDOUT");
         },
     .side = Side::Network,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The peer no longer answers"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows", "The connection stood, but %1 stopped acknowledging what was "
                                      "sent. The system sent it again and again, and gave up."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The way between, or a peer that went away without a word: its "
                                   "system would have answered with FIN or RST."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The other machine crashed, sleeps, or lost its network.\n"
                                 "A router, a firewall or a cable on the way is gone.\n"
                                 "A firewall forgot the connection because it had been idle for "
                                 "long."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Check that the other machine is on and can be reached.\n"
                           "Connect again.\n"
                           "For connections that are idle for long, use keep-alive, or have "
                           "one side say something from time to time."),
     .standard = "RFC 9293, section 3.8.3; tcp(7), tcp_retries2"},
});

} // namespace

std::span<const ExplanationRow> timeoutRows()
{
    return rows;
}

} // namespace sockyard
