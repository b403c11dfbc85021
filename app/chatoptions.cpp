#include "app/chatoptions.h"

#include "app/commandwords.h"
#include "netcore/chat/chatwords.h"
#include "netcore/codec/chatwires.h"

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

/// `mcc, plain`
QString wireNames()
{
    QStringList names;
    for (const ChatWireRow &row : chatWires()) {
        names.append(QString::fromUtf8(row.name.data(), static_cast<qsizetype>(row.name.size())));
    }
    return names.join(QStringLiteral(", "));
}

} // namespace

ChatOptions::ChatOptions()
    : chat(QStringLiteral("chat"), tr("Join a multicast group; port 8123 if none is given."),
           QStringLiteral("GROUP[:PORT]"))
    , m_name(QStringLiteral("name"), tr("The name to speak under in the chat."),
             QStringLiteral("NAME"))
    , m_interface(
          QStringLiteral("interface"),
          tr("The network interface for the chat; the loopback interface if none is given."),
          QStringLiteral("NAME"))
    , m_allInterfaces(QStringLiteral("group-all-interfaces"),
                      tr("Join and speak on every interface that is up."))
    , m_wire(QStringLiteral("wire"),
             tr("How the chat writes its datagrams: %1; usually the first. All of them are read.")
                 .arg(wireNames()),
             QStringLiteral("NAME"))
    , m_hops(numberOption("ttl",
                          tr("How many networks a message may reach (TTL, hop limit): %1 to %2, "
                             "usually %3."),
                          QStringLiteral("N"), MulticastChatSettings::hopsRange))
    , m_bot(QStringLiteral("bot"),
            tr("Have the chat greet who joins, and answer by itself, with the usual words."))
    , m_say(QStringLiteral("say"),
            tr("Say this in the chat once the group is joined; may be repeated."),
            QStringLiteral("TEXT"))
{
}

QList<QCommandLineOption> ChatOptions::ofChat() const
{
    return {m_name, m_interface, m_allInterfaces, m_wire, m_hops, m_bot, m_say};
}

ChatCommand ChatOptions::read(const QCommandLineParser &parser) const
{
    MulticastChatSettings settings;
    readGroup(parser.value(chat), settings);
    readInterface(parser, settings);
    if (parser.isSet(m_wire)) {
        settings.wire = parser.value(m_wire);
        if (chatWireNamed(settings.wire.toStdString()) == nullptr) {
            throw Misunderstood{tr("--wire %1: there is no such wire; there are: %2")
                                    .arg(settings.wire, wireNames())};
        }
    }
    settings.hops = numberBehind(parser, m_hops, MulticastChatSettings::hopsRange);
    settings.bot.on = parser.isSet(m_bot);
    readName(parser, settings); // by the rules of the wire
    return {settings, parser.values(m_say)};
}

void ChatOptions::readGroup(const QString &text, MulticastChatSettings &settings) const
{
    QString group = text;
    if (!parseAddress(text)) { // an IPv6 group without a port may stand without brackets
        const HostAndPort parts = hostAndPort(chat.names().constLast(), text);
        group = parts.host;
        if (!parts.port.isEmpty()) {
            if (portOf(parts.port) == 0) {
                throw Misunderstood{tr("--chat %1: a group has no port 0").arg(text)};
            }
            settings.port = parts.port;
        }
    }
    if (!parseAddress(group)) {
        throw Misunderstood{tr("--chat %1: \"%2\" is no group address").arg(text, group)};
    }
    settings.group = group;
}

void ChatOptions::readInterface(const QCommandLineParser &parser,
                                MulticastChatSettings &settings) const
{
    settings.interface = parser.value(m_interface);
    settings.allInterfaces = parser.isSet(m_allInterfaces);
    if (settings.allInterfaces && parser.isSet(m_interface)) {
        throw Misunderstood{tr("--interface is one, --group-all-interfaces is all of them: give "
                               "one of the two")};
    }
}

void ChatOptions::readName(const QCommandLineParser &parser, MulticastChatSettings &settings) const
{
    settings.name = parser.value(m_name);
    const QString problem = badNameWords(settings.name, settings.wire);
    if (parser.isSet(m_name) && !problem.isEmpty()) {
        throw Misunderstood{tr("--name %1: %2").arg(settings.name, problem)};
    }
}

} // namespace sockyard
