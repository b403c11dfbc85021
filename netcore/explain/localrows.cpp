#include "netcore/explain/explanationrow.h"
#include "netcore/sockets/localpath.h"
#include "netcore/sockets/notemarks.h"

#include <QtGlobal>

#include <array>

namespace sockyard
{

namespace
{

using Side = Explanation::Side;
using Stage = EventStory::Stage;

bool isLocal(const EventStory &story)
{
    return isLocalText(story.peer) || isLocalText(story.local);
}

constexpr auto rows = std::to_array<ExplanationRow>({
    {.fits = [](const EventStory &story) { return isLocal(story) && story.isError("EADDRINUSE"); },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Something is at this path already"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "bind() makes a file, and there is one at %1 already. A local "
                           "socket's file does not go away with its socket: the program has "
                           "to remove it."),
     .whoDidIt =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "This side, as it asks for a path that is taken. Nothing was sent "
                           "to anybody."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "A program listens there now.\n"
                                 "A program has listened there, and ended without removing its "
                                 "file: it crashed, or was killed.\n"
                                 "The file is no socket at all."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Let a stale socket file be replaced: it is removed only if "
                                    "nobody has it open.\n"
                                    "Choose another path.\n"
                                    "See who has it: ss -xl, or lsof and the path."),
     .standard = "unix(7), bind(2)"},
    {.fits =
         [](const EventStory &story) {
             return isLocal(story) && (story.isErrorAt("ENOENT", Stage::Created) ||
                                       story.isErrorAt("ENOTDIR", Stage::Created));
         },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The folder is not there"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "bind() makes a file at %1, and the folder for it is not there. "
                           "It makes no folders."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side, by the path. Nothing was sent to anybody."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The path is misspelled.\n"
                                 "The folder is made by a program, or at the start of the system, "
                                 "and was not.\n"
                                 "The path is relative, and this program was started in another "
                                 "folder."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Check the path.\n"
                                    "Make the folder, or choose one that is there, such as /tmp."),
     .standard = "unix(7), bind(2)"},
    {.fits =
         [](const EventStory &story) {
             return isLocal(story) && (story.isErrorAt("EACCES", Stage::Created) ||
                                       story.isErrorAt("EROFS", Stage::Created) ||
                                       story.isErrorAt("EPERM", Stage::Created));
         },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "No file can be made there"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "bind() makes a file at %1, and this user may not make one in its "
                           "folder."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The system of this machine, by the permissions of the folder."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The folder belongs to another user; /run and /var/run belong to "
                                 "root.\n"
                                 "The file system is read-only, or does not permit sockets."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Choose a folder of your own, $XDG_RUNTIME_DIR, or /tmp.\n"
                                    "Look at the folder: ls -ld."),
     .standard = "unix(7), bind(2)"},
    {.fits =
         [](const EventStory &story) {
             return isLocal(story) && story.isErrorAt("ENOENT", Stage::Connecting);
         },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "There is no file at this path"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "A local socket is found by a file, and there is none at %1."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "Nobody has listened there, or who did has removed its file. "
                                   "Nothing was sent to anybody."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The server has not been started, or has been stopped.\n"
                                 "The path is misspelled, or relative to another folder.\n"
                                 "The server runs in a container, which has files of its own."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Start the server first.\n"
                                    "See which local sockets there are: ss -xl."),
     .standard = "unix(7), connect(2)"},
    {.fits =
         [](const EventStory &story) { return isLocal(story) && story.isError("ECONNREFUSED"); },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "A file, and nobody behind it"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "There is a socket's file at %1, but no program listens on it. It "
                           "was left behind, or its program has bound the socket and does "
                           "not listen yet."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "A program that is gone did not remove its file."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The server has crashed, or was killed.\n"
                                 "The server has been started this moment.\n"
                                 "The backlog is shut, as the server is about to end."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Start the server: ours replaces a file that was left behind.\n"
                                    "See who listens: ss -xl."),
     .standard = "unix(7), connect(2)"},
    {.fits =
         [](const EventStory &story) {
             return isLocal(story) && (story.isErrorAt("EACCES", Stage::Connecting) ||
                                       story.isErrorAt("EACCES", Stage::Bound));
         },
     .side = Side::System,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The file does not let this user in"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Who connects or sends to a local socket needs the right to write "
                           "to its file, and to enter all folders on the way to it. This "
                           "user lacks one of them at %1."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The system of this machine, by permissions that the server's "
                                   "user chose."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The file's mode is 600 or 755, and it belongs to another user.\n"
                                 "A folder on the way is closed to others."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Look at the file and its folder: ls -l and ls -ld.\n"
                                    "Have the server make its file with mode 660 or 666.\n"
                                    "Run the client as the server's user."),
     .standard = "unix(7)"},
    {.fits = [](const EventStory &story) { return isLocal(story) && story.isError("EPROTOTYPE"); },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "A socket of another type"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "The socket at %1 is alive, but of another type. A stream, "
                                       "packets (SOCK_SEQPACKET) and datagrams cannot be mixed."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side, by the transport that was chosen."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The server keeps messages apart and this side wants a stream, or "
                                 "the other way round.\n"
                                 "It is a socket for datagrams, which nobody connects to."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Choose the other transport.\n"
                                    "See its type: ss -x tells u_str, u_seq or u_dgr."),
     .standard = "unix(7)"},
    {.fits = [](const EventStory &story) { return story.isError("ENAMETOOLONG"); },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The path is too long"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "A local socket's address is a small piece of memory with room "
                           "for a path of 107 bytes. Other files may have far longer ones."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side, by the path. The system was not even asked."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The folder lies deep.\n"
                                 "Letters beyond ASCII take two bytes or more."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Choose a folder with a shorter name, such as /tmp or "
                                    "$XDG_RUNTIME_DIR.\n"
                                    "A relative path counts as it is written."),
     .standard = "unix(7), sun_path"},
    {.fits = [](const EventStory &story) { return isLocal(story) && story.isError("EMSGSIZE"); },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Too long for one message"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Where messages are kept apart, each goes out at once or not at "
                           "all, and this one is longer than the socket's send buffer. It "
                           "was not sent; the connection goes on."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The system of this machine, by the size of the send buffer."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The message is longer than some 200 KiB, the usual limit on "
                                 "Linux.\n"
                                 "A stream would have taken it in parts."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Send it in parts.\n"
                                    "Choose a larger send buffer (SO_SNDBUF), or a stream."),
     .standard = "unix(7), send(2)"},
    {.fits =
         [](const EventStory &story) {
             return isLocal(story) && (story.isError("ECONNRESET") ||
                                       (story.isKind(EventKind::Reset) && !story.error.empty()));
         },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The peer closed with bytes unread"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "%1 closed its socket while there was something in it that it had "
                           "not read. What this side had sent may be lost. A local socket "
                           "knows no RST; this is how the system tells the same."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The peer, or the system when the peer's program ended."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The program there ended early: it crashed, or did not want to "
                                 "read on.\n"
                                 "It closes as soon as it has said its own."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Look at what the peer's program says.\n"
                                    "In programs of your own, read to the end before close()."),
     .standard = "unix(7), recv(2)"},
    {.fits = [](const EventStory &story) { return isLocal(story) && story.isError("EPIPE"); },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The peer has closed"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "%1 has closed, or receives no more, and this side sent "
                           "something. A local socket tells that at once; with TCP the first "
                           "message would still have gone out."),
     .whoDidIt =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The peer. What this side sent is lost."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The program there has ended.\n"
                                 "It closed where a half-close would have left the way open for an "
                                 "answer."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Connect again.\n"
                           "Have the peer call shutdown() in place of close(), and read the "
                           "answer."),
     .standard = "unix(7), send(2)"},
    {.fits =
         [](const EventStory &story) {
             return isLocal(story) && story.isKind(EventKind::Reset) && story.error.empty();
         },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Cut by this side"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "This side closed at once, and what waited to be sent is gone. A "
                           "local socket knows no RST: the peer sees an end, or ECONNRESET "
                           "where it had sent something that was not read."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "This side, or whoever uses it."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "Somebody pressed the button for it.\n"
                                 "The server has as many clients as it may.\n"
                                 "A reply ends so."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "To end in order, finish and let the peer finish, too."),
     .standard = "unix(7)"},
    {.fits =
         [](const EventStory &story) {
             return isLocal(story) && story.isKind(EventKind::PeerFinished);
         },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The peer sends no more"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "%1 has said that it sends no more. Where it has only shut down "
                           "that direction, this side can still answer; where it has closed, "
                           "the system knows at once, and nothing can be sent."),
     .whoDidIt =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The peer, by shutdown() or close()."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "It has said all.\n"
                                 "Its program has ended, and the system closed the socket."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Answer, if there is something to answer; then finish."),
     .standard = "unix(7), shutdown(2)"},
    {.fits =
         [](const EventStory &story) {
             return isLocal(story) && story.isKind(EventKind::Finished);
         },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "This side sends no more"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "This side has shut down its direction of sending. The peer reads "
                           "what is there, and then the end. Receiving goes on."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "This side."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "All has been said."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Wait for the answer, and the peer's end."),
     .standard = "shutdown(2)"},
    {.fits =
         [](const EventStory &story) {
             return story.isKind(EventKind::Note) && story.noteBegins(staleMark);
         },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "A file that was left behind"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "A local socket's file does not go away with its socket. At this "
                           "path was one to which no socket is bound any more; it belongs to "
                           "this user, so it was removed, and made anew."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "A program that ended without removing its file. It was no more "
                                   "than a name: nothing is lost."),
     .causes =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The program crashed, or was killed.\n"
                                                        "It is one of those that never clean up."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "In programs of your own, call unlink() before bind() and after "
                           "the end; but look whether somebody listens there."),
     .standard = "unix(7), bind(2), unlink(2)"},
    {.fits =
         [](const EventStory &story) {
             return story.isKind(EventKind::Note) && story.noteBegins(peerMark);
         },
     .side = Side::System,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Who is at the other end"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The system vouches for the process, user and group that "
                           "connected, or that listens. No program can pretend to be another "
                           "here, unless it is root."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The system of this machine."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "Local sockets carry that along; a server can decide by it whom "
                                 "it serves."),
     .nextSteps =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "Look at the process: ps -p and its number.\n"
                           "That was so when the connection was made: the process may have "
                           "given its descriptor away."),
     .standard = "unix(7), SO_PEERCRED"},
    {.fits =
         [](const EventStory &story) {
             return isLocal(story) && !story.isOfEndpoint && story.isKind(EventKind::Received) &&
                    story.noteBegins(emptyMark);
         },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "An empty message"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "%1 sent a message without a single byte. It is no end: Linux "
                           "shows the difference only to who asks for more than bytes."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The peer, on purpose or not."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The program there sent an empty line without its ending."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "In programs of your own, do not end at a recv() that gives 0: "
                                    "use recvmsg(), or agree that no message is empty."),
     .standard = "unix(7), recv(2)"},
    {.fits =
         [](const EventStory &story) {
             return isLocal(story) && !story.isOfEndpoint && story.isKind(EventKind::Received) &&
                    story.noteBegins(truncatedMark);
         },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "A message that was cut"),
     .whatHappened =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                           "The message from %1 was longer than what this side reads at a "
                           "time. One receive takes one message: what has no room is thrown "
                           "away. A stream would have kept the rest."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This side, by its read size. The peer does not know."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The read size is set lower than what the peer sends."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Set a larger read size.\n"
                                    "In programs of your own, look for MSG_TRUNC."),
     .standard = "recv(2), MSG_TRUNC"},
});

} // namespace

std::span<const ExplanationRow> localRows()
{
    return rows;
}

} // namespace sockyard
