#pragma once

#include <QString>

#include <optional>

namespace sockyard
{

/// What carries a stream of bytes.
enum class Transport {
    Tcp,            ///< RFC 9293
    Tls,            ///< over TCP: RFC 8446 and RFC 5246
    Local,          ///< AF_UNIX with SOCK_STREAM, unix(7)
    LocalSeqPacket, ///< AF_UNIX with SOCK_SEQPACKET: connected, and each message for itself; Linux
};

/// True for those that have a path in the place of host and port.
constexpr bool isLocal(Transport transport)
{
    return transport == Transport::Local || transport == Transport::LocalSeqPacket;
}

/// Where a stream listens, or is connected to, as people write it. Host, port and path have not
/// been judged. A value.
struct Place {
    Transport transport = Transport::Tcp;
    QString host = {};
    QString port = {};
    /// Of a local socket's file; `@NAME` is a name in Linux's abstract namespace, without a file.
    QString path = {};

    bool operator==(const Place &) const = default;
};

/// Reads `HOST:PORT`, `tls:HOST:PORT`, `local:PATH` or `seqpacket:PATH`, where an IPv6 address
/// stands in brackets and a PORT may be missing. Nothing where the text is none of these. A host
/// that is called like a transport stands in brackets, too. Pure; any thread.
std::optional<Place> placeIn(const QString &text);

/// The place as placeIn() reads it.
QString placeText(const Place &place);

} // namespace sockyard
