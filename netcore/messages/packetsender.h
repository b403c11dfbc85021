#pragma once

#include "netcore/messages/readmessages.h"

#include <QByteArray>

namespace sockyard
{

/// Reads the packets that Packet Sender (https://packetsender.com) keeps in its `packets.ini`. The
/// bytes of each become a message, see messageOf(); where it was to go, and how, stands in the
/// note.
ReadMessages messagesFromPacketSenderIni(const QByteArray &ini);
/// The same of its JSON export.
ReadMessages messagesFromPacketSenderJson(const QByteArray &json);

} // namespace sockyard
