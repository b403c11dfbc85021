#include "netcore/responders/datagramanswer.h"

#include <QCoreApplication>

namespace sockyard
{

namespace
{

// Over IPv4 (RFC 768, RFC 791); what IPv6 can carry beyond that is not worth a difference.
constexpr qsizetype longestAnswer = 65507;

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::DatagramAnswer", text);
}

/// Asks until it is the client's turn, or all is said. True where it is the client's turn.
bool take(Reply reply, Responder &responder, DatagramAnswer &answer)
{
    while (true) {
        answer.bytes.append(reinterpret_cast<const char *>(reply.bytes.data()),
                            static_cast<qsizetype>(reply.bytes.size()));
        answer.after += reply.after;
        if (!reply.note.isEmpty()) {
            answer.notes.append(reply.note);
        }
        if (reply.then != Reply::Then::More || answer.bytes.size() > longestAnswer) {
            return reply.then == Reply::Then::Keep;
        }
        reply = responder.onTaken();
    }
}

} // namespace

DatagramAnswer answerTo(ByteView datagram, const PreparedReply &reply, const ClientFacts &client)
{
    DatagramAnswer answer;
    const auto responder = reply.make(client);
    if (take(responder->onAccepted(), *responder, answer) &&
        take(responder->onReceived(datagram), *responder, answer)) {
        take(responder->onPeerFinished(), *responder, answer);
    }
    if (answer.bytes.size() > longestAnswer) {
        answer.notes.append(
            tr("EMSGSIZE: the answer would have %1 bytes, and a datagram carries %2 at most: "
               "nothing is answered")
                .arg(answer.bytes.size())
                .arg(longestAnswer));
        answer.bytes.clear();
    }
    return answer;
}

} // namespace sockyard
