#include "netcore/tls/owncertificate.h"

#include "netcore/tls/openssl.h"

#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QHostInfo>
#include <QNetworkInterface>
#include <QStandardPaths>
#include <QTemporaryFile>

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

namespace sockyard
{

namespace
{

constexpr long secondsInDay = 24L * 3600;
// Longer, and some systems do not accept it even where it is trusted.
constexpr long days = 825;
constexpr long earlier = secondsInDay; // clocks differ

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::OwnCertificate", text);
}

QByteArray bytesIn(const openssl::Bio &bio)
{
    char *bytes = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &bytes);
    return {bytes, static_cast<qsizetype>(size)};
}

openssl::Certificate certificateIn(const QString &fileName)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly)) {
        return nullptr;
    }
    const QByteArray bytes = file.readAll();
    const openssl::Bio bio(BIO_new_mem_buf(bytes.constData(), static_cast<int>(bytes.size())));
    return openssl::Certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

openssl::Key keyIn(const QString &fileName)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly)) {
        return nullptr;
    }
    const QByteArray bytes = file.readAll();
    const openssl::Bio bio(BIO_new_mem_buf(bytes.constData(), static_cast<int>(bytes.size())));
    return openssl::Key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
}

QByteArray alternativeNames(const CertificateNames &names)
{
    QByteArrayList parts;
    for (const QString &host : names.hosts) {
        parts.append("DNS:" + host.toLatin1());
    }
    for (const QHostAddress &address : names.addresses) {
        parts.append("IP:" + address.toString().toLatin1());
    }
    return parts.join(',');
}

bool addExtension(X509 *certificate, int id, const QByteArray &value)
{
    X509V3_CTX context = {};
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const openssl::Extension extension(
        X509V3_EXT_conf_nid(nullptr, &context, id, value.constData()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool addName(X509 *certificate, const QString &host)
{
    constexpr qsizetype longest = 64; // of a common name, RFC 5280 appendix A.1
    X509_NAME *const name = X509_get_subject_name(certificate);
    const auto add = [name](const char *field, const QByteArray &value) {
        return X509_NAME_add_entry_by_txt(
                   name, field, MBSTRING_UTF8,
                   reinterpret_cast<const unsigned char *>(value.constData()),
                   static_cast<int>(value.size()), -1, 0) == 1;
    };
    return add("O", "Sockyard") && add("CN", host.left(longest).toUtf8()) &&
           X509_set_issuer_name(certificate, name) == 1;
}

bool setNumber(X509 *certificate)
{
    std::array<unsigned char, 16> number = {};
    if (RAND_bytes(number.data(), static_cast<int>(number.size())) != 1) {
        return false;
    }
    number[0] &= 0x7fU; // positive, RFC 5280 section 4.1.2.2
    using Number = std::unique_ptr<BIGNUM, openssl::Deleter<BN_free>>;
    const Number serial(BN_bin2bn(number.data(), static_cast<int>(number.size()), nullptr));
    return serial &&
           BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate)) != nullptr;
}

openssl::Certificate madeFor(const CertificateNames &names, EVP_PKEY *key)
{
    openssl::Certificate certificate(X509_new());
    const bool isMade =
        certificate && X509_set_version(certificate.get(), X509_VERSION_3) == 1 &&
        setNumber(certificate.get()) &&
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -earlier) != nullptr &&
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), days * secondsInDay - earlier) !=
            nullptr &&
        X509_set_pubkey(certificate.get(), key) == 1 &&
        addName(certificate.get(), names.hosts.value(0, QStringLiteral("localhost"))) &&
        addExtension(certificate.get(), NID_basic_constraints, "critical,CA:FALSE") &&
        addExtension(certificate.get(), NID_key_usage, "critical,digitalSignature") &&
        addExtension(certificate.get(), NID_ext_key_usage, "serverAuth") &&
        addExtension(certificate.get(), NID_subject_key_identifier, "hash") &&
        addExtension(certificate.get(), NID_subject_alt_name, alternativeNames(names)) &&
        X509_sign(certificate.get(), key, EVP_sha256()) != 0;
    return isMade ? std::move(certificate) : nullptr;
}

// In a certificate stands ASCII only, and a host may be called anything.
bool isPlain(const QString &host)
{
    constexpr qsizetype longest = 253;
    return !host.isEmpty() && host.size() <= longest &&
           std::all_of(host.begin(), host.end(), [](QChar letter) {
               const bool isAscii = letter.unicode() < 0x80;
               return isAscii && (letter.isLetterOrNumber() || letter == u'-' || letter == u'.');
           });
}

} // namespace

QString OwnCertificate::usualFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) +
           QStringLiteral("/tls");
}

