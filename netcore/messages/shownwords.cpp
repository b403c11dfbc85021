#include "netcore/messages/shownwords.h"

#include "netcore/codec/visibletext.h"

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

} // namespace sockyard
