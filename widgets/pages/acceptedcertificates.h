#pragma once

#include <QString>

namespace sockyard
{

/// Which certificate a person has accepted from a peer although it cannot be verified: kept in the
/// settings, one for each peer. \a peer is `HOST:PORT` as it was typed. Main thread.

/// Its fingerprint (SHA-256); empty: none.
QString acceptedCertificate(const QString &peer);
void acceptCertificate(const QString &peer, const QString &fingerprint);
void forgetCertificate(const QString &peer);

} // namespace sockyard
