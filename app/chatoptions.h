#pragma once

#include "app/commandline.h"

#include <QCommandLineOption>
#include <QList>

class QCommandLineParser;

namespace sockyard
{

/// The words of the command line that are about the chat, and how they are read.
class ChatOptions
{
public:
    ChatOptions();

    QCommandLineOption chat;

    QList<QCommandLineOption> all() const { return QList{chat} + ofChat(); }
    /// Those that say nothing without --chat.
    QList<QCommandLineOption> ofChat() const;
    /// What they ask for. Throws Misunderstood.
    ChatCommand read(const QCommandLineParser &parser) const;

private:
    void readGroup(const QString &text, MulticastChatSettings &settings) const;
    void readInterface(const QCommandLineParser &parser, MulticastChatSettings &settings) const;
    void readName(const QCommandLineParser &parser, MulticastChatSettings &settings) const;

    QCommandLineOption m_name;
    QCommandLineOption m_interface;
    QCommandLineOption m_allInterfaces;
    QCommandLineOption m_wire;
    QCommandLineOption m_hops;
    QCommandLineOption m_bot;
    QCommandLineOption m_say;
};

} // namespace sockyard
