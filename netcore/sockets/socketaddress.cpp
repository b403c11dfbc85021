#include "netcore/sockets/socketaddress.h"

#include "netcore/codec/escapedtext.h"
#include "netcore/codec/escapes.h"
#include "netcore/codec/utf8.h"
#include "netcore/sockets/localpath.h"
#include "netcore/sockets/nativeheaders.h"

#include <QFile>
#include <QNetworkInterface>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>

namespace sockyard
{

namespace
{

constexpr std::size_t pathPlace = offsetof(sockaddr_un, sun_path);

// A path that this program did not choose can hold any bytes.
std::string readable(std::string_view name)
{
    std::string text;
    for (std::size_t at = 0; at < name.size();) {
        const Utf8Step step = readUtf8(name, at);
        const std::string_view piece = name.substr(at, step.length);
        const bool isPlain =
            step.kind == Utf8Step::Kind::Character && isReadable(step.character) && piece != "\\";
        text += isPlain ? std::string(piece)
                        : escaped(std::as_bytes(std::span(piece.data(), piece.size())));
        at += piece.size();
    }
    return text;
}

} // namespace

static_assert(sizeof(sockaddr_in6) <= SocketAddress::capacity());
static_assert(sizeof(sockaddr_un) <= SocketAddress::capacity());
static_assert(longestLocalPath < sizeof sockaddr_un::sun_path);

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

SocketAddress SocketAddress::local(const QString &path)
{
    if (!localPathProblem(path).isEmpty()) {
        return {};
    }
    QByteArray name = QFile::encodeName(path);
    const bool isAbstract = name.startsWith('@');
    if (isAbstract) {
        name[0] = '\0';
    } else {
        name.append('\0'); // a name in the abstract namespace ends where the address does
    }
    SocketAddress result;
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    std::memcpy(result.data(), &address, sizeof address);
    std::memcpy(result.m_bytes.data() + pathPlace, name.constData(),
                static_cast<std::size_t>(name.size()));
    result.m_size = pathPlace + static_cast<std::size_t>(name.size());
    return result;
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
    case AF_UNIX:
        return Family::Local;
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

bool SocketAddress::isAbstract() const
{
    // An address of no size beyond the family is that of a socket without a name.
    return family() == Family::Local && m_size > pathPlace + 1 &&
           m_bytes[pathPlace] == std::byte{0};
}

std::string SocketAddress::path() const
{
    if (family() != Family::Local || m_size <= pathPlace) {
        return {};
    }
    const std::string_view bytes(reinterpret_cast<const char *>(m_bytes.data()) + pathPlace,
                                 std::min(m_size, capacity()) - pathPlace);
    return isAbstract() ? std::string("@").append(bytes.substr(1))
                        : std::string(bytes.substr(0, bytes.find('\0')));
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
    if (its == Family::Local) {
        return *this == other;
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
    case Family::Local: {
        const std::string name = path();
        const bool isPlain =
            name.empty() || isAbstract() || name.front() == '/' || name.front() == '.';
        return std::string(localPrefix).append(isPlain ? "" : "./").append(readable(name));
    }
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
