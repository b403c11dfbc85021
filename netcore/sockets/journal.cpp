#include "netcore/sockets/journal.h"

namespace sockyard
{

namespace
{

QString nameOf(SocketAddress::Family family)
{
    switch (family) {
    case SocketAddress::Family::Ipv6:
        return QStringLiteral("AF_INET6");
    case SocketAddress::Family::Local:
        return QStringLiteral("AF_UNIX");
    case SocketAddress::Family::Ipv4:
    case SocketAddress::Family::None:
        break;
    }
    return QStringLiteral("AF_INET");
}

EventKind kindOf(Call call, SystemError error)
{
    if (error.isTimeOut()) {
        return EventKind::TimedOut;
    }
    const bool connected = call == Call::Send || call == Call::Receive;
    return error.isReset() && connected ? EventKind::Reset : EventKind::Failed;
}

} // namespace

Journal Journal::withPeer(std::string text) const
{
    Journal journal = *this;
    journal.setPeer(std::move(text));
    return journal;
}

void Journal::created(SocketAddress::Family family, const char *type, qintptr handle) const
{
    // projections/descriptor.h reads the number back.
    write(EventKind::Created, QStringLiteral("socket %1 %2 → fd %3")
                                  .arg(nameOf(family), QString::fromLatin1(type))
                                  .arg(handle));
}

void Journal::write(EventKind kind, const QString &note) const
{
    const std::string text = note.toStdString();
    m_log->append(
        {.kind = kind, .connection = m_connection, .local = m_local, .peer = m_peer, .note = text});
}

void Journal::sent(ByteView bytes) const
{
    sentTo(m_peer, bytes);
}

void Journal::sentTo(std::string_view peer, ByteView bytes, const QString &note) const
{
    const std::string text = note.toStdString();
    m_log->append({.kind = EventKind::Sent,
                   .connection = m_connection,
                   .local = m_local,
                   .peer = peer,
                   .note = text,
                   .bytes = bytes.size(),
                   .payload = bytes});
}

void Journal::received(ByteView bytes) const
{
    receivedFrom(m_peer, bytes);
}

void Journal::receivedFrom(std::string_view peer, ByteView bytes, const QString &note) const
{
    const std::string text = note.toStdString();
    m_log->append({.kind = EventKind::Received,
                   .connection = m_connection,
                   .local = m_local,
                   .peer = peer,
                   .note = text,
                   .bytes = bytes.size(),
                   .payload = bytes});
}

void Journal::discarded(ByteView bytes, const QString &note) const
{
    discarded(bytes, bytes.size(), note);
}

void Journal::discarded(ByteView bytes, std::uint64_t count, const QString &note) const
{
    const std::string text = note.toStdString();
    m_log->append({.kind = EventKind::Discarded,
                   .connection = m_connection,
                   .local = m_local,
                   .peer = m_peer,
                   .note = text,
                   .bytes = count,
                   .payload = bytes});
}

QString Journal::failed(Call call, SystemError error) const
{
    return failed(call, error, QString::fromStdString(m_peer.empty() ? m_local : m_peer));
}

QString Journal::failed(Call call, SystemError error, const QString &where) const
{
    QString words = explain(call, error, where);
    write(kindOf(call, error), words);
    return words;
}

} // namespace sockyard
