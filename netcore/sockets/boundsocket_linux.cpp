#include "netcore/codec/visibletext.h"
#include "netcore/sockets/boundsocket.h"
#include "netcore/sockets/boundtable.h"

#include <QHash>

#include <pwd.h>

#include <algorithm>
#include <fstream>
#include <tuple>
#include <vector>

namespace sockyard
{

namespace
{

QString nameOf(quint32 user)
{
    constexpr std::size_t entrySize = 16384; // more than any entry has
    std::vector<char> buffer(entrySize);
    passwd entry = {};
    passwd *found = nullptr;
    if (::getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr) {
        return {};
    }
    return QString::fromStdString(visibleText(found->pw_name));
}

bool isBefore(const BoundSocket &a, const BoundSocket &b)
{
    const auto placeOf = [](const BoundSocket &its) {
        return std::tuple(its.kind, its.isLocal() ? quint16(0) : its.address.port());
    };
    if (placeOf(a) != placeOf(b)) {
        return placeOf(a) < placeOf(b);
    }
    const QString placeA = a.placeText();
    const QString placeB = b.placeText();
    return placeA != placeB ? placeA < placeB : a.inode < b.inode;
}

void addUsers(QList<BoundSocket> &sockets)
{
    QHash<quint32, QString> names;
    for (BoundSocket &socket : sockets) {
        if (!socket.user) {
            continue;
        }
        auto name = names.find(*socket.user);
        if (name == names.end()) {
            name = names.insert(*socket.user, nameOf(*socket.user));
        }
        socket.userName = *name;
    }
}

void addOwners(QList<BoundSocket> &sockets)
{
    QHash<quint64, qsizetype> places;
    QList<quint64> inodes;
    for (qsizetype index = 0; index < sockets.size(); ++index) {
        places.insert(sockets[index].inode, index);
        inodes.append(sockets[index].inode);
    }
    const auto owners = ownersOf(inodes);
    for (const SocketOwner &owner : owners) {
        QList<SocketOwner> &its = sockets[places.value(owner.inode)].owners;
        if (!its.contains(owner)) { // a program may have it open twice
            its.append(owner);
        }
    }
}

} // namespace

std::optional<QList<BoundSocket>> boundSockets()
{
    // Of this very thread: each may be in a network of its own.
    std::ifstream tcp("/proc/thread-self/net/tcp");
    std::ifstream udp("/proc/thread-self/net/udp");
    std::ifstream local("/proc/thread-self/net/unix");
    if (!tcp.is_open() && !udp.is_open() && !local.is_open()) {
        return std::nullopt;
    }
    std::ifstream tcp6("/proc/thread-self/net/tcp6"); // not there where IPv6 is off
    std::ifstream udp6("/proc/thread-self/net/udp6");
    QList<BoundSocket> sockets = tcpListenersInTable(tcp) + tcpListenersInTable(tcp6) +
                                 boundUdpInTable(udp) + boundUdpInTable(udp6) +
                                 localSocketsInTable(local);
    std::sort(sockets.begin(), sockets.end(), isBefore);
    addUsers(sockets);
    addOwners(sockets);
    return sockets;
}

} // namespace sockyard
