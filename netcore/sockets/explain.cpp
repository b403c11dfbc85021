#include "netcore/sockets/explain.h"

#include "netcore/sockets/localpath.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace sockyard
{

namespace
{

// Words for one error name, for one call or (empty) for all. The first row that fits is taken.
struct Words {
    std::string_view error;
    Call call;
    const char *text;
};

constexpr auto words = std::to_array<Words>({
    {"EADDRINUSE", Call::Bind,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "another socket already uses %1. Stop that program, choose another port, or "
                       "take port 0 for any free one.")},
    {"EADDRINUSE", Call::Listen,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "another socket already listens on %1. Choose another port, or take port 0 "
                       "for any free one.")},
    {"EADDRINUSE", Call::Join,
     QT_TRANSLATE_NOOP("sockyard::Explain", "the group %1 is joined on this socket already.")},
    {"EACCES", Call::Bind,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "this user may not bind %1. Ports below 1024 need administrator rights: "
                       "choose one above.")},
    {"EACCES", Call::Connect,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "the system does not permit a connection to %1. Broadcast addresses and "
                       "local firewall rules give this error.")},
    {"EMFILE", Call::Accept,
     QT_TRANSLATE_NOOP(
         "sockyard::Explain",
         "this program has as many descriptors open as it may. New clients of %1 wait "
         "in the backlog until others are gone, or raise the limit (ulimit -n).")},
    {"ENFILE", Call::Accept,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "the whole system has as many descriptors open as it may. New clients of %1 "
                       "wait in the backlog until there are some again.")},
    {"EADDRNOTAVAIL", Call::Bind,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "this machine does not have the address of %1. Choose one of its own.")},
    {"EADDRNOTAVAIL", Call::Connect,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "%1 cannot be connected to from here: no local address or port fits it.")},
    {"ECONNREFUSED", Call::Connect,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "connection refused by %1. The machine answers, but no program listens on "
                       "this port. Start the server first, or check the port.")},
    {"ECONNREFUSED", Call::Send,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "%1 refused an earlier message: no program listens on this port.")},
    {"ETIMEDOUT", Call::Connect,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "no answer from %1. The machine is off, the address is wrong, or a firewall "
                       "drops what is sent.")},
    {"ETIMEDOUT", Call::Receive,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "%1 no longer acknowledges what is sent. The way there, or the machine, is "
                       "gone.")},
    {"ENETUNREACH", Call::Connect,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "this machine knows no way to %1: it has no route there. Check the address "
                       "and the interface.")},
    {"EHOSTUNREACH", Call::Connect,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "%1 cannot be reached: the network answers that nobody there has this "
                       "address. Check it, and that the machine is on.")},
    {"ENETDOWN", Call::Connect,
     QT_TRANSLATE_NOOP("sockyard::Explain", "the interface on the way to %1 is down.")},
    {"ECONNRESET", Call::Connect,
     QT_TRANSLATE_NOOP("sockyard::Explain", "%1 cut the connection while it was being made.")},
    {"ECONNRESET", Call::Receive,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "%1 cut the connection (RST): it aborted, or closed with bytes unread. What "
                       "was on the way is lost.")},
    {"ECONNRESET", Call::Send,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "%1 cut the connection (RST): it aborted, or closed with bytes unread. What "
                       "was on the way is lost.")},
    {"EPIPE", Call::Send,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "broken pipe: %1 is gone, an earlier message was answered with a reset. "
                       "Connect again.")},
    {"EMSGSIZE", Call::Send,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "the message to %1 is longer than a datagram may be. Send it in parts.")},
    {"ENODEV", Call::Join,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "the group %1 cannot be joined: the interface is not there, or no route "
                       "leads to the group. Choose an interface from the list.")},
    {"EADDRNOTAVAIL", Call::Join,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "the group %1 cannot be joined: the interface has no address of its kind.")},
    {"ENETUNREACH", Call::Send,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "no way to %1: no route, or the interface has gone. Choose an interface.")},
    {"ENETUNREACH", Call::Receive,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "the way to %1 is gone: a router, or this machine, has no route there any "
                       "more.")},
    {"EHOSTUNREACH", Call::Send,
     QT_TRANSLATE_NOOP(
         "sockyard::Explain",
         "%1 can no longer be reached: the network answers that nobody there has this "
         "address.")},
    {"EHOSTUNREACH", Call::Receive,
     QT_TRANSLATE_NOOP(
         "sockyard::Explain",
         "%1 can no longer be reached: the network answers that nobody there has this "
         "address.")},
    {"EHOSTDOWN", Call::Connect,
     QT_TRANSLATE_NOOP("sockyard::Explain", "%1 does not answer on its own network: it is off.")},
    {"ENETDOWN", Call::Send,
     QT_TRANSLATE_NOOP("sockyard::Explain", "the interface on the way to %1 went down.")},
    {"ETIMEDOUT", Call::Send,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "%1 no longer acknowledges what is sent. The way there, or the machine, is "
                       "gone.")},
    {"ECONNREFUSED", Call::Receive,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "%1 refused an earlier message: no program listens on this port.")},
    {"EINVAL", Call::Connect,
     QT_TRANSLATE_NOOP(
         "sockyard::Explain",
         "the system cannot connect to %1 so. A link-local address (fe80::…) needs its "
         "interface behind it, such as fe80::1%eth0.")},
    {"EINVAL", Call::Bind,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "the system cannot bind %1 so. A link-local address (fe80::…) needs its "
                       "interface behind it, such as fe80::1%eth0.")},
    {"EADDRINUSE", Call::Connect,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "the same connection to %1, from the same address and port, is there or has "
                       "not been gone for long. Take another source port, or none.")},
    {"EPERM", Call::Connect,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "the system does not permit a connection to %1: a rule of this machine's "
                       "firewall, or of what this program runs in.")},
    {"EPERM", Call::Bind,
     QT_TRANSLATE_NOOP("sockyard::Explain", "the system does not permit this program to bind %1.")},
    {"EPERM", Call::Send,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "the system does not permit what is sent to %1: a rule of this machine's "
                       "firewall.")},
    {"EACCES", Call::Send,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "the system does not permit what is sent to %1: it is a broadcast address, "
                       "or a rule of this machine's firewall forbids it.")},
    {"ENOTCONN", Call::Shutdown,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "there is no connection to %1 any more that could be finished.")},
    {"ECONNABORTED", Call::Accept,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "a client of %1 was gone again before it was accepted.")},
});

