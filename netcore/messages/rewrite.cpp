#include "netcore/messages/rewrite.h"

#include "netcore/codec/escapedtext.h"
#include "netcore/codec/hexdump.h"
#include "netcore/codec/utf8.h"
#include "netcore/messages/preparedmessage.h"
#include "netcore/messages/textencoder.h"

#include <QList>

#include <algorithm>

namespace sockyard
{

namespace
{

ByteView viewOf(const QByteArray &bytes)
{
    return std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

/// The bytes without their ending.
std::optional<QByteArray> bytesWithoutEnding(Message message)
{
    message.ending = LineEnding::None;
    const auto prepared = PreparedMessage::prepare(message);
    return prepared ? prepared->fixedBytes() : std::nullopt;
}

/// It can be typed, and a person sees what it is.
bool isPlainText(const QString &text)
{
    const auto characters = text.toUcs4();
    return std::all_of(characters.begin(), characters.end(), [](char32_t character) {
        return character == U'\n' || character == U'\t' || isReadable(character);
    });
}

std::optional<QString> asText(const QByteArray &bytes, TextEncoding encoding)
{
    QString text = decoded(bytes, encoding);
    const EncodedText again = encoded(text, encoding);
    if (again.position >= 0 || again.bytes != bytes || !isPlainText(text)) {
        return std::nullopt;
    }
    return text;
}

/// Three quarters of the bytes belong to readable characters or are usual in texts.
bool isMostlyText(ByteView bytes)
{
    const std::string_view text(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    std::size_t readable = 0;
    for (std::size_t at = 0; at < text.size();) {
        const Utf8Step step = readUtf8(text, at);
        const bool isCharacter = step.kind == Utf8Step::Kind::Character;
        const std::size_t length = isCharacter ? step.length : 1;
        if (isCharacter && (isReadable(step.character) || step.character == U'\n' ||
                            step.character == U'\r' || step.character == U'\t')) {
            readable += length;
        }
        at += length;
    }
    return readable * 4 >= bytes.size() * 3;
}

/// \a bytes without \a ending, where they are text and end so.
std::optional<Message> textEndingIn(LineEnding ending, const QByteArray &bytes)
{
    const QByteArrayView end = bytesOf(ending);
    if (!bytes.endsWith(end)) {
        return std::nullopt;
    }
    auto text = asText(bytes.chopped(end.size()), TextEncoding::Utf8);
    // A message of nothing but its ending looks as if nothing was typed.
    if (!text || (text->isEmpty() && ending != LineEnding::None)) {
        return std::nullopt;
    }
    return Message{.notation = Notation::Text, .text = std::move(*text), .ending = ending};
}

} // namespace

std::optional<QString> rewritten(const Message &message, Notation to)
{
    if (message.notation == to) {
        return message.text;
    }
    if (message.notation == Notation::File || to == Notation::File) {
        return std::nullopt;
    }
    const auto bytes = bytesWithoutEnding(message);
    if (!bytes) {
        return std::nullopt;
    }
    switch (to) {
    case Notation::Text:
        return asText(*bytes, message.encoding);
    case Notation::Escapes:
        if (bytes->size() > static_cast<qsizetype>(MacroText::mostBytes)) {
            return std::nullopt;
        }
        return QString::fromStdString(escapedText(viewOf(*bytes)));
    case Notation::Hex:
        return QString::fromStdString(hexText(viewOf(*bytes)));
    case Notation::File:
        break;
    }
    return std::nullopt;
}

Message messageOf(ByteView bytes)
{
    const QByteArray array(reinterpret_cast<const char *>(bytes.data()),
                           static_cast<qsizetype>(bytes.size()));
    for (const LineEnding ending : {LineEnding::CrLf, LineEnding::Lf, LineEnding::None}) {
        if (auto message = textEndingIn(ending, array)) {
            return *message;
        }
    }
    if (isMostlyText(bytes) && bytes.size() <= MacroText::mostBytes) {
        return {.notation = Notation::Escapes, .text = QString::fromStdString(escapedText(bytes))};
    }
    return {.notation = Notation::Hex, .text = QString::fromStdString(hexText(bytes))};
}

} // namespace sockyard
