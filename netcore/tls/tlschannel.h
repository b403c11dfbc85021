#pragma once

#include "netcore/sockets/streamchannel.h"
#include "netcore/tls/openssl.h"
#include "netcore/tls/tlsnarrator.h"
#include "netcore/tls/tlswire.h"

#include <memory>
#include <optional>

namespace sockyard
{

class TlsContext;

/// TLS on one stream (RFC 8446, RFC 5246), by OpenSSL. Both directions end on their own: finish()
/// sends close_notify. An end without it is told as TLS_TRUNCATED, since anybody on the way could
/// have made it. Peers cannot negotiate anew, and no early data is sent or taken.
class TlsChannel : public StreamChannel
{
public:
    explicit TlsChannel(std::shared_ptr<TlsContext> context);

    void begin(native::Handle handle, const Journal &journal) override;
    SystemError handshake() override;
    QString agreement() const override;
    Result<std::size_t> receive(std::span<std::byte> into) override;
    Result<std::size_t> send(ByteView bytes) override;
    SystemError finish() override;
    bool hasMore() const override { return m_hasMore; }
    bool waitsToWrite() const override { return m_waitsToWrite; }
    QString failure() const override { return m_failure; }
    QString endName() const override;
    WireBytes wireBytes() const override;
    void end() override;

    /// For SSL_CTX_set_cert_verify_callback().
    static int verify(X509_STORE_CTX *store, void *argument);

private:
    bool verifyPeer(X509_STORE_CTX *store);
    Result<std::size_t> read(std::span<std::byte> into);
    /// What became of a call that returned that, and did not succeed.
    SystemError errorOf(int result);
    QString wordsOfFailure() const;
    Result<std::size_t> endOfStream();

    const std::shared_ptr<TlsContext> m_context;
    std::optional<TlsWire> m_wire;
    std::optional<TlsNarrator> m_narrator;
    openssl::Connection m_connection;          // before those that it uses are gone
    std::optional<Result<std::size_t>> m_next; // of receive(): what came behind bytes
    QString m_failure;
    QString m_verification; // why the peer's certificate was refused
    bool m_hasMore = false;
    bool m_waitsToWrite = true; // the first step is ours, or is made at once
};

} // namespace sockyard
