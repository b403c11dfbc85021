#pragma once

#include "netcore/endpoints/tcpserversettings.h"

#include <QCommandLineOption>
#include <QList>

class QCommandLineParser;

namespace sockyard
{

/// The words of the command line that are about the server, and how they are read.
class ServerOptions
{
public:
    ServerOptions();

    QCommandLineOption server;
    QCommandLineOption reply;

    QList<QCommandLineOption> all() const { return QList{server} + ofServer(); }
    /// Those that say nothing without --server.
    QList<QCommandLineOption> ofServer() const;
    /// What they ask for. Throws Misunderstood.
    TcpServerSettings read(const QCommandLineParser &parser) const;

private:
    QCommandLineOption m_replyOption;
    QCommandLineOption m_serve;
    QCommandLineOption m_backlog;
    QCommandLineOption m_mostClients;
    QCommandLineOption m_idleTimeout;
    QCommandLineOption m_readSize;
    QCommandLineOption m_answerDelay;
    QCommandLineOption m_socketMode;
    QCommandLineOption m_keepStale;
};

} // namespace sockyard
