#include "netcore/tls/systemtrust.h"

#include <QtGlobal>

#if defined(Q_OS_WIN) || defined(Q_OS_MACOS)
#include <QSslCertificate>
#include <QSslConfiguration>
#endif

namespace sockyard
{

#if defined(Q_OS_WIN) || defined(Q_OS_MACOS)

void trustWhatTheSystemTrusts(SSL_CTX *context)
{
    const auto certificates = QSslConfiguration::systemCaCertificates();
    for (const QSslCertificate &one : certificates) {
        const QByteArray bytes = one.toDer();
        const auto *start = reinterpret_cast<const unsigned char *>(bytes.constData());
        const openssl::Certificate certificate(
            d2i_X509(nullptr, &start, static_cast<long>(bytes.size())));
        if (certificate) {
            X509_STORE_add_cert(SSL_CTX_get_cert_store(context), certificate.get());
        }
    }
}

#else

void trustWhatTheSystemTrusts(SSL_CTX *context)
{
    SSL_CTX_set_default_verify_paths(context);
}

#endif

} // namespace sockyard
