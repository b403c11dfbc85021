#include "widgets/models/textdecoder.h"

#include <QList>
#include <QStringConverter>

#include <algorithm>

namespace sockyard
{

namespace
{

using Flag = QStringConverter::Flag;

unsigned valueAt(ByteView bytes, std::size_t index)
{
    return std::to_integer<unsigned>(bytes[index]);
}

TextDecoder::Step broken(ByteView rest)
{
    return {valueAt(rest, 0), 1, TextDecoder::Kind::Broken};
}

QStringDecoder decoderOf(TextEncoding encoding)
{
    // Stateless, so that a character cut off at the end shows. A byte order mark is kept as well.
    const QStringConverter::Flags flags = Flag::Stateless | Flag::ConvertInitialBom;
    switch (encoding) {
    case TextEncoding::Utf8:
        return QStringDecoder(QStringConverter::Utf8, flags);
    case TextEncoding::Latin1:
        return QStringDecoder(QStringConverter::Latin1, flags);
    case TextEncoding::Utf16LittleEndian:
        return QStringDecoder(QStringConverter::Utf16LE, flags);
    case TextEncoding::Utf16BigEndian:
        return QStringDecoder(QStringConverter::Utf16BE, flags);
    case TextEncoding::ShiftJis:
        return QStringDecoder("Shift_JIS", flags);
    case TextEncoding::EucJp:
        return QStringDecoder("EUC-JP", flags);
    }
    return {};
}

QString decoded(QStringDecoder &decoder, ByteView bytes)
{
    return decoder(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
}

/// How many bytes the character has that begins with this one, beyond ASCII.
std::size_t japaneseLength(TextEncoding encoding, unsigned lead)
{
    if (encoding == TextEncoding::ShiftJis) {
        return (lead >= 0x81 && lead <= 0x9f) || (lead >= 0xe0 && lead <= 0xfc) ? 2 : 1;
    }
    if (lead == 0x8f) {
        return 3;
    }
    return lead == 0x8e || (lead >= 0xa1 && lead <= 0xfe) ? 2 : 1;
}

bool isJapanese(TextEncoding encoding)
{
    return encoding == TextEncoding::ShiftJis || encoding == TextEncoding::EucJp;
}

} // namespace

TextDecoder::TextDecoder(TextEncoding encoding)
    : m_encoding(encoding)
    , m_decoder(isJapanese(encoding) ? std::make_shared<QStringDecoder>(decoderOf(encoding))
                                     : nullptr)
{
}

std::size_t TextDecoder::unit() const
{
    return m_encoding == TextEncoding::Utf16LittleEndian ||
                   m_encoding == TextEncoding::Utf16BigEndian
               ? 2
               : 1;
}

TextDecoder::Step TextDecoder::next(ByteView rest) const
{
    if (unit() == 2) {
        return nextUtf16(rest);
    }
    const unsigned lead = valueAt(rest, 0);
    if (lead < 0x80 || m_encoding == TextEncoding::Latin1) {
        return {lead, 1, Kind::Character};
    }
    return m_encoding == TextEncoding::Utf8 ? nextUtf8(rest) : nextJapanese(rest);
}

/// Well-formed is what table 3-7 of the Unicode standard says: no overlong forms, no surrogates,
/// nothing over U+10FFFF.
TextDecoder::Step TextDecoder::nextUtf8(ByteView rest) const
{
    const unsigned lead = valueAt(rest, 0);
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || rest.size() < length) {
        return broken(rest);
    }
    char32_t code = lead & (0x7fU >> length);
    for (std::size_t index = 1; index < length; ++index) {
        const unsigned next = valueAt(rest, index);
        if ((next & 0xc0) != 0x80) {
            return broken(rest);
        }
        code = code << 6 | (next & 0x3f);
    }
    const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    if (overlong || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
        return broken(rest);
    }
    return {code, static_cast<std::uint8_t>(length), Kind::Character};
}

TextDecoder::Step TextDecoder::nextUtf16(ByteView rest) const
{
    const auto unitAt = [&](std::size_t index) -> char32_t {
        const unsigned first = valueAt(rest, index);
        const unsigned second = valueAt(rest, index + 1);
        return m_encoding == TextEncoding::Utf16LittleEndian ? second << 8 | first
                                                             : first << 8 | second;
    };
    if (rest.size() < 2) {
        return broken(rest);
    }
    const char32_t code = unitAt(0);
    if (code >= 0xd800 && code < 0xdc00 && rest.size() >= 4) {
        const char32_t low = unitAt(2);
        if (low >= 0xdc00 && low < 0xe000) {
            return {0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00), 4, Kind::Character};
        }
    }
    // A surrogate without its other half is none, but takes its two bytes: the next unit may be
    // whole.
    return {code, 2, Kind::Character};
}

TextDecoder::Step TextDecoder::nextJapanese(ByteView rest) const
{
    const std::size_t length = japaneseLength(m_encoding, valueAt(rest, 0));
    if (rest.size() < length) {
        return broken(rest);
    }
    // A byte of ASCII is none of a character's end, but for what Shift-JIS allows from 0x40 on.
    const unsigned lowest = m_encoding == TextEncoding::ShiftJis ? 0x40 : 0xa1;
    for (std::size_t index = 1; index < length; ++index) {
        if (valueAt(rest, index) < lowest) {
            return broken(rest);
        }
    }
    m_decoder->resetState();
    const QString text = decoded(*m_decoder, rest.first(length));
    const QList<uint> codes = text.toUcs4();
    if (codes.size() != 1 || codes.front() == QChar::ReplacementCharacter || codes.front() < 0x80) {
        return broken(rest);
    }
    return {codes.front(), static_cast<std::uint8_t>(length), Kind::Character};
}

std::size_t TextDecoder::nextBeginning(ByteView context, std::size_t wanted) const
{
    std::size_t at = wanted;
    if (unit() == 2) {
        at = wanted % 2 == 0 ? wanted : wanted + 1;
        at = at >= 2 ? at - 2 : at;
    } else if (m_encoding == TextEncoding::Utf8) {
        constexpr std::size_t longest = 3; // continuation bytes
        while (at > 0 && wanted - at < longest && at < context.size() &&
               (valueAt(context, at) & 0xc0) == 0x80) {
            --at;
        }
    } else if (isJapanese(m_encoding)) {
        // These bytes are never the second half of a character.
        const unsigned below = m_encoding == TextEncoding::ShiftJis ? 0x40 : 0x80;
        while (at > 0 && valueAt(context, at - 1) >= below) {
            --at;
        }
    }
    while (at < wanted && at < context.size()) {
        at += next(context.subspan(at)).length;
    }
    return std::min(at, context.size());
}

QString TextDecoder::text(ByteView bytes) const
{
    QStringDecoder decoder = decoderOf(m_encoding);
    QString text = decoded(decoder, bytes);
    text.replace(QChar(u'\0'), QChar(u'\u2400'));
    return text;
}

} // namespace sockyard
