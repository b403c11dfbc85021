#pragma once

#include "netcore/sockets/interfaces.h"
#include "netcore/sockets/socketaddress.h"

#include <QCoreApplication>
#include <QString>

namespace sockyard
{

/// What has become of one network interface since it was chosen, as far as members of a multicast
/// group on it care. Nobody tells a socket that its interface went down: whoever owns the watch
/// shows it what is there, time and again. A value, with no system call in it.
class InterfaceWatch
{
    Q_DECLARE_TR_FUNCTIONS(sockyard::InterfaceWatch)

public:
    /// From good to worse: each has the troubles of those before it.
    enum class Condition {
        Fine,
        NoCarrier, ///< up, but the cable is out or the Wi-Fi is not there
        NoAddress, ///< up, but without an address of the family
        Down,
        Gone,
    };

    InterfaceWatch(Interface interface, SocketAddress::Family family);

    /// Finds it among all that are there: by its index, or where that is gone by its name, because
    /// an interface that was taken out and put in again has another index.
    void look(const QList<Interface> &all);
    /// What it was at the last look; Fine before there was one.
    Condition condition() const { return m_condition; }
    /// As it was when it was last seen.
    const Interface &interface() const { return m_interface; }

    /// The words for a condition that is not Fine, beginning with the system's error name.
    QString trouble() const;
    /// The words for being Fine again after \a worst.
    QString recovery(Condition worst) const;

    /// The interface's first address of that family; null where it has none.
    static QHostAddress addressOf(const Interface &interface, SocketAddress::Family family);
    static QString nameOf(SocketAddress::Family family);

private:
    Interface m_interface;
    SocketAddress::Family m_family;
    Condition m_condition = Condition::Fine;
};

} // namespace sockyard
