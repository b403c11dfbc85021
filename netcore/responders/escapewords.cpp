#include "netcore/responders/escapewords.h"

#include <QCoreApplication>

namespace sockyard
{

QString escapeWords(const EscapeError &error, const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    const QString piece = QString::fromUtf8(
        bytes.mid(static_cast<qsizetype>(error.position), static_cast<qsizetype>(error.length)));
    switch (error.what) {
    case EscapeError::What::UnknownEscape:
        return QCoreApplication::translate("sockyard::Escapes",
                                           "\"%1\" is no escape. A backslash itself is \\\\.")
            .arg(piece);
    case EscapeError::What::NoHexDigits:
        return QCoreApplication::translate(
            "sockyard::Escapes", "\\x wants two hexadecimal digits behind it, as in \\x0a.");
    case EscapeError::What::BadCodePoint:
        return QCoreApplication::translate(
                   "sockyard::Escapes",
                   "\"%1\" is no character. It is written as \\u{3042}, with up to six "
                   "hexadecimal digits.")
            .arg(piece);
    case EscapeError::What::EndsInEscape:
        return QCoreApplication::translate(
            "sockyard::Escapes",
            "A backslash at the end says nothing. A backslash itself is \\\\.");
    }
    return {};
}

} // namespace sockyard
