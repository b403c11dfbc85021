#include "netcore/sending/discardedmessage.h"

#include "netcore/codec/visibletext.h"
#include "netcore/sockets/bytes.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace sockyard
{

namespace
{

constexpr std::size_t mostShown = 300;

} // namespace

QString shownFileName(const QString &path)
{
    const std::string name = QFileInfo(path).fileName().toStdString();
    return u'"' + QString::fromStdString(visibleText(name, mostShown)) + u'"';
}

void discardMessage(const Journal &journal, const PreparedMessage &message, MacroSources &sources,
                    const QString &why)
{
    if (message.isFile()) {
        journal.discarded(
            {}, QCoreApplication::translate("sockyard::Courier", "the file %1 was not sent: %2")
                    .arg(shownFileName(message.fileName()), why));
        return;
    }
    const QByteArray bytes = message.bytes({.peer = journal.peer()}, sources);
    if (!bytes.isEmpty()) {
        journal.discarded(viewOf(bytes), why);
    }
}

} // namespace sockyard
