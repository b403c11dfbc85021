#pragma once

#include <QHostAddress>
#include <QList>
#include <QString>
#include <QStringList>

namespace sockyard
{

/// Whom a certificate is for.
struct CertificateNames {
    QStringList hosts;
    QList<QHostAddress> addresses;
};

/// The certificate that a server makes itself where it was given none: signed by its own key (EC
/// P-256), for the names and addresses of this machine. It is kept, so that whoever has come to
/// trust it can go on to, and made anew when its time is over or this machine has a name that it
/// does not tell. Its key can be read by the user alone. Any thread, one at a time.
class OwnCertificate
{
public:
    /// In the user's data folder.
    static QString usualFolder();
    /// `localhost`, the host's name, and the addresses that stay: no temporary ones of IPv6
    /// (RFC 8981), nor those that count on one link only.
    static CertificateNames namesOfThisMachine();

    explicit OwnCertificate(const QString &folder = usualFolder());

    /// Makes it, unless there is one that will do. False where it cannot be kept; error() says why.
    bool ensure(const CertificateNames &names);
    QString error() const { return m_error; }
    /// True when ensure() has made a new one.
    bool isNew() const { return m_isNew; }
    QString certificateFile() const { return m_certificateFile; }
    QString keyFile() const { return m_keyFile; }

private:
    bool willDo(const CertificateNames &names) const;
    bool make(const CertificateNames &names);
    bool keep(const QString &fileName, const QByteArray &bytes, bool isSecret);

    QString m_folder;
    QString m_certificateFile;
    QString m_keyFile;
    QString m_error;
    bool m_isNew = false;
};

} // namespace sockyard
