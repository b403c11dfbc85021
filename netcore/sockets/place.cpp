#include "netcore/sockets/place.h"

#include "netcore/sockets/addresstext.h"

#include <array>

namespace sockyard
{

namespace
{

struct Prefix {
    QLatin1StringView text;
    Transport transport;
};

// TCP needs none.
constexpr std::array prefixes = {
    Prefix{QLatin1StringView("tls:"), Transport::Tls},
    Prefix{QLatin1StringView("local:"), Transport::Local},
    Prefix{QLatin1StringView("seqpacket:"), Transport::LocalSeqPacket},
};

bool isPrefix(const QString &host)
{
    for (const Prefix &prefix : prefixes) {
        if (host + u':' == prefix.text) {
            return true;
        }
    }
    return false;
}

} // namespace

std::optional<Place> placeIn(const QString &text)
{
    Place place;
    QString rest = text;
    for (const Prefix &prefix : prefixes) {
        if (text.startsWith(prefix.text)) {
            place.transport = prefix.transport;
            rest = text.mid(prefix.text.size());
            break;
        }
    }
    if (isLocal(place.transport)) {
        if (rest.isEmpty()) {
            return std::nullopt;
        }
        place.path = rest;
        return place;
    }
    const auto parts = splitHostAndPort(rest);
    if (!parts) {
        return std::nullopt;
    }
    place.host = parts->host;
    place.port = parts->port;
    return place;
}

QString placeText(const Place &place)
{
    QString text;
    for (const Prefix &prefix : prefixes) {
        if (prefix.transport == place.transport) {
            text = prefix.text;
        }
    }
    if (isLocal(place.transport)) {
        return text + place.path;
    }
    const bool inBrackets = place.host.contains(u':') || isPrefix(place.host);
    text += inBrackets ? QStringLiteral("[%1]").arg(place.host) : place.host;
    return text + u':' + place.port;
}

} // namespace sockyard
