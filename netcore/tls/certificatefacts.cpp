#include "netcore/tls/certificatefacts.h"

#include "netcore/codec/visibletext.h"
#include "netcore/tls/openssl.h"

#include <openssl/x509v3.h>

#include <QCoreApplication>
#include <QHostAddress>

#include <array>
#include <cstring>
#include <ctime>
#include <memory>

namespace sockyard
{

namespace
{

constexpr std::size_t longestText = 200;
constexpr int mostNames = 24;
constexpr qsizetype fingerprintSize = 32;

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::CertificateFacts", text);
}

QString shown(std::string_view text)
{
    return QString::fromStdString(visibleText(text, longestText));
}

QString nameText(const X509_NAME *name)
{
    const openssl::Bio bio(BIO_new(BIO_s_mem()));
    // As RFC 2253 writes it, from the most general to the most special, and UTF-8 left as it is.
    X509_NAME_print_ex(bio.get(), name, 0,
                       (XN_FLAG_ONELINE & ~XN_FLAG_SPC_EQ & ~ASN1_STRFLGS_ESC_MSB) |
                           ASN1_STRFLGS_UTF8_CONVERT);
    char *bytes = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &bytes);
    return shown({bytes, static_cast<std::size_t>(size)});
}

std::string_view bytesOf(const ASN1_STRING *string)
{
    return {reinterpret_cast<const char *>(ASN1_STRING_get0_data(string)),
            static_cast<std::size_t>(ASN1_STRING_length(string))};
}

QString addressText(std::string_view bytes)
{
    constexpr std::size_t ipv4Size = 4;
    constexpr std::size_t ipv6Size = 16;
    if (bytes.size() == ipv4Size) {
        quint32 number = 0;
        for (const char byte : bytes) {
            number = number << 8U | static_cast<unsigned char>(byte);
        }
        return QHostAddress(number).toString();
    }
    if (bytes.size() == ipv6Size) {
        Q_IPV6ADDR address = {};
        std::memcpy(&address, bytes.data(), ipv6Size);
        return QHostAddress(address).toString();
    }
    return shown(bytes);
}

QString alternativeName(const GENERAL_NAME *name)
{
    int type = 0;
    const auto *const value =
        static_cast<const ASN1_STRING *>(GENERAL_NAME_get0_value(name, &type));
    switch (type) {
    case GEN_DNS:
        return QStringLiteral("DNS:") + shown(bytesOf(value));
    case GEN_EMAIL:
        return QStringLiteral("email:") + shown(bytesOf(value));
    case GEN_URI:
        return QStringLiteral("URI:") + shown(bytesOf(value));
    case GEN_IPADD:
        return QStringLiteral("IP:") + addressText(bytesOf(value));
    default:
        return {};
    }
}

QStringList alternativeNames(const X509 *certificate)
{
    using Names = std::unique_ptr<GENERAL_NAMES, openssl::Deleter<GENERAL_NAMES_free>>;
    const Names names(static_cast<GENERAL_NAMES *>(
        X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    QStringList result;
    const int count = names ? sk_GENERAL_NAME_num(names.get()) : 0;
    for (int index = 0; index < count; ++index) {
        if (index == mostNames) {
            result.append(tr("%1 more").arg(count - mostNames));
            break;
        }
        const QString name = alternativeName(sk_GENERAL_NAME_value(names.get(), index));
        if (!name.isEmpty()) {
            result.append(name);
        }
    }
    return result;
}

QDateTime timeOf(const ASN1_TIME *time)
{
    std::tm parts = {};
    if (ASN1_TIME_to_tm(time, &parts) != 1) {
        return {};
    }
    constexpr int firstYear = 1900;
    return {QDate(parts.tm_year + firstYear, parts.tm_mon + 1, parts.tm_mday),
            QTime(parts.tm_hour, parts.tm_min, parts.tm_sec), Qt::UTC};
}

QString keyText(X509 *certificate)
{
    EVP_PKEY *const key = X509_get0_pubkey(certificate);
    if (key == nullptr) {
        return tr("a key that cannot be read");
    }
    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC) {
        std::array<char, 64> group = {};
        std::size_t size = 0;
        EVP_PKEY_get_group_name(key, group.data(), group.size(), &size);
        const char *const known = EC_curve_nid2nist(OBJ_sn2nid(group.data()));
        return QStringLiteral("EC %1").arg(
            QString::fromLatin1(known == nullptr ? group.data() : known));
    }
    const char *const name = EVP_PKEY_get0_type_name(key);
    return QStringLiteral("%1 %2")
        .arg(QString::fromLatin1(name == nullptr ? "?" : name))
        .arg(EVP_PKEY_get_bits(key));
}

QString withColons(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toHex(':')).toUpper();
}

} // namespace

CertificateFacts factsOf(x509_st *certificate)
{
    return {.subject = nameText(X509_get_subject_name(certificate)),
            .issuer = nameText(X509_get_issuer_name(certificate)),
            .names = alternativeNames(certificate),
            .from = timeOf(X509_get0_notBefore(certificate)),
            .until = timeOf(X509_get0_notAfter(certificate)),
            .key = keyText(certificate),
            .fingerprint = fingerprintText(certificate)};
}

QString certificateText(const CertificateFacts &facts)
{
    const QString names =
        facts.names.isEmpty() ? tr("no alternative names") : facts.names.join(QStringLiteral(", "));
    return tr("%1; issued by %2; for %3; valid %4 to %5; key %6")
        .arg(facts.subject.isEmpty() ? tr("no subject") : facts.subject,
             facts.issuer.isEmpty() ? tr("nobody named") : facts.issuer, names,
             facts.from.toString(Qt::ISODate), facts.until.toString(Qt::ISODate), facts.key);
}

QString fingerprintText(x509_st *certificate)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest = {};
    unsigned size = 0;
    if (X509_digest(certificate, EVP_sha256(), digest.data(), &size) != 1) {
        return {};
    }
    return withColons(
        QByteArray(reinterpret_cast<const char *>(digest.data()), static_cast<qsizetype>(size)));
}

QString fingerprintIn(const QString &text)
{
    QString digits = text;
    digits.remove(u':').remove(u' ');
    const QByteArray bytes = QByteArray::fromHex(digits.toLatin1());
    const bool isOne = digits.size() == 2 * fingerprintSize && bytes.size() == fingerprintSize;
    return isOne ? withColons(bytes) : QString();
}

} // namespace sockyard
