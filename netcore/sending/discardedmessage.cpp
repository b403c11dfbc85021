#include "netcore/sending/discardedmessage.h"

#include "netcore/messages/shownwords.h"
#include "netcore/sockets/bytes.h"

#include <QCoreApplication>

namespace sockyard
{

void discardMessage(const Journal &journal, const PreparedMessage &message, MacroSources &sources,
                    const QString &why)
{
    if (message.isFile()) {
        journal.discarded(
            {}, QCoreApplication::translate("sockyard::Courier", "the file %1 was not sent: %2")
                    .arg(quotedFileName(message.fileName()), why));
        return;
    }
    const QByteArray bytes = message.bytes({.peer = journal.peer()}, sources);
    if (!bytes.isEmpty()) {
        journal.discarded(viewOf(bytes), why);
    }
}

} // namespace sockyard
