#include "netcore/tls/tlscontext.h"

#include "netcore/sockets/addresstext.h"
#include "netcore/sockets/notemarks.h"
#include "netcore/sockets/streamchannel.h"
#include "netcore/tls/certificatefacts.h"
#include "netcore/tls/owncertificate.h"
#include "netcore/tls/systemtrust.h"
#include "netcore/tls/tlschannel.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QUrl>

#include <string_view>

namespace sockyard
{

namespace
{

constexpr std::size_t readAhead = 64UL * 1024;

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::TlsContext", text);
}

/// Why OpenSSL's last call failed; the queue of its errors is empty after it.
QString lastError()
{
    const unsigned long code = ERR_peek_last_error();
    ERR_clear_error();
    const char *const words = ERR_reason_error_string(code);
    return words == nullptr ? tr("OpenSSL does not say why") : QString::fromLatin1(words);
}

/// Empty where the file can be read: whatever else has that name could make this program wait.
QString fileProblem(const QString &fileName)
{
    const QFileInfo info(fileName);
    if (!info.exists()) {
        return tr("there is no file %1").arg(fileName);
    }
    if (!info.isFile()) {
        return tr("%1 is no file").arg(fileName);
    }
    return info.isReadable() ? QString() : tr("%1 may not be read").arg(fileName);
}

// Nobody is asked on a terminal.
int noPassword(char * /*into*/, int /*size*/, int /*isWriting*/, void * /*data*/)
{
    return -1;
}

} // namespace

TlsContext::TlsContext(bool isServer)
    : m_isServer(isServer)
    , m_context(SSL_CTX_new(isServer ? TLS_server_method() : TLS_client_method()))
{
    SSL_CTX *const context = m_context.get();
    SSL_CTX_set_app_data(context, this);
    SSL_CTX_set_default_passwd_cb(context, noPassword);
    // An end without a word is no failure of the connection here, it is told (TlsChannel).
    SSL_CTX_set_options(context, SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_NO_RENEGOTIATION |
                                     SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                  SSL_MODE_RELEASE_BUFFERS | SSL_MODE_NO_AUTO_CHAIN);
    SSL_CTX_clear_mode(context, SSL_MODE_AUTO_RETRY);
    SSL_CTX_set_read_ahead(context, 1);
    SSL_CTX_set_default_read_buffer_len(context, readAhead);
    SSL_CTX_set_cert_verify_callback(context, TlsChannel::verify, nullptr);
    if (isServer) {
        constexpr std::string_view name = "sockyard";
        SSL_CTX_set_session_id_context(context,
                                       reinterpret_cast<const unsigned char *>(name.data()),
                                       static_cast<unsigned>(name.size()));
        SSL_CTX_set_alpn_select_cb(context, chooseProtocol, this);
    } else {
        SSL_CTX_set_session_cache_mode(context,
                                       SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL_STORE);
        SSL_CTX_sess_set_new_cb(context, keepSession);
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    }
}

TlsContext::Made TlsContext::forServer(const TlsServerSettings &settings)
{
    const std::shared_ptr<TlsContext> context(new TlsContext(true));
    QString error = context->take(settings);
    if (error.isEmpty() && settings.certificateFile.isEmpty()) {
        error = context->takeOwnCertificate();
    }
    if (error.isEmpty()) {
        error = context->askClients(settings);
    }
    return error.isEmpty() ? Made{context, {}} : Made{{}, error};
}

TlsContext::Made TlsContext::forClient(const TlsClientSettings &settings, const QString &host)
{
    const std::shared_ptr<TlsContext> context(new TlsContext(false));
    const QString name = settings.serverName.trimmed();
    context->m_peerName = name.isEmpty() ? host : name;
    QString error;
    if (!parseAddress(context->m_peerName) && !isPlausibleHostName(context->m_peerName)) {
        error = tr("\"%1\" can be no name of a server").arg(name.left(300));
    }
    if (error.isEmpty()) {
        error = context->take(settings);
    }
    if (error.isEmpty()) {
        error = context->takeAccepted(settings.accepted);
    }
    if (error.isEmpty()) {
        trustWhatTheSystemTrusts(context->m_context.get());
        error = context->takeTrust(settings.trustFile);
    }
    return error.isEmpty() ? Made{context, {}} : Made{{}, error};
}

void TlsContext::remark(const QString &text)
{
    m_remarks.append(markedNote(tlsMark, text));
}

