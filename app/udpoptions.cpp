#include "app/udpoptions.h"

#include "app/commandwords.h"
#include "netcore/endpoints/listenaddress.h"
#include "netcore/endpoints/udpplan.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <array>

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
    , m_shared(QStringLiteral("udp-shared"),
               tr("Let other programs bind the UDP socket's port too."))
    , m_readSize(numberOption(
          "udp-read-size",
          tr("So many bytes of a datagram are received, and the rest is lost: %1 to %2, usually "
             "%3."),
          QStringLiteral("BYTES"), UdpSettings::readSizeRange))
    , m_broadcast(QStringLiteral("broadcast"),
                  tr("Let the UDP socket send to broadcast addresses."))
    , m_reply(
          QStringLiteral("udp-reply"),
          tr("How the UDP socket answers each datagram: %1; usually by nothing.").arg(replyNames()),
          QStringLiteral("NAME"))
    , m_replyOption(QStringLiteral("udp-reply-option"),
                    tr("An option of that reply; --reply list tells which there are. Can be given "
                       "several times."),
                    QStringLiteral("KEY=VALUE"))
    , m_generate(QStringLiteral("generate"),
                 tr("Send numbered datagrams to that peer: so many a second, so many in all (0: "
                    "without end), of so many bytes."),
                 QStringLiteral("RATE:COUNT:SIZE"))
{
}

QList<QCommandLineOption> UdpOptions::ofUdp() const
{
    return {to, m_connect, m_shared, m_readSize, m_broadcast, m_reply, m_replyOption, m_generate};
}

void UdpOptions::readReply(const QCommandLineParser &parser, UdpSettings &settings) const
{
    if (parser.isSet(m_reply)) {
        settings.reply = parser.value(m_reply);
    } else if (parser.isSet(m_replyOption)) {
        throw Misunderstood{tr("--udp-reply-option says nothing without --udp-reply")};
    }
    settings.replyOptions = replyOptionsBehind(parser, m_replyOption);
    const auto reply = UdpPlan::replyOf(settings.reply, settings.replyOptions);
    if (const auto *const words = std::get_if<QString>(&reply)) {
        throw Misunderstood{tr("--udp-reply %1: %2").arg(settings.reply, *words)};
    }
}

GeneratorPlan UdpOptions::generatorBehind(const QCommandLineParser &parser) const
{
    const QString text = parser.value(m_generate);
    const QStringList parts = text.split(u':');
    GeneratorPlan plan;
    bool areNumbers = parts.size() == 3;
    if (areNumbers) {
        std::array<int *, 3> numbers{&plan.rate, &plan.count, &plan.size};
        for (std::size_t index = 0; index < numbers.size() && areNumbers; ++index) {
            *numbers.at(index) = parts.at(static_cast<qsizetype>(index)).toInt(&areNumbers);
        }
    }
    if (!areNumbers || !plan.isPossible()) {
        throw Misunderstood{
            tr("--generate %1: a rate from %2 to %3, a count up to %4 and a size from %5 to %6 are "
               "wanted, as in 100:1000:200")
                .arg(text)
                .arg(GeneratorPlan::rateRange.least)
                .arg(GeneratorPlan::rateRange.most)
                .arg(GeneratorPlan::countRange.most)
                .arg(GeneratorPlan::sizeRange.least)
                .arg(GeneratorPlan::sizeRange.most)};
    }
    if (!parser.isSet(to)) {
        throw Misunderstood{tr("--generate says nothing without --to")};
    }
    return plan;
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
    command.settings.shared = parser.isSet(m_shared);
    command.settings.readSize = numberBehind(parser, m_readSize, UdpSettings::readSizeRange);
    readReply(parser, command.settings);
    if (parser.isSet(m_generate)) {
        command.generate = generatorBehind(parser);
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
