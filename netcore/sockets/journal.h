#pragma once

#include "netcore/log/eventlog.h"
#include "netcore/sockets/explain.h"
#include "netcore/sockets/socketaddress.h"

#include <QString>

#include <string>

namespace sockyard
{

/// How one socket writes into its endpoint's log: it knows the connection's number and both
/// addresses, so that no caller can forget them. A value that must not outlive the log; the log's
/// writing thread.
class Journal
{
public:
    Journal(EventLog &log, ConnectionId connection)
        : m_log(&log)
        , m_connection(connection)
    {
    }

    EventLog &log() const { return *m_log; }
    ConnectionId connection() const { return m_connection; }
    const std::string &local() const { return m_local; }
    const std::string &peer() const { return m_peer; }

    void setLocal(const SocketAddress &address) { m_local = address.text(); }
    void setPeer(const SocketAddress &address) { m_peer = address.text(); }
    void setPeer(std::string text) { m_peer = std::move(text); }

    /// The same for what goes to another peer.
    Journal withPeer(std::string text) const;

    /// socket(2) made \a handle. \a type is the system's name, such as `SOCK_STREAM`.
    void created(SocketAddress::Family family, const char *type, qintptr handle) const;
    void write(EventKind kind, const QString &note = {}) const;
    void sent(ByteView bytes) const;
    /// A datagram; \a note says what is odd about it, where something is.
    void sentTo(std::string_view peer, ByteView bytes, const QString &note = {}) const;
    void received(ByteView bytes) const;
    /// A datagram; \a note says what is wrong with it, where something is.
    void receivedFrom(std::string_view peer, ByteView bytes, const QString &note = {}) const;
    /// Bytes that will never leave.
    void discarded(ByteView bytes, const QString &note) const;
    /// The same of more than is at hand: of \a bytes the log keeps at least the beginning; \a count
    /// tells how many there were.
    void discarded(ByteView bytes, std::uint64_t count, const QString &note) const;
    /// A call that failed: as Reset, TimedOut or Failed, in explain()'s words, which it returns.
    QString failed(Call call, SystemError error) const;
    QString failed(Call call, SystemError error, const QString &where) const;

private:
    EventLog *m_log;
    ConnectionId m_connection;
    std::string m_local;
    std::string m_peer;
};

} // namespace sockyard
