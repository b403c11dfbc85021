#include "netcore/messages/shownwords.h"

#include "netcore/codec/visibletext.h"

#include <QFileInfo>

namespace sockyard
{

QString shownInWords(const QString &text)
{
    constexpr std::size_t mostShown = 40;
    return QString::fromStdString(visibleText(text.toStdString(), mostShown));
}

QString shownFileName(const QString &name)
{
    return QString::fromStdString(visibleText(name.toStdString()));
}

QString quotedFileName(const QString &path)
{
    return u'"' + shownFileName(QFileInfo(path).fileName()) + u'"';
}

} // namespace sockyard
