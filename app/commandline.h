#pragma once

#include "netcore/endpoints/forwardersettings.h"
#include "netcore/endpoints/generatorplan.h"
#include "netcore/endpoints/multicastchat.h"
#include "netcore/endpoints/tcpclient.h"
#include "netcore/endpoints/tcpserver.h"
#include "netcore/endpoints/udpsettings.h"
#include "netcore/messages/message.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace sockyard
{

/// What the command line asks of the client.
struct ClientCommand {
    TcpClientSettings settings = {};
    QList<Message> sends = {}; ///< once it is connected, in this order; each can be sent
    bool finishes = false;     ///< half-closes after the last
};

/// What the command line asks of the UDP socket.
struct UdpCommand {
    UdpSettings settings = {};
    QString to = {};           ///< HOST:PORT, or empty
    QList<Message> sends = {}; ///< to there, in this order, once it can; each can be sent
    std::optional<GeneratorPlan> generate = {}; ///< to there, behind these; it is possible
};

/// What the command line asks of the chat.
struct ChatCommand {
    MulticastChatSettings settings = {};
    QStringList says = {}; ///< once the group is joined
};

/// What the command line asks for. Nothing in it has been tried; everything in it has been
/// understood.
struct CommandLine {
    std::optional<TcpServerSettings> server;
    std::optional<ClientCommand> client;
    std::optional<UdpCommand> udp;
    std::optional<ChatCommand> chat;
    std::optional<ForwarderSettings> forward;
    QStringList files; ///< saved logs to be opened
    QString saveLog;
    QString autosave; ///< a folder
    QString screenshot;
    std::optional<std::chrono::milliseconds> quitAfter;
    bool interfaces = false; ///< are watched
    bool demo = false;
};

/// How reading the command line ended.
struct CommandLineResult {
    enum class Kind { Run, Help, Version, Replies, Code, Error };

    Kind kind = Kind::Run;
    CommandLine commandLine;
    QString text; ///< the help, the list of replies, a program, or what could not be understood
};

/// Reads the words after the program's name. Opens nothing but what a reply's options name, to see
/// whether it is there.
CommandLineResult readCommandLine(const QStringList &words);

} // namespace sockyard
