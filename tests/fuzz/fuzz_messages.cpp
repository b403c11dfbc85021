#include "netcore/messages/messagebookjson.h"
#include "netcore/messages/messagehistory.h"
#include "netcore/messages/preparedmessage.h"
#include "netcore/messages/readmessages.h"
#include "netcore/messages/rewrite.h"

#include <cstdint>
#include <cstdlib>

// Any bytes as a file of messages, as a history, as what was received, and as what was typed.

using namespace sockyard;

namespace
{

void require(bool condition)
{
    if (!condition) {
        std::abort();
    }
}

std::optional<QByteArray> bytesOf(const Message &message)
{
    MessageProblem problem;
    const auto prepared = PreparedMessage::prepare(message, &problem);
    require(prepared || !problem.words.isEmpty());
    require(problem.position == -1 || problem.position + problem.length <= message.text.size());
    return prepared ? prepared->fixedBytes() : std::nullopt;
}

void readFile(const QByteArray &bytes)
{
    const ReadMessages read = messagesFromBytes(bytes);
    require(read.problem.isEmpty() || read.book.isEmpty());
    require((read.skipped > 0) == !read.reasons.isEmpty());
    const QByteArray json = messageBookToJson(read.book);
    require(json.size() <= longestMessagesFile);
    const ReadMessages again = messagesFromBytes(json);
    require(again.problem.isEmpty() && again.book == read.book);

    if (const auto history = MessageHistory::fromJson(bytes)) {
        require(MessageHistory::fromJson(history->toJson()) == history);
    }
}

void rewrite(const QString &text)
{
    for (int from = 0; from < static_cast<int>(Notation::File); ++from) {
        for (const TextEncoding encoding : availableEncodings()) {
            const Message message{
                .notation = static_cast<Notation>(from), .text = text, .encoding = encoding};
            const auto bytes = bytesOf(message);
            for (int to = 0; to < static_cast<int>(Notation::File); ++to) {
                Message other = message;
                other.notation = static_cast<Notation>(to);
                if (const auto written = rewritten(message, other.notation);
                    written && to != from) {
                    other.text = *written;
                    require(bytes && bytesOf(other) == bytes);
                }
            }
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    readFile(bytes);
    require(bytesOf(messageOf(std::as_bytes(std::span(data, size)))) == bytes);
    rewrite(QString::fromUtf8(bytes));
    return 0;
}
