#include "netcore/endpoints/forwardplan.h"

#include "netcore/endpoints/listenaddress.h"
#include "netcore/sockets/addresstext.h"
#include "netcore/sockets/explain.h"

namespace sockyard
{

namespace
{

// Of what was typed wrongly, as much as a message can show.
constexpr qsizetype mostShown = 100;

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
    if (listen.transport != Transport::Tcp) {
        return refusal(tr("\"%1\" cannot be listened on by a forwarder.")
                           .arg(placeText(listen).left(mostShown)));
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
    m_families = address->families;
    return m_local.family() == SocketAddress::Family::None
               ? refusal(tr("this machine has no interface \"%1\".").arg(address->host.scopeId()))
               : QString();
}

QString ForwardPlan::takeTarget()
{
    const Place &target = m_settings.target;
    if (target.transport != Transport::Tcp) {
        return refusal(tr("\"%1\" cannot be forwarded to.").arg(placeText(target).left(mostShown)));
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
    m_targetAddress = parseAddress(m_targetHost);
    if (!m_targetAddress && !isPlausibleHostName(m_targetHost)) {
        return refusal(m_targetHost.isEmpty()
                           ? tr("a target is missing: a host and a port, as in 127.0.0.1:80.")
                           : tr("\"%1\" can be no host: names have at most 253 characters, 63 "
                                "between two dots, and no spaces.")
                                 .arg(m_targetHost.left(mostShown)));
    }
    if (m_targetAddress &&
        SocketAddress(*m_targetAddress, m_targetPort).family() == SocketAddress::Family::None) {
        return refusal(tr("this machine has no interface \"%1\".").arg(m_targetAddress->scopeId()));
    }
    if (isItself()) {
        return refusal(tr("the target is the forwarder itself: what comes would come again, "
                          "without end."));
    }
    return {};
}

bool ForwardPlan::isItself() const
{
    if (!m_targetAddress || m_targetPort != m_local.port()) {
        return false;
    }
    const SocketAddress target(*m_targetAddress, m_targetPort);
    const QHostAddress here = m_local.host();
    const bool takesAll =
        here == QHostAddress(QHostAddress::AnyIPv4) || here == QHostAddress(QHostAddress::AnyIPv6);
    return target == m_local || (takesAll && m_targetAddress->isLoopback());
}

QString ForwardPlan::takeNumbers() const
{
    const auto misfit = [](const QString &name, const NumberRange &range, int value) {
        return range.holds(value) ? QString()
                                  : refusal(tr("the %1 can be %2 to %3, and not %4.")
                                                .arg(name)
                                                .arg(range.least)
                                                .arg(range.most)
                                                .arg(value));
    };
    const QString words = misfit(tr("most connections"), ForwarderSettings::connectionsRange,
                                 m_settings.mostConnections);
    return words.isEmpty()
               ? misfit(tr("idle limit"), ForwarderSettings::idleRange, m_settings.idleLimit)
               : words;
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
