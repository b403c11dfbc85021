#include "app/commandwords.h"

#include "netcore/sockets/localpath.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cmath>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::CommandLine", text);
}

} // namespace

quint16 portOf(const QString &text)
{
    const auto number = parsePort(text);
    if (!number) {
        throw Misunderstood{badPortText(text)};
    }
    return *number;
}

Place placeBehind(const QString &option, const QString &text)
{
    const auto place = placeIn(text);
    if (!place || (!isLocal(place->transport) && place->host.isEmpty())) {
        throw Misunderstood{tr("--%1 %2: an address and a port are wanted, as in 127.0.0.1:9999 or "
                               "[::1]:9999, or local: and a path")
                                .arg(option, text)};
    }
    if (isLocal(place->transport)) {
        const QString problem = localPathProblem(place->path);
        if (!problem.isEmpty()) {
            throw Misunderstood{QStringLiteral("--%1 %2: %3").arg(option, text, problem)};
        }
    }
    return *place;
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

QCommandLineOption numberOption(const char *name, const QString &description, const QString &unit,
                                NumberRange range)
{
    return {QString::fromLatin1(name),
            description.arg(range.least).arg(range.most).arg(range.usual), unit};
}

int numberBehind(const QCommandLineParser &parser, const QCommandLineOption &option,
                 NumberRange range)
{
    if (!parser.isSet(option)) {
        return range.usual;
    }
    const QString text = parser.value(option);
    bool ok = false;
    const int result = text.toInt(&ok);
    if (!ok || !range.holds(result)) {
        throw Misunderstood{tr("--%1 %2: a whole number from %3 to %4 is wanted")
                                .arg(option.names().constLast(), text)
                                .arg(range.least)
                                .arg(range.most)};
    }
    return result;
}

ReplyOptions replyOptionsBehind(const QCommandLineParser &parser, const QCommandLineOption &option)
{
    const QString name = option.names().constLast();
    ReplyOptions result;
    const QStringList texts = parser.values(option);
    for (const QString &text : texts) {
        const qsizetype sign = text.indexOf(u'=');
        const QString key = text.left(sign);
        if (sign < 1) {
            throw Misunderstood{
                tr("--%1 %2: a key and a value are wanted, as in answer=OK").arg(name, text)};
        }
        if (result.contains(key)) {
            throw Misunderstood{tr("--%1 %2: \"%3\" is given twice").arg(name, text, key)};
        }
        result.insert(key, text.mid(sign + 1));
    }
    return result;
}

std::chrono::milliseconds secondsBehind(const QCommandLineParser &parser,
                                        const QCommandLineOption &option, int most)
{
    const QString text = parser.value(option);
    bool ok = false;
    const double number = text.toDouble(&ok);
    if (!ok || !(number >= 0) || number > most) {
        throw Misunderstood{tr("--%1 %2: a number of seconds is wanted, up to %3")
                                .arg(option.names().constLast(), text)
                                .arg(most)};
    }
    constexpr double millisecondsInSecond = 1000.0;
    return std::chrono::milliseconds(std::llround(number * millisecondsInSecond));
}

} // namespace sockyard
