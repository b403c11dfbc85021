#pragma once

#include "netcore/sockets/interfaces.h"
#include "netcore/sockets/listener.h"

#include <QHostAddress>
#include <QList>
#include <QString>

#include <optional>

namespace sockyard
{

/// From how far away an address can be reached.
enum class Reach {
    Machine, ///< loopback: 127.0.0.0/8, ::1
    Link,    ///< link-local: 169.254.0.0/16 (RFC 3927), fe80::/10 (RFC 4291)
    Private, ///< RFC 1918, RFC 6598, RFC 4193 and the old fec0::/10: no router of the internet
             ///< knows a way there
    Public,  ///< all others
};

/// Of an address of one machine; an IPv4 address within an IPv6 one counts as the former.
Reach reachOf(const QHostAddress &address);

/// An address by which others reach a server.
struct ReachableAddress {
    QHostAddress address;
    Reach reach = Reach::Public;
    QString interfaceName; ///< empty where no interface of this machine has the address

    /// As one gives it to a client: `192.168.1.5:9999`, `[fe80::1%eth0]:9999`; without a port the
    /// address alone.
    QString text(std::optional<quint16> port) const;

    friend bool operator==(const ReachableAddress &, const ReachableAddress &) = default;
};

/// The addresses by which others reach a server that listens on \a host, which may mean all
/// addresses of one family or of both. IPv4 comes first, link-local addresses last. Nothing where
/// only this machine can reach it. A pure function: the interfaces are those that are handed in.
QList<ReachableAddress> reachableAddresses(const QHostAddress &host, Listener::Families families,
                                           const QList<Interface> &interfaces);

} // namespace sockyard
