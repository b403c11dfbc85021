#include "netcore/sockets/addressorder.h"

namespace sockyard
{

QList<QHostAddress> connectingOrder(const QList<QHostAddress> &addresses)
{
    QList<QHostAddress> first;  // of the first one's family
    QList<QHostAddress> second; // of the other
    for (const QHostAddress &address : addresses) {
        const bool isFirst = address.protocol() == addresses.front().protocol();
        QList<QHostAddress> &its = isFirst ? first : second;
        if (!its.contains(address)) {
            its.append(address);
        }
    }
    QList<QHostAddress> ordered;
    for (qsizetype index = 0; index < std::max(first.size(), second.size()); ++index) {
        ordered += first.mid(index, 1);
        ordered += second.mid(index, 1);
    }
    return ordered;
}

} // namespace sockyard
