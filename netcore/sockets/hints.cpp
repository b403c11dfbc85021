#include "netcore/sockets/hints.h"

#include "netcore/sockets/listeners.h"
#include "netcore/sockets/socketfile.h"
#include "netcore/sockets/udpsockets.h"

#include <QCoreApplication>
#include <QNetworkInterface>
#include <QStringList>

#include <algorithm>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::Hints", text);
}

// Without what two ways of writing the same address differ in: a scope, which the system's list of
// listeners does not have, and IPv4 within IPv6.
QHostAddress plain(const QHostAddress &address)
{
    if (address == QHostAddress(QHostAddress::AnyIPv6)) {
        return QHostAddress(QHostAddress::AnyIPv6);
    }
    bool mapped = false;
    const quint32 ipv4 = address.toIPv4Address(&mapped);
    return mapped ? QHostAddress(ipv4) : QHostAddress(address.toIPv6Address());
}

bool isEvery(const QHostAddress &plainAddress)
{
    return plainAddress == QHostAddress(QHostAddress::AnyIPv4) ||
           plainAddress == QHostAddress(QHostAddress::AnyIPv6);
}

/// Whether who listens at \a listener takes what comes for \a host.
bool takes(const SocketAddress &listener, const QHostAddress &host)
{
    const QHostAddress at = plain(listener.host());
    const QHostAddress wanted = plain(host);
    return at == wanted || (isEvery(at) && at.protocol() == wanted.protocol());
}

bool isTaken(const QHostAddress &host, const QList<SocketAddress> &listeners)
{
    return std::any_of(listeners.begin(), listeners.end(),
                       [&host](const SocketAddress &listener) { return takes(listener, host); });
}

/// By which a program on this machine reaches it.
QHostAddress addressToReach(const SocketAddress &listener)
{
    const QHostAddress at = plain(listener.host());
    if (!isEvery(at)) {
        return at;
    }
    return QHostAddress(at.protocol() == QAbstractSocket::IPv4Protocol
                            ? QHostAddress::LocalHost
                            : QHostAddress::LocalHostIPv6);
}

bool isOfThisMachine(const QHostAddress &address)
{
    const QHostAddress wanted = plain(address);
    if (isEvery(wanted) || wanted.isLoopback()) {
        return true;
    }
    const auto own = QNetworkInterface::allAddresses();
    return std::any_of(own.begin(), own.end(),
                       [&wanted](const QHostAddress &its) { return plain(its) == wanted; });
}

/// Those that keep another socket from \a address.
QList<SocketAddress> inTheWayOf(const SocketAddress &address, QList<SocketAddress> others)
{
    const QHostAddress wanted = address.host();
    // One that takes IPv6 from everywhere takes IPv4 too, as a rule.
    const QHostAddress everyIpv6(QHostAddress::AnyIPv6);
    others.removeIf([&address, &wanted, &everyIpv6](const SocketAddress &its) {
        return !takes(its, wanted) && !takes(address, its.host()) && plain(wanted) != everyIpv6 &&
               plain(its.host()) != everyIpv6;
    });
    return others;
}

QString textOf(const QList<SocketAddress> &addresses)
{
    QStringList texts;
    texts.reserve(addresses.size());
    for (const SocketAddress &address : addresses) {
        texts.append(QString::fromStdString(address.text()));
    }
    return texts.join(QStringLiteral(", "));
}

} // namespace

QString connectHint(const SocketAddress &refused, const QString &name,
                    const QList<QHostAddress> &otherAddresses)
{
    if (refused.family() == SocketAddress::Family::Local || !isOfThisMachine(refused.host())) {
        return {};
    }
    const auto listeners = listenersOn(refused.port());
    if (!listeners) {
        return {};
    }
    QList<QHostAddress> own = otherAddresses;
    own.removeIf([](const QHostAddress &address) { return !isOfThisMachine(address); });
    return refusedHint(refused, *listeners, name, own);
}

QString refusedHint(const SocketAddress &refused, const QList<SocketAddress> &listeners,
                    const QString &name, const QList<QHostAddress> &otherAddresses)
{
    const QString host = refused.host().toString();
    if (listeners.isEmpty()) {
        return tr("nothing on this machine listens on port %1.").arg(refused.port());
    }
    if (isTaken(refused.host(), listeners)) {
        return tr("by now something listens at %1, port %2: try again.")
            .arg(host)
            .arg(refused.port());
    }
    const auto other =
        std::find_if(otherAddresses.cbegin(), otherAddresses.cend(),
                     [&listeners](const QHostAddress &its) { return isTaken(its, listeners); });
    if (!name.isEmpty() && other != otherAddresses.cend()) {
        return tr("%1 also has the address %2, and something listens on port %3 there: connect to "
                  "%2.")
            .arg(name, other->toString())
            .arg(refused.port());
    }
    return tr("something listens on port %1 of this machine, but only at %2 and not at %3: connect "
              "to %4.")
        .arg(QString::number(refused.port()), textOf(listeners), host,
             addressToReach(listeners.first()).toString());
}

QString bindHint(const SocketAddress &address)
{
    if (address.family() == SocketAddress::Family::Local) {
        return socketFileHint(address);
    }
    const auto listeners = address.port() == 0 ? std::nullopt : listenersOn(address.port());
    return listeners ? inUseHint(address, *listeners) : QString();
}

QString udpBindHint(const SocketAddress &address)
{
    const auto sockets = address.port() == 0 ? std::nullopt : udpSocketsOn(address.port());
    if (!sockets) {
        return {};
    }
    QList<SocketAddress> addresses;
    for (const UdpSocket &socket : *sockets) {
        if (!addresses.contains(socket.address)) {
            addresses.append(socket.address);
        }
    }
    return udpInUseHint(address, addresses);
}

QString udpInUseHint(const SocketAddress &address, const QList<SocketAddress> &sockets)
{
    const auto others = inTheWayOf(address, sockets);
    return others.isEmpty()
               ? QString()
               : tr("%1 is bound already, by this program or by another one: the tab Interfaces "
                    "tells which. Where both sides share the port, both can have it.")
                     .arg(textOf(others));
}

QString inUseHint(const SocketAddress &address, const QList<SocketAddress> &listeners)
{
    const auto others = inTheWayOf(address, listeners);
    if (others.isEmpty()) {
        return tr("nothing listens there: port %1 is held by a socket for something else, such as "
                  "its "
                  "own end of a connection.")
            .arg(address.port());
    }
    return tr("%1 is listened on already, by this program or by another one.").arg(textOf(others));
}

} // namespace sockyard
