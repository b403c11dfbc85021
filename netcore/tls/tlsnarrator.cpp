#include "netcore/tls/tlsnarrator.h"

#include "netcore/codec/visibletext.h"
#include "netcore/sockets/notemarks.h"
#include "netcore/tls/certificatefacts.h"
#include "netcore/tls/clienthello.h"
#include "netcore/tls/tlsnames.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <utility>

namespace sockyard
{

namespace
{

constexpr std::size_t longestName = 255;
constexpr std::size_t mostListed = 64; // of what a peer lists
constexpr int mostCertificates = 10;

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::TlsNarrator", text);
}

QString shown(std::string_view text)
{
    return QString::fromStdString(visibleText(text, longestName));
}

/// `a, b, c`, and how many more there were.
QString listText(const auto &values, const auto &nameOf)
{
    QStringList names;
    for (const auto &value : values) {
        if (static_cast<std::size_t>(names.size()) == mostListed) {
            names.append(tr("%1 more").arg(values.size() - mostListed));
            break;
        }
        names.append(nameOf(value));
    }
    return names.isEmpty() ? tr("none") : names.join(QStringLiteral(", "));
}

QString offerText(SSL *connection, const ClientHello &hello)
{
    QString text =
        tr("the client offers %1; ciphers %2; groups %3")
            .arg(listText(hello.versions, tlsVersionName),
                 listText(hello.ciphers,
                          [connection](auto cipher) { return tlsCipherName(connection, cipher); }),
                 listText(hello.groups,
                          [connection](auto group) { return tlsGroupName(connection, group); }));
    text +=
        hello.protocols.empty() ? QString() : tr("; ALPN %1").arg(listText(hello.protocols, shown));
    text += hello.serverName.empty() ? tr("; no server name")
                                     : tr("; server name %1").arg(shown(hello.serverName));
    text += hello.resumes ? tr("; would go on with an earlier session") : QString();
    return text;
}

QString protocolOf(SSL *connection)
{
    const unsigned char *bytes = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(connection, &bytes, &size);
    return shown({reinterpret_cast<const char *>(bytes), size});
}

} // namespace

TlsNarrator::TlsNarrator(const Journal &journal)
    : m_journal(journal)
{
}

void TlsNarrator::listenTo(SSL *connection)
{
    SSL_set_msg_callback(connection, &TlsNarrator::hear);
    SSL_set_msg_callback_arg(connection, this);
}

void TlsNarrator::tell(const QString &text)
{
    if (m_isHeld) {
        m_held.append(text);
    } else {
        m_journal.write(EventKind::Note, markedNote(tlsMark, text));
    }
}

void TlsNarrator::release()
{
    m_isHeld = false;
    const QStringList held = std::exchange(m_held, {});
    for (const QString &text : held) {
        tell(text);
    }
}

void TlsNarrator::hear(int isWritten, int /*version*/, int type, const void *bytes, size_t size,
                       SSL *connection, void *narrator)
{
    auto &self = *static_cast<TlsNarrator *>(narrator);
    const ByteView view(static_cast<const std::byte *>(bytes), size);
    if (type == SSL3_RT_HANDSHAKE) {
        self.hearHandshake(connection, view);
    } else if (type == SSL3_RT_ALERT) {
        self.hearAlert(isWritten != 0, view);
    }
}

void TlsNarrator::hearHandshake(SSL *connection, ByteView message)
{
    if (const auto hello = readClientHello(message)) {
        tell(offerText(connection, *hello));
    }
}

void TlsNarrator::hearAlert(bool isSent, ByteView alert)
{
    constexpr std::size_t size = 2; // level and description, RFC 8446 section 6
    if (alert.size() != size) {
        return;
    }
    const bool isFatal = std::to_integer<int>(alert[0]) == SSL3_AL_FATAL;
    const int description = std::to_integer<int>(alert[1]);
    m_heardEnd = m_heardEnd || (!isSent && description == SSL_AD_CLOSE_NOTIFY);
    const QString name = QStringLiteral("%1 (%2)").arg(tlsAlertName(description)).arg(description);
    if (isFatal) {
        tell(isSent ? tr("fatal alert sent: %1").arg(name)
                    : tr("fatal alert received: %1").arg(name));
    } else {
        tell(isSent ? tr("alert sent: %1").arg(name) : tr("alert received: %1").arg(name));
    }
}

void TlsNarrator::tellChain(X509_STORE_CTX *store) const
{
    const STACK_OF(X509) *const chain = X509_STORE_CTX_get0_untrusted(store);
    const int count = chain == nullptr ? 0 : sk_X509_num(chain);
    for (int index = 0; index < std::min(count, mostCertificates); ++index) {
        const CertificateFacts facts = factsOf(sk_X509_value(chain, index));
        m_journal.write(EventKind::Note,
                        markedNote(peerCertificateMark, tr("%1: %2 of %3, %4")
                                                            .arg(facts.fingerprint)
                                                            .arg(index + 1)
                                                            .arg(count)
                                                            .arg(certificateText(facts))));
    }
}

void TlsNarrator::tellChosen(SSL *connection)
{
    const auto group = static_cast<int>(SSL_get_negotiated_group(connection));
    if (group > 0) {
        tell(tr("key exchange: %1").arg(QString::fromLatin1(SSL_group_to_name(connection, group))));
    }
}

QString TlsNarrator::agreement(SSL *connection)
{
    QStringList parts{QStringLiteral("%1 %2").arg(
        QString::fromLatin1(SSL_get_version(connection)),
        QString::fromLatin1(SSL_CIPHER_standard_name(SSL_get_current_cipher(connection))))};
    const QString protocol = protocolOf(connection);
    if (!protocol.isEmpty()) {
        parts.append(QStringLiteral("ALPN ") + protocol);
    }
    parts.append(SSL_session_reused(connection) != 0 ? tr("resumed session") : tr("new session"));
    return parts.join(QStringLiteral(", "));
}

} // namespace sockyard
