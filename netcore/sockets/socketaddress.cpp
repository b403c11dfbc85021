#include "netcore/sockets/socketaddress.h"

#include "netcore/sockets/nativeheaders.h"

#include <QNetworkInterface>

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace sockyard
{

static_assert(sizeof(sockaddr_in6) <= SocketAddress::capacity());

SocketAddress::SocketAddress(const QHostAddress &host, quint16 port)
{
    if (host.protocol() == QAbstractSocket::IPv4Protocol) {
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(host.toIPv4Address());
        std::memcpy(data(), &address, sizeof address);
        m_size = sizeof address;
    } else if (host.protocol() == QAbstractSocket::IPv6Protocol) {
        sockaddr_in6 address = {};
        address.sin6_family = AF_INET6;
        address.sin6_port = htons(port);
        const Q_IPV6ADDR bytes = host.toIPv6Address();
        std::memcpy(&address.sin6_addr, &bytes, sizeof bytes);
        if (!host.scopeId().isEmpty()) {
            const int index = QNetworkInterface::interfaceIndexFromName(host.scopeId());
            if (index <= 0) {
                return;
            }
            address.sin6_scope_id = static_cast<decltype(address.sin6_scope_id)>(index);
        }
        std::memcpy(data(), &address, sizeof address);
        m_size = sizeof address;
    }
}

SocketAddress::Family SocketAddress::family() const
{
    if (m_size == 0) {
        return Family::None;
    }
    sockaddr header = {};
    std::memcpy(&header, data(), std::min(sizeof header, m_size));
    switch (header.sa_family) {
    case AF_INET:
        return Family::Ipv4;
    case AF_INET6:
        return Family::Ipv6;
    default:
        return Family::None;
    }
}

quint16 SocketAddress::port() const
{
    if (family() == Family::Ipv4) {
        sockaddr_in address = {};
        std::memcpy(&address, data(), sizeof address);
        return ntohs(address.sin_port);
    }
    if (family() == Family::Ipv6) {
        sockaddr_in6 address = {};
        std::memcpy(&address, data(), sizeof address);
        return ntohs(address.sin6_port);
    }
    return 0;
}

QHostAddress SocketAddress::host() const
{
    if (family() == Family::Ipv4) {
        sockaddr_in address = {};
        std::memcpy(&address, data(), sizeof address);
        return QHostAddress(static_cast<quint32>(ntohl(address.sin_addr.s_addr)));
    }
    if (family() == Family::Ipv6) {
        sockaddr_in6 address = {};
        std::memcpy(&address, data(), sizeof address);
        Q_IPV6ADDR bytes = {};
        std::memcpy(&bytes, &address.sin6_addr, sizeof bytes);
        QHostAddress host(bytes);
        if (address.sin6_scope_id != 0) {
            const QString name =
                QNetworkInterface::interfaceNameFromIndex(static_cast<int>(address.sin6_scope_id));
            host.setScopeId(name.isEmpty() ? QString::number(address.sin6_scope_id) : name);
        }
        return host;
    }
    return {};
}

bool SocketAddress::hasSameHostAs(const SocketAddress &other) const
{
    const auto isSame = [this, &other](std::size_t begin, std::size_t size) {
        return std::memcmp(m_bytes.data() + begin, other.m_bytes.data() + begin, size) == 0;
    };
    const Family its = family();
    if (its != other.family()) {
        return false;
    }
    return its == Family::Ipv4 ? isSame(offsetof(sockaddr_in, sin_addr), sizeof(in_addr))
                               : isSame(offsetof(sockaddr_in6, sin6_addr), sizeof(in6_addr));
}

SocketAddress SocketAddress::scopedTo(unsigned interfaceIndex) const
{
    SocketAddress result = *this;
    if (family() == Family::Ipv6) {
        sockaddr_in6 address = {};
        std::memcpy(&address, data(), sizeof address);
        if (address.sin6_scope_id == 0 && IN6_IS_ADDR_LINKLOCAL(&address.sin6_addr)) {
            address.sin6_scope_id = static_cast<decltype(address.sin6_scope_id)>(interfaceIndex);
            std::memcpy(result.data(), &address, sizeof address);
        }
    }
    return result;
}

SocketAddress SocketAddress::withinIpv6() const
{
    return family() == Family::Ipv4 ? SocketAddress(QHostAddress(host().toIPv6Address()), port())
                                    : *this;
}

std::string SocketAddress::text() const
{
    switch (family()) {
    case Family::Ipv4:
        return QStringLiteral("%1:%2")
            .arg(host().toString(), QString::number(port()))
            .toStdString();
    case Family::Ipv6:
        return QStringLiteral("[%1]:%2")
            .arg(host().toString(), QString::number(port()))
            .toStdString();
    case Family::None:
        break;
    }
    return {};
}

bool operator==(const SocketAddress &a, const SocketAddress &b)
{
    return a.m_size == b.m_size && std::memcmp(a.data(), b.data(), a.m_size) == 0;
}

} // namespace sockyard
