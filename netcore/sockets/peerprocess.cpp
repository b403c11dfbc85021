#include "netcore/sockets/peerprocess.h"

#include "netcore/codec/visibletext.h"
#include "netcore/sockets/localpath.h"

#include <QCoreApplication>
#include <QStringList>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::PeerProcess", text);
}

// A program may call itself anything.
QString shown(const std::string &name)
{
    return QString::fromStdString(visibleText(name));
}

template <typename Number>
QString named(const QString &word, Number number, const std::string &name)
{
    const QString text = QStringLiteral("%1 %2").arg(word).arg(number);
    return name.empty() ? text : QStringLiteral("%1 (%2)").arg(text, shown(name));
}

} // namespace

QString PeerProcess::words() const
{
    QStringList parts;
    if (process) {
        parts.append(named(tr("process"), *process, program));
    }
    if (user) {
        parts.append(named(tr("user"), *user, userName));
    }
    if (group) {
        parts.append(named(tr("group"), *group, groupName));
    }
    return parts.join(QStringLiteral(", "));
}

std::string PeerProcess::address() const
{
    return process ? std::string(localPrefix)
                         .append(named(QStringLiteral("pid"), *process, program).toStdString())
                   : std::string(localPrefix);
}

} // namespace sockyard
