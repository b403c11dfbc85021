#include "netcore/endpoints/udpplan.h"

#include "netcore/endpoints/interfacewatch.h"
#include "netcore/endpoints/listenaddress.h"
#include "netcore/sockets/explain.h"
#include "netcore/sockets/localpath.h"
#include "netcore/sockets/place.h"

#include <algorithm>

namespace sockyard
{

namespace
{

// Of what was typed wrongly, as much as a message can show.
constexpr qsizetype mostShown = 100;

} // namespace

std::variant<UdpPlan, QString> UdpPlan::of(const UdpSettings &settings)
{
    UdpPlan plan;
    QString words = settings.isLocal ? plan.takePath(settings) : plan.takeLocal(settings);
    if (words.isEmpty()) {
        words = plan.takePeer(settings);
    }
    if (words.isEmpty() && !UdpSettings::readSizeRange.holds(settings.readSize)) {
        words = refusal(tr("the read size can be %1 to %2, and not %3.")
                            .arg(UdpSettings::readSizeRange.least)
                            .arg(UdpSettings::readSizeRange.most)
                            .arg(settings.readSize));
    }
    if (!words.isEmpty()) {
        return words;
    }
    auto reply = replyOf(settings.reply, settings.replyOptions);
    if (const auto *const why = std::get_if<QString>(&reply)) {
        return *why;
    }
    plan.m_reply = std::get<PreparedReply>(std::move(reply));
    plan.m_readSize = settings.readSize;
    plan.m_anyPortIfTaken = settings.anyPortIfTaken;
    plan.m_isShared = settings.shared && !settings.isLocal;
    plan.m_broadcasts = settings.broadcast && !settings.isLocal;
    return plan;
}

QString UdpPlan::takeLocal(const UdpSettings &settings)
{
    const auto address = parseListenAddress(settings.address);
    if (!address) {
        return refusal(tr("\"%1\" is no address to receive on. An IPv4 or IPv6 address of this "
                          "machine is, or 0.0.0.0, :: or * for all of them.")
                           .arg(settings.address.left(mostShown)));
    }
    const auto port = parsePort(settings.port);
    if (!port) {
        return badPortText(settings.port);
    }
    m_local = SocketAddress(address->host, *port);
    m_families = address->families;
    return m_local.family() == SocketAddress::Family::None
               ? refusal(tr("this machine has no interface \"%1\".").arg(address->host.scopeId()))
               : QString();
}

QString UdpPlan::takePath(const UdpSettings &settings)
{
    QString problem = localPathProblem(settings.path);
    if (!problem.isEmpty()) {
        return problem;
    }
    const auto mode = fileModeIn(settings.fileMode);
    if (!mode) {
        return refusal(badFileModeText(settings.fileMode));
    }
    m_local = SocketAddress::local(settings.path);
    m_file = {.mode = *mode, .replacesStale = settings.replacesStaleFile};
    return {};
}

QString UdpPlan::takePeer(const UdpSettings &settings)
{
    if (!settings.connected) {
        return {};
    }
    auto target = targetIn(settings.peer);
    if (const auto *const why = std::get_if<QString>(&target)) {
        return *why;
    }
    m_peer = std::get<UdpTarget>(std::move(target));
    return {};
}

std::variant<UdpTarget, QString> UdpPlan::targetIn(const QString &text)
{
    const auto place = placeIn(text);
    if (place && place->transport == Transport::Local) {
        QString problem = localPathProblem(place->path);
        if (!problem.isEmpty()) {
            return problem;
        }
        return UdpTarget{.host = {}, .local = SocketAddress::local(place->path)};
    }
    const auto parts = splitHostAndPort(text.trimmed());
    const auto port = parts ? parsePort(parts->port) : std::nullopt;
    if (!parts || !port) {
        return refusal(tr("\"%1\" is nobody to send to: a host and a port are wanted, as in "
                          "127.0.0.1:9999, localhost:9999 or [::1]:9999; or local: and a path.")
                           .arg(text.left(mostShown)));
    }
    if (*port == 0) {
        return refusal(tr("nobody can be sent to on port 0. It means \"any\" to who binds only."));
    }
    const auto address = parseAddress(parts->host);
    if (!address && !isPlausibleHostName(parts->host)) {
        return refusal(tr("\"%1\" can be no host: names have at most 253 characters, 63 between "
                          "two dots, and no spaces.")
                           .arg(parts->host.left(mostShown)));
    }
    if (address && SocketAddress(*address, *port).family() == SocketAddress::Family::None) {
        return refusal(tr("this machine has no interface \"%1\".").arg(address->scopeId()));
    }
    return UdpTarget{.host = parts->host, .port = *port};
}

std::variant<PreparedReply, QString> UdpPlan::replyOf(const QString &name,
                                                      const ReplyOptions &options)
{
    const ResponderRow *const row = responderNamed(name);
    if (row == nullptr) {
        return refusal(tr("there is no reply named \"%1\".").arg(name.left(mostShown)));
    }
    if (!row->answersDatagrams) {
        return refusal(tr("the reply \"%1\" needs a stream: no datagram can be answered by it.")
                           .arg(row->titleText()));
    }
    PreparedReply reply = row->prepared(options);
    if (!reply.make) {
        return refusal(
            tr("the reply \"%1\" cannot be given: %2").arg(row->titleText(), reply.error));
    }
    return reply;
}

std::optional<SocketAddress> UdpPlan::reachable(const QList<QHostAddress> &addresses,
                                                quint16 port) const
{
    for (const QHostAddress &host : addresses) {
        const SocketAddress address(host, port);
        if (address.family() == m_local.family()) {
            return address;
        }
        if (m_families == Listener::Families::Both &&
            address.family() == SocketAddress::Family::Ipv4) {
            return address.withinIpv6();
        }
    }
    return std::nullopt;
}

QString UdpPlan::familyName() const
{
    return isLocal() ? tr("local sockets") : InterfaceWatch::nameOf(m_local.family());
}

} // namespace sockyard
