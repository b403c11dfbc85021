#include "app/serveroptions.h"

#include "app/commandwords.h"
#include "netcore/endpoints/listenaddress.h"
#include "netcore/responders/registry.h"
#include "netcore/sockets/socketfile.h"

#include <QCommandLineParser>
#include <QCoreApplication>

namespace sockyard
{

namespace
{

using Settings = TcpServerSettings;

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::CommandLine", text);
}

QString replyNames()
{
    QStringList names;
    for (const ResponderRow &row : responders()) {
        names.append(QString::fromLatin1(row.name));
    }
    return names.join(QStringLiteral(", "));
}

ReplyOptions replyOptions(const QStringList &texts)
{
    ReplyOptions result;
    for (const QString &text : texts) {
        const qsizetype sign = text.indexOf(u'=');
        const QString key = text.left(sign);
        if (sign < 1) {
            throw Misunderstood{
                tr("--reply-option %1: a key and a value are wanted, as in answer=OK").arg(text)};
        }
        if (result.contains(key)) {
            throw Misunderstood{tr("--reply-option %1: \"%2\" is given twice").arg(text, key)};
        }
        result.insert(key, text.mid(sign + 1));
    }
    return result;
}

TcpServerSettings::Serving serving(const QString &text)
{
    if (text == QStringLiteral("all")) {
        return TcpServerSettings::Serving::AllAtOnce;
    }
    if (text == QStringLiteral("one")) {
        return TcpServerSettings::Serving::OneAtATime;
    }
    throw Misunderstood{tr("--serve %1: \"all\" or \"one\" is wanted").arg(text)};
}

} // namespace

ServerOptions::ServerOptions()
    : server(QStringLiteral("server"),
             tr("Start a server. 0.0.0.0 is all of IPv4, [::] all of IPv6, * all of both; port 0 "
                "is any free one. local:PATH is a local socket, seqpacket:PATH one that keeps "
                "messages apart; @NAME in the place of PATH is a name without a file (Linux)."),
             QStringLiteral("PLACE"))
    , reply(QStringLiteral("reply"),
            tr("How the server answers: %1. \"list\" tells about all of them and their options.")
                .arg(replyNames()),
            QStringLiteral("NAME"))
    , m_replyOption(QStringLiteral("reply-option"), tr("An option of that reply; may be repeated."),
                    QStringLiteral("KEY=VALUE"))
    , m_serve(QStringLiteral("serve"),
              tr("How the server serves its clients: all at once, or one at a time while the "
                 "others wait."),
              QStringLiteral("all|one"))
    , m_backlog(numberOption("backlog",
                             tr("How many clients may wait to be accepted: %1 to %2, usually %3."),
                             QStringLiteral("N"), Settings::backlogRange))
    , m_mostClients(numberOption("max-clients", tr("Refuse further clients: %1 to %2, usually %3."),
                                 QStringLiteral("N"), Settings::clientsRange))
    , m_idleTimeout(numberOption("idle-timeout",
                                 tr("Close a client that does nothing for so long: %1 to %2; %3 "
                                    "is never, and usual."),
                                 QStringLiteral("SECONDS"), Settings::idleRange))
    , m_readSize(numberOption("read-size",
                              tr("How much one receive takes at most: %1 to %2, usually %3."),
                              QStringLiteral("BYTES"), Settings::readSizeRange))
    , m_answerDelay(numberOption("answer-delay",
                                 tr("Wait before each answer: %1 to %2, usually %3."),
                                 QStringLiteral("MS"), Settings::answerDelayRange))
    , m_socketMode(QStringLiteral("socket-mode"),
                   tr("The permissions of a local server's file: 600 is this user alone, and "
                      "usual."),
                   QStringLiteral("MODE"))
    , m_keepStale(QStringLiteral("keep-stale-file"),
                  tr("Do not remove the file that an earlier local server has left behind."))
{
}

QList<QCommandLineOption> ServerOptions::ofServer() const
{
    return {reply,         m_replyOption, m_serve,       m_backlog,    m_mostClients,
            m_idleTimeout, m_readSize,    m_answerDelay, m_socketMode, m_keepStale};
}

TcpServerSettings ServerOptions::read(const QCommandLineParser &parser) const
{
    TcpServerSettings settings;
    const QString text = parser.value(server);
    const Place place = placeBehind(server.names().constLast(), text);
    settings.transport = place.transport;
    settings.path = place.path;
    if (!isLocal(place.transport)) {
        portOf(place.port);
        if (!parseListenAddress(place.host)) {
            throw Misunderstood{tr("--server %1: \"%2\" is no address").arg(text, place.host)};
        }
        settings.address = place.host;
        settings.port = place.port;
    }
    if (parser.isSet(m_socketMode)) {
        settings.fileMode = parser.value(m_socketMode);
        if (!fileModeIn(settings.fileMode)) {
            throw Misunderstood{tr("--socket-mode %1: three octal digits are wanted, such as 660")
                                    .arg(settings.fileMode)};
        }
    }
    settings.replacesStaleFile = !parser.isSet(m_keepStale);
    if (parser.isSet(reply)) {
        settings.reply = parser.value(reply);
    }
    const ResponderRow *const row = responderNamed(settings.reply);
    if (row == nullptr) {
        throw Misunderstood{
            tr("--reply %1: there is no such reply; --reply list tells which there are")
                .arg(settings.reply)};
    }
    settings.replyOptions = replyOptions(parser.values(m_replyOption));
    const PreparedReply prepared = row->prepared(settings.replyOptions);
    if (!prepared.make) {
        throw Misunderstood{tr("--reply %1: %2").arg(settings.reply, prepared.error)};
    }
    if (parser.isSet(m_serve)) {
        settings.serving = serving(parser.value(m_serve));
    }
    settings.backlog = numberBehind(parser, m_backlog, Settings::backlogRange);
    settings.mostClients = numberBehind(parser, m_mostClients, Settings::clientsRange);
    settings.idleLimit = numberBehind(parser, m_idleTimeout, Settings::idleRange);
    settings.readSize = numberBehind(parser, m_readSize, Settings::readSizeRange);
    settings.answerDelay = numberBehind(parser, m_answerDelay, Settings::answerDelayRange);
    return settings;
}

} // namespace sockyard
