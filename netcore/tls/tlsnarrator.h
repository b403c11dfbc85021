#pragma once

#include "netcore/sockets/journal.h"
#include "netcore/tls/openssl.h"

#include <QString>
#include <QStringList>

namespace sockyard
{

/// Tells in the log what happens while two sides agree on TLS: what the client offers, what was
/// chosen, the peer's certificates, alerts. Each is a note with the tlsMark. It listens to
/// OpenSSL's messages; what the peer chose is shown as inert, bounded text. Owned by a TlsChannel,
/// and must outlive its connection.
class TlsNarrator
{
public:
    explicit TlsNarrator(const Journal &journal);

    /// Has it hear all messages of the connection.
    void listenTo(SSL *connection);
    /// A note of that text.
    void tell(const QString &text);
    /// From here on nothing is written: bytes lie where the log would write it. See
    /// EventLog::receiveBuffer().
    void hold() { m_isHeld = true; }
    /// What was held is written, and what comes is written at once.
    void release();
    /// The certificates that the peer has sent, its own first.
    void tellChain(X509_STORE_CTX *store) const;
    /// What was agreed on; the handshake is done.
    void tellChosen(SSL *connection);
    /// The same in one line: `TLSv1.3 TLS_AES_256_GCM_SHA384, ALPN h2, new session`.
    static QString agreement(SSL *connection);

    /// True when the peer has said that it sends no more.
    bool heardEnd() const { return m_heardEnd; }

private:
    static void hear(int isWritten, int version, int type, const void *bytes, size_t size,
                     SSL *connection, void *narrator);
    void hearHandshake(SSL *connection, ByteView message);
    void hearAlert(bool isSent, ByteView alert);

    Journal m_journal;
    QStringList m_held;
    bool m_isHeld = false;
    bool m_heardEnd = false;
};

} // namespace sockyard
