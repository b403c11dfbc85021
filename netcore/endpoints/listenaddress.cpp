#include "netcore/endpoints/listenaddress.h"

#include "netcore/sockets/addresstext.h"

namespace sockyard
{

std::optional<ListenAddress> parseListenAddress(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed == QStringLiteral("*")) {
        return ListenAddress{QHostAddress(QHostAddress::AnyIPv6), Listener::Families::Both};
    }
    if (trimmed.compare(QStringLiteral("localhost"), Qt::CaseInsensitive) == 0) {
        return ListenAddress{QHostAddress(QHostAddress::LocalHost)};
    }
    if (const auto address = parseAddress(trimmed)) {
        return ListenAddress{*address};
    }
    return std::nullopt;
}

} // namespace sockyard
