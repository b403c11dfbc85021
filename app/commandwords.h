#pragma once

#include "netcore/endpoints/numberrange.h"
#include "netcore/responders/replyoption.h"
#include "netcore/sockets/addresstext.h"
#include "netcore/sockets/place.h"

#include <QCommandLineOption>
#include <QString>

#include <chrono>

class QCommandLineParser;

// How words of the command line are read, and what is said where they cannot be.
namespace sockyard
{

/// What could not be understood, in words; thrown while the command line is read.
struct Misunderstood {
    QString text;
};

/// The port that \a text is.
quint16 portOf(const QString &text);
/// The place behind --\a option, where a local socket has a path that it can have.
Place placeBehind(const QString &option, const QString &text);
/// `HOST:PORT` behind --\a option, taken apart.
HostAndPort hostAndPort(const QString &option, const QString &text);

/// An option with a number behind it; \a description may hold %1, %2 and %3 for the range.
QCommandLineOption numberOption(const char *name, const QString &description, const QString &unit,
                                NumberRange range);
/// The number behind that option, or the usual one.
int numberBehind(const QCommandLineParser &parser, const QCommandLineOption &option,
                 NumberRange range);
/// What is behind that option, KEY=VALUE each time that it is given, by key.
ReplyOptions replyOptionsBehind(const QCommandLineParser &parser, const QCommandLineOption &option);
/// The seconds behind that option, which may have a fraction: 0 … \a most.
std::chrono::milliseconds secondsBehind(const QCommandLineParser &parser,
                                        const QCommandLineOption &option, int most);

} // namespace sockyard
