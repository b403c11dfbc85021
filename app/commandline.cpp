#include "app/commandline.h"

#include "app/chatoptions.h"
#include "app/clientoptions.h"
#include "app/codeoptions.h"
#include "app/commandwords.h"
#include "app/forwardoptions.h"
#include "app/replylist.h"
#include "app/serveroptions.h"
#include "app/udpoptions.h"
#include "netcore/endpoints/listenaddress.h"
#include "netcore/log/export/exportformats.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <utility>

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
    ServerOptions server;
    ClientOptions client;
    UdpOptions udp;
    ChatOptions chat;
    ForwardOptions forward;
    CodeOptions code;
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

    QList<QCommandLineOption> all() const
    {
        return server.all() + client.all() + udp.all() + chat.all() + forward.all() +
               QList{code.code, saveLog, autosave, screenshot, quitAfter, demo, help, version};
    }
};

constexpr int mostSeconds = 1000000;          // before the end
const auto listWord = QStringLiteral("list"); // in the place of a reply's name

/// One of the two that can has to be there for the option of that name.
void checkWhoSends(const QCommandLineParser &parser, const Options &options, const QString &name)
{
    const bool byClient = parser.isSet(options.client.client);
    const bool byUdp = parser.isSet(options.udp.to);
    if (!byClient && !byUdp) {
        throw Misunderstood{tr("--%1 says nothing without --client or --to").arg(name)};
    }
    if (byClient && byUdp) {
        throw Misunderstood{
            tr("--%1: by the client, or by UDP? Give one of --client and --to").arg(name)};
    }
}

UdpCommand udpCommand(const QCommandLineParser &parser, const Options &options)
{
    UdpCommand command = options.udp.read(parser);
    if (!parser.isSet(options.client.client)) {
        command.sends = options.client.messages(parser);
    }
    for (const Message &message : std::as_const(command.sends)) {
        if (message.notation == Notation::File) {
            throw Misunderstood{
                tr("--send-file %1: a file is not sent as datagrams").arg(message.text)};
        }
    }
    return command;
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
         {options.server.reply, options.saveLog, options.autosave, options.screenshot}) {
        if (parser.isSet(option) && parser.value(option).isEmpty()) {
            throw Misunderstood{tr("--%1 wants a word behind it").arg(option.names().constLast())};
        }
    }
    result.files = parser.positionalArguments();
    if (result.files.contains(QString())) {
        throw Misunderstood{tr("an empty word is no file")};
    }
    for (const QCommandLineOption &option : options.server.ofServer()) {
        forWhat(option, options.server.server);
    }
    for (const QCommandLineOption &option : options.client.ofClient()) {
        forWhat(option, options.client.client);
    }
    for (const QCommandLineOption &option : options.udp.ofUdp()) {
        forWhat(option, options.udp.udp);
    }
    for (const QCommandLineOption &option : options.client.ofSending()) {
        if (parser.isSet(option)) {
            checkWhoSends(parser, options, option.names().constLast());
        }
    }
    for (const QCommandLineOption &option : options.chat.ofChat()) {
        forWhat(option, options.chat.chat);
    }
    for (const QCommandLineOption &option : options.forward.ofForward()) {
        forWhat(option, options.forward.forward);
    }
    if (parser.isSet(options.server.server)) {
        result.server = options.server.read(parser);
    }
    if (parser.isSet(options.client.client)) {
        result.client = options.client.read(parser);
    }
    if (parser.isSet(options.udp.udp)) {
        result.udp = udpCommand(parser, options);
    }
    if (parser.isSet(options.chat.chat)) {
        result.chat = options.chat.read(parser);
    }
    if (parser.isSet(options.forward.forward)) {
        result.forward = options.forward.read(parser);
    }
    result.saveLog = parser.value(options.saveLog);
    result.autosave = parser.value(options.autosave);
    result.screenshot = parser.value(options.screenshot);
    if (parser.isSet(options.quitAfter)) {
        result.quitAfter = secondsBehind(parser, options.quitAfter, mostSeconds);
    }
    result.demo = parser.isSet(options.demo);
    if (result.demo &&
        (result.server || result.client || result.udp || result.chat || result.forward)) {
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
    } else if (parser.values(options.server.reply).contains(listWord)) {
        result.kind = CommandLineResult::Kind::Replies;
        result.text = listOfReplies();
    } else {
        try {
            result.commandLine = read(parser, options);
            if (parser.isSet(options.code.code)) {
                result.kind = CommandLineResult::Kind::Code;
                result.text = options.code.program(parser, result.commandLine);
            }
        } catch (const Misunderstood &misunderstood) {
            result.kind = CommandLineResult::Kind::Error;
            result.text = misunderstood.text;
        }
    }
    return result;
}

} // namespace sockyard
