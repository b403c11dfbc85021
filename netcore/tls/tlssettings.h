#pragma once

#include <QString>
#include <QStringList>

namespace sockyard
{

/// The versions of TLS that are spoken here; older ones are broken (RFC 8996).
enum class TlsVersion {
    V1_2, ///< RFC 5246
    V1_3, ///< RFC 8446
};

/// What a person chose for TLS at both ends, as it was typed: TlsContext judges it. Files are PEM.
struct TlsSettings {
    /// Nothing older is spoken.
    TlsVersion least = TlsVersion::V1_2;
    /// Application protocols, the best first, with commas between them (ALPN, RFC 7301): `h2,
    /// http/1.1`. Empty: none is spoken about.
    QString protocols = {};
    /// The own certificate, with those that vouch for it behind it, and its key. Empty: a client
    /// has none; a server has one that it made itself (OwnCertificate).
    QString certificateFile = {};
    /// Empty: the key is in the certificate's file.
    QString keyFile = {};
    /// Certificates that are trusted, beside the system's own where it is the server that is
    /// verified. A server trusts no other for its clients.
    QString trustFile = {};
    /// Where the secrets of the connections are written, so that Wireshark can read along; empty:
    /// nowhere, unless the environment says it (SSLKEYLOGFILE).
    QString keyLogFile = {};
};

/// What a server has besides.
struct TlsServerSettings : TlsSettings {
    /// Whether clients have to show who they are.
    enum class ClientCertificates { NotAsked, Asked, Required };

    ClientCertificates clientCertificates = ClientCertificates::NotAsked;
};

/// What a client has besides.
struct TlsClientSettings : TlsSettings {
    /// The name that the server's certificate has to have, and that the server is told (SNI, RFC
    /// 6066 section 3); empty: the host that is connected to.
    QString serverName = {};
    /// Fingerprints (SHA-256, as fingerprintText() writes them) of certificates that are accepted
    /// from this peer although they cannot be verified.
    QStringList accepted = {};
};

} // namespace sockyard