// The same of local sockets, where it means something else.
constexpr auto localWords = std::to_array<Words>({
    {"EADDRINUSE", Call::Bind,
     QT_TRANSLATE_NOOP("sockyard::Explain", "there is something at %1 already.")},
    {"EACCES", Call::Bind,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "this user may not make a file at %1. Choose a folder that belongs to this "
                       "user.")},
    {"ENOENT", Call::Bind,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "the folder of %1 is not there. Make it, or choose another one.")},
    {"ENOTDIR", Call::Bind,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "a part of the path %1 is a file, and no folder. Check the path.")},
    {"EROFS", Call::Bind,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "%1 is where nothing can be written (read-only). Choose another folder.")},
    {"EPERM", Call::Bind,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "the file system at %1 does not permit sockets, or not to this user. Choose "
                       "another folder, such as /tmp.")},
    {"ELOOP", Call::Bind,
     QT_TRANSLATE_NOOP("sockyard::Explain", "the links on the way to %1 lead in a circle.")},
    {"ECONNREFUSED", Call::Connect,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "connection refused by %1. The name is there, but no program listens on it: "
                       "it has ended and left its file behind, or has not begun to listen. Start "
                       "the server first.")},
    {"ENOENT", Call::Connect,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "there is no file at %1. Start the server first, or check the path.")},
    {"ENOTDIR", Call::Connect,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "a part of the path %1 is a file, and no folder. Check the path.")},
    {"EACCES", Call::Connect,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "this user may not connect to %1: that takes the right to write to the "
                       "socket's file, and to enter its folder.")},
    {"EPROTOTYPE", Call::Connect,
     QT_TRANSLATE_NOOP(
         "sockyard::Explain",
         "the socket at %1 is of another type: a stream, packets and datagrams cannot "
         "be mixed. Choose the other transport.")},
    {"ECONNRESET", Call::Receive,
     QT_TRANSLATE_NOOP("sockyard::Explain", "%1 closed with bytes unread. They are lost.")},
    {"ECONNRESET", Call::Send,
     QT_TRANSLATE_NOOP("sockyard::Explain", "%1 closed with bytes unread. They are lost.")},
    {"EPIPE", Call::Send,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "broken pipe: %1 has closed, and takes nothing more. Connect again.")},
    {"EMSGSIZE", Call::Send,
     QT_TRANSLATE_NOOP(
         "sockyard::Explain",
         "the message to %1 is longer than the system sends in one piece: its limit is "
         "the send buffer (SO_SNDBUF). Send it in parts.")},
    {"ECONNREFUSED", Call::Send,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "nobody has a socket bound to %1: it has ended and left its file behind.")},
    {"ENOENT", Call::Send,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "there is no file at %1. Start the receiver first, or check the path.")},
    {"EACCES", Call::Send,
     QT_TRANSLATE_NOOP(
         "sockyard::Explain",
         "this user may not send to %1: that takes the right to write to the socket's "
         "file, and to enter its folder.")},
    {"EPROTOTYPE", Call::Send,
     QT_TRANSLATE_NOOP(
         "sockyard::Explain",
         "the socket at %1 is of another type: a stream, packets and datagrams cannot "
         "be mixed.")},
    {"EPROTONOSUPPORT", Call::Socket,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "this system has no local sockets of this type (%1). Linux has.")},
});

