#pragma once

#include <QByteArrayView>
#include <QString>

#include <optional>

namespace sockyard
{

/// What follows a message: a stream has no boundaries of its own.
enum class LineEnding { None, Lf, CrLf };

QByteArrayView bytesOf(LineEnding ending);
/// As files and the command line have it: `none`, `lf`, `crlf`.
QString nameOf(LineEnding ending);
std::optional<LineEnding> lineEndingNamed(const QString &name);

} // namespace sockyard
