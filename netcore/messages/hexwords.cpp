#include "netcore/messages/hexwords.h"

#include "netcore/codec/visibletext.h"

#include <QCoreApplication>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::HexInput", text);
}

QString offsetText(std::uint64_t offset)
{
    constexpr int hexadecimal = 16;
    constexpr int digits = 8;
    return QStringLiteral("%1").arg(offset, digits, hexadecimal, QLatin1Char('0'));
}

} // namespace

QString hexWords(const HexError &error, const QString &text)
{
    constexpr std::size_t mostShown = 60;
    const std::string bytes = text.toStdString();
    const QString piece = QString::fromStdString(
        visibleText(std::string_view(bytes).substr(error.position, error.length), mostShown));
    switch (error.what) {
    case HexError::What::NotHex:
        return tr("\"%1\" is no hexadecimal digit. Bytes are written as 68 65 6c or 0x68, 0x65.")
            .arg(piece);
    case HexError::What::HalfByte:
        return tr("\"%1\" is half a byte: each has two digits.").arg(piece);
    case HexError::What::LongEscape:
        return tr("\"%1\": behind \\x stand two digits, and no more can be meant for sure. Put a "
                  "space behind them.")
            .arg(piece);
    case HexError::What::NotAByte:
        return tr("\"%1\" is more than a byte. Which of its bytes comes first is not said.")
            .arg(piece);
    case HexError::What::NeedsPrefix:
        return tr("\"%1\" is decimal in most languages. Write 0x before what is hexadecimal.")
            .arg(piece);
    case HexError::What::NotClosed:
        return tr("\"%1\" is not closed.").arg(piece);
    case HexError::What::CountDiffers:
        return tr("\"%1\" is not how many bytes there are. There are %2.")
            .arg(piece, QString::number(error.number));
    case HexError::What::OffsetDiffers:
        return tr("The offset \"%1\" does not follow on. Here it would be %2; is a line missing?")
            .arg(piece, offsetText(error.number));
    case HexError::What::TextDiffers:
        return tr("\"%1\" are not the characters of the bytes in this line of a dump.").arg(piece);
    case HexError::What::Words:
        return tr("This is a dump of words, whose bytes may have another order. \"hexdump -C\" "
                  "prints bytes.");
    case HexError::What::NoRepetition:
        return tr("The \"*\" of a dump stands between two lines, and repeats the one before it.");
    case HexError::What::TooMuch:
        return tr("The \"*\" stands for too much: more than %1 MiB. Send a file instead.")
            .arg(mostHexBytes / 1024 / 1024);
    }
    return {};
}

} // namespace sockyard
