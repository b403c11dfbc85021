#pragma once

#include "app/commandline.h"

#include <QCommandLineOption>
#include <QList>

class QCommandLineParser;

namespace sockyard
{

/// The words of the command line that are about the port forwarder, and how they are read.
class ForwardOptions
{
public:
    ForwardOptions();

    QCommandLineOption forward;

    QList<QCommandLineOption> all() const { return QList{forward} + ofForward(); }
    /// Those that say nothing without --forward.
    QList<QCommandLineOption> ofForward() const;
    /// What they ask for. Throws Misunderstood.
    ForwarderSettings read(const QCommandLineParser &parser) const;

private:
    FaultPlan faults(const QCommandLineParser &parser) const;

    QCommandLineOption m_fault;
    QCommandLineOption m_seed;
    QCommandLineOption m_rewrite;
    QCommandLineOption m_trust;
};

} // namespace sockyard
