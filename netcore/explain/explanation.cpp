#include "netcore/explain/explanation.h"

#include <QCoreApplication>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::Explanation", text);
}

} // namespace

QString Explanation::errorText() const
{
    // Another system, on which a saved log may have been made, can have another number.
    return errorNumber ? tr("%1, error %2 on this system").arg(errorName).arg(*errorNumber)
                       : errorName;
}

QString sideText(Explanation::Side side)
{
    switch (side) {
    case Explanation::Side::ThisSide:
        return tr("this side");
    case Explanation::Side::Peer:
        return tr("the peer");
    case Explanation::Side::Network:
        return tr("the way between");
    case Explanation::Side::System:
        return tr("this machine's system");
    case Explanation::Side::Nobody:
        return tr("nobody");
    }
    return {};
}

} // namespace sockyard
