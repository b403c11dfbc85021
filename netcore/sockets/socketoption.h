#pragma once

#include <QMap>
#include <QString>

#include <span>

namespace sockyard
{

/// What a person may set on a stream socket with setsockopt(2) before it connects.
enum class SocketOption {
    KeepAlive,     ///< SO_KEEPALIVE: 0 or 1
    NoDelay,       ///< TCP_NODELAY: 0 or 1
    SendBuffer,    ///< SO_SNDBUF, bytes
    ReceiveBuffer, ///< SO_RCVBUF, bytes
    Linger,        ///< SO_LINGER: seconds, or -1 for off
    HopLimit,      ///< IP_TTL, IPV6_UNICAST_HOPS
};

/// What was chosen; an option that is missing is as the system has it.
using SocketOptions = QMap<SocketOption, int>;

/// One socket option as it is offered.
struct SocketOptionRow {
    SocketOption option;
    const char *key;         ///< in settings, in kebab case
    const char *systemName;  ///< `SO_KEEPALIVE`
    const char *title;       ///< to be translated
    const char *description; ///< one or two sentences; to be translated
    int least;
    int most;
    const char *unit;       ///< behind the number; to be translated, or empty
    bool isForLocal = true; ///< local sockets know it, too

    /// Off or on, and nothing else.
    bool isSwitch() const { return least == 0 && most == 1; }
    bool holds(int value) const { return value >= least && value <= most; }
    QString titleText() const;
    QString descriptionText() const;
    QString unitText() const;
    /// `on`, `off`, `64 KiB` is left to views: `65536 B`.
    QString valueText(int value) const;
};

/// All of them, in the order in which they are offered.
std::span<const SocketOptionRow> socketOptions();
const SocketOptionRow &socketOptionRow(SocketOption option);

/// What the system gives a stream socket: opens one, asks, and closes it. What it does not tell is
/// missing. A few system calls; any thread.
SocketOptions defaultSocketOptions();

} // namespace sockyard
