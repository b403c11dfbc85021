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
    QCommandLineOption m_connect;
    QCommandLineOption m_broadcast;
    QCommandLineOption m_reply;
};

} // namespace sockyard
