#pragma once

#include "netcore/endpoints/multicastchatsettings.h"

#include <QCommandLineOption>
#include <QList>
#include <QStringList>

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
    MulticastChatSettings read(const QCommandLineParser &parser) const;
    /// What is said once the group is joined, in its order.
    QStringList says(const QCommandLineParser &parser) const;

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
