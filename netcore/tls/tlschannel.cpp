#include "netcore/tls/tlschannel.h"

#include "netcore/tls/certificatefacts.h"
#include "netcore/tls/tlscontext.h"
#include "netcore/tls/tlserrors.h"

#include <openssl/err.h>

#include <QCoreApplication>

#include <utility>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::TlsChannel", text);
}

SystemError wouldBlock()
{
    static const SystemError error{errorNumber("EWOULDBLOCK").value()};
    return error;
}

// For what no call of the system has refused; failure() has the words.
SystemError failed()
{
    static const SystemError error{errorNumber("ECONNABORTED").value()};
    return error;
}

} // namespace

TlsChannel::TlsChannel(std::shared_ptr<TlsContext> context)
    : m_context(std::move(context))
{
}

void TlsChannel::begin(native::Handle handle, const Journal &journal)
{
    m_wire.emplace(handle);
    m_narrator.emplace(journal);
    m_connection = m_context->connection();
    SSL *const connection = m_connection.get();
    SSL_set_app_data(connection, this);
    BIO *const bio = m_wire->makeBio();
    SSL_set_bio(connection, bio, bio);
    m_narrator->listenTo(connection);
}

SystemError TlsChannel::handshake()
{
    ERR_clear_error();
    const int result = SSL_do_handshake(m_connection.get());
    if (result != 1) {
        return errorOf(result);
    }
    m_hasMore = true; // it may have come along with the last step
    m_narrator->tellChosen(m_connection.get());
    return {};
}

QString TlsChannel::agreement() const
{
    return TlsNarrator::agreement(m_connection.get());
}

SystemError TlsChannel::errorOf(int result)
{
    const int error = SSL_get_error(m_connection.get(), result);
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) {
        m_waitsToWrite = error == SSL_ERROR_WANT_WRITE;
        return wouldBlock();
    }
    if (m_verification.isEmpty() && m_wire->error()) {
        return m_wire->error();
    }
    m_failure = wordsOfFailure();
    ERR_clear_error();
    return failed();
}

QString TlsChannel::wordsOfFailure() const
{
    if (!m_verification.isEmpty()) {
        return m_verification;
    }
    const unsigned long code = ERR_peek_error();
    if (code == 0 && m_wire->hasEnded()) {
        return endedEarly();
    }
    const int reason = ERR_GET_REASON(code);
    if (ERR_GET_LIB(code) == ERR_LIB_SSL && reason >= SSL_AD_REASON_OFFSET) {
        return alertFailure(reason - SSL_AD_REASON_OFFSET);
    }
    return protocolFailure(code, m_wire->beginning());
}

Result<std::size_t> TlsChannel::receive(std::span<std::byte> into)
{
    m_narrator->release();
    if (m_next) {
        return *m_next;
    }
    m_narrator->hold(); // what is told stands behind the bytes that came before it
    const auto result = read(into);
    if (result.value == 0) {
        m_narrator->release();
    }
    return result;
}

Result<std::size_t> TlsChannel::read(std::span<std::byte> into)
{
    std::size_t total = 0;
    while (total < into.size()) {
        const auto room = into.subspan(total);
        std::size_t count = 0;
        ERR_clear_error();
        const int result = SSL_read_ex(m_connection.get(), room.data(), room.size(), &count);
        if (result == 1) {
            total += count;
            continue;
        }
        const bool hasEnded = SSL_get_error(m_connection.get(), result) == SSL_ERROR_ZERO_RETURN;
        const Result<std::size_t> stop =
            hasEnded ? endOfStream() : Result<std::size_t>{0, errorOf(result)};
        if (stop.error.isWouldBlock()) {
            m_hasMore = m_waitsToWrite;
        } else {
            m_next = stop;
            m_hasMore = total > 0;
        }
        return total > 0 ? Result<std::size_t>{total, {}} : stop;
    }
    m_hasMore = true;
    return {total, {}};
}

Result<std::size_t> TlsChannel::endOfStream()
{
    if (!m_narrator->heardEnd()) {
        m_narrator->tell(tr("TLS_TRUNCATED: FIN came without close_notify: whether the peer had "
                            "more to say cannot be known, since anybody on the way can send that "
                            "(RFC 8446 section 6.1)"));
    }
    return {};
}

Result<std::size_t> TlsChannel::send(ByteView bytes)
{
    m_narrator->release();
    std::size_t total = 0;
    while (total < bytes.size()) {
        const ByteView rest = bytes.subspan(total);
        std::size_t count = 0;
        ERR_clear_error();
        const int result = SSL_write_ex(m_connection.get(), rest.data(), rest.size(), &count);
        if (result != 1) {
            const SystemError error = errorOf(result);
            // What failed behind bytes that went fails again for those behind them.
            return total > 0 ? Result<std::size_t>{total, {}} : Result<std::size_t>{0, error};
        }
        total += count;
    }
    return {total, {}};
}

SystemError TlsChannel::finish()
{
    m_narrator->release();
    ERR_clear_error();
    const int result = SSL_shutdown(m_connection.get());
    return result < 0 ? errorOf(result) : SystemError();
}

QString TlsChannel::endName() const
{
    return m_narrator->heardEnd() ? QStringLiteral("close_notify") : QStringLiteral("FIN");
}

WireBytes TlsChannel::wireBytes() const
{
    return m_wire ? m_wire->bytes() : WireBytes();
}

void TlsChannel::end()
{
    m_narrator->release();
    m_narrator->tell(tr("%1 bytes received and %2 sent on the wire")
                         .arg(m_wire->bytes().received)
                         .arg(m_wire->bytes().sent));
}

int TlsChannel::verify(X509_STORE_CTX *store, void * /*argument*/)
{
    const auto *const connection =
        static_cast<SSL *>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
    return static_cast<TlsChannel *>(SSL_get_app_data(connection))->verifyPeer(store) ? 1 : 0;
}

bool TlsChannel::verifyPeer(X509_STORE_CTX *store)
{
    m_narrator->tellChain(store);
    if (X509_verify_cert(store) == 1) {
        m_narrator->tell(tr("the peer's certificate is verified"));
        return true;
    }
    const QString words =
        verificationFailure(X509_STORE_CTX_get_error(store), m_context->peerName());
    if (m_context->accepts(fingerprintText(X509_STORE_CTX_get0_cert(store)))) {
        m_narrator->tell(tr("accepted nevertheless, as was chosen for this peer: %1").arg(words));
        X509_STORE_CTX_set_error(store, X509_V_OK);
        return true;
    }
    m_verification = words;
    return false;
}

} // namespace sockyard
