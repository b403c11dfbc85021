#include "netcore/messages/textencoder.h"

#include <QStringDecoder>
#include <QStringEncoder>

#include <algorithm>
#include <string_view>

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

/// Where the first character begins that is half of one; the text's size where there is none.
qsizetype wholeUntil(const QString &text)
{
    if (text.isValidUtf16()) { // as nearly all are
        return text.size();
    }
    qsizetype index = 0;
    while (lengthAt(text, index) > 0) {
        index += lengthAt(text, index);
    }
    return index;
}

/// ICU's Shift-JIS has three controls of ASCII in each other's places, as DOS once had them. They
/// are no part of any other character's bytes, so they can be put back there.
enum class Direction { ToBytes, FromBytes };
QByteArray withControlsInPlace(QByteArray bytes, TextEncoding encoding, Direction direction)
{
    static const bool areMoved = [] {
        QStringEncoder encoder(converterName(TextEncoding::ShiftJis));
        const QByteArray substitute = encoder(QString(QChar(0x1a)));
        return substitute == "\x7f";
    }();
    if (encoding != TextEncoding::ShiftJis || !areMoved) {
        return bytes;
    }
    constexpr std::string_view inPlace("\x1a\x1c\x7f");
    constexpr std::string_view moved("\x7f\x1a\x1c");
    const bool isToBytes = direction == Direction::ToBytes;
    const std::string_view from = isToBytes ? moved : inPlace;
    const std::string_view to = isToBytes ? inPlace : moved;
    for (char &byte : bytes) {
        if (const std::size_t which = from.find(byte); which != std::string_view::npos) {
            byte = to[which];
        }
    }
    return bytes;
}

QByteArray converted(const QString &text, TextEncoding encoding)
{
    return withControlsInPlace(QStringEncoder(converterName(encoding))(text), encoding,
                               Direction::ToBytes);
}

/// Where a converter puts a sign in the place of what it does not have, that comes back.
bool comesBack(const QString &text, TextEncoding encoding)
{
    return decoded(converted(text, encoding), encoding) == text;
}

/// The first place in \a text where a character stands that the converter does not have. Looks at
/// halves, as converters are slow at the beginning and quick then.
qsizetype convertibleUntil(const QString &text, TextEncoding encoding)
{
    if (comesBack(text, encoding)) {
        return text.size();
    }
    qsizetype good = 0; // all before it come back
    qsizetype bad = text.size();
    while (true) {
        qsizetype middle = good + (bad - good) / 2;
        if (text.at(middle).isLowSurrogate()) {
            --middle;
        }
        if (middle == good) { // one character may be left, or two of which the first has two units
            middle += lengthAt(text, good);
        }
        if (middle >= bad) {
            return good;
        }
        (comesBack(text.mid(good, middle - good), encoding) ? good : bad) = middle;
    }
}

/// How much of \a text, which has whole characters only, can be written.
qsizetype writableUntil(const QString &text, TextEncoding encoding)
{
    switch (encoding) {
    case TextEncoding::Utf8:
    case TextEncoding::Utf16LittleEndian:
    case TextEncoding::Utf16BigEndian:
        return text.size();
    case TextEncoding::Latin1:
        return std::find_if(text.begin(), text.end(),
                            [](QChar unit) { return unit.unicode() > 0xff; }) -
               text.begin();
    case TextEncoding::ShiftJis:
    case TextEncoding::EucJp:
        break;
    }
    return convertibleUntil(text, encoding);
}

} // namespace

EncodedText encoded(const QString &text, TextEncoding encoding)
{
    const qsizetype until = writableUntil(text.left(wholeUntil(text)), encoding);
    EncodedText result;
    result.bytes = converted(text.left(until), encoding);
    if (until < text.size()) {
        result.position = until;
        result.length = std::max<qsizetype>(lengthAt(text, until), 1);
    }
    return result;
}

QString decoded(const QByteArray &bytes, TextEncoding encoding)
{
    QStringDecoder decoder(converterName(encoding), QStringConverter::Flag::ConvertInitialBom);
    return decoder(withControlsInPlace(bytes, encoding, Direction::FromBytes));
}

} // namespace sockyard
