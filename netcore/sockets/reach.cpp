#include "netcore/sockets/reach.h"

#include <algorithm>
#include <array>

namespace sockyard
{

namespace
{

struct Block {
    const char *address;
    int length;
    Reach reach;
};

constexpr auto blocks = std::to_array<Block>({
    {"127.0.0.0", 8, Reach::Machine},
    {"::1", 128, Reach::Machine},
    {"169.254.0.0", 16, Reach::Link},
    {"fe80::", 10, Reach::Link},
    {"10.0.0.0", 8, Reach::Private},
    {"172.16.0.0", 12, Reach::Private},
    {"192.168.0.0", 16, Reach::Private},
    {"100.64.0.0", 10, Reach::Private},
    {"fc00::", 7, Reach::Private},
    {"fec0::", 10, Reach::Private},
});

bool isIpv6(const QHostAddress &address)
{
    return address.protocol() == QAbstractSocket::IPv6Protocol;
}

bool isEveryAddress(const QHostAddress &host)
{
    return host == QHostAddress(QHostAddress::AnyIPv4) ||
           host == QHostAddress(QHostAddress::AnyIPv6);
}

QString nameOfInterfaceWith(const QHostAddress &address, const QList<Interface> &interfaces)
{
    const auto found =
        std::find_if(interfaces.begin(), interfaces.end(), [&address](const Interface &interface) {
            return interface.addresses.contains(address);
        });
    return found == interfaces.end() ? QString() : found->name;
}

/// What is reached most easily comes first.
int rankOf(const ReachableAddress &its)
{
    return (its.reach == Reach::Link ? 2 : 0) + (isIpv6(its.address) ? 1 : 0);
}

} // namespace

Reach reachOf(const QHostAddress &address)
{
    bool mapped = false;
    const QHostAddress ipv4(address.toIPv4Address(&mapped));
    const QHostAddress &judged = mapped ? ipv4 : address;
    const auto *const block =
        std::find_if(blocks.begin(), blocks.end(), [&judged](const Block &its) {
            return judged.isInSubnet(QHostAddress(QString::fromLatin1(its.address)), its.length);
        });
    return block == blocks.end() ? Reach::Public : block->reach;
}

QString ReachableAddress::text(std::optional<quint16> port) const
{
    QString host = address.toString();
    if (!port) {
        return host;
    }
    return (isIpv6(address) ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2"))
        .arg(host, QString::number(*port));
}

QList<ReachableAddress> reachableAddresses(const QHostAddress &host, Listener::Families families,
                                           const QList<Interface> &interfaces)
{
    QList<ReachableAddress> result;
    if (!isEveryAddress(host)) {
        const Reach reach = reachOf(host);
        if (reach != Reach::Machine) {
            result.append({host, reach, nameOfInterfaceWith(host, interfaces)});
        }
        return result;
    }
    for (const Interface &interface : interfaces) {
        for (const QHostAddress &address : interface.addresses) {
            const ReachableAddress its{address, reachOf(address), interface.name};
            const bool fits =
                families == Listener::Families::Both || address.protocol() == host.protocol();
            if (interface.up && fits && its.reach != Reach::Machine && !result.contains(its)) {
                result.append(its);
            }
        }
    }
    std::stable_sort(
        result.begin(), result.end(),
        [](const ReachableAddress &a, const ReachableAddress &b) { return rankOf(a) < rankOf(b); });
    return result;
}

} // namespace sockyard
