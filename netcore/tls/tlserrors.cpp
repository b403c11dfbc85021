#include "netcore/tls/tlserrors.h"

#include "netcore/codec/visibletext.h"
#include "netcore/tls/openssl.h"
#include "netcore/tls/tlsnames.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <span>

namespace sockyard
{

namespace
{

constexpr const char *context = "sockyard::TlsErrors";

QString tr(const char *text)
{
    return QCoreApplication::translate(context, text);
}

struct Row {
    long code;
    const char *name;
    const char *words;
};

constexpr const char *unknownIssuer = QT_TRANSLATE_NOOP(
    "sockyard::TlsErrors",
    "nobody whom this side trusts vouches for the peer's certificate. Trust its issuer (--trust "
    "FILE), or have the peer send the certificates in between.");
constexpr const char *wrongName = QT_TRANSLATE_NOOP(
    "sockyard::TlsErrors", "the peer's certificate is for other names than \"%1\".");
constexpr const char *weak = QT_TRANSLATE_NOOP(
    "sockyard::TlsErrors", "the peer's certificate is made with a key or a digest that is too weak "
                           "to be trusted.");

constexpr auto verificationRows = std::to_array<Row>({
    {X509_V_ERR_CERT_HAS_EXPIRED, "TLS_CERTIFICATE_EXPIRED",
     QT_TRANSLATE_NOOP("sockyard::TlsErrors",
                       "the time of the peer's certificate is over. (Or is the clock of this "
                       "machine wrong?)")},
    {X509_V_ERR_CERT_NOT_YET_VALID, "TLS_CERTIFICATE_NOT_YET_VALID",
     QT_TRANSLATE_NOOP("sockyard::TlsErrors",
                       "the time of the peer's certificate has not begun yet. (Or is the clock of "
                       "this machine wrong?)")},
    {X509_V_ERR_HOSTNAME_MISMATCH, "TLS_WRONG_NAME", wrongName},
    {X509_V_ERR_IP_ADDRESS_MISMATCH, "TLS_WRONG_NAME", wrongName},
    {X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, "TLS_SELF_SIGNED",
     QT_TRANSLATE_NOOP("sockyard::TlsErrors",
                       "the peer vouches for itself: nobody else has signed its certificate. Trust "
                       "that certificate itself (--trust FILE), if it is the right one.")},
    {X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, "TLS_UNKNOWN_ISSUER", unknownIssuer},
    {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, "TLS_UNKNOWN_ISSUER", unknownIssuer},
    {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, "TLS_UNKNOWN_ISSUER", unknownIssuer},
    {X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, "TLS_UNKNOWN_ISSUER", unknownIssuer},
    {X509_V_ERR_CERT_UNTRUSTED, "TLS_UNKNOWN_ISSUER", unknownIssuer},
    {X509_V_ERR_CERT_REVOKED, "TLS_CERTIFICATE_REVOKED",
     QT_TRANSLATE_NOOP("sockyard::TlsErrors", "the peer's certificate was called back.")},
    {X509_V_ERR_EE_KEY_TOO_SMALL, "TLS_WEAK_CERTIFICATE", weak},
    {X509_V_ERR_CA_KEY_TOO_SMALL, "TLS_WEAK_CERTIFICATE", weak},
    {X509_V_ERR_CA_MD_TOO_WEAK, "TLS_WEAK_CERTIFICATE", weak},
    {X509_V_ERR_INVALID_PURPOSE, "TLS_WRONG_PURPOSE",
     QT_TRANSLATE_NOOP("sockyard::TlsErrors",
                       "the peer's certificate was made for something else than this side of a "
                       "connection.")},
    {X509_V_ERR_INVALID_CA, "TLS_WRONG_PURPOSE",
     QT_TRANSLATE_NOOP("sockyard::TlsErrors",
                       "the peer's certificate is vouched for by one that may vouch for nobody.")},
});

constexpr const char *tooOld = QT_TRANSLATE_NOOP(
    "sockyard::TlsErrors", "no version of TLS is spoken by both sides: one wants newer ones than "
                           "the other knows. What the client offers is told above.");
constexpr const char *noCipher =
    QT_TRANSLATE_NOOP("sockyard::TlsErrors", "no cipher suite is known to both sides.");
constexpr const char *certificateRequired = QT_TRANSLATE_NOOP(
    "sockyard::TlsErrors", "the server wants to see a certificate of the client, and it has none.");
constexpr const char *noProtocol = QT_TRANSLATE_NOOP(
    "sockyard::TlsErrors", "no application protocol (ALPN) is spoken by both sides.");
constexpr const char *plainText =
    QT_TRANSLATE_NOOP("sockyard::TlsErrors", "the peer speaks no TLS: this came in plain text: %1");

constexpr auto alertRows = std::to_array<Row>({
    {40, "TLS_HANDSHAKE_REFUSED",
     QT_TRANSLATE_NOOP("sockyard::TlsErrors",
                       "the peer found nothing among what this side offers that it could take: "
                       "mostly no cipher suite, or a client's certificate is missing.")},
    {42, "TLS_CERTIFICATE_REFUSED",
     QT_TRANSLATE_NOOP("sockyard::TlsErrors", "the peer does not accept this side's certificate.")},
    {43, "TLS_CERTIFICATE_REFUSED",
     QT_TRANSLATE_NOOP("sockyard::TlsErrors",
                       "the peer cannot use this side's kind of certificate.")},
    {44, "TLS_CERTIFICATE_REFUSED",
     QT_TRANSLATE_NOOP("sockyard::TlsErrors",
                       "the peer says that this side's certificate was called back.")},
    {45, "TLS_CERTIFICATE_REFUSED",
     QT_TRANSLATE_NOOP("sockyard::TlsErrors",
                       "the peer says that the time of this side's certificate is over.")},
    {46, "TLS_CERTIFICATE_REFUSED",
     QT_TRANSLATE_NOOP("sockyard::TlsErrors",
                       "the peer does not accept this side's certificate, and does not say "
                       "why.")},
    {48, "TLS_CERTIFICATE_REFUSED",
     QT_TRANSLATE_NOOP("sockyard::TlsErrors",
                       "the peer does not know who vouches for this side's certificate, or does "
                       "not trust them.")},
    {70, "TLS_VERSION_TOO_OLD", tooOld},
    {71, "TLS_NO_SHARED_CIPHER", noCipher},
    {112, "TLS_NAME_REFUSED",
     QT_TRANSLATE_NOOP("sockyard::TlsErrors",
                       "the server does not know itself by the name that it was asked for "
                       "(SNI).")},
    {116, "TLS_CERTIFICATE_REQUIRED", certificateRequired},
    {120, "TLS_NO_SHARED_PROTOCOL", noProtocol},
});

constexpr auto protocolRows = std::to_array<Row>({
    {SSL_R_UNSUPPORTED_PROTOCOL, "TLS_VERSION_TOO_OLD", tooOld},
    {SSL_R_VERSION_TOO_LOW, "TLS_VERSION_TOO_OLD", tooOld},
    {SSL_R_NO_PROTOCOLS_AVAILABLE, "TLS_VERSION_TOO_OLD", tooOld},
    {SSL_R_NO_SHARED_CIPHER, "TLS_NO_SHARED_CIPHER", noCipher},
    {SSL_R_NO_CIPHERS_AVAILABLE, "TLS_NO_SHARED_CIPHER", noCipher},
    {SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM, "TLS_NO_SHARED_CIPHER",
     QT_TRANSLATE_NOOP("sockyard::TlsErrors",
                       "the client takes no kind of signature that this certificate's key can "
                       "make.")},
    {SSL_R_NO_SUITABLE_KEY_SHARE, "TLS_NO_SHARED_CIPHER",
     QT_TRANSLATE_NOOP("sockyard::TlsErrors",
                       "no way to exchange a key (group) is known to both sides.")},
    {SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE, "TLS_CERTIFICATE_REQUIRED", certificateRequired},
    {SSL_R_NO_APPLICATION_PROTOCOL, "TLS_NO_SHARED_PROTOCOL", noProtocol},
    {SSL_R_NO_RENEGOTIATION, "TLS_RENEGOTIATION",
     QT_TRANSLATE_NOOP("sockyard::TlsErrors",
                       "the peer wants to negotiate anew in the middle of a connection, which is "
                       "not done here.")},
    {SSL_R_HTTP_REQUEST, "TLS_PLAIN_TEXT", plainText},
    {SSL_R_HTTPS_PROXY_REQUEST, "TLS_PLAIN_TEXT", plainText},
    {SSL_R_WRONG_VERSION_NUMBER, "TLS_PLAIN_TEXT", plainText},
    {SSL_R_UNKNOWN_PROTOCOL, "TLS_PLAIN_TEXT", plainText},
    {SSL_R_DECRYPTION_FAILED_OR_BAD_RECORD_MAC, "TLS_BAD_RECORD",
     QT_TRANSLATE_NOOP("sockyard::TlsErrors",
                       "what came cannot be decrypted: it was changed on the way, or never "
                       "encrypted.")},
});

const Row *rowIn(std::span<const Row> rows, long code)
{
    const auto found =
        std::find_if(rows.begin(), rows.end(), [code](const Row &row) { return row.code == code; });
    return found == rows.end() ? nullptr : &*found;
}

QString text(const char *name, const QString &words)
{
    return QString::fromLatin1(name) + QStringLiteral(": ") + words;
}

} // namespace

QString verificationFailure(long code, const QString &wantedName)
{
    if (const Row *const row = rowIn(verificationRows, code)) {
        const QString words = tr(row->words);
        return text(row->name, row->words == wrongName ? words.arg(wantedName) : words);
    }
    return text("TLS_CERTIFICATE_INVALID",
                tr("the peer's certificate cannot be verified: %1")
                    .arg(QString::fromLatin1(X509_verify_cert_error_string(code))));
}

QString alertFailure(int alert)
{
    const QString told = tr("the peer sent the alert %1.").arg(tlsAlertName(alert));
    const Row *const row = rowIn(alertRows, alert);
    return row == nullptr ? text("TLS_ALERT", told)
                          : text(
                                row->name, told + u' ' + [row] {
                                    QString words = tr(row->words);
                                    words[0] = words.at(0).toUpper();
                                    return words;
                                }());
}

QString protocolFailure(unsigned long code, std::string_view beginning)
{
    const int reason = ERR_GET_REASON(code);
    if (const Row *const row = rowIn(protocolRows, reason)) {
        const QString words = tr(row->words);
        return text(row->name, row->words == plainText
                                   ? words.arg(QString::fromStdString(visibleText(beginning)))
                                   : words);
    }
    const char *const known = ERR_reason_error_string(code);
    return text("TLS_PROTOCOL_ERROR",
                tr("what came does not follow the rules of TLS: %1")
                    .arg(known == nullptr ? tr("no more is known") : QString::fromLatin1(known)));
}

QString endedEarly()
{
    return text("TLS_ENDED_EARLY", tr("the peer closed the connection before the TLS handshake was "
                                      "done. It may speak no TLS, or does not like what it saw."));
}

} // namespace sockyard
