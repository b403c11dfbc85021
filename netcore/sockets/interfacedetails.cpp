#include "netcore/sockets/interfacedetails.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QNetworkInterface>
#include <QStringList>

#include <algorithm>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::InterfaceDetails", text);
}

/// Qt tells of both only that they are not to be in DNS, as those of loopback and link are not.
bool isPassing(const QNetworkAddressEntry &entry)
{
    const QHostAddress ip = entry.ip();
    return ip.protocol() == QAbstractSocket::IPv6Protocol && !ip.isLoopback() &&
           !ip.isLinkLocal() && entry.dnsEligibility() == QNetworkAddressEntry::DnsIneligible;
}

InterfaceAddress described(const QNetworkAddressEntry &entry)
{
    InterfaceAddress result;
    result.address = entry.ip();
    result.prefixLength = entry.prefixLength();
    if (entry.ip().protocol() == QAbstractSocket::IPv4Protocol) {
        result.netmask = entry.netmask();
        result.broadcast = entry.broadcast();
    }
    result.deprecated = entry.isLifetimeKnown() && entry.preferredLifetime().hasExpired();
    result.temporary = isPassing(entry) && !result.deprecated;
    return result;
}

InterfaceDetails described(const QNetworkInterface &interface)
{
    InterfaceDetails result;
    result.index = static_cast<unsigned>(std::max(0, interface.index()));
    result.name = interface.humanReadableName();
    const auto flags = interface.flags();
    result.up = flags.testFlag(QNetworkInterface::IsUp);
    result.running = flags.testFlag(QNetworkInterface::IsRunning);
    result.loopback = flags.testFlag(QNetworkInterface::IsLoopBack);
    result.multicast = flags.testFlag(QNetworkInterface::CanMulticast);
    result.pointToPoint = flags.testFlag(QNetworkInterface::IsPointToPoint);
    result.mtu = interface.maximumTransmissionUnit();
    if (!result.loopback) { // Linux says six zeros of it
        result.hardwareAddress = interface.hardwareAddress();
    }
    const auto entries = interface.addressEntries();
    for (const QNetworkAddressEntry &entry : entries) {
        result.addresses.append(described(entry));
    }
    return result;
}

} // namespace

QString InterfaceAddress::text() const
{
    QHostAddress bare = address;
    bare.setScopeId({});
    return prefixLength < 0 ? bare.toString()
                            : QStringLiteral("%1/%2").arg(bare.toString()).arg(prefixLength);
}

QString InterfaceDetails::stateText() const
{
    QStringList words;
    words.append(up ? tr("up") : tr("down"));
    if (up) {
        words.append(running ? tr("running") : tr("no carrier"));
    }
    if (loopback) {
        words.append(tr("loopback"));
    }
    if (multicast) {
        words.append(tr("multicast"));
    }
    if (pointToPoint) {
        words.append(tr("point to point"));
    }
    return words.join(QStringLiteral(", "));
}

QList<InterfaceDetails> interfaceDetails()
{
    QList<InterfaceDetails> result;
    const auto all = QNetworkInterface::allInterfaces();
    for (const QNetworkInterface &interface : all) {
        result.append(described(interface));
    }
    std::stable_sort(
        result.begin(), result.end(),
        [](const InterfaceDetails &a, const InterfaceDetails &b) { return a.index < b.index; });
    return result;
}

} // namespace sockyard
