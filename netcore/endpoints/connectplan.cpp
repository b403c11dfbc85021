#include "netcore/endpoints/connectplan.h"

#include "netcore/endpoints/outofrange.h"
#include "netcore/sockets/addresstext.h"
#include "netcore/sockets/explain.h"
#include "netcore/sockets/localpath.h"

#include <array>

namespace sockyard
{

namespace
{

using Settings = TcpClientSettings;

Settings::Family familyOf(const QHostAddress &address)
{
    return address.protocol() == QAbstractSocket::IPv6Protocol ? Settings::Family::Ipv6
                                                               : Settings::Family::Ipv4;
}

QString nameOf(Settings::Family family)
{
    return family == Settings::Family::Ipv6 ? QStringLiteral("IPv6") : QStringLiteral("IPv4");
}

QString misfit(const TcpClientSettings &settings)
{
    const std::array numbers = {
        ChosenNumber{ConnectPlan::tr("number of connections"), settings.connections,
                     Settings::connectionsRange},
        ChosenNumber{ConnectPlan::tr("connection time-out"), settings.connectTimeout,
                     Settings::connectTimeoutRange},
        ChosenNumber{ConnectPlan::tr("response time-out"), settings.responseTimeout,
                     Settings::responseTimeoutRange},
        ChosenNumber{ConnectPlan::tr("exchange time-out"), settings.exchangeTimeout,
                     Settings::exchangeTimeoutRange},
        ChosenNumber{ConnectPlan::tr("number of retries"), settings.retries,
                     Settings::retriesRange},
        ChosenNumber{ConnectPlan::tr("wait before a retry"), settings.retryWait,
                     Settings::retryWaitRange},
    };
    QString words = outOfRangeText(numbers);
    if (!words.isEmpty()) {
        return words;
    }
    for (auto option = settings.options.begin(); option != settings.options.end(); ++option) {
        const SocketOptionRow &row = socketOptionRow(option.key());
        if (!row.holds(option.value())) {
            return outOfRangeText(QString::fromLatin1(row.systemName), row.least, row.most,
                                  option.value());
        }
    }
    return {};
}

} // namespace

std::variant<ConnectPlan, QString> ConnectPlan::of(const TcpClientSettings &settings)
{
    QString words = misfit(settings);
    if (!words.isEmpty()) {
        return words;
    }
    ConnectPlan plan;
    plan.m_options = {.options = settings.options};
    words = isLocal(settings.transport) ? plan.takePath(settings) : plan.takeHost(settings);
    if (words.isEmpty() && !isLocal(settings.transport)) {
        words = plan.takeSource(settings);
    }
    return words.isEmpty() ? std::variant<ConnectPlan, QString>(plan) : words;
}

QString ConnectPlan::takeHost(const TcpClientSettings &settings)
{
    QString host = settings.host.trimmed();
    if (host.startsWith(u'[') && host.endsWith(u']')) {
        host = host.mid(1, host.size() - 2);
    }
    const auto port = parsePort(settings.port);
    if (!port) {
        return badPortText(settings.port);
    }
    if (*port == 0) {
        return refusal(
            tr("nobody can be connected to on port 0. It means \"any\" to a server only."));
    }
    m_host = host;
    m_port = *port;
    m_family = settings.family;
    const auto address = parseAddress(host);
    if (!address) {
        if (!isPlausibleHostName(host)) {
            return refusal(host.isEmpty()
                               ? tr("a host is missing: a name or an address.")
                               : tr("\"%1\" can be no host: names have at most 253 characters, 63 "
                                    "between two dots, and no spaces.")
                                     .arg(host.left(300)));
        }
        return {};
    }
    m_address = SocketAddress(*address, m_port);
    if (m_address->family() == SocketAddress::Family::None) {
        return refusal(tr("this machine has no interface \"%1\".").arg(address->scopeId()));
    }
    if (!wants(*address)) {
        return refusal(tr("%1 is no %2 address.").arg(host, nameOf(m_family)));
    }
    return {};
}

QString ConnectPlan::takeSource(const TcpClientSettings &settings)
{
    const QString text = settings.source.trimmed();
    if (text.isEmpty()) {
        return {};
    }
    // An IPv6 address by itself needs no brackets.
    const auto whole = parseAddress(text);
    const auto parts = whole ? HostAndPort{text, {}} : splitHostAndPort(text);
    const auto address = parts ? parseAddress(parts->host) : std::nullopt;
    const auto port = !parts || parts->port.isEmpty() ? std::optional<quint16>(quint16(0))
                                                      : parsePort(parts->port);
    if (!parts || (!parts->host.isEmpty() && !address) || !port) {
        return refusal(tr("\"%1\" is no address to connect from: it is written as 127.0.0.1, "
                          "127.0.0.1:5000, [::1]:5000 or :5000.")
                           .arg(text.left(300)));
    }
    if (address && SocketAddress(*address, *port).family() == SocketAddress::Family::None) {
        return refusal(tr("this machine has no interface \"%1\".").arg(address->scopeId()));
    }
    if (*port != 0 && settings.connections > 1) {
        return refusal(tr("several connections to one peer cannot all come from port %1: give "
                          "none, and the system chooses.")
                           .arg(*port));
    }
    if (address) {
        const Settings::Family family = familyOf(*address);
        const bool hostFits = !m_address || familyOf(m_address->host()) == family;
        if (!hostFits || (m_family != Settings::Family::Any && m_family != family)) {
            return refusal(
                tr("from %1 only %2 addresses can be reached.").arg(text, nameOf(family)));
        }
        m_family = family;
    }
    m_options.sourceAddress = address;
    m_options.sourcePort = *port;
    return {};
}

QString ConnectPlan::takePath(const TcpClientSettings &settings)
{
    QString problem = localPathProblem(settings.path);
    if (!problem.isEmpty()) {
        return problem;
    }
    m_address = SocketAddress::local(settings.path);
    if (settings.transport == Transport::LocalSeqPacket) {
        m_options.type = native::Type::SeqPacket;
    }
    for (auto chosen = settings.options.begin(); chosen != settings.options.end(); ++chosen) {
        const SocketOption option = chosen.key();
        const SocketOptionRow &row = socketOptionRow(option);
        if (!row.isForLocal) {
            m_options.options.remove(option);
            m_notes.append(tr("%1 is of no use to a local socket, and is left as it is")
                               .arg(QString::fromLatin1(row.systemName)));
        }
    }
    if (!settings.source.trimmed().isEmpty()) {
        m_notes.append(tr("a local socket has no address or port to come from: \"%1\" is left out")
                           .arg(settings.source.left(100)));
    }
    return {};
}

QString ConnectPlan::peer() const
{
    if (m_address && m_address->family() == SocketAddress::Family::Local) {
        return QString::fromStdString(m_address->text());
    }
    const QString host = m_host.contains(u':') ? QStringLiteral("[%1]").arg(m_host) : m_host;
    return QStringLiteral("%1:%2").arg(host, QString::number(m_port));
}

bool ConnectPlan::wants(const QHostAddress &address) const
{
    return m_family == Family::Any || m_family == familyOf(address);
}

QString ConnectPlan::familyName() const
{
    return nameOf(m_family);
}

} // namespace sockyard
