#include "netcore/sockets/interfaces.h"

#include <QNetworkInterface>

namespace sockyard
{

namespace
{

Interface described(const QNetworkInterface &interface)
{
    Interface result;
    result.index = static_cast<unsigned>(qMax(0, interface.index()));
    result.name = interface.humanReadableName();
    const auto flags = interface.flags();
    result.up = flags.testFlag(QNetworkInterface::IsUp);
    result.connected = flags.testFlag(QNetworkInterface::IsRunning);
    result.loopback = flags.testFlag(QNetworkInterface::IsLoopBack);
    result.multicast = flags.testFlag(QNetworkInterface::CanMulticast);
    const auto entries = interface.addressEntries();
    for (const QNetworkAddressEntry &entry : entries) {
        result.addresses.append(entry.ip());
    }
    return result;
}

} // namespace

QList<Interface> interfaces()
{
    QList<Interface> result;
    const auto all = QNetworkInterface::allInterfaces();
    for (const QNetworkInterface &interface : all) {
        result.append(described(interface));
    }
    return result;
}

std::optional<Interface> interfaceNamed(const QString &name)
{
    const auto all = QNetworkInterface::allInterfaces();
    for (const QNetworkInterface &interface : all) {
        if (interface.name() == name || interface.humanReadableName() == name ||
            QString::number(interface.index()) == name) {
            return described(interface);
        }
    }
    return std::nullopt;
}

std::optional<Interface> interfaceAt(unsigned index)
{
    const auto interface = QNetworkInterface::interfaceFromIndex(static_cast<int>(index));
    return interface.isValid() ? std::optional(described(interface)) : std::nullopt;
}

} // namespace sockyard
