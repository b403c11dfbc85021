#pragma once

#include "app/commandline.h"

#include <QCommandLineOption>

class QCommandLineParser;

namespace sockyard
{

/// The option of the command line that has a program written instead of a window opened.
class CodeOptions
{
public:
    CodeOptions();

    const QCommandLineOption code;

    /// The program for the one tab that \a commandLine starts. Throws Misunderstood.
    QString program(const QCommandLineParser &parser, const CommandLine &commandLine) const;
};

} // namespace sockyard
