#pragma once

#include <QString>

#include <string_view>

namespace sockyard
{

/// Why TLS did not work, in words that begin with an error name in capitals, such as
/// `TLS_CERTIFICATE_EXPIRED`, that no language changes. Pure; any thread.

/// How verifying the peer's certificate ended: a code of X509_V_ERR_….
QString verificationFailure(long code, const QString &wantedName);
/// The peer says by an alert that it cannot go on (RFC 8446 section 6.2).
QString alertFailure(int alert);
/// This side cannot go on: a code of OpenSSL's error queue; \a beginning is what the peer had said
/// first, where it may have been no TLS at all.
QString protocolFailure(unsigned long code, std::string_view beginning);
/// The peer closed the connection in the middle of the handshake.
QString endedEarly();

} // namespace sockyard
