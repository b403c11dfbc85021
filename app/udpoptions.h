#pragma once

#include "app/commandline.h"

#include <QCommandLineOption>
#include <QList>

class QCommandLineParser;

namespace sockyard
{

/// The words of the command line that are about UDP, and how they are read.
class UdpOptions
{
public:
    UdpOptions();

    QCommandLineOption udp;
    QCommandLineOption to;

    QList<QCommandLineOption> all() const { return QList{udp} + ofUdp(); }
    /// Those that say nothing without --udp.
    QList<QCommandLineOption> ofUdp() const;
    /// What they ask for, and nothing to be sent yet. Throws Misunderstood.
    UdpCommand read(const QCommandLineParser &parser) const;

private:
    void readReply(const QCommandLineParser &parser, UdpSettings &settings) const;
    GeneratorPlan generatorBehind(const QCommandLineParser &parser) const;

    QCommandLineOption m_connect;
    QCommandLineOption m_shared;
    QCommandLineOption m_readSize;
    QCommandLineOption m_broadcast;
    QCommandLineOption m_reply;
    QCommandLineOption m_replyOption;
    QCommandLineOption m_generate;
};

} // namespace sockyard
