#include "netcore/tls/tlsnames.h"

#include "netcore/tls/openssl.h"

#include <algorithm>
#include <array>

namespace sockyard
{

namespace
{

struct Named {
    int number;
    const char *name;
};

constexpr std::array versions = {
    Named{SSL3_VERSION, "SSLv3"},     Named{TLS1_VERSION, "TLSv1"},
    Named{TLS1_1_VERSION, "TLSv1.1"}, Named{TLS1_2_VERSION, "TLSv1.2"},
    Named{TLS1_3_VERSION, "TLSv1.3"},
};

constexpr std::array alerts = {
    Named{0, "close_notify"},
    Named{10, "unexpected_message"},
    Named{20, "bad_record_mac"},
    Named{21, "decryption_failed"},
    Named{22, "record_overflow"},
    Named{30, "decompression_failure"},
    Named{40, "handshake_failure"},
    Named{41, "no_certificate"},
    Named{42, "bad_certificate"},
    Named{43, "unsupported_certificate"},
    Named{44, "certificate_revoked"},
    Named{45, "certificate_expired"},
    Named{46, "certificate_unknown"},
    Named{47, "illegal_parameter"},
    Named{48, "unknown_ca"},
    Named{49, "access_denied"},
    Named{50, "decode_error"},
    Named{51, "decrypt_error"},
    Named{60, "export_restriction"},
    Named{70, "protocol_version"},
    Named{71, "insufficient_security"},
    Named{80, "internal_error"},
    Named{86, "inappropriate_fallback"},
    Named{90, "user_canceled"},
    Named{100, "no_renegotiation"},
    Named{109, "missing_extension"},
    Named{110, "unsupported_extension"},
    Named{111, "certificate_unobtainable"},
    Named{112, "unrecognized_name"},
    Named{113, "bad_certificate_status_response"},
    Named{114, "bad_certificate_hash_value"},
    Named{115, "unknown_psk_identity"},
    Named{116, "certificate_required"},
    Named{120, "no_application_protocol"},
};

// Both bytes are the same, and end in A.
bool isGrease(std::uint16_t number)
{
    constexpr std::uint16_t low = 0xff;
    return (number >> 8U) == (number & low) && (number & 0xfU) == 0xa;
}

QString nameIn(const auto &table, int number)
{
    const auto *const found = std::find_if(
        table.begin(), table.end(), [number](const Named &row) { return row.number == number; });
    return found == table.end() ? QString() : QString::fromLatin1(found->name);
}

QString nameOrNumber(const QString &name, std::uint16_t number)
{
    if (!name.isEmpty()) {
        return name;
    }
    return isGrease(number) ? QStringLiteral("GREASE")
                            : QStringLiteral("0x%1").arg(number, 4, 16, QLatin1Char('0'));
}

} // namespace

QString tlsVersionName(std::uint16_t version)
{
    return nameOrNumber(nameIn(versions, version), version);
}

QString tlsCipherName(ssl_st *connection, std::uint16_t cipher)
{
    // No ciphers, but promises to a server that look like them (RFC 5746, RFC 7507).
    constexpr std::uint16_t renegotiationInfo = 0x00ff;
    constexpr std::uint16_t fallback = 0x5600;
    if (cipher == renegotiationInfo) {
        return QStringLiteral("TLS_EMPTY_RENEGOTIATION_INFO_SCSV");
    }
    if (cipher == fallback) {
        return QStringLiteral("TLS_FALLBACK_SCSV");
    }
    const std::array<unsigned char, 2> bytes = {static_cast<unsigned char>(cipher >> 8U),
                                                static_cast<unsigned char>(cipher & 0xffU)};
    const SSL_CIPHER *const known = SSL_CIPHER_find(connection, bytes.data());
    return nameOrNumber(known == nullptr ? QString()
                                         : QString::fromLatin1(SSL_CIPHER_standard_name(known)),
                        cipher);
}

QString tlsGroupName(ssl_st *connection, std::uint16_t group)
{
    return nameOrNumber(QString::fromLatin1(SSL_group_to_name(connection, group)), group);
}

QString tlsAlertName(int alert)
{
    const QString name = nameIn(alerts, alert);
    return name.isEmpty() ? QStringLiteral("alert %1").arg(alert) : name;
}

} // namespace sockyard
