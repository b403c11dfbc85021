#pragma once

#include "netcore/sockets/socketaddress.h"

#include <QHostAddress>
#include <QString>

#include <optional>
#include <string_view>

namespace sockyard
{

/// Addresses and ports as people write them. Pure functions; what is wrong is said in words that
/// can stand in the page and on the command line alike.

/// HOST:PORT taken apart, brackets of an IPv6 address removed. Neither part has been judged yet.
struct HostAndPort {
    QString host;
    QString port;
};

/// Splits `HOST:PORT` or `[IPV6]:PORT`; also `HOST` alone with an empty port. Nothing where an IPv6
/// address stands without brackets, or a bracket has no partner.
std::optional<HostAndPort> splitHostAndPort(const QString &text);

/// A port, 0 … 65535, in decimal digits; or nothing.
std::optional<quint16> parsePort(const QString &text);

/// An IPv4 address in four decimal parts or an IPv6 address, with a scope where it has one; or
/// nothing (names, and the short forms of inet_aton(3), are none).
std::optional<QHostAddress> parseAddress(const QString &text);

/// An address as SocketAddress::text() writes it; or nothing, also for a local socket without a
/// name.
std::optional<SocketAddress> parseSocketAddress(const QString &text);

/// True for the address of a multicast group, with its port, as SocketAddress::text() writes it.
bool isGroupAddress(std::string_view text);

/// True for a name that may be looked up: 1 … 253 characters, labels of 1 … 63, no white space.
bool isPlausibleHostName(const QString &text);

/// The words for a port that parsePort() does not take.
QString badPortText(const QString &text);

} // namespace sockyard
