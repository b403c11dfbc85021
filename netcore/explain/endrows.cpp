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

/// Cut by the peer, or by something that speaks in its name.
bool isPeersReset(const EventStory &story)
{
    return (story.isKind(EventKind::Reset) && !story.error.empty()) ||
           story.isError("ECONNRESET") || story.isError("ECONNABORTED");
}

bool isClosed(const EventStory &story)
{
    return story.isKind(EventKind::Closed);
}

bool isDiscarded(const EventStory &story)
{
    return story.isKind(EventKind::Discarded);
}

bool hasBrokenOff(const EventStory &story)
{
    return story.hasFailed || story.isCutByPeer || story.isCutHere;
}

bool haveBothFinished(const EventStory &story)
{
    return story.isFinished && story.peerFinished;
}

constexpr auto rows = std::to_array<ExplanationRow>({
    {.fits = [](const EventStory &story) { return isPeersReset(story) && story.peerFinished; },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Cut after the peer had finished"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "%1 had said that it sends no more (FIN). Then this side sent "
                           "something, and the answer was a reset (RST): the peer had not "
                           "only finished, it was gone."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The peer: it closed the connection wholly, where a half-close "
                                   "would have left it open for an answer."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The peer closes as soon as it has sent its own message, as many "
                                 "short programs do.\n"
                                 "The program at the other end has ended.\n"
                                 "Bytes that this side sent were not read before the peer closed."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Send before the peer finishes, or let the peer read to the end "
                           "before it closes.\n"
                           "Look at the order in the log: the FIN, what was sent after it, "
                           "the reset.\n"
                           "Connect again for the next message."),
     .standard = "RFC 9293, sections 3.5.2 and 3.6.1; shutdown(2)"},
    {.fits = [](const EventStory &story) { return isPeersReset(story) && story.isWithoutAnswer(); },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                "Cut before an answer, perhaps with unread data"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "This side had sent something, no byte had come back, and %1 cut "
                           "the connection (RST)."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The peer, or something on the way that speaks in its name."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The peer closed while bytes of this side were still unread: the "
                                 "system says so by RST in place of FIN.\n"
                                 "The program at the other end crashed on what was sent, or "
                                 "aborted on purpose.\n"
                                 "The server has as many clients as it wants, and cuts the others "
                                 "off.\n"
                                 "A firewall on the way cuts what it does not like."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Look at the log of the peer: did it read what was sent?\n"
                                    "Check that the protocol is the one that is spoken there: TLS "
                                    "where TLS is wanted.\n"
                                    "What was sent may be lost, and may have been acted on: ask "
                                    "before sending it a second time."),
     .standard = "RFC 9293, sections 3.5.3 and 3.6.1"},
    {.fits = [](const EventStory &story) { return isPeersReset(story) && story.hasSent; },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Reset by the peer"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "%1 cut the connection (RST). What was on the way in either "
                                       "direction, and what was received and not read, is lost."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The peer, or something on the way that speaks in its name."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The peer closed while bytes of this side were still unread: the "
                                 "system says so by RST in place of FIN.\n"
                                 "The peer aborted on purpose (SO_LINGER with zero seconds).\n"
                                 "The program or the machine of the peer was started anew, and "
                                 "knows nothing of this connection.\n"
                                 "A firewall on the way forgot the connection because it was idle, "
                                 "and cuts it."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Connect again, and ask what has arrived before sending it a "
                                    "second time.\n"
                                    "Have the peer read to the end (FIN) before it closes.\n"
                                    "Where it comes after a pause, use keep-alive or say something "
                                    "from time to time."),
     .standard = "RFC 9293, sections 3.5.2 and 3.5.3; recv(2)"},
    {.fits = [](const EventStory &story) { return isPeersReset(story); },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Reset by the peer"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "%1 cut the connection (RST), though this side had sent nothing "
                           "on it that could be lost."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The peer, or something on the way that speaks in its name."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The peer aborted on purpose (SO_LINGER with zero seconds): a "
                                 "test, or a scan of ports.\n"
                                 "The program at the other end was killed or crashed.\n"
                                 "The server has as many clients as it wants, and cuts the others "
                                 "off."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Connect again.\n"
                                                                 "Look at the log of the peer."),
     .standard = "RFC 9293, section 3.5.3; recv(2)"},
    {.fits =
         [](const EventStory &story) {
             return story.isKind(EventKind::Reset) && story.noteBegins(refusedMark);
         },
     .side = Side::ThisSide,
     .title =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Refused: as many clients as are wanted"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The system had made the connection with %1, but this server has "
                           "as many clients as it was told to have at most, and cut it "
                           "(RST)."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side. The client does nothing wrong."),
     .causes =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The number of most clients is reached.\n"
                                                        "Clients stay connected without need."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Allow more clients, in the settings of the server.\n"
                                    "Have idle clients closed after a while.\n"
                                    "To let clients wait in place of refusing them, serve one at a "
                                    "time."),
     .standard = "RFC 9293, section 3.10.5"},
    {.fits =
         [](const EventStory &story) {
             return story.isKind(EventKind::Reset) && story.noteBegins(targetMark);
         },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                "Cut, since the target could not be reached"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "The forwarder had accepted the connection of %1, and there "
                                       "was no way to the target. A client that is not connected "
                                       "through is told that by a cut (RST)."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side, because of what the target or the way there did. "
                                   "The client does nothing wrong."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "Nobody listens at the target.\n"
                                 "The target's address, name or port is wrong.\n"
                                 "A firewall keeps the forwarder from the target."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Look at the connection to the target, which has the next "
                                    "number: its last failure says what went wrong.\n"
                                    "Connect to the target from the TCP Client tab, without the "
                                    "forwarder between."),
     .standard = "RFC 9293, section 3.10.5"},
    {.fits =
         [](const EventStory &story) {
             return story.isKind(EventKind::Reset) && story.noteBegins(carriedMark);
         },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Cut, as the other side was"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "The other connection of this pair was cut, and the "
                                       "forwarder cut the one with %1 as well (RST): each side "
                                       "sees what the other one did."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side, because the peer of the other connection, or a "
                                   "person here, cut that one."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The other peer reset its connection, or crashed.\n"
                                 "The other peer closed while it was still being sent something."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Look at the other connection of the pair, and why it was "
                                    "cut."),
     .standard = "RFC 9293, section 3.5.3"},
    {.fits =
         [](const EventStory &story) {
             return story.isKind(EventKind::Reset) && story.noteBegins(faultMark);
         },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Cut by a fault that was asked for"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "So many bytes as were asked for had passed, and the "
                                       "forwarder cut both connections (RST)."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side, because a person wants to see what the peers do "
                                   "then."),
     .causes =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The fault \"Reset after\" is in force."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "See how client and server take it: do they tell, try again, "
                                    "lose something?\n"
                                    "Take the fault away to have connections live again."),
     .standard = "RFC 9293, section 3.5.3"},
    {.fits = [](const EventStory &story) { return story.isKind(EventKind::Reset); },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Cut by this side"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "This side cut the connection: RST went to %1. What was not sent "
                           "yet, and what was not read yet, is thrown away on both sides."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side: by the Abort button, or by a reply that cuts."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "Somebody wanted to see what a reset does to the other end.\n"
                                 "An abort ends a connection at once, and leaves no TIME-WAIT "
                                 "behind."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "For an end without loss, use Finish (FIN, and receive on) or "
                                    "Disconnect.\n"
                                    "Look at the other end: there it reads \"connection reset by "
                                    "peer\"."),
     .standard = "RFC 9293, section 3.10.5; socket(7), SO_LINGER"},
    {.fits = [](const EventStory &story) { return story.isError("EPIPE"); },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Broken pipe"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "This side wrote to a connection that is over: an earlier message "
                           "had already been answered by a reset (RST), or this side had "
                           "finished sending."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The peer: it was gone before. This side only learns it now, "
                                   "since the first message after that seems to go well."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The program at the other end has ended, or closed the "
                                 "connection, and this side sent on.\n"
                                 "The connection was cut on the way while it was idle.\n"
                                 "This side had finished sending, and sent nevertheless."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Connect again, and repeat what may be repeated: retrying is the "
                           "usual cure.\n"
                           "Read what comes, so that the end of the peer (FIN) is noticed "
                           "before the next message.\n"
                           "A program of your own should ignore SIGPIPE, or it ends here "
                           "without a word."),
     .standard = "send(2), EPIPE; RFC 9293, section 3.5.2"},
    {.fits =
         [](const EventStory &story) {
             return story.isError("ENOTCONN") || story.isError("ESHUTDOWN");
         },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Not connected any more"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "The call needs a connection, and there is none, or this "
                                       "direction of it has ended."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side asked too late, or too early. The connection itself "
                                   "may have been ended by either side."),
     .causes =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The connection was cut a moment before.\n"
                                                        "This side had finished sending."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Look at the events before this one: they tell how it ended.\n"
                                    "Connect again."),
     .standard = "send(2); shutdown(2)"},
    {.fits =
         [](const EventStory &story) {
             return story.isKind(EventKind::PeerFinished) && story.isWithoutAnswer();
         },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Closed before an answer"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "This side had sent something, and %1 said that it sends no more "
                           "(FIN) before any byte of an answer."),
     .whoDidIt =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The peer: in order, but without a word."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The server has nothing to say to this message: it only takes "
                                 "(discard), or it did not understand it.\n"
                                 "The program at the other end ended, and its system closed for "
                                 "it.\n"
                                 "The server was told to close idle or too many clients."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Look at the log of the peer: what did it receive?\n"
                           "Check the end of the message (\\r\\n?), and that it is the right "
                           "protocol.\n"
                           "Send again: where a server was just started anew, the next try "
                           "goes well."),
     .standard = "RFC 9293, section 3.6"},
    {.fits =
         [](const EventStory &story) {
             return story.isKind(EventKind::PeerFinished) && story.isFinished;
         },
     .side = Side::Nobody,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Both sides have finished"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "%1 sends no more (FIN), and this side had said the same before. "
                           "The connection has ended in order."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "Both. This side was the first: its system keeps the connection "
                                   "for a minute or two (TIME-WAIT)."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The exchange is over."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Nothing has to be done.\n"
                           "TIME-WAIT keeps late packets from being taken for those of a new "
                           "connection."),
     .standard = "RFC 9293, section 3.6"},
    {.fits = [](const EventStory &story) { return story.isKind(EventKind::PeerFinished); },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The peer has finished sending"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "%1 says that it sends no more (FIN). Everything that it sent has "
                           "been received. This side can still send: the connection is half "
                           "closed."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The peer, in order."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "It has said all that it had to say: with many protocols this is "
                                 "the end of the question.\n"
                                 "The program at the other end closed or ended: then the next that "
                                 "is sent is answered with a reset."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Send what is still to be sent, and finish or disconnect.\n"
                           "Whether the peer still reads shows only by sending something."),
     .standard = "RFC 9293, section 3.6.1; shutdown(2)"},
    {.fits =
         [](const EventStory &story) {
             return story.isKind(EventKind::Finished) && story.peerFinished;
         },
     .side = Side::Nobody,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Both sides have finished"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "This side sends no more (FIN), and %1 had said the same before. "
                           "The connection ends in order."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "Both. The peer was the first: its system keeps the connection "
                                   "for a minute or two (TIME-WAIT), this one does not."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The exchange is over."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Nothing has to be done."),
     .standard = "RFC 9293, section 3.6"},
    {.fits = [](const EventStory &story) { return story.isKind(EventKind::Finished); },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "This side has finished sending"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "This side says that it sends no more (FIN follows the last "
                                       "byte). %1 can still send, and this side receives it."),
     .whoDidIt =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "This side: by Finish, by Disconnect, or by a reply that ends so."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The peer is to know that the message is complete: it reads \"end "
                                 "of file\" now.\n"
                                 "Disconnect finishes first, and waits a moment for the peer to "
                                 "finish too."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Wait for the rest of what the peer has to say.\n"
                                    "Sending again takes a new connection."),
     .standard = "RFC 9293, section 3.6.1; shutdown(2)"},
    {.fits =
         [](const EventStory &story) {
             return isClosed(story) && story.isOfEndpoint && story.stage == Stage::Listening;
         },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The server listens no more"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The listening socket is closed. New clients are refused from now "
                           "on; those that waited in the backlog are cut."),
     .whoDidIt =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "This side: somebody stopped the server."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The server was stopped."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Connections that had been accepted end by themselves: look at "
                                    "their events.\n"
                                    "Start the server again: on the same port that goes at once "
                                    "(SO_REUSEADDR)."),
     .standard = "close(2); listen(2)"},
    {.fits =
         [](const EventStory &story) {
             return isClosed(story) && story.isOfEndpoint && story.stage == Stage::Connecting;
         },
     .side = Side::Nobody,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Nothing goes on any more"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "All that began with the button is over: no connection to %1 is open, "
                           "none is being tried, and none will be tried again."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "That is told by the events of each connection."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The connections were closed, by this side or by the peer.\n"
                                 "None could be made, and retries are off or used up.\n"
                                 "Somebody pressed the button."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Select the event before this one for how the last of them "
                                    "ended.\n"
                                    "Press the button to connect once more. Under \"More\" stands "
                                    "how often it is tried again by itself."),
     .standard = "close(2)"},
    {.fits = [](const EventStory &story) { return isClosed(story) && hasBrokenOff(story); },
     .side = Side::Nobody,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Closed after it had failed"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The descriptor is given back to the system. The connection, or "
                           "the attempt at one, had already ended before."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side only tidies up. Who ended it is told by the event "
                                   "before."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "A failure, a time-out or a reset comes right before this event."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Select the event before this one: it has the reason."),
     .standard = "close(2)"},
    {.fits =
         [](const EventStory &story) {
             return isClosed(story) && story.stage == Stage::Connecting;
         },
     .side = Side::ThisSide,
     .title =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Given up before the connection was made"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The attempt to reach %1 was ended before there was an answer."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side: somebody pressed the button, or another attempt had "
                                   "come first."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Nobody wanted to wait any longer."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Where no answer comes for long, something on the way throws away "
                           "what is sent: try another port of that machine, and check the "
                           "address."),
     .standard = "close(2)"},
    {.fits =
         [](const EventStory &story) {
             return isClosed(story) && story.isWithoutAnswer() && story.peerFinishedFirst;
         },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Closed before an answer"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "This side had sent something; %1 finished (FIN) without a byte "
                           "of an answer, and the connection is closed."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The peer finished first, in order. Its system keeps the "
                                   "connection for a minute or two (TIME-WAIT)."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The server has nothing to say to this message: it only takes, or "
                                 "it did not understand it.\n"
                                 "The program at the other end ended, and its system closed for "
                                 "it."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Look at the log of the peer: what did it receive?\n"
                           "Check the end of the message (\\r\\n?), and that it is the right "
                           "protocol.\n"
                           "Connect and send again."),
     .standard = "RFC 9293, section 3.6"},
    {.fits =
         [](const EventStory &story) {
             return isClosed(story) && haveBothFinished(story) && story.peerFinishedFirst;
         },
     .side = Side::Nobody,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Closed in order, the peer first"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows", "Both sides said that they send no more (FIN), and both have "
                                      "everything that was sent. The descriptor is given back."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "Both, in order. The peer's system keeps the connection for a "
                                   "minute or two (TIME-WAIT), since the peer was the first to "
                                   "finish."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The exchange is over."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Nothing has to be done."),
     .standard = "RFC 9293, section 3.6"},
    {.fits = [](const EventStory &story) { return isClosed(story) && haveBothFinished(story); },
     .side = Side::Nobody,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Closed in order, this side first"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows", "Both sides said that they send no more (FIN), and both have "
                                      "everything that was sent. The descriptor is given back."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "Both, in order. This side's system keeps the connection for a "
                                   "minute or two (TIME-WAIT), since this side was the first to "
                                   "finish."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The exchange is over."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Nothing has to be done.\n"
                           "A server that is the first to close collects TIME-WAIT: it holds "
                           "back a new start on the port, unless SO_REUSEADDR is set."),
     .standard = "RFC 9293, section 3.6; socket(7), SO_REUSEADDR"},
    {.fits = [](const EventStory &story) { return isClosed(story) && story.isFinished; },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Closed without the end of the peer"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "This side had finished, waited a moment for %1 to finish too, "
                           "and closed. What the peer sends from now on, and what had come "
                           "and was not read, is lost: the system answers it with a reset "
                           "(RST)."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side: it did not wait longer. The peer had not finished "
                                   "sending."),
     .causes =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The peer keeps its side open: it waits for another question, or "
                           "sends without end.\n"
                           "The peer does not notice the end (FIN) because it does not read."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Where its last bytes matter, use Finish in place of Disconnect, "
                           "and receive until the peer is done.\n"
                           "Let the peer close when it reads the end."),
     .standard = "RFC 9293, section 3.6.1; RFC 1122, section 4.2.2.13"},
    {.fits = [](const EventStory &story) { return isClosed(story); },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Closed"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The socket is closed, and its descriptor is given back to the "
                           "system."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side: close is a call that only the owner of a socket "
                                   "makes."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "It was stopped, or left its group.\n"
                                 "What happened before is told by the events before."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Nothing has to be done."),
     .standard = "close(2)"},
    {.fits = [](const EventStory &story) { return isDiscarded(story) && hasBrokenOff(story); },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Bytes that never left"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "These bytes were waiting to be sent when the connection ended. "
                           "The system has not taken them, and the peer has seen none of "
                           "them."),
     .whoDidIt =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "This side threw them away, because of what ended the connection: "
                           "the event before tells."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The connection was cut, failed or was aborted while there was "
                                 "still something to send.\n"
                                 "The peer did not read, and so this side could not send."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Connect again, and send them again.\n"
                                    "Have the peer read: what it does not read piles up here."),
     .standard = "send(2)"},
    {.fits = [](const EventStory &story) { return isDiscarded(story) && story.isFinished; },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Not sent: this side had finished"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows", "This side had said that it sends no more (FIN). Nothing can "
                                      "follow that on the same connection."),
     .whoDidIt =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "This side: by Finish or Disconnect."),
     .causes =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Something was to be sent after Finish."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Send first, then finish.\n"
                                                                 "Connect again to send more."),
     .standard = "shutdown(2); RFC 9293, section 3.6.1"},
    {.fits =
         [](const EventStory &story) {
             return isDiscarded(story) &&
                    (story.stage == Stage::None || story.stage == Stage::Connecting);
         },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Not sent: not connected"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "There was no connection that could take these bytes."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side: it was asked to send with nobody to send to."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The connection was not made yet, or given up.\n"
                                 "The connection had ended before."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Connect, and send them again."),
     .standard = "send(2), ENOTCONN"},
    {.fits = [](const EventStory &story) { return isDiscarded(story); },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Bytes that never left"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "These bytes were accepted here, but the system has never taken "
                           "them, and the peer has seen none of them."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side gave up sending them. The note says why."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The peer does not read: the buffers on the way are full, and "
                                 "this side closes.\n"
                                 "An answer that was to come later was not wanted any more."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Have the peer read.\n"
                                                        "Send them again on a new connection."),
     .standard = "send(2); RFC 9293, section 3.8.6"},
    {.fits = [](const EventStory &story) { return story.isKind(EventKind::Paused); },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Paused: nothing is received"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "This side does not read any more. What %1 sends fills the "
                           "buffers on the way; then its sending waits. Nothing is lost."),
     .whoDidIt =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "This side: somebody pressed Pause."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "A slow reader is to be seen from the other end: flow control by "
                                 "the window."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Look at the peer: it may send some hundred kilobytes or a few "
                                    "megabytes more, then it waits.\n"
                                    "Resume to receive everything, in order."),
     .standard = "RFC 9293, section 3.8.6"},
    {.fits = [](const EventStory &story) { return story.isKind(EventKind::Resumed); },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Receiving goes on"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "This side reads again: what has piled up is received in order, "
                           "and %1 can send on."),
     .whoDidIt =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "This side: somebody pressed Resume."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The pause is over."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Nothing has to be done."),
     .standard = "RFC 9293, section 3.8.6"},
    {.fits =
         [](const EventStory &story) {
             return story.isKind(EventKind::Note) && story.noteBegins(idleMark);
         },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Closed because it was idle"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Neither side had moved a byte for as long as the server allows, "
                           "and the server closes the connection with %1."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side, by its setting. The client may simply have had "
                                   "nothing to say."),
     .causes =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The client waits for something, or has forgotten the connection.\n"
                           "The client is gone without a word: its machine sleeps, or lost "
                           "its network."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Allow a longer idle time, or 0 for none.\n"
                                    "Let the client say something from time to time."),
     .standard = "RFC 9293, section 3.6"},
});

} // namespace

std::span<const ExplanationRow> endRows()
{
    return rows;
}

} // namespace sockyard
