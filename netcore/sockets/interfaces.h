#pragma once

#include <QHostAddress>
#include <QList>
#include <QString>

#include <optional>

namespace sockyard
{

/// One network interface as it is at this moment. A value.
struct Interface {
    unsigned index = 0; ///< the system's number, from 1
    QString name;       ///< `eth0`; on Windows the friendly name
    bool up = false;
    bool connected = false; ///< it has a carrier: the cable is in, or the Wi-Fi is there
    bool loopback = false;
    bool multicast = false; ///< the system says that it can
    QList<QHostAddress> addresses;
};

/// All interfaces, up or not, in the system's order. Asks the system each time; any thread.
QList<Interface> interfaces();

/// The interface of that name (or of that index, written in digits), or nothing.
std::optional<Interface> interfaceNamed(const QString &name);
std::optional<Interface> interfaceAt(unsigned index);

} // namespace sockyard
