#pragma once

#include <QString>

#include <cstdint>

struct ssl_st;

namespace sockyard
{

/// `TLSv1.3`; the number in hexadecimal where there is no name, and `GREASE` for a number that
/// means nothing (RFC 8701).
QString tlsVersionName(std::uint16_t version);
/// The name that RFC 8446 and IANA have for it: `TLS_AES_256_GCM_SHA384`.
QString tlsCipherName(ssl_st *connection, std::uint16_t cipher);
/// `x25519`
QString tlsGroupName(ssl_st *connection, std::uint16_t group);
/// The name of an alert as RFC 8446 section 6 writes it, without its number: `certificate_expired`.
QString tlsAlertName(int alert);

} // namespace sockyard
