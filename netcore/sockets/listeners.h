#pragma once

#include "netcore/sockets/socketaddress.h"

#include <QList>

#include <optional>

namespace sockyard
{

/// The addresses of this machine that are listened on at that TCP port now, by whatever program,
/// each once. Nothing where the system does not tell (only Linux does, and there only of the
/// network that this process is in). Does not wait, and costs little even where there are very many
/// connections; any thread.
std::optional<QList<SocketAddress>> listenersOn(quint16 port);

} // namespace sockyard
