#include "netcore/messages/textencoder.h"

#include <QStringDecoder>
#include <QStringEncoder>

#include <algorithm>

namespace sockyard
{

namespace
{

/// As Qt's converters know it.
const char *converterName(TextEncoding encoding)
{
    switch (encoding) {
    case TextEncoding::Utf8:
        return "UTF-8";
    case TextEncoding::Latin1:
        return "ISO-8859-1";
    case TextEncoding::Utf16LittleEndian:
        return "UTF-16LE";
    case TextEncoding::Utf16BigEndian:
        return "UTF-16BE";
    case TextEncoding::ShiftJis:
        return "Shift_JIS";
    case TextEncoding::EucJp:
        return "EUC-JP";
    }
    return "UTF-8";
}

/// How many UTF-16 units the character at \a index has; 0 where it is none.
qsizetype lengthAt(const QString &text, qsizetype index)
{
    if (!text.at(index).isSurrogate()) {
        return 1;
    }
    const bool isPair = text.at(index).isHighSurrogate() && index + 1 < text.size() &&
                        text.at(index + 1).isLowSurrogate();
    return isPair ? 2 : 0;
}

bool canBeWritten(const QString &character, TextEncoding encoding)
{
    switch (encoding) {
    case TextEncoding::Utf8:
    case TextEncoding::Utf16LittleEndian:
    case TextEncoding::Utf16BigEndian:
        return true;
    case TextEncoding::Latin1:
        return character.size() == 1 && character.front().unicode() < 0x100;
    case TextEncoding::ShiftJis:
    case TextEncoding::EucJp:
        break;
    }
    if (character.front().unicode() < 0x80) {
        return true;
    }
    QStringEncoder encoder(converterName(encoding));
    const QByteArray bytes = encoder(character);
    if (encoder.hasError() || bytes.isEmpty()) {
        return false;
    }
    // Where a converter puts a sign in the place of what it does not have, that comes back.
    QStringDecoder decoder(converterName(encoding));
    const QString back = decoder(bytes);
    return back == character;
}

} // namespace

EncodedText encoded(const QString &text, TextEncoding encoding)
{
    qsizetype index = 0;
    while (index < text.size()) {
        const qsizetype length = lengthAt(text, index);
        if (length == 0 || !canBeWritten(text.mid(index, length), encoding)) {
            break;
        }
        index += length;
    }
    EncodedText result;
    result.bytes = QStringEncoder(converterName(encoding))(text.left(index));
    if (index < text.size()) {
        result.position = index;
        result.length = std::max<qsizetype>(lengthAt(text, index), 1);
    }
    return result;
}

QString decoded(const QByteArray &bytes, TextEncoding encoding)
{
    QStringDecoder decoder(converterName(encoding), QStringConverter::Flag::ConvertInitialBom);
    return decoder(bytes);
}

} // namespace sockyard
