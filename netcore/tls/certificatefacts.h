#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>

struct x509_st;

namespace sockyard
{

/// What a person can know of a certificate (RFC 5280). All texts are inert and bounded: whoever
/// made the certificate chose them. A value.
struct CertificateFacts {
    QString subject;
    QString issuer;
    /// Alternative names: `DNS:localhost`, `IP:127.0.0.1`; at most a few dozen.
    QStringList names;
    QDateTime from;
    QDateTime until;
    QString key;         ///< `EC P-256`, `RSA 2048`
    QString fingerprint; ///< see fingerprintText()
};

/// Any thread.
CertificateFacts factsOf(x509_st *certificate);
/// One line: `CN=localhost, issued by …, for DNS:localhost, valid …`.
QString certificateText(const CertificateFacts &facts);
/// The SHA-256 of the whole certificate, as people compare it: `AB:CD:…`, 32 numbers.
QString fingerprintText(x509_st *certificate);
/// A fingerprint as fingerprintText() writes it, of one that was typed: with colons, spaces or
/// nothing between the digits. Empty where it is none.
QString fingerprintIn(const QString &text);

} // namespace sockyard
