#include "app/commandline.h"

#include "netcore/log/export/exportformats.h"
#include "netcore/responders/registry.h"
#include "netcore/sockets/addresstext.h"

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

/// `.jsonl, .csv, …`
QString endings()
{
    QStringList endings;
    for (const ExportFormat &format : exportFormats()) {
        if (!format.isRaw) {
            endings.append(u'.' + QString::fromLatin1(format.suffix));
        }
    }
    return endings.join(QStringLiteral(", "));
}

// The options, once each: the parser, the reading and the help go by them.
struct Options {
    QCommandLineOption server{
        QStringLiteral("server"),
        tr("Start a TCP server. 0.0.0.0 is all of IPv4, [::] all of IPv6, * all "
           "of both; port 0 is any free one."),
        QStringLiteral("ADDRESS:PORT")};
    QCommandLineOption reply{QStringLiteral("reply"), tr("How the server answers: %1."),
                             QStringLiteral("NAME")};
    QCommandLineOption client{QStringLiteral("client"), tr("Connect a TCP client."),
                              QStringLiteral("HOST:PORT")};
    QCommandLineOption send{QStringLiteral("send"),
                            tr("Send this text once the client is connected; may be repeated."),
                            QStringLiteral("TEXT")};
    QCommandLineOption chat{QStringLiteral("chat"),
                            tr("Join a multicast group; port 8123 if none is given."),
                            QStringLiteral("GROUP[:PORT]")};
    QCommandLineOption name{QStringLiteral("name"), tr("The name to speak under in the chat."),
                            QStringLiteral("NAME")};
    QCommandLineOption interface {
        QStringLiteral("interface"),
            tr("The network interface for the chat; the loopback interface if none is given."),
            QStringLiteral("NAME")
    };
    QCommandLineOption say{QStringLiteral("say"),
                           tr("Say this in the chat once the group is joined; may be repeated."),
                           QStringLiteral("TEXT")};
    QCommandLineOption saveLog{QStringLiteral("save-log"),
                               tr("At the end, save the logs of all started tabs. The ending "
                                  "chooses the format: %1.")
                                   .arg(endings()),
                               QStringLiteral("FILE")};
    QCommandLineOption autosave{
        QStringLiteral("autosave"),
        tr("Save the logs of all tabs into this folder as they grow, as JSON Lines."),
        QStringLiteral("FOLDER")};
    QCommandLineOption screenshot{QStringLiteral("screenshot"),
                                  tr("Save a picture of the window (PNG)."),
                                  QStringLiteral("FILE")};
    QCommandLineOption quitAfter{QStringLiteral("quit-after"), tr("End after so many seconds."),
                                 QStringLiteral("SECONDS")};
    QCommandLineOption demo{
        QStringLiteral("demo"),
        tr("Show a server, a client and a chat at work on the loopback interface. "
           "Ends by itself unless --quit-after is given.")};
    QCommandLineOption help{{QStringLiteral("h"), QStringLiteral("help")}, tr("Show this help.")};
    QCommandLineOption version{{QStringLiteral("v"), QStringLiteral("version")},
                               tr("Show the version.")};

    Options()
    {
        QStringList names;
        for (const ResponderRow &row : responders()) {
            names.append(QString::fromLatin1(row.name));
        }
        reply.setDescription(reply.description().arg(names.join(QStringLiteral(", "))));
    }

    QList<QCommandLineOption> all() const
    {
        return {server,  reply,    client,     send,      chat, name, interface, say,
                saveLog, autosave, screenshot, quitAfter, demo, help, version};
    }
};

/// What could not be understood, in words.
struct Misunderstood {
    QString text;
};

quint16 port(const QString &text)
{
    const auto number = parsePort(text);
    if (!number) {
        throw Misunderstood{badPortText(text)};
    }
    return *number;
}

HostAndPort hostAndPort(const QString &option, const QString &text)
{
    const auto parts = splitHostAndPort(text);
    if (!parts || parts->host.isEmpty()) {
        throw Misunderstood{
            tr("--%1 %2: an address and a port are wanted, as in 127.0.0.1:9999 or [::1]:9999")
                .arg(option, text)};
    }
    return *parts;
}

TcpServerSettings serverSettings(const QString &text, const QString &reply)
{
    TcpServerSettings settings;
    const HostAndPort parts = hostAndPort(QStringLiteral("server"), text);
    port(parts.port);
    if (!parseListenAddress(parts.host)) {
        throw Misunderstood{tr("--server %1: \"%2\" is no address").arg(text, parts.host)};
    }
    settings.address = parts.host;
    settings.port = parts.port;
    if (!reply.isEmpty()) {
        settings.reply = reply;
    }
    if (responderNamed(settings.reply) == nullptr) {
        throw Misunderstood{tr("--reply %1: there is no such reply").arg(reply)};
    }
    return settings;
}

