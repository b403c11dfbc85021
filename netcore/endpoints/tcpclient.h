#pragma once

#include "netcore/endpoints/endpoint.h"
#include "netcore/sockets/streamsocket.h"

#include <QByteArray>
#include <QHostInfo>
#include <QList>

#include <memory>

namespace sockyard
{

/// What a person chose for a client, as it was typed: TcpClient judges it.
struct TcpClientSettings {
    /// A host name, an IPv4 address, or an IPv6 address with a scope where it needs one, with or
    /// without brackets.
    QString host = QStringLiteral("127.0.0.1");
    /// 1 … 65535
    QString port = QStringLiteral("9999");
};

/// A TCP client: resolves, connects, sends and receives. One connection at a time; each attempt has
/// a number of its own. Resolving is told as the endpoint's own: Connecting with the name as its
/// peer, then a Note with the addresses, or Failed.
class TcpClient : public Endpoint
{
    Q_OBJECT

public:
    explicit TcpClient(std::shared_ptr<EventLog> log);
    ~TcpClient() override;

    void start(const TcpClientSettings &settings);
    /// Gives up an attempt, or closes in order: what was given to send() is sent first.
    void stop() override;
    void resume() override;

    void send(const QByteArray &bytes);
    /// Half-closes: no more is sent, receiving goes on.
    void finish();
    /// Cuts the connection with RST.
    void abort();

private:
    void resolved(const QHostInfo &info);
    void tryNext();
    void attemptEnded();

    Journal m_journal;
    std::unique_ptr<StreamSocket> m_socket;
    ConnectionId m_lastId = 0;
    int m_lookup = -1; // of QHostInfo; -1 while none is under way
    QString m_host;
    quint16 m_port = 0;
    QList<QHostAddress> m_candidates; // not yet tried
    bool m_wasConnected = false;
};

} // namespace sockyard
