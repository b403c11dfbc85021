#include "netcore/messages/readmessages.h"

#include "netcore/messages/messagebookjson.h"
#include "netcore/messages/packetsender.h"
#include "netcore/messages/shownwords.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::ReadMessages", text);
}

ReadMessages failed(const QString &words)
{
    ReadMessages read;
    read.problem = words;
    return read;
}

ReadMessages unreadable(const QString &words)
{
    ReadMessages read = failed(words);
    read.wasRead = false;
    return read;
}

} // namespace

ReadMessages messagesFromBytes(const QByteArray &bytes)
{
    if (bytes.size() > longestMessagesFile) {
        return failed(tr("There are more than %1 bytes.").arg(longestMessagesFile));
    }
    const QByteArray begin = bytes.trimmed();
    if (begin.startsWith('{')) {
        const ReadMessageBook book = messageBookFromJson(bytes);
        return {.format = ReadMessages::Format::Book, .book = book.book, .problem = book.problem};
    }
    // A list in JSON and a group of an INI file begin alike.
    const QByteArray next = begin.mid(1).trimmed().left(1);
    if (begin.startsWith('[') && (next == "{" || next == "]")) {
        return messagesFromPacketSenderJson(bytes);
    }
    if (bytes.contains("[NAMES]")) {
        return messagesFromPacketSenderIni(bytes);
    }
    return failed(tr("These are no messages. Messages can be read that this program exported, and "
                     "Packet Sender's packets.ini and JSON."));
}

ReadMessages readMessages(const QString &fileName)
{
    const QString name = shownFileName(fileName);
    const QFileInfo info(fileName);
    // A pipe or a device might never end, or never begin.
    if (info.exists() && !info.isFile()) {
        return unreadable(tr("\"%1\" is no file.").arg(name));
    }
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly)) {
        return unreadable(tr("\"%1\" cannot be read: %2.").arg(name, file.errorString()));
    }
    const QByteArray bytes = file.read(longestMessagesFile + 1);
    if (file.error() != QFileDevice::NoError) {
        return unreadable(tr("\"%1\" cannot be read: %2.").arg(name, file.errorString()));
    }
    return messagesFromBytes(bytes);
}

} // namespace sockyard
