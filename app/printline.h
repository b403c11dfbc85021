#pragma once

#include <QString>

#include <cstdio>

namespace sockyard
{

/// Writes one line of UTF-8 at once: a script may be waiting for it.
void printLine(std::FILE *file, const QString &line);

} // namespace sockyard
