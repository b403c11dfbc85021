#include "app/clientoptions.h"

#include "app/commandwords.h"
#include "netcore/messages/preparedmessage.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QMap>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::CommandLine", text);
}

constexpr int millisecondsInSecond = 1000;

} // namespace

ClientOptions::ClientOptions()
    : client(
          QStringLiteral("client"),
          tr("Connect a client: to HOST:PORT, or to local:PATH or seqpacket:PATH, where @NAME in "
             "the place of PATH is a name without a file (Linux)."),
          QStringLiteral("PLACE"))
    , m_send(QStringLiteral("send"),
             tr("Send this text once the client is connected. This and the next three may be "
                "repeated, and are sent in their order."),
             QStringLiteral("TEXT"))
    , m_sendEscapes(QStringLiteral("send-escapes"),
                    tr("The same with \\n, \\r, \\t, \\0, \\xHH, \\u{…}, \\\\ and macros such as "
                       "${time}, ${counter}, ${random:8}; a dollar is $$."),
                    QStringLiteral("TEXT"))
    , m_sendHex(QStringLiteral("send-hex"),
                tr("The same of bytes in hexadecimal, such as \"68 65 6c\"."),
                QStringLiteral("HEX"))
    , m_sendFile(QStringLiteral("send-file"), tr("The same of a file, piece by piece."),
                 QStringLiteral("FILE"))
    , m_ending(QStringLiteral("ending"), tr("What follows each of these; usually nothing."),
               QStringLiteral("none|lf|crlf"))
    , m_finish(QStringLiteral("finish"),
               tr("Half-close after the last of these: no more is sent, receiving goes on."))
    , m_connectTimeout(QStringLiteral("connect-timeout"),
                       tr("How long connecting may take; 0 is no limit, 10 is usual."),
                       QStringLiteral("SECONDS"))
    , m_responseTimeout(QStringLiteral("response-timeout"),
                        tr("From then until the first byte comes back; usually no limit."),
                        QStringLiteral("SECONDS"))
    , m_exchangeTimeout(QStringLiteral("exchange-timeout"),
                        tr("From the beginning until the connection is closed; usually no limit."),
                        QStringLiteral("SECONDS"))
    , m_retry(numberOption("retry",
                           tr("Try again so often when no connection could be made, with growing "
                              "waits: %1 to %2, usually %3."),
                           QStringLiteral("N"), TcpClientSettings::retriesRange))
    , m_connections(numberOption("connections",
                                 tr("So many connections at the same time: %1 to %2, usually %3."),
                                 QStringLiteral("N"), TcpClientSettings::connectionsRange))
    , m_source(QStringLiteral("source"), tr("Where the client connects from."),
               QStringLiteral("ADDRESS:PORT"))
{
}

QList<QCommandLineOption> ClientOptions::ofSending() const
{
    return {m_send, m_sendEscapes, m_sendHex, m_sendFile, m_ending};
}

QList<QCommandLineOption> ClientOptions::ofClient() const
{
    return {m_finish, m_connectTimeout, m_responseTimeout, m_exchangeTimeout,
            m_retry,  m_connections,    m_source};
}

ClientCommand ClientOptions::read(const QCommandLineParser &parser) const
{
    return {.settings = settings(parser),
            .sends = messages(parser),
            .finishes = parser.isSet(m_finish)};
}

TcpClientSettings ClientOptions::settings(const QCommandLineParser &parser) const
{
    using Settings = TcpClientSettings;
    Settings settings;
    const QString text = parser.value(client);
    const Place place = placeBehind(QStringLiteral("client"), text);
    settings.transport = place.transport;
    settings.path = place.path;
    if (!isLocal(place.transport)) {
        if (portOf(place.port) == 0) {
            throw Misunderstood{tr("--client %1: nobody can be connected to on port 0").arg(text)};
        }
        if (!parseAddress(place.host) && !isPlausibleHostName(place.host)) {
            throw Misunderstood{tr("--client %1: \"%2\" can be no host").arg(text, place.host)};
        }
        settings.host = place.host;
        settings.port = place.port;
    }
    settings.connectTimeout = timeout(parser, m_connectTimeout, Settings::connectTimeoutRange);
    settings.responseTimeout = timeout(parser, m_responseTimeout, Settings::responseTimeoutRange);
    settings.exchangeTimeout = timeout(parser, m_exchangeTimeout, Settings::exchangeTimeoutRange);
    settings.retries = numberBehind(parser, m_retry, Settings::retriesRange);
    settings.connections = numberBehind(parser, m_connections, Settings::connectionsRange);
    settings.source = parser.value(m_source); // what it means, the client says
    return settings;
}

int ClientOptions::timeout(const QCommandLineParser &parser, const QCommandLineOption &option,
                           NumberRange range) const
{
    if (!parser.isSet(option)) {
        return range.usual;
    }
    return static_cast<int>(
        secondsBehind(parser, option, range.most / millisecondsInSecond).count());
}

QList<Message> ClientOptions::messages(const QCommandLineParser &parser) const
{
    LineEnding ending = LineEnding::None;
    if (parser.isSet(m_ending)) {
        const QString name = parser.value(m_ending);
        const auto named = lineEndingNamed(name);
        if (!named) {
            throw Misunderstood{
                tr("--ending %1: \"none\", \"lf\" or \"crlf\" is wanted").arg(name)};
        }
        ending = *named;
    }
    const QMap<QString, Notation> notations = {
        {m_send.names().constFirst(), Notation::Text},
        {m_sendEscapes.names().constFirst(), Notation::Escapes},
        {m_sendHex.names().constFirst(), Notation::Hex},
        {m_sendFile.names().constFirst(), Notation::File},
    };
    QList<Message> messages;
    QMap<QString, qsizetype> seen;
    const QStringList names = parser.optionNames(); // once for each time, in their order
    for (const QString &name : names) {
        const auto notation = notations.constFind(name);
        if (notation == notations.constEnd()) {
            continue;
        }
        const Message message{
            .notation = *notation, .text = parser.values(name).at(seen[name]++), .ending = ending};
        MessageProblem problem;
        if (!PreparedMessage::prepare(message, &problem)) {
            throw Misunderstood{tr("--%1 %2: %3").arg(name, message.text, problem.words)};
        }
        messages.append(message);
    }
    return messages;
}

} // namespace sockyard
