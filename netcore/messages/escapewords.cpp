#include "netcore/messages/escapewords.h"

#include "netcore/codec/visibletext.h"

#include <QCoreApplication>

namespace sockyard
{

QString escapeWords(const EscapeError &error, const QString &text)
{
    const std::string bytes = text.toStdString();
    // What was read from a file may hold characters that would turn the sentence around.
    const QString piece = QString::fromStdString(
        visibleText(std::string_view(bytes).substr(error.position, error.length)));
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
