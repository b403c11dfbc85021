#include "netcore/endpoints/forwardplan.h"

#include "netcore/endpoints/listenaddress.h"
#include "netcore/endpoints/outofrange.h"
#include "netcore/sockets/addresstext.h"
#include "netcore/sockets/explain.h"
#include "netcore/sockets/localpath.h"

#include <array>

namespace sockyard
{

namespace
{

// Of what was typed wrongly, as much as a message can show.
constexpr qsizetype mostShown = 100;
constexpr int backlog = 4096;

native::Type typeOf(Transport transport)
{
    return transport == Transport::LocalSeqPacket ? native::Type::SeqPacket : native::Type::Stream;
}

} // namespace

std::variant<ForwardPlan, QString> ForwardPlan::of(const ForwarderSettings &settings)
{
    ForwardPlan plan;
    plan.m_settings = settings;
    QString words = plan.takeLocal();
    if (words.isEmpty()) {
        words = plan.takeTarget();
    }
    if (words.isEmpty()) {
        words = plan.takeNumbers();
    }
    if (words.isEmpty()) {
        words = plan.takeRewriting();
    }
    if (words.isEmpty()) {
        return plan;
    }
    return words;
}

QString ForwardPlan::takeLocal()
{
    const Place &listen = m_settings.listen;
    m_listening.backlog = backlog;
    if (carriesDatagrams() &&
        (listen.transport != Transport::Tcp || m_settings.target.transport != Transport::Tcp)) {
        return refusal(tr("datagrams are carried between UDP sockets only."));
    }
    if (isLocal(listen.transport)) {
        return takeLocalPath();
    }
    const auto address = parseListenAddress(listen.host);
    if (!address) {
        return refusal(tr("\"%1\" is no address to listen on. An IPv4 or IPv6 address of this "
                          "machine is, or 0.0.0.0, :: or * for all of them.")
                           .arg(listen.host.left(mostShown)));
    }
    const auto port = parsePort(listen.port);
    if (!port) {
        return badPortText(listen.port);
    }
    m_local = SocketAddress(address->host, *port);
    m_listening.families = address->families;
    return m_local.family() == SocketAddress::Family::None
               ? refusal(tr("this machine has no interface \"%1\".").arg(address->host.scopeId()))
               : QString();
}

QString ForwardPlan::takeLocalPath()
{
    const Place &listen = m_settings.listen;
    m_local = SocketAddress::local(listen.path);
    m_listening.type = typeOf(listen.transport);
    return localPathProblem(listen.path);
}

std::optional<SocketAddress> ForwardPlan::otherwise() const
{
    return m_settings.anyPortIfTaken && m_local.port() != 0
               ? std::optional(SocketAddress(m_local.host(), 0))
               : std::nullopt;
}

QString ForwardPlan::takeTarget()
{
    const Place &target = m_settings.target;
    if (isLocal(target.transport)) {
        return takeTargetPath();
    }
    m_targetHost = target.host.trimmed();
    const auto port = parsePort(target.port);
    if (!port) {
        return badPortText(target.port);
    }
    m_targetPort = *port;
    if (m_targetPort == 0) {
        return refusal(
            tr("nobody can be forwarded to on port 0. It means \"any\" to a server only."));
    }
    const auto address = parseAddress(m_targetHost);
    if (!address) {
        return isPlausibleHostName(m_targetHost)
                   ? QString()
                   : refusal(
                         m_targetHost.isEmpty()
                             ? tr("a target is missing: a host and a port, as in 127.0.0.1:80.")
                             : tr("\"%1\" can be no host: names have at most 253 characters, 63 "
                                  "between two dots, and no spaces.")
                                   .arg(m_targetHost.left(mostShown)));
    }
    m_targetAddress = SocketAddress(*address, m_targetPort);
    if (m_targetAddress->family() == SocketAddress::Family::None) {
        return refusal(tr("this machine has no interface \"%1\".").arg(address->scopeId()));
    }
    return isItself() ? itselfWords() : QString();
}

QString ForwardPlan::takeTargetPath()
{
    const QString &path = m_settings.target.path;
    QString problem = localPathProblem(path);
    if (!problem.isEmpty()) {
        return problem;
    }
    m_targetAddress = SocketAddress::local(path);
    return isItself() ? itselfWords() : QString();
}

QString ForwardPlan::itselfWords()
{
    return refusal(tr("the target is the forwarder itself: what comes would come again, without "
                      "end."));
}

bool ForwardPlan::isItself() const
{
    if (*m_targetAddress == m_local) {
        return true;
    }
    const QHostAddress here = m_local.host();
    const bool takesAll =
        here == QHostAddress(QHostAddress::AnyIPv4) || here == QHostAddress(QHostAddress::AnyIPv6);
    return takesAll && m_targetPort == m_local.port() && m_targetAddress->host().isLoopback();
}

ConnectOptions ForwardPlan::targetOptions() const
{
    if (isLocal(m_settings.target.transport)) {
        return {.type = typeOf(m_settings.target.transport)};
    }
    // Small pieces go on as they come; this side is not to be where they wait.
    return {.options = {{SocketOption::NoDelay, 1}}};
}

QString ForwardPlan::takeNumbers() const
{
    const std::array numbers = {
        ChosenNumber{tr("most connections"), m_settings.mostConnections,
                     ForwarderSettings::connectionsRange},
        ChosenNumber{tr("idle limit"), m_settings.idleLimit, ForwarderSettings::idleRange},
    };
    return outOfRangeText(numbers);
}

QString ForwardPlan::takeRewriting()
{
    auto rules = rewriteRulesIn(m_settings.rewriting);
    if (const auto *const words = std::get_if<QString>(&rules)) {
        return refusal(*words);
    }
    m_rewriting = std::make_shared<const RewriteRules>(std::get<RewriteRules>(std::move(rules)));
    return {};
}

} // namespace sockyard
