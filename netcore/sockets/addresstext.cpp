#include "netcore/sockets/addresstext.h"

#include "netcore/codec/escapes.h"
#include "netcore/sockets/localpath.h"

#include <QCoreApplication>
#include <QFile>
#include <QStringList>

#include <algorithm>

namespace sockyard
{

namespace
{

std::optional<SocketAddress> parseLocalAddress(std::string_view text)
{
    const Unescaped name = unescape(text.substr(localPrefix.size()));
    // Whatever begins with none of these is no name, but words about a socket without one.
    const bool isName = !name.bytes.empty() &&
                        std::string_view("/.@").find(name.bytes.front()) != std::string_view::npos;
    if (name.error || !isName) {
        return std::nullopt;
    }
    const SocketAddress address =
        SocketAddress::local(QFile::decodeName(QByteArray::fromStdString(name.bytes)));
    return address.family() == SocketAddress::Family::None ? std::nullopt : std::optional(address);
}

} // namespace

std::optional<HostAndPort> splitHostAndPort(const QString &text)
{
    if (text.startsWith(u'[')) {
        const qsizetype end = text.indexOf(u']');
        if (end < 0) {
            return std::nullopt;
        }
        const QString host = text.mid(1, end - 1);
        const QString rest = text.mid(end + 1);
        if (rest.isEmpty()) {
            return HostAndPort{host, {}};
        }
        if (!rest.startsWith(u':')) {
            return std::nullopt;
        }
        return HostAndPort{host, rest.mid(1)};
    }
    const qsizetype colon = text.indexOf(u':');
    if (colon < 0) {
        return HostAndPort{text, {}};
    }
    if (text.indexOf(u':', colon + 1) >= 0 || text.contains(u']')) {
        return std::nullopt;
    }
    return HostAndPort{text.left(colon), text.mid(colon + 1)};
}

std::optional<quint16> parsePort(const QString &text)
{
    const QString digits = text.trimmed();
    const bool decimal =
        !digits.isEmpty() && digits.size() <= 5 &&
        std::all_of(digits.begin(), digits.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    bool fits = false;
    const quint16 port = digits.toUShort(&fits, 10);
    if (!decimal || !fits) {
        return std::nullopt;
    }
    return port;
}

std::optional<QHostAddress> parseAddress(const QString &text)
{
    const QString trimmed = text.trimmed();
    QHostAddress address;
    if (!address.setAddress(trimmed)) {
        return std::nullopt;
    }
    if (address.protocol() == QAbstractSocket::IPv4Protocol && trimmed.count(u'.') != 3) {
        return std::nullopt; // "1" and "127.1" would surprise whoever meant something else
    }
    return address;
}

std::optional<SocketAddress> parseSocketAddress(const QString &text)
{
    const std::string bytes = text.toStdString();
    if (isLocalText(bytes)) {
        return parseLocalAddress(bytes);
    }
    const auto parts = splitHostAndPort(text);
    const auto host = parts ? parseAddress(parts->host) : std::nullopt;
    const auto port = parts ? parsePort(parts->port) : std::nullopt;
    if (!host || !port) {
        return std::nullopt;
    }
    const SocketAddress address(*host, *port);
    return address.family() == SocketAddress::Family::None ? std::nullopt : std::optional(address);
}

bool isGroupAddress(std::string_view text)
{
    const auto address =
        parseSocketAddress(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
    return address && address->host().isMulticast();
}

bool isPlausibleHostName(const QString &text)
{
    QString name = text;
    if (name.endsWith(u'.')) {
        name.chop(1);
    }
    if (name.isEmpty() || name.size() > 253) {
        return false;
    }
    const QStringList labels = name.split(u'.');
    return std::all_of(labels.begin(), labels.end(), [](const QString &label) {
        return !label.isEmpty() && label.size() <= 63 &&
               std::none_of(label.begin(), label.end(), [](QChar c) {
                   return c.isSpace() || c.category() == QChar::Other_Control || c == u'/' ||
                          c == u':' || c == u'[' || c == u']' || c == u'@';
               });
    });
}

QString badPortText(const QString &text)
{
    return QCoreApplication::translate("sockyard::AddressText",
                                       "EINVAL: \"%1\" is no port: a number from 0 to 65535 is.")
        .arg(text.left(40));
}

} // namespace sockyard
