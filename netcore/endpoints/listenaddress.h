#pragma once

#include "netcore/sockets/listener.h"

#include <QHostAddress>
#include <QString>

#include <optional>

namespace sockyard
{

/// The address on which something is to listen or receive, judged.
struct ListenAddress {
    QHostAddress host;
    Listener::Families families = Listener::Families::One;
};

/// What an address as a person writes it means (see TcpServerSettings::address), or nothing.
std::optional<ListenAddress> parseListenAddress(const QString &text);

} // namespace sockyard
