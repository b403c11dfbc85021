#pragma once

#include "netcore/code/codelanguage.h"
#include "netcore/code/coderequest.h"

#include <QString>
#include <QStringList>

namespace sockyard
{

/// A whole program, ready to be run.
struct WrittenProgram {
    QString text;
    /// What the page is set to and the program does not do, in sentences, which stand in its
    /// comments too.
    QStringList notes;
    /// A name for its file.
    QString fileName;
};

/// Writes the program that does what is asked for. Reads nothing but its own template. Any thread.
WrittenProgram writeProgram(const CodeRequest &request, const CodeLanguage &language);

} // namespace sockyard
