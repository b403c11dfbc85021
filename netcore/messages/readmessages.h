#pragma once

#include "netcore/messages/messagebook.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace sockyard
{

/// The messages of a file, whoever wrote it.
struct ReadMessages {
    enum class Format { Unknown, Book, PacketSenderIni, PacketSenderJson };

    Format format = Format::Unknown;
    MessageBook book;
    /// Why nothing could be read; empty where something was.
    QString problem = {};
    /// How many messages could not be read; only from Packet Sender's files, ours are read whole or
    /// not at all.
    qsizetype skipped = 0;
    /// Why, a sentence each; of no more than mostReasons of them.
    QStringList reasons = {};

    /// The bytes were there; what is wrong is wrong with them.
    bool wasRead = true;

    static constexpr qsizetype mostReasons = 20;
};

/// No file of messages has more bytes.
inline constexpr qsizetype longestMessagesFile = 8 * 1024 * 1024;

/// Reads what messagebookjson.h writes, and Packet Sender's `packets.ini` and JSON export. Which of
/// these it is, is seen by its content.
ReadMessages messagesFromBytes(const QByteArray &bytes);
/// Reads regular files only, of longestMessagesFile at most.
ReadMessages readMessages(const QString &fileName);

} // namespace sockyard
