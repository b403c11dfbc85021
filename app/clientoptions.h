#pragma once

#include "app/commandline.h"

#include <QCommandLineOption>
#include <QList>

class QCommandLineParser;

namespace sockyard
{

/// The words of the command line that are about the client, and how they are read.
class ClientOptions
{
public:
    ClientOptions();

    QCommandLineOption client;

    QList<QCommandLineOption> all() const { return QList{client} + ofSending() + ofClient(); }
    /// What is sent, by whoever is there to send it.
    QList<QCommandLineOption> ofSending() const;
    /// Those that say nothing without --client.
    QList<QCommandLineOption> ofClient() const;
    /// What they ask for. Throws Misunderstood.
    ClientCommand read(const QCommandLineParser &parser) const;
    /// What is to be sent, in its order; each can be. Throws Misunderstood.
    QList<Message> messages(const QCommandLineParser &parser) const;

private:
    TcpClientSettings settings(const QCommandLineParser &parser) const;
    int timeout(const QCommandLineParser &parser, const QCommandLineOption &option,
                NumberRange range) const;

    QCommandLineOption m_send;
    QCommandLineOption m_sendEscapes;
    QCommandLineOption m_sendHex;
    QCommandLineOption m_sendFile;
    QCommandLineOption m_ending;
    QCommandLineOption m_finish;
    QCommandLineOption m_connectTimeout;
    QCommandLineOption m_responseTimeout;
    QCommandLineOption m_exchangeTimeout;
    QCommandLineOption m_retry;
    QCommandLineOption m_connections;
    QCommandLineOption m_source;
};

} // namespace sockyard
