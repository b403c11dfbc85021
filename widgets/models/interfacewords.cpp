#include "widgets/models/interfacewords.h"

#include "netcore/sockets/reach.h"

#include <QCoreApplication>
#include <QStringList>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::InterfaceWords", text);
}

} // namespace

QString reachText(const QHostAddress &address)
{
    switch (reachOf(address)) {
    case Reach::Machine:
        return tr("this machine only");
    case Reach::Link:
        return tr("link-local");
    case Reach::Private:
        return tr("private");
    case Reach::Public:
        break;
    }
    return tr("public");
}

QString reachExplanation(const QHostAddress &address)
{
    const bool isIpv6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    switch (reachOf(address)) {
    case Reach::Machine:
        return tr("Loopback: only programs on this machine reach it, on every machine another one "
                  "(RFC 1122, RFC 4291).");
    case Reach::Link:
        return isIpv6
                   ? tr("Link-local: only machines on the same cable or Wi-Fi reach it, and they "
                        "must say by which of their own interfaces, behind a % (RFC 4007).")
                   : tr("Link-local: this machine chose it by itself, as nobody gave it another "
                        "one; only machines on the same cable or Wi-Fi reach it (RFC 3927).");
    case Reach::Private:
        return isIpv6 ? tr("Private: machines of the same site reach it; no router of the internet "
                           "knows a way there (RFC 4193).")
                      : tr("Private: machines of the same networks reach it; no router of the "
                           "internet knows a way there (RFC 1918, RFC 6598).");
    case Reach::Public:
        break;
    }
    return tr("Public: perhaps anybody on the internet reaches it, unless a firewall is between.");
}

QString networkText(const InterfaceAddress &address)
{
    QStringList parts;
    if (!address.netmask.isNull()) {
        parts.append(tr("netmask %1").arg(address.netmask.toString()));
    }
    if (!address.broadcast.isNull()) {
        parts.append(tr("broadcast %1").arg(address.broadcast.toString()));
    }
    if (address.temporary) {
        parts.append(tr("temporary"));
    }
    if (address.deprecated) {
        parts.append(tr("deprecated"));
    }
    return parts.join(QStringLiteral(", "));
}

QString detailsText(const InterfaceDetails &interface)
{
    QStringList parts;
    if (interface.mtu > 0) {
        parts.append(tr("MTU %1").arg(interface.mtu));
    }
    if (!interface.hardwareAddress.isEmpty()) {
        parts.append(tr("hardware address %1").arg(interface.hardwareAddress));
    }
    if (interface.index > 0) {
        parts.append(tr("index %1").arg(interface.index));
    }
    return parts.join(QStringLiteral("  ·  "));
}

} // namespace sockyard
