#include "netcore/code/coderequests.h"

#include "netcore/endpoints/forwardersettings.h"
#include "netcore/endpoints/listenaddress.h"
#include "netcore/endpoints/multicastchatsettings.h"
#include "netcore/endpoints/tcpclientsettings.h"
#include "netcore/endpoints/tcpserversettings.h"
#include "netcore/endpoints/udpplan.h"
#include "netcore/endpoints/udpsettings.h"
#include "netcore/sockets/addresstext.h"

namespace sockyard
{

namespace
{

CodeFamily familyOf(const QHostAddress &address)
{
    return address.protocol() == QAbstractSocket::IPv6Protocol ? CodeFamily::Ipv6
                                                               : CodeFamily::Ipv4;
}

/// An address where something listens, and its family; nothing where it is none.
bool takeListenAddress(const QString &text, QString &host, CodeFamily &family)
{
    const auto listen = parseListenAddress(text);
    if (!listen) {
        return false;
    }
    host = listen->host.toString();
    family =
        listen->families == Listener::Families::Both ? CodeFamily::Any : familyOf(listen->host);
    return true;
}

/// A host that can be connected to, without brackets.
std::optional<QString> hostIn(const QString &text)
{
    QString host = text.trimmed();
    if (host.startsWith(u'[') && host.endsWith(u']')) {
        host = host.mid(1, host.size() - 2);
    }
    return parseAddress(host) || isPlausibleHostName(host) ? std::optional(host) : std::nullopt;
}

/// Where something listens, and of which family that is; nothing where it is no place.
std::optional<CodePlace> listenPlaceOf(const Place &place, CodeFamily &family)
{
    CodePlace result{.transport = place.transport, .path = place.path};
    if (isLocal(place.transport)) {
        return place.path.isEmpty() ? std::nullopt : std::optional(result);
    }
    const auto port = parsePort(place.port);
    if (!port || !takeListenAddress(place.host, result.host, family)) {
        return std::nullopt;
    }
    result.port = *port;
    return result;
}

/// What is connected to; nothing where it is no place.
std::optional<CodePlace> targetPlaceOf(const Place &place)
{
    CodePlace result{.transport = place.transport, .path = place.path};
    if (isLocal(place.transport)) {
        return place.path.isEmpty() ? std::nullopt : std::optional(result);
    }
    const auto host = hostIn(place.host);
    const auto port = parsePort(place.port);
    if (!host || port.value_or(0) == 0) {
        return std::nullopt;
    }
    result.host = *host;
    result.port = *port;
    return result;
}

CodeTls tlsOf(const TlsSettings &settings)
{
    CodeTls tls;
    tls.trustFile = settings.trustFile;
    tls.certificateFile = settings.certificateFile;
    tls.keyFile = settings.keyFile.isEmpty() ? settings.certificateFile : settings.keyFile;
    tls.onlyNewest = settings.least == TlsVersion::V1_3;
    tls.wantsMore = !settings.protocols.isEmpty() || !settings.keyLogFile.isEmpty();
    return tls;
}

/// `ADDRESS`, `ADDRESS:PORT` or `:PORT`; false where it is none of these.
bool takeSource(const QString &text, StreamClientCode &code)
{
    const QString source = text.trimmed();
    if (source.isEmpty()) {
        return true;
    }
    if (const auto address = parseAddress(source)) {
        code.sourceHost = address->toString();
        return true;
    }
    const auto parts = splitHostAndPort(source);
    if (!parts || (!parts->host.isEmpty() && !parseAddress(parts->host))) {
        return false;
    }
    code.sourceHost = parts->host;
    const auto port =
        parts->port.isEmpty() ? std::optional<quint16>(quint16(0)) : parsePort(parts->port);
    code.sourcePort = port.value_or(0);
    return port.has_value();
}

} // namespace

std::optional<CodeRequest> codeRequestOf(const TcpServerSettings &settings)
{
    StreamServerCode code;
    const auto place = listenPlaceOf(
        {settings.transport, settings.address, settings.port, settings.path}, code.family);
    if (!place) {
        return std::nullopt;
    }
    code.place = *place;
    code.tls = tlsOf(settings.tls);
    code.tls.wantsMore = code.tls.wantsMore || settings.tls.clientCertificates !=
                                                   TlsServerSettings::ClientCertificates::NotAsked;
    code.reply = {settings.reply, settings.replyOptions};
    code.oneAtATime = settings.serving == TcpServerSettings::Serving::OneAtATime;
    code.backlog = settings.backlog;
    code.readSize = settings.readSize;
    code.limitsClients = settings.mostClients != TcpServerSettings::clientsRange.usual;
    code.limitsIdleness = settings.idleLimit != TcpServerSettings::idleRange.usual;
    code.delaysAnswers = settings.answerDelay != TcpServerSettings::answerDelayRange.usual;
    return code;
}

std::optional<CodeRequest> codeRequestOf(const TcpClientSettings &settings,
                                         const QList<Message> &messages, bool finishes)
{
    StreamClientCode code;
    const auto place =
        targetPlaceOf({settings.transport, settings.host, settings.port, settings.path});
    if (!place || !takeSource(settings.source, code)) {
        return std::nullopt;
    }
    code.place = *place;
    using Family = TcpClientSettings::Family;
    code.family = settings.family == Family::Ipv4   ? CodeFamily::Ipv4
                  : settings.family == Family::Ipv6 ? CodeFamily::Ipv6
                                                    : CodeFamily::Any;
    code.tls = tlsOf(settings.tls);
    code.tls.serverName = settings.tls.serverName;
    code.tls.wantsMore = code.tls.wantsMore || !settings.tls.accepted.isEmpty();
    code.messages = messages;
    code.finishes = finishes;
    code.connectTimeout = settings.connectTimeout;
    code.responseTimeout = settings.responseTimeout;
    code.exchangeTimeout = settings.exchangeTimeout;
    code.hasManyConnections = settings.connections > 1;
    code.triesAgain = settings.retries > 0 || settings.reconnect;
    code.setsOptions = !settings.options.isEmpty();
    return code;
}

std::optional<CodeRequest> codeRequestOf(const MulticastChatSettings &settings, const QString &text)
{
    ChatCode code;
    const auto group = parseAddress(settings.group.trimmed());
    const auto port = parsePort(settings.port.trimmed());
    if (!group || !group->isMulticast() || port.value_or(0) == 0) {
        return std::nullopt;
    }
    code.interface = settings.interface;
    QHostAddress address = *group;
    if (code.interface.isEmpty()) {
        code.interface = address.scopeId();
    }
    address.setScopeId(QString());
    code.group = address.toString();
    code.family = familyOf(address);
    code.port = *port;
    code.onAllInterfaces = settings.allInterfaces;
    code.hops = settings.hops;
    code.loopBack = settings.loopBack;
    code.name = settings.name.trimmed();
    code.wire = settings.wire;
    code.text = text;
    code.hasBot = settings.bot.on;
    return code;
}

std::optional<CodeRequest> codeRequestOf(const UdpSettings &settings, const QString &to,
                                         const QList<Message> &messages)
{
    DatagramCode code;
    const auto port = parsePort(settings.port);
    if (!port || !takeListenAddress(settings.address, code.host, code.family)) {
        return std::nullopt;
    }
    code.port = *port;
    code.shared = settings.shared;
    code.broadcast = settings.broadcast;
    if (!to.trimmed().isEmpty()) {
        const auto target = UdpPlan::targetIn(to.trimmed());
        const auto *const peer = std::get_if<UdpTarget>(&target);
        if (peer == nullptr) {
            return std::nullopt;
        }
        code.peerHost = peer->host;
        code.peerPort = peer->port;
        code.messages = messages;
    }
    code.connected = settings.connected && !code.peerHost.isEmpty();
    code.reply = {settings.reply, settings.replyOptions};
    code.readSize = settings.readSize;
    return code;
}

std::optional<CodeRequest> codeRequestOf(const ForwarderSettings &settings)
{
    ForwarderCode code;
    const auto listen = listenPlaceOf(settings.listen, code.family);
    const auto target = targetPlaceOf(settings.target);
    if (!listen || !target) {
        return std::nullopt;
    }
    const bool hasFaults = !settings.faults.isNone() || !settings.rewriting.trimmed().isEmpty();
    if (settings.carries == ForwarderSettings::Carries::Datagrams) {
        return DatagramForwarderCode{.host = listen->host,
                                     .family = code.family,
                                     .port = listen->port,
                                     .targetHost = target->host,
                                     .targetPort = target->port,
                                     .hasFaults = hasFaults};
    }
    code.listen = *listen;
    code.target = *target;
    code.hasFaults = hasFaults;
    return code;
}

} // namespace sockyard
