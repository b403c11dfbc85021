#pragma once

#include "tests/support/certificates.h"

#include <QString>
#include <QTemporaryDir>

namespace sockyard::test
{

/// A certificate for localhost and 127.0.0.1 that vouches for itself, and its key, made by the
/// command of OpenSSL. Both files go with it.
class TlsFiles
{
public:
    TlsFiles()
    {
        openssl(m_folder.path(),
                {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                 QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                 QStringLiteral("ec_paramgen_curve:P-256"), QStringLiteral("-nodes"),
                 QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-subj"),
                 QStringLiteral("/CN=localhost"), QStringLiteral("-addext"),
                 QStringLiteral("subjectAltName=DNS:localhost,IP:127.0.0.1"),
                 QStringLiteral("-keyout"), key(), QStringLiteral("-out"), certificate()});
    }

    QString certificate() const { return m_folder.filePath(QStringLiteral("a certificate.pem")); }
    QString key() const { return m_folder.filePath(QStringLiteral("a key,\".pem")); }

private:
    QTemporaryDir m_folder;
};

} // namespace sockyard::test
