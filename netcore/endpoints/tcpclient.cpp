#include "netcore/endpoints/tcpclient.h"

#include "netcore/sockets/addresstext.h"
#include "netcore/sockets/bytes.h"

#include <QStringList>

namespace sockyard
{

TcpClient::TcpClient(std::shared_ptr<EventLog> log)
    : Endpoint(std::move(log))
    , m_journal(this->log(), 0)
{
}

TcpClient::~TcpClient()
{
    if (m_lookup != -1) {
        QHostInfo::abortHostLookup(m_lookup);
    }
}

void TcpClient::start(const TcpClientSettings &settings)
{
    if (m_socket || m_lookup != -1) {
        refuse(refusal(tr("the client is connected or connecting already.")));
        return;
    }
    QString host = settings.host.trimmed();
    if (host.startsWith(u'[') && host.endsWith(u']')) {
        host = host.mid(1, host.size() - 2);
    }
    const auto port = parsePort(settings.port);
    if (!port) {
        refuse(badPortText(settings.port));
        return;
    }
    if (*port == 0) {
        refuse(refusal(
            tr("nobody can be connected to on port 0. It means \"any\" to a server only.")));
        return;
    }
    m_host = host;
    m_port = *port;
    m_wasConnected = false;
    m_candidates.clear();
    if (const auto address = parseAddress(host)) {
        if (SocketAddress(*address, m_port).family() == SocketAddress::Family::None) {
            refuse(refusal(tr("this machine has no interface \"%1\".").arg(address->scopeId())));
            return;
        }
        m_candidates.append(*address);
        tryNext();
        return;
    }
    if (!isPlausibleHostName(host)) {
        refuse(refusal(host.isEmpty()
                           ? tr("a host is missing: a name or an address.")
                           : tr("\"%1\" can be no host: names have at most 253 characters, 63 "
                                "between two dots, and no spaces.")
                                 .arg(host.left(300))));
        return;
    }
    m_journal.setPeer(QStringLiteral("%1:%2").arg(host, QString::number(m_port)).toStdString());
    m_journal.write(EventKind::Connecting, tr("resolving %1").arg(host));
    m_lookup = QHostInfo::lookupHost(host, this, &TcpClient::resolved);
}

void TcpClient::resolved(const QHostInfo &info)
{
    if (info.lookupId() != m_lookup) {
        return; // of an attempt that was given up
    }
    m_lookup = -1;
    QStringList texts;
    const auto addresses = info.addresses();
    for (const QHostAddress &address : addresses) {
        texts.append(address.toString());
    }
    if (info.error() != QHostInfo::NoError || texts.isEmpty()) {
        // getaddrinfo(3) has error names of its own.
        const bool unknown = info.error() == QHostInfo::HostNotFound || texts.isEmpty();
        refuse(
            unknown
                ? tr("EAI_NONAME: no host is named \"%1\". Check the spelling, or give its "
                     "address.")
                      .arg(m_host)
                : tr("EAI_FAIL: \"%1\" could not be resolved: %2").arg(m_host, info.errorString()));
        return;
    }
    m_journal.write(EventKind::Note,
                    tr("%1 has the addresses %2").arg(m_host, texts.join(QStringLiteral(", "))));
    m_candidates = addresses;
    tryNext();
}

void TcpClient::tryNext()
{
    const QHostAddress host = m_candidates.takeFirst();
    m_socket = std::make_unique<StreamSocket>(Journal(log(), ++m_lastId));
    connect(m_socket.get(), &StreamSocket::connected, this, [this] { m_wasConnected = true; });
    connect(m_socket.get(), &StreamSocket::closed, this, &TcpClient::attemptEnded);
    m_socket->connectTo(SocketAddress(host, m_port));
}

void TcpClient::attemptEnded()
{
    m_socket.release()->deleteLater(); // it is calling us
    if (!m_wasConnected && !m_candidates.isEmpty()) {
        tryNext();
    }
}

void TcpClient::stop()
{
    m_candidates.clear();
    if (m_lookup != -1) {
        QHostInfo::abortHostLookup(std::exchange(m_lookup, -1));
        m_journal.write(EventKind::Closed, tr("given up while resolving"));
    }
    if (m_socket) {
        m_socket->close();
    }
}

void TcpClient::resume()
{
    if (m_socket) {
        m_socket->resume();
    }
}

void TcpClient::send(const QByteArray &bytes)
{
    if (m_socket) {
        m_socket->send(bytes);
        return;
    }
    m_journal.discarded(viewOf(bytes), tr("not connected"));
}

void TcpClient::finish()
{
    if (m_socket) {
        m_socket->finish();
    }
}

void TcpClient::abort()
{
    m_candidates.clear();
    if (m_socket) {
        m_socket->abort();
    }
}

} // namespace sockyard