constexpr auto generalWords = std::to_array<Words>({
    {"EMFILE", Call::Socket,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "this program has as many descriptors open as it may (%1). Close some "
                       "connections, or raise the limit (ulimit -n).")},
    {"ENFILE", Call::Socket,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "the whole system has as many descriptors open as it may (%1).")},
    {"EAFNOSUPPORT", Call::Socket,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "this system does not speak the address family of %1 (is IPv6 off?).")},
    {"ENOBUFS", Call::Socket,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "the system has no room left for what it has to keep about sockets (%1). "
                       "Close some connections, or wait a moment.")},
    {"ENOMEM", Call::Socket,
     QT_TRANSLATE_NOOP("sockyard::Explain", "the system has no memory left for this (%1).")},
    {"EACCES", Call::Socket,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "the system does not permit this program to do that (%1).")},
    {"EPERM", Call::Socket,
     QT_TRANSLATE_NOOP("sockyard::Explain",
                       "the system does not permit this program to do that (%1).")},
});

} // namespace

QString callName(Call call)
{
    switch (call) {
    case Call::Socket:
        return QStringLiteral("socket");
    case Call::Bind:
        return QStringLiteral("bind");
    case Call::Listen:
        return QStringLiteral("listen");
    case Call::Accept:
        return QStringLiteral("accept");
    case Call::Connect:
        return QStringLiteral("connect");
    case Call::Send:
        return QStringLiteral("send");
    case Call::Receive:
        return QStringLiteral("recv");
    case Call::Shutdown:
        return QStringLiteral("shutdown");
    case Call::SetOption:
        return QStringLiteral("setsockopt");
    case Call::Join:
        return QStringLiteral("join");
    case Call::Leave:
        return QStringLiteral("leave");
    }
    return {};
}

QString explain(Call call, SystemError error, const QString &where)
{
    const std::string name = error.name();
    const QString prefix = QString::fromStdString(name) + QStringLiteral(": ");
    const auto translated = [&prefix, &where](const char *text) {
        return prefix + QCoreApplication::translate("sockyard::Explain", text).arg(where);
    };
    const bool isLocal = isLocalText(where.toStdString());
    const std::span<const Words> rows = isLocal ? std::span<const Words>(localWords) : words;
    const auto special = std::find_if(rows.begin(), rows.end(), [call, &name](const Words &row) {
        return row.error == name && row.call == call;
    });
    if (special != rows.end()) {
        return translated(special->text);
    }
    const auto *const general =
        std::find_if(generalWords.begin(), generalWords.end(),
                     [&name](const Words &row) { return row.error == name; });
    if (general != generalWords.end()) {
        return translated(general->text);
    }
    return prefix + QCoreApplication::translate("sockyard::Explain", "%1 (%2 for %3)")
                        .arg(QString::fromStdString(error.text()), callName(call), where);
}

QString refusal(const QString &text)
{
    return QStringLiteral("EINVAL: ") + text;
}

} // namespace sockyard
