#include "netcore/messages/hexwords.h"

#include "netcore/codec/visibletext.h"

#include <QCoreApplication>

namespace sockyard
{

QString hexWords(const HexError &error, const QString &text)
{
    const std::string bytes = text.toStdString();
    const QString piece = QString::fromStdString(
        visibleText(std::string_view(bytes).substr(error.position, error.length)));
    switch (error.what) {
    case HexError::What::NotHex:
        return QCoreApplication::translate(
                   "sockyard::HexInput",
                   "\"%1\" is no hexadecimal digit. Bytes are written as 68 65 6c or 0x68, 0x65.")
            .arg(piece);
    case HexError::What::HalfByte:
        return QCoreApplication::translate("sockyard::HexInput",
                                           "\"%1\" is half a byte: each has two digits.")
            .arg(piece);
    }
    return {};
}

} // namespace sockyard
