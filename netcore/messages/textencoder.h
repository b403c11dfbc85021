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

} // namespace sockyard
