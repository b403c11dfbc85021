#include "netcore/endpoints/listenplan.h"

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
constexpr qsizetype mostShown = 300;
constexpr qsizetype mostShownOfName = 40;

QString misfit(const TcpServerSettings &settings)
{
    using Settings = TcpServerSettings;
    const std::array numbers = {
        ChosenNumber{ListenPlan::tr("backlog"), settings.backlog, Settings::backlogRange},
        ChosenNumber{ListenPlan::tr("most clients"), settings.mostClients, Settings::clientsRange},
        ChosenNumber{ListenPlan::tr("idle limit"), settings.idleLimit, Settings::idleRange},
        ChosenNumber{ListenPlan::tr("read size"), settings.readSize, Settings::readSizeRange},
        ChosenNumber{ListenPlan::tr("answer delay"), settings.answerDelay,
                     Settings::answerDelayRange},
    };
    return outOfRangeText(numbers);
}

} // namespace

std::variant<ListenPlan, QString> ListenPlan::of(const TcpServerSettings &settings)
{
    ListenPlan plan;
    QString words =
        isLocal(settings.transport) ? plan.takePath(settings) : plan.takeAddress(settings);
    if (words.isEmpty()) {
        words = misfit(settings);
    }
    if (words.isEmpty()) {
        words = plan.takeReply(settings);
    }
    if (!words.isEmpty()) {
        return words;
    }
    plan.m_options.backlog = settings.backlog;
    return plan;
}

QString ListenPlan::takeAddress(const TcpServerSettings &settings)
{
    const auto address = parseListenAddress(settings.address);
    if (!address) {
        return refusal(tr("\"%1\" is no address to listen on. An IPv4 or IPv6 address of this "
                          "machine is, or 0.0.0.0, :: or * for all of them.")
                           .arg(settings.address.left(mostShown)));
    }
    const auto port = parsePort(settings.port);
    if (!port) {
        return badPortText(settings.port);
    }
    m_address = SocketAddress(address->host, *port);
    m_options.families = address->families;
    m_anyPortIfTaken = settings.anyPortIfTaken && *port != 0;
    return m_address.family() == SocketAddress::Family::None
               ? refusal(tr("this machine has no interface \"%1\".").arg(address->host.scopeId()))
               : QString();
}

QString ListenPlan::takePath(const TcpServerSettings &settings)
{
    QString problem = localPathProblem(settings.path);
    if (!problem.isEmpty()) {
        return problem;
    }
    const auto mode = fileModeIn(settings.fileMode);
    if (!mode) {
        return refusal(badFileModeText(settings.fileMode));
    }
    m_address = SocketAddress::local(settings.path);
    m_options.type = settings.transport == Transport::LocalSeqPacket ? native::Type::SeqPacket
                                                                     : native::Type::Stream;
    m_options.file = {.mode = *mode, .replacesStale = settings.replacesStaleFile};
    return {};
}

QString ListenPlan::takeReply(const TcpServerSettings &settings)
{
    const ResponderRow *const row = responderNamed(settings.reply);
    if (row == nullptr) {
        return refusal(
            tr("there is no reply named \"%1\".").arg(settings.reply.left(mostShownOfName)));
    }
    m_reply = row->prepared(settings.replyOptions);
    return m_reply.make ? QString()
                        : refusal(tr("the reply \"%1\" cannot be given: %2")
                                      .arg(row->titleText(), m_reply.error));
}

std::optional<SocketAddress> ListenPlan::otherwise() const
{
    return m_anyPortIfTaken ? std::optional(SocketAddress(m_address.host(), 0)) : std::nullopt;
}

} // namespace sockyard
