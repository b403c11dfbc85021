#include "app/tlsoptions.h"

#include "app/commandwords.h"
#include "netcore/tls/certificatefacts.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <utility>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::CommandLine", text);
}

} // namespace

TlsOptions::TlsOptions()
    : m_trust(QStringLiteral("trust"),
              tr("Certificates (PEM) that a TLS client trusts beside the system's; with "
                 "--tls-clients, those that may vouch for the server's clients."),
              QStringLiteral("FILE"))
    , m_least(QStringLiteral("tls-min"), tr("The oldest version of TLS; 1.2 is usual."),
              QStringLiteral("1.2|1.3"))
    , m_name(QStringLiteral("tls-name"),
             tr("The name that the server's certificate has to have; usually the host."),
             QStringLiteral("NAME"))
    , m_protocols(QStringLiteral("alpn"),
                  tr("Application protocols, the best first, such as h2,http/1.1."),
                  QStringLiteral("LIST"))
    , m_certificate(QStringLiteral("certificate"),
                    tr("This side's certificate (PEM). A server without one makes itself one."),
                    QStringLiteral("FILE"))
    , m_key(QStringLiteral("key"), tr("Its key (PEM), where it is in another file."),
            QStringLiteral("FILE"))
    , m_clients(QStringLiteral("tls-clients"),
                tr("Whether a TLS server asks its clients for certificates, or requires them."),
                QStringLiteral("asked|required"))
    , m_accept(QStringLiteral("tls-accept"),
               tr("Accept this certificate (SHA-256) from the server, verified or not; may be "
                  "repeated."),
               QStringLiteral("FINGERPRINT"))
    , m_keyLog(QStringLiteral("tls-keylog"),
               tr("Write the secrets of the connections there, for Wireshark."),
               QStringLiteral("FILE"))
{
}

QList<QCommandLineOption> TlsOptions::all() const
{
    return {m_trust, m_least,   m_name,   m_protocols, m_certificate,
            m_key,   m_clients, m_accept, m_keyLog};
}

void TlsOptions::read(const QCommandLineParser &parser, CommandLine &into) const
{
    const bool server = into.server && into.server->transport == Transport::Tls;
    const bool client = into.client && into.client->settings.transport == Transport::Tls;
    const auto needs = [&parser](const QCommandLineOption &option, bool isThere,
                                 const QString &what) {
        if (parser.isSet(option) && !isThere) {
            throw Misunderstood{
                tr("--%1 says nothing without %2").arg(option.names().constFirst(), what)};
        }
    };
    const auto serverWord = QStringLiteral("--server tls:ADDRESS:PORT");
    const auto clientWord = QStringLiteral("--client tls:HOST:PORT");
    for (const QCommandLineOption &option : all()) {
        needs(option, server || client, tr("%1 or %2").arg(serverWord, clientWord));
    }
    needs(m_name, client, clientWord);
    needs(m_accept, client, clientWord);
    needs(m_clients, server, serverWord);
    if (server) {
        into.server->tls = ofServer(parser);
    }
    if (client) {
        into.client->settings.tls = ofClient(parser);
        if (!server) {
            readCertificate(parser, into.client->settings.tls);
        }
    }
}

void TlsOptions::readShared(const QCommandLineParser &parser, TlsSettings &settings) const
{
    if (parser.isSet(m_least)) {
        const QString text = parser.value(m_least);
        if (text != QStringLiteral("1.2") && text != QStringLiteral("1.3")) {
            throw Misunderstood{tr("--tls-min %1: \"1.2\" or \"1.3\" is wanted").arg(text)};
        }
        settings.least = text == QStringLiteral("1.3") ? TlsVersion::V1_3 : TlsVersion::V1_2;
    }
    settings.protocols = parser.value(m_protocols);
    settings.keyLogFile = parser.value(m_keyLog);
}

void TlsOptions::readCertificate(const QCommandLineParser &parser, TlsSettings &settings) const
{
    settings.certificateFile = parser.value(m_certificate);
    settings.keyFile = parser.value(m_key);
}

TlsServerSettings TlsOptions::ofServer(const QCommandLineParser &parser) const
{
    using Clients = TlsServerSettings::ClientCertificates;
    TlsServerSettings settings;
    readShared(parser, settings);
    readCertificate(parser, settings);
    if (parser.isSet(m_clients)) {
        const QString text = parser.value(m_clients);
        if (text != QStringLiteral("asked") && text != QStringLiteral("required")) {
            throw Misunderstood{
                tr("--tls-clients %1: \"asked\" or \"required\" is wanted").arg(text)};
        }
        settings.clientCertificates =
            text == QStringLiteral("asked") ? Clients::Asked : Clients::Required;
        settings.trustFile = parser.value(m_trust);
    }
    return settings;
}

TlsClientSettings TlsOptions::ofClient(const QCommandLineParser &parser) const
{
    TlsClientSettings settings;
    readShared(parser, settings);
    settings.trustFile = parser.value(m_trust);
    settings.serverName = parser.value(m_name);
    settings.accepted = parser.values(m_accept);
    for (const QString &text : std::as_const(settings.accepted)) {
        if (fingerprintIn(text).isEmpty()) {
            throw Misunderstood{
                tr("--tls-accept %1: the SHA-256 of a certificate has 64 hexadecimal digits")
                    .arg(text)};
        }
    }
    return settings;
}

} // namespace sockyard
