#include "netcore/sockets/socketoption.h"

#include "netcore/sockets/native.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace sockyard
{

namespace
{

constexpr int largestBuffer = 1024 * 1024 * 1024;
constexpr int longestLinger = 3600;

// THE list of options.
constexpr auto rows = std::to_array<SocketOptionRow>({
    {SocketOption::NoDelay, "no-delay", "TCP_NODELAY",
     QT_TRANSLATE_NOOP("sockyard::SocketOption", "No delay"),
     QT_TRANSLATE_NOOP("sockyard::SocketOption",
                       "On: small messages leave at once. Off: the system may wait and put several "
                       "into one segment (Nagle's algorithm, RFC 1122)."),
     0, 1, "", false},
    {SocketOption::KeepAlive, "keep-alive", "SO_KEEPALIVE",
     QT_TRANSLATE_NOOP("sockyard::SocketOption", "Keep-alive"),
     QT_TRANSLATE_NOOP("sockyard::SocketOption",
                       "On: while nothing is said for long, the system asks the peer's whether it "
                       "is still there (RFC 9293, section 3.8.4)."),
     0, 1, "", false},
    {SocketOption::SendBuffer, "send-buffer", "SO_SNDBUF",
     QT_TRANSLATE_NOOP("sockyard::SocketOption", "Send buffer"),
     QT_TRANSLATE_NOOP("sockyard::SocketOption",
                       "How much the system takes before the peer has acknowledged it. Linux "
                       "doubles the number, for its own bookkeeping."),
     1, largestBuffer, QT_TRANSLATE_NOOP("sockyard::SocketOption", "B")},
    {SocketOption::ReceiveBuffer, "receive-buffer", "SO_RCVBUF",
     QT_TRANSLATE_NOOP("sockyard::SocketOption", "Receive buffer"),
     QT_TRANSLATE_NOOP("sockyard::SocketOption",
                       "How much the peer may send before this program reads it: the most that the "
                       "window of TCP can be. Linux doubles the number."),
     1, largestBuffer, QT_TRANSLATE_NOOP("sockyard::SocketOption", "B")},
    {SocketOption::Linger, "linger", "SO_LINGER",
     QT_TRANSLATE_NOOP("sockyard::SocketOption", "Linger"),
     QT_TRANSLATE_NOOP("sockyard::SocketOption",
                       "How long closing waits for the peer to take what was sent. 0: closing cuts "
                       "the connection (RST), and what was not taken is lost. -1: off."),
     -1, longestLinger, QT_TRANSLATE_NOOP("sockyard::SocketOption", "s"), false},
    {SocketOption::HopLimit, "ttl", "IP_TTL", QT_TRANSLATE_NOOP("sockyard::SocketOption", "TTL"),
     QT_TRANSLATE_NOOP("sockyard::SocketOption",
                       "How many routers a packet may pass (the hop limit of IPv6)."),
     1, 255, "", false},
});

QString translated(const char *text)
{
    return QCoreApplication::translate("sockyard::SocketOption", text);
}

} // namespace

QString SocketOptionRow::titleText() const
{
    return translated(title);
}

QString SocketOptionRow::descriptionText() const
{
    return translated(description);
}

QString SocketOptionRow::unitText() const
{
    return *unit == '\0' ? QString() : translated(unit);
}

QString SocketOptionRow::valueText(int value) const
{
    if (isSwitch()) {
        return value == 0 ? translated(QT_TRANSLATE_NOOP("sockyard::SocketOption", "off"))
                          : translated(QT_TRANSLATE_NOOP("sockyard::SocketOption", "on"));
    }
    if (option == SocketOption::Linger && value < 0) {
        return translated("off");
    }
    const QString unitWord = unitText();
    return unitWord.isEmpty() ? QString::number(value)
                              : QStringLiteral("%1 %2").arg(value).arg(unitWord);
}

std::span<const SocketOptionRow> socketOptions()
{
    return rows;
}

const SocketOptionRow &socketOptionRow(SocketOption option)
{
    return *std::find_if(rows.begin(), rows.end(),
                         [option](const SocketOptionRow &row) { return row.option == option; });
}

SocketOptions defaultSocketOptions()
{
    SocketOptions options;
    const auto handle = native::open(SocketAddress::Family::Ipv4, native::Type::Stream);
    if (!handle) {
        return options;
    }
    for (const SocketOptionRow &row : rows) {
        if (const auto value =
                native::option(handle.value, SocketAddress::Family::Ipv4, row.option)) {
            options.insert(row.option, value.value);
        }
    }
    native::close(handle.value);
    return options;
}

} // namespace sockyard
