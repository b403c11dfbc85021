#pragma once

#include "netcore/sockets/boundsocket.h"
#include "netcore/sockets/interfacedetails.h"

#include <QList>

#include <optional>

namespace sockyard
{

/// What is so of this machine's network at one moment, and is no event. A value.
struct InterfaceSnapshot {
    QList<InterfaceDetails> interfaces; ///< as of the last look; empty before there was one
    /// How often the sockets of this machine were looked at until now.
    quint64 socketLooks = 0;
    /// Them, as of the last of these looks; nothing where the system does not tell.
    std::optional<QList<BoundSocket>> sockets;
};

} // namespace sockyard
