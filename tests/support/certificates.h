#pragma once

#include <QDir>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <stdexcept>

// Certificates for tests, made by the openssl command when they are needed: no key is kept.
namespace sockyard::test
{

/// Runs openssl, and waits for it.
inline void openssl(const QString &folder, const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(QStringLiteral("openssl"), arguments);
    process.closeWriteChannel();
    if (!process.waitForFinished() || process.exitCode() != 0) {
        throw std::runtime_error(process.readAllStandardError().toStdString());
    }
}

/// A folder with an authority (ca.pem) and what it has signed.
class CertificateFolder
{
public:
    explicit CertificateFolder(const QString &path)
        : m_folder(path)
    {
        openssl(path, {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                       QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                       QStringLiteral("ec_paramgen_curve:P-256"), QStringLiteral("-nodes"),
                       QStringLiteral("-keyout"), QStringLiteral("ca.key"), QStringLiteral("-out"),
                       QStringLiteral("ca.pem"), QStringLiteral("-subj"),
                       QStringLiteral("/CN=Test authority"), QStringLiteral("-days"),
                       QStringLiteral("30")});
    }

    QString file(const QString &name) const { return m_folder.filePath(name); }
    QString authority() const { return file(QStringLiteral("ca.pem")); }

    /// NAME.pem and NAME.key for these alternative names. \a days may be negative: it is over then.
    void sign(const QString &name, const QString &names, int days = 30) const
    {
        openssl(m_folder.path(),
                {QStringLiteral("req"), QStringLiteral("-newkey"), QStringLiteral("ec"),
                 QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:P-256"),
                 QStringLiteral("-nodes"), QStringLiteral("-keyout"), name + QStringLiteral(".key"),
                 QStringLiteral("-out"), name + QStringLiteral(".csr"), QStringLiteral("-subj"),
                 QStringLiteral("/CN=") + name, QStringLiteral("-addext"),
                 QStringLiteral("subjectAltName=") + names});
        openssl(m_folder.path(),
                {QStringLiteral("x509"), QStringLiteral("-req"), QStringLiteral("-in"),
                 name + QStringLiteral(".csr"), QStringLiteral("-CA"), QStringLiteral("ca.pem"),
                 QStringLiteral("-CAkey"), QStringLiteral("ca.key"),
                 QStringLiteral("-CAcreateserial"), QStringLiteral("-copy_extensions"),
                 QStringLiteral("copy"), QStringLiteral("-days"), QString::number(days),
                 QStringLiteral("-out"), name + QStringLiteral(".pem")});
    }

private:
    const QDir m_folder;
};

} // namespace sockyard::test
