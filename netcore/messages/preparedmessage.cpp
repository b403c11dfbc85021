#include "netcore/messages/preparedmessage.h"

#include "netcore/codec/hexinput.h"
#include "netcore/messages/hexwords.h"
#include "netcore/messages/macrowords.h"
#include "netcore/messages/shownwords.h"
#include "netcore/messages/textencoder.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

namespace sockyard
{

namespace
{

QString words(const char *text)
{
    return QCoreApplication::translate("sockyard::PreparedMessage", text);
}

/// A place in the UTF-8 of \a text as one in its UTF-16.
template <typename Error>
MessageProblem problemAt(const QString &text, const Error &error, const QString &sentence)
{
    const QByteArray utf8 = text.toUtf8();
    const auto unitsUpTo = [&utf8](std::size_t byte) {
        return QString::fromUtf8(utf8.left(static_cast<qsizetype>(byte))).size();
    };
    const qsizetype begin = unitsUpTo(error.position);
    return {begin, unitsUpTo(error.position + error.length) - begin, sentence};
}

MessageProblem problemOf(const EncodedText &encoded, const QString &text, TextEncoding encoding)
{
    const bool isHalf = encoded.length == 1 && text.at(encoded.position).isSurrogate();
    return {encoded.position, encoded.length,
            isHalf ? words("This is half a character, which cannot be sent.")
                   : words("%1 cannot write this character. Choose another encoding.")
                         .arg(encodingName(encoding))};
}

/// Asks for nothing, as a text without macros needs nothing.
class NoSources : public MacroSources
{
public:
    WallTime now() override { return {}; }
    std::uint64_t nextCount() override { return 0; }
    void fillRandom(std::span<std::byte> bytes) override
    {
        std::fill(bytes.begin(), bytes.end(), std::byte{0});
    }
};

QByteArray filledWithNothing(const MacroText &text)
{
    NoSources sources;
    return QByteArray::fromStdString(text.fill({}, sources).bytes);
}

} // namespace

std::optional<PreparedMessage> PreparedMessage::prepare(const Message &message,
                                                        MessageProblem *problem, int groups)
{
    const auto refused = [problem](const MessageProblem &what) {
        if (problem != nullptr) {
            *problem = what;
        }
        return std::nullopt;
    };
    PreparedMessage prepared;
    prepared.m_ending = bytesOf(message.ending).toByteArray();
    switch (message.notation) {
    case Notation::Text: {
        const EncodedText text = encoded(message.text, message.encoding);
        if (text.position >= 0) {
            return refused(problemOf(text, message.text, message.encoding));
        }
        // A line ending is text too: two bytes each in UTF-16.
        prepared.m_ending = encoded(QString::fromLatin1(prepared.m_ending), message.encoding).bytes;
        prepared.m_bytes = text.bytes + prepared.m_ending;
        break;
    }
    case Notation::Escapes: {
        const EncodedText utf8 = encoded(message.text, TextEncoding::Utf8);
        if (utf8.position >= 0) {
            return refused(problemOf(utf8, message.text, TextEncoding::Utf8));
        }
        const std::string text = utf8.bytes.toStdString();
        MacroError error;
        auto macros = MacroText::parse(text, groups, &error);
        if (!macros) {
            return refused(problemAt(message.text, error, macroWords(error, message.text)));
        }
        if (macros->leastBytes() > MacroText::mostBytes) { // to fill it would cut it
            return refused({-1, 0,
                            words("This stands for more than %1 bytes. Send it as a file.")
                                .arg(MacroText::mostBytes)});
        }
        if (macros->isFixed()) {
            prepared.m_bytes = filledWithNothing(*macros) + prepared.m_ending;
        } else {
            prepared.m_macros = std::make_shared<const MacroText>(std::move(*macros));
        }
        break;
    }
    case Notation::Hex: {
        const std::string text = message.text.toStdString();
        const HexRead read = readHex(text);
        if (read.error) {
            return refused(
                problemAt(message.text, *read.error, hexWords(*read.error, message.text)));
        }
        prepared.m_bytes = QByteArray::fromStdString(read.bytes) + prepared.m_ending;
        break;
    }
    case Notation::File: {
        const QFileInfo file(message.text);
        const QString name = shownFileName(message.text);
        if (message.text.isEmpty()) {
            return refused({-1, 0, words("Choose a file.")});
        }
        if (!file.exists()) {
            return refused({-1, 0, words("There is no file \"%1\".").arg(name)});
        }
        if (!file.isFile()) {
            return refused({-1, 0, words("\"%1\" is no regular file.").arg(name)});
        }
        if (!file.isReadable()) {
            return refused({-1, 0, words("\"%1\" may not be read.").arg(name)});
        }
        prepared.m_fileName = file.absoluteFilePath();
        break;
    }
    }
    return prepared;
}

PreparedMessage PreparedMessage::ofBytes(const QByteArray &bytes)
{
    PreparedMessage message;
    message.m_bytes = bytes;
    return message;
}

std::optional<QByteArray> PreparedMessage::fixedBytes() const
{
    return isFixed() ? std::optional(m_bytes) : std::nullopt;
}

QByteArray PreparedMessage::bytes(const MacroValues &values, MacroSources &sources) const
{
    return m_macros ? QByteArray::fromStdString(m_macros->fill(values, sources).bytes) + m_ending
                    : m_bytes;
}

} // namespace sockyard
