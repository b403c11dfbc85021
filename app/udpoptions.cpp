#include "app/udpoptions.h"

#include "app/commandwords.h"
#include "netcore/endpoints/listenaddress.h"
#include "netcore/endpoints/udpplan.h"

#include <QCommandLineParser>
#include <QCoreApplication>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::CommandLine", text);
}

QString replyNames()
{
    QStringList names;
    for (const ResponderRow &row : responders()) {
        if (row.answersDatagrams) {
            names.append(QString::fromLatin1(row.name));
        }
    }
    return names.join(QStringLiteral(", "));
}

} // namespace

UdpOptions::UdpOptions()
    : udp(QStringLiteral("udp"),
          tr("Bind a UDP socket. 0.0.0.0 is all of IPv4, [::] all of IPv6, * all of both; port 0 "
             "is any free one. local:PATH binds one for local datagrams."),
          QStringLiteral("PLACE"))
    , to(QStringLiteral("to"),
         tr("Whom the UDP socket sends to; --send and its kin without --client are sent there."),
         QStringLiteral("PLACE"))
    , m_connect(QStringLiteral("udp-connect"),
                tr("Connect the UDP socket to that peer: it hears nobody else, and is told when "
                   "the port there is closed."))
    , m_broadcast(QStringLiteral("broadcast"),
                  tr("Let the UDP socket send to broadcast addresses."))
    , m_reply(
          QStringLiteral("udp-reply"),
          tr("How the UDP socket answers each datagram: %1; usually by nothing.").arg(replyNames()),
          QStringLiteral("NAME"))
{
}

QList<QCommandLineOption> UdpOptions::ofUdp() const
{
    return {to, m_connect, m_broadcast, m_reply};
}

UdpCommand UdpOptions::read(const QCommandLineParser &parser) const
{
    UdpCommand command;
    const QString text = parser.value(udp);
    const Place place = placeBehind(udp.names().constLast(), text);
    if (place.transport != Transport::Tcp && place.transport != Transport::Local) {
        throw Misunderstood{
            tr("--udp %1: an address and a port, or local: and a path are wanted").arg(text)};
    }
    command.settings.isLocal = isLocal(place.transport);
    command.settings.path = place.path;
    if (!command.settings.isLocal) {
        portOf(place.port);
        if (!parseListenAddress(place.host)) {
            throw Misunderstood{tr("--udp %1: \"%2\" is no address").arg(text, place.host)};
        }
        command.settings.address = place.host;
        command.settings.port = place.port;
    }
    command.settings.broadcast = parser.isSet(m_broadcast);
    if (parser.isSet(m_reply)) {
        command.settings.reply = parser.value(m_reply);
        const auto reply = UdpPlan::replyOf(command.settings.reply, {});
        if (const auto *const words = std::get_if<QString>(&reply)) {
            throw Misunderstood{tr("--udp-reply %1: %2").arg(command.settings.reply, *words)};
        }
    }
    command.to = parser.value(to);
    if (parser.isSet(to)) {
        const auto target = UdpPlan::targetIn(command.to);
        if (const auto *const words = std::get_if<QString>(&target)) {
            throw Misunderstood{tr("--to %1: %2").arg(command.to, *words)};
        }
    }
    command.settings.connected = parser.isSet(m_connect);
    command.settings.peer = command.to;
    if (command.settings.connected && command.to.isEmpty()) {
        throw Misunderstood{tr("--udp-connect says nothing without --to")};
    }
    return command;
}

} // namespace sockyard
