#pragma once

#include "netcore/responders/registry.h"

#include <QByteArray>
#include <QStringList>

#include <chrono>

namespace sockyard
{

/// What a reply says to one datagram. A value.
struct DatagramAnswer {
    QByteArray bytes = {}; ///< of one datagram; nothing is sent where there are none
    std::chrono::milliseconds after{0};
    QStringList notes = {}; ///< what a person should know about it
};

/// A datagram is a whole conversation: a client of its own comes, says this and finishes, and all
/// that is answered to it becomes one datagram. What is longer than one can be is left out, which a
/// note tells. A pure function of a reply that is prepared and answers datagrams.
DatagramAnswer answerTo(ByteView datagram, const PreparedReply &reply, const ClientFacts &client);

} // namespace sockyard