QString TlsContext::take(const TlsSettings &settings)
{
    SSL_CTX_set_min_proto_version(
        m_context.get(), settings.least == TlsVersion::V1_3 ? TLS1_3_VERSION : TLS1_2_VERSION);
    QString error = takeProtocols(settings.protocols);
    if (error.isEmpty()) {
        error = takeKeyLog(TlsKeyLog::wantedFile(settings.keyLogFile));
    }
    if (error.isEmpty()) {
        error = takeCertificate(settings.certificateFile, settings.keyFile);
    }
    return error;
}

QString TlsContext::takeProtocols(const QString &text)
{
    constexpr qsizetype longest = 255;
    const auto names = text.split(u',', Qt::SkipEmptyParts);
    for (const QString &one : names) {
        const QByteArray name = one.trimmed().toUtf8();
        if (name.isEmpty() || name.size() > longest) {
            return tr("ALPN: the names of application protocols have 1 to 255 bytes, and commas "
                      "between them");
        }
        m_protocols.append(static_cast<char>(name.size()));
        m_protocols.append(name);
    }
    if (!m_isServer && !m_protocols.isEmpty() &&
        SSL_CTX_set_alpn_protos(m_context.get(),
                                reinterpret_cast<const unsigned char *>(m_protocols.constData()),
                                static_cast<unsigned>(m_protocols.size())) != 0) {
        return tr("ALPN: %1").arg(lastError());
    }
    return {};
}

QString TlsContext::takeCertificate(const QString &certificateFile, const QString &keyFile)
{
    if (certificateFile.isEmpty()) {
        return keyFile.isEmpty() ? QString() : tr("the key is of no use without its certificate");
    }
    const QString keyOrBoth = keyFile.isEmpty() ? certificateFile : keyFile;
    for (const QString &fileName : {certificateFile, keyOrBoth}) {
        QString problem = fileProblem(fileName);
        if (!problem.isEmpty()) {
            return problem;
        }
    }
    ERR_clear_error();
    SSL_CTX *const context = m_context.get();
    if (SSL_CTX_use_certificate_chain_file(context, QFile::encodeName(certificateFile)) != 1) {
        return tr("%1 is no certificate (PEM) that can be used: %2")
            .arg(certificateFile, lastError());
    }
    if (SSL_CTX_use_PrivateKey_file(context, QFile::encodeName(keyOrBoth), SSL_FILETYPE_PEM) != 1) {
        return tr("%1 has no key (PEM, without a password) that fits the certificate: %2")
            .arg(keyOrBoth, lastError());
    }
    return {};
}

QString TlsContext::takeTrust(const QString &fileName)
{
    if (fileName.isEmpty()) {
        return {};
    }
    QString problem = fileProblem(fileName);
    if (!problem.isEmpty()) {
        return problem;
    }
    ERR_clear_error();
    if (SSL_CTX_load_verify_file(m_context.get(), QFile::encodeName(fileName)) != 1) {
        return tr("%1 has no certificates (PEM) to trust: %2").arg(fileName, lastError());
    }
    // What stands in it is trusted by itself, whoever has signed it.
    X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(m_context.get()), X509_V_FLAG_PARTIAL_CHAIN);
    return {};
}

QString TlsContext::takeKeyLog(const QString &fileName)
{
    if (fileName.isEmpty()) {
        return {};
    }
    if (!m_keyLog.open(fileName)) {
        return tr("the key log %1 cannot be written: %2").arg(fileName, m_keyLog.error());
    }
    SSL_CTX_set_keylog_callback(m_context.get(), writeKey);
    remark(tr("the secrets of all connections are written to %1: whoever has that file "
              "can read what is recorded of them (Wireshark: Preferences, Protocols, "
              "TLS)")
               .arg(m_keyLog.fileName()));
    return {};
}

