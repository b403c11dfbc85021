#pragma once

#include <QHostAddress>
#include <QList>
#include <QString>

namespace sockyard
{

/// An address of an interface, and the network that it is in. A value.
struct InterfaceAddress {
    QHostAddress address;   ///< a link-local one of IPv6 has the interface for its scope
    int prefixLength = -1;  ///< bits; -1 where the system does not tell
    QHostAddress netmask;   ///< of IPv4; null otherwise
    QHostAddress broadcast; ///< of IPv4; null where there is none
    bool temporary = false; ///< made for a while, so that nobody is known by it (RFC 8981)
    /// Its time is nearly over: what exists goes on with it, and nothing new begins (RFC 4862).
    bool deprecated = false;

    /// `192.168.1.5/24`, `fe80::1/64`: without a scope, which the interface's name tells.
    QString text() const;

    friend bool operator==(const InterfaceAddress &, const InterfaceAddress &) = default;
};

/// All that the system tells of a network interface at this moment; Interface is what most need of
/// it. A value.
struct InterfaceDetails {
    unsigned index = 0; ///< the system's number, from 1
    QString name;       ///< `eth0`; on Windows the friendly name
    bool up = false;
    bool running = false; ///< it has a carrier: the cable is in, or the Wi-Fi is there
    bool loopback = false;
    bool multicast = false;    ///< the system says that it can
    bool pointToPoint = false; ///< one machine is at its other end, as in a tunnel
    int mtu = 0;               ///< bytes of the largest packet; 0 where the system does not tell
    QString hardwareAddress;   ///< `52:54:00:12:34:56`; empty where it has none
    QList<InterfaceAddress> addresses;

    /// What it is in words: `up, running, multicast`.
    QString stateText() const;

    friend bool operator==(const InterfaceDetails &, const InterfaceDetails &) = default;
};

/// All interfaces, up or not, by their index. Asks the system each time, in less than a
/// millisecond; any thread.
QList<InterfaceDetails> interfaceDetails();

} // namespace sockyard
