#pragma once

#include "netcore/tls/openssl.h"
#include "netcore/tls/tlskeylog.h"
#include "netcore/tls/tlssettings.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <memory>

namespace sockyard
{

class StreamChannel;

/// What all connections of a run have in common for TLS: whom this side is and trusts, what it
/// speaks, and sessions that can be gone on with. It is made from what a person chose; the files
/// are read then. Shared by its channels; one thread.
class TlsContext : public std::enable_shared_from_this<TlsContext>
{
public:
    /// None where what was chosen does not do; then \a error says why.
    struct Made {
        std::shared_ptr<TlsContext> context = {};
        QString error = {};
    };

    /// A server without a certificate makes itself one, see OwnCertificate.
    static Made forServer(const TlsServerSettings &settings);
    /// \a host is whom it connects to, as a name or an address.
    static Made forClient(const TlsClientSettings &settings, const QString &host);

    TlsContext(const TlsContext &) = delete;
    TlsContext &operator=(const TlsContext &) = delete;

    /// For one connection.
    std::unique_ptr<StreamChannel> channel();
    /// What is to be known before any connection: notes for the log, with their marks.
    const QStringList &remarks() const { return m_remarks; }

    // For the channels.

    openssl::Connection connection();
    bool isServer() const { return m_isServer; }
    /// The name that the peer's certificate has to have; empty at a server.
    const QString &peerName() const { return m_peerName; }
    bool accepts(const QString &fingerprint) const { return m_accepted.contains(fingerprint); }

private:
    explicit TlsContext(bool isServer);

    void remark(const QString &text);
    QString take(const TlsSettings &settings);
    QString takeProtocols(const QString &text);
    QString takeCertificate(const QString &certificateFile, const QString &keyFile);
    QString takeTrust(const QString &fileName);
    QString takeKeyLog(const QString &fileName);
    QString takeOwnCertificate();
    QString askClients(const TlsServerSettings &settings);
    QString takeAccepted(const QStringList &fingerprints);
    bool nameTheServer(SSL *connection) const;

    static int chooseProtocol(SSL *connection, const unsigned char **chosen,
                              unsigned char *chosenSize, const unsigned char *offered,
                              unsigned offeredSize, void *context);
    static int keepSession(SSL *connection, SSL_SESSION *session);
    static void writeKey(const SSL *connection, const char *line);

    const bool m_isServer;
    openssl::Context m_context;
    openssl::Session m_session; // of a client: the last that the server gave
    TlsKeyLog m_keyLog;
    QByteArray m_protocols; // as they go over the wire
    QString m_peerName;
    QStringList m_accepted;
    QStringList m_remarks;
};

} // namespace sockyard
