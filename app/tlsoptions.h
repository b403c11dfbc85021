#pragma once

#include "app/commandline.h"

#include <QCommandLineOption>
#include <QList>

class QCommandLineParser;

namespace sockyard
{

/// The words of the command line that are about TLS, of a server or a client, and how they are
/// read. Where both speak it, certificate and key are the server's.
class TlsOptions
{
public:
    TlsOptions();

    QList<QCommandLineOption> all() const;
    /// Fills in what they ask for. Throws Misunderstood, also where nobody speaks TLS.
    void read(const QCommandLineParser &parser, CommandLine &into) const;

private:
    void readShared(const QCommandLineParser &parser, TlsSettings &settings) const;
    void readCertificate(const QCommandLineParser &parser, TlsSettings &settings) const;
    TlsServerSettings ofServer(const QCommandLineParser &parser) const;
    TlsClientSettings ofClient(const QCommandLineParser &parser) const;

    QCommandLineOption m_trust;
    QCommandLineOption m_least;
    QCommandLineOption m_name;
    QCommandLineOption m_protocols;
    QCommandLineOption m_certificate;
    QCommandLineOption m_key;
    QCommandLineOption m_clients;
    QCommandLineOption m_accept;
    QCommandLineOption m_keyLog;
};

} // namespace sockyard