CertificateNames OwnCertificate::namesOfThisMachine()
{
    CertificateNames names{.hosts = {QStringLiteral("localhost")},
                           .addresses = {QHostAddress(QHostAddress::LocalHost),
                                         QHostAddress(QHostAddress::LocalHostIPv6)}};
    const QString host = QHostInfo::localHostName();
    const QString domain = QHostInfo::localDomainName();
    for (const QString &name : {host, domain.isEmpty() ? QString() : host + u'.' + domain}) {
        if (isPlain(name) && !names.hosts.contains(name)) {
            names.hosts.append(name);
        }
    }
    const auto interfaces = QNetworkInterface::allInterfaces();
    for (const QNetworkInterface &one : interfaces) {
        const auto entries = one.addressEntries();
        for (const QNetworkAddressEntry &entry : entries) {
            const QHostAddress address = entry.ip();
            const bool stays =
                address.protocol() == QAbstractSocket::IPv4Protocol || entry.isPermanent();
            if (stays && !address.isLinkLocal() && !names.addresses.contains(address)) {
                names.addresses.append(address);
            }
        }
    }
    return names;
}

OwnCertificate::OwnCertificate(const QString &folder)
    : m_folder(folder)
    , m_certificateFile(folder + QStringLiteral("/certificate.pem"))
    , m_keyFile(folder + QStringLiteral("/key.pem"))
{
}

bool OwnCertificate::ensure(const CertificateNames &names)
{
    m_isNew = false;
    return willDo(names) || make(names);
}

bool OwnCertificate::willDo(const CertificateNames &names) const
{
    const openssl::Certificate certificate = certificateIn(m_certificateFile);
    const openssl::Key key = keyIn(m_keyFile);
    if (!certificate || !key || X509_check_private_key(certificate.get(), key.get()) != 1 ||
        X509_cmp_current_time(X509_get0_notAfter(certificate.get())) <= 0 ||
        X509_cmp_current_time(X509_get0_notBefore(certificate.get())) >= 0) {
        return false;
    }
    const bool hasHosts =
        std::all_of(names.hosts.begin(), names.hosts.end(), [&certificate](const QString &host) {
            const QByteArray name = host.toLatin1();
            return X509_check_host(certificate.get(), name.constData(),
                                   static_cast<std::size_t>(name.size()), 0, nullptr) == 1;
        });
    return hasHosts &&
           std::all_of(names.addresses.begin(), names.addresses.end(),
                       [&certificate](const QHostAddress &address) {
                           const QByteArray text = address.toString().toLatin1();
                           return X509_check_ip_asc(certificate.get(), text.constData(), 0) == 1;
                       });
}

bool OwnCertificate::make(const CertificateNames &names)
{
    const openssl::Key key(EVP_EC_gen("P-256"));
    const openssl::Certificate certificate = key ? madeFor(names, key.get()) : nullptr;
    if (!certificate) {
        m_error = tr("OpenSSL cannot make a certificate");
        return false;
    }
    const openssl::Bio keyBytes(BIO_new(BIO_s_mem()));
    const openssl::Bio certificateBytes(BIO_new(BIO_s_mem()));
    if (PEM_write_bio_PrivateKey(keyBytes.get(), key.get(), nullptr, nullptr, 0, nullptr,
                                 nullptr) != 1 ||
        PEM_write_bio_X509(certificateBytes.get(), certificate.get()) != 1) {
        m_error = tr("OpenSSL cannot write a certificate");
        return false;
    }
    if (!QDir().mkpath(m_folder)) {
        m_error = tr("the folder %1 cannot be made").arg(m_folder);
        return false;
    }
    m_isNew = keep(m_keyFile, bytesIn(keyBytes), true) &&
              keep(m_certificateFile, bytesIn(certificateBytes), false);
    return m_isNew;
}

bool OwnCertificate::keep(const QString &fileName, const QByteArray &bytes, bool isSecret)
{
    // Such a file is the user's alone (mode 0600) from the moment on in which it is made.
    QTemporaryFile file(fileName + QStringLiteral(".XXXXXX"));
    bool isKept = file.open() && file.write(bytes) == bytes.size() && file.flush();
    if (isKept && !isSecret) {
        file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner |
                            QFileDevice::ReadGroup | QFileDevice::ReadOther);
    }
    std::error_code error;
    if (isKept) {
        const QString made = file.fileName();
        file.setAutoRemove(false);
        file.close();
        // In one step, and in the place of what was there.
        std::filesystem::rename(made.toStdU16String(), fileName.toStdU16String(), error);
        isKept = !error;
        if (!isKept) {
            QFile::remove(made);
        }
    }
    if (!isKept) {
        m_error = tr("%1 cannot be written: %2")
                      .arg(fileName,
                           error ? QString::fromStdString(error.message()) : file.errorString());
    }
    return isKept;
}

} // namespace sockyard
