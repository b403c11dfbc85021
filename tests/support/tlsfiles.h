#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

#include <stdexcept>

namespace sockyard::test
{

/// A certificate for localhost and 127.0.0.1 that vouches for itself, and its key, made by the
/// command of OpenSSL. Both files go with it.
class TlsFiles
{
public:
    TlsFiles()
    {
        QProcess maker;
        maker.start(QStringLiteral("openssl"),
                    {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                     QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                     QStringLiteral("ec_paramgen_curve:P-256"), QStringLiteral("-nodes"),
                     QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-subj"),
                     QStringLiteral("/CN=localhost"), QStringLiteral("-addext"),
                     QStringLiteral("subjectAltName=DNS:localhost,IP:127.0.0.1"),
                     QStringLiteral("-keyout"), key(), QStringLiteral("-out"), certificate()});
        if (!maker.waitForFinished() || maker.exitCode() != 0) {
            throw std::runtime_error(maker.readAllStandardError().toStdString());
        }
    }

    QString certificate() const { return m_folder.filePath(QStringLiteral("a certificate.pem")); }
    QString key() const { return m_folder.filePath(QStringLiteral("a key,\".pem")); }

private:
    QTemporaryDir m_folder;
};

} // namespace sockyard::test
