#pragma once

#include "netcore/messages/textencoding.h"

#include <QByteArray>

namespace sockyard
{

/// The bytes of a text, or the first character that the encoding cannot write.
struct EncodedText {
    QByteArray bytes;
    qsizetype position = -1; ///< of that character, in UTF-16 units; -1: there is none
    qsizetype length = 0;
};

/// Writes \a text in \a encoding, without a byte order mark. Nothing is replaced: a character that
/// the encoding does not have, and half a surrogate pair, is told and ends the reading.
EncodedText encoded(const QString &text, TextEncoding encoding);

/// The text of bytes in \a encoding. A byte order mark is a character like others. What is no
/// character there comes as U+FFFD or another: only where encoded() gives the same bytes again is
/// it the text of them.
QString decoded(const QByteArray &bytes, TextEncoding encoding);

} // namespace sockyard