QString TlsContext::takeOwnCertificate()
{
    OwnCertificate own;
    if (!own.ensure(OwnCertificate::namesOfThisMachine())) {
        return tr("a certificate is needed, and none could be made: %1").arg(own.error());
    }
    QString error = takeCertificate(own.certificateFile(), own.keyFile());
    if (error.isEmpty()) {
        const QString file = own.certificateFile();
        const CertificateFacts facts = factsOf(SSL_CTX_get0_certificate(m_context.get()));
        const QString words = certificateText(facts);
        remark(own.isNew()
                   ? tr("this server has made itself a certificate: %1; SHA-256 %2")
                         .arg(words, facts.fingerprint)
                   : tr("this server uses the certificate that it made itself: %1; SHA-256 %2")
                         .arg(words, facts.fingerprint));
        m_remarks.append(markedNote(ownCertificateMark,
                                    tr("a client that is to trust it needs %1: curl --cacert %1, "
                                       "sockyard --trust %1, or the field \"Trust\" of a client")
                                        .arg(file)));
    }
    return error;
}

QString TlsContext::askClients(const TlsServerSettings &settings)
{
    using Asked = TlsServerSettings::ClientCertificates;
    if (settings.clientCertificates == Asked::NotAsked) {
        return {};
    }
    if (settings.trustFile.isEmpty()) {
        return tr("clients are asked for certificates: say which issuers are trusted (a file with "
                  "their certificates)");
    }
    QString error = takeTrust(settings.trustFile);
    if (!error.isEmpty()) {
        return error;
    }
    SSL_CTX_set_verify(
        m_context.get(),
        SSL_VERIFY_PEER |
            (settings.clientCertificates == Asked::Required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0),
        nullptr);
    SSL_CTX_set_client_CA_list(m_context.get(),
                               SSL_load_client_CA_file(QFile::encodeName(settings.trustFile)));
    return {};
}

QString TlsContext::takeAccepted(const QStringList &fingerprints)
{
    for (const QString &text : fingerprints) {
        const QString fingerprint = fingerprintIn(text);
        if (fingerprint.isEmpty()) {
            return tr("\"%1\" is no fingerprint of a certificate: that is its SHA-256, 64 "
                      "hexadecimal digits")
                .arg(text.left(100));
        }
        m_accepted.append(fingerprint);
    }
    if (!m_accepted.isEmpty()) {
        remark(tr("accepted from this peer, verified or not, is the certificate %1")
                   .arg(m_accepted.join(QStringLiteral(", "))));
    }
    return {};
}

std::unique_ptr<StreamChannel> TlsContext::channel()
{
    return std::make_unique<TlsChannel>(shared_from_this());
}

openssl::Connection TlsContext::connection()
{
    openssl::Connection connection(SSL_new(m_context.get()));
    if (m_isServer) {
        SSL_set_accept_state(connection.get());
        return connection;
    }
    SSL_set_connect_state(connection.get());
    nameTheServer(connection.get());
    if (m_session) {
        SSL_set_session(connection.get(), m_session.get());
        m_session.reset(); // who uses a ticket twice can be recognised by it (RFC 8446, C.4)
    }
    return connection;
}

bool TlsContext::nameTheServer(SSL *connection) const
{
    X509_VERIFY_PARAM *const wanted = SSL_get0_param(connection);
    X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (auto address = parseAddress(m_peerName)) {
        address->setScopeId({}); // of this machine, and in no certificate
        return X509_VERIFY_PARAM_set1_ip_asc(wanted, address->toString().toLatin1()) == 1;
    }
    const QByteArray name = QUrl::toAce(m_peerName);
    return SSL_set_tlsext_host_name(connection, name.constData()) == 1 &&
           X509_VERIFY_PARAM_set1_host(wanted, name.constData(), 0) == 1;
}

int TlsContext::chooseProtocol(SSL * /*connection*/, const unsigned char **chosen,
                               unsigned char *chosenSize, const unsigned char *offered,
                               unsigned offeredSize, void *context)
{
    const QByteArray &protocols = static_cast<const TlsContext *>(context)->m_protocols;
    if (protocols.isEmpty()) {
        return SSL_TLSEXT_ERR_NOACK;
    }
    unsigned char *found = nullptr;
    const int outcome = SSL_select_next_proto(
        &found, chosenSize, reinterpret_cast<const unsigned char *>(protocols.constData()),
        static_cast<unsigned>(protocols.size()), offered, offeredSize);
    *chosen = found;
    return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

int TlsContext::keepSession(SSL *connection, SSL_SESSION *session)
{
    auto *const self = static_cast<TlsContext *>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(connection)));
    self->m_session.reset(session);
    return 1; // it is ours now
}

void TlsContext::writeKey(const SSL *connection, const char *line)
{
    static_cast<TlsContext *>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(connection)))
        ->m_keyLog.write(line);
}

} // namespace sockyard