TcpClientSettings clientSettings(const QString &text)
{
    TcpClientSettings settings;
    const HostAndPort parts = hostAndPort(QStringLiteral("client"), text);
    if (port(parts.port) == 0) {
        throw Misunderstood{tr("--client %1: nobody can be connected to on port 0").arg(text)};
    }
    if (!parseAddress(parts.host) && !isPlausibleHostName(parts.host)) {
        throw Misunderstood{tr("--client %1: \"%2\" can be no host").arg(text, parts.host)};
    }
    settings.host = parts.host;
    settings.port = parts.port;
    return settings;
}

MulticastChatSettings chatSettings(const QString &text)
{
    MulticastChatSettings settings;
    QString group = text;
    if (!parseAddress(text)) { // an IPv6 group without a port may stand without brackets
        const HostAndPort parts = hostAndPort(QStringLiteral("chat"), text);
        group = parts.host;
        if (!parts.port.isEmpty()) {
            if (port(parts.port) == 0) {
                throw Misunderstood{tr("--chat %1: a group has no port 0").arg(text)};
            }
            settings.port = parts.port;
        }
    }
    if (!parseAddress(group)) {
        throw Misunderstood{tr("--chat %1: \"%2\" is no group address").arg(text, group)};
    }
    settings.group = group;
    return settings;
}

std::chrono::milliseconds seconds(const QString &text)
{
    bool ok = false;
    const double number = text.toDouble(&ok);
    if (!ok || !(number >= 0) || number > 1e6) {
        throw Misunderstood{tr("--quit-after %1: a number of seconds is wanted").arg(text)};
    }
    return std::chrono::milliseconds(static_cast<qint64>(number * 1000));
}

CommandLine read(const QCommandLineParser &parser, const Options &options)
{
    CommandLine result;
    const auto forWhat = [&parser](const QCommandLineOption &option,
                                   const QCommandLineOption &owner) {
        if (parser.isSet(option) && !parser.isSet(owner)) {
            throw Misunderstood{tr("--%1 says nothing without --%2")
                                    .arg(option.names().constLast(), owner.names().constLast())};
        }
    };
    for (const QCommandLineOption &option :
         {options.reply, options.saveLog, options.autosave, options.screenshot}) {
        if (parser.isSet(option) && parser.value(option).isEmpty()) {
            throw Misunderstood{tr("--%1 wants a word behind it").arg(option.names().constLast())};
        }
    }
    result.files = parser.positionalArguments();
    if (result.files.contains(QString())) {
        throw Misunderstood{tr("an empty word is no file")};
    }
    forWhat(options.reply, options.server);
    forWhat(options.send, options.client);
    for (const QCommandLineOption &option : {options.name, options.interface, options.say}) {
        forWhat(option, options.chat);
    }
    if (parser.isSet(options.server)) {
        result.server = serverSettings(parser.value(options.server), parser.value(options.reply));
    }
    if (parser.isSet(options.client)) {
        result.client = clientSettings(parser.value(options.client));
    }
    result.sends = parser.values(options.send);
    if (parser.isSet(options.chat)) {
        result.chat = chatSettings(parser.value(options.chat));
        result.chat->interface = parser.value(options.interface);
        result.chat->name = parser.value(options.name);
        if (parser.isSet(options.name) && !MulticastChat::isName(result.chat->name)) {
            throw Misunderstood{tr("--name %1: this cannot be a name").arg(result.chat->name)};
        }
    }
    result.says = parser.values(options.say);
    result.saveLog = parser.value(options.saveLog);
    result.autosave = parser.value(options.autosave);
    result.screenshot = parser.value(options.screenshot);
    if (parser.isSet(options.quitAfter)) {
        result.quitAfter = seconds(parser.value(options.quitAfter));
    }
    result.demo = parser.isSet(options.demo);
    if (result.demo && (result.server || result.client || result.chat)) {
        throw Misunderstood{tr("--demo starts its own server, client and chat: give it alone")};
    }
    return result;
}

} // namespace

CommandLineResult readCommandLine(const QStringList &words)
{
    const Options options;
    QCommandLineParser parser;
    parser.setApplicationDescription(tr("A desktop playground for sockets."));
    parser.addOptions(options.all());
    parser.addPositionalArgument(QStringLiteral("FILE"),
                                 tr("Open this saved log (JSON Lines) in a tab of its own."),
                                 QStringLiteral("[FILE...]"));
    CommandLineResult result;
    if (!parser.parse(QStringList(QCoreApplication::applicationName()) + words)) {
        result.kind = CommandLineResult::Kind::Error;
        result.text = parser.errorText();
    } else if (parser.isSet(options.help)) {
        result.kind = CommandLineResult::Kind::Help;
        result.text = parser.helpText();
    } else if (parser.isSet(options.version)) {
        result.kind = CommandLineResult::Kind::Version;
    } else {
        try {
            result.commandLine = read(parser, options);
        } catch (const Misunderstood &misunderstood) {
            result.kind = CommandLineResult::Kind::Error;
            result.text = misunderstood.text;
        }
    }
    return result;
}

} // namespace sockyard
