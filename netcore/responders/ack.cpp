#include "netcore/responders/ack.h"

#include <QCoreApplication>

namespace sockyard
{

constinit const std::array<ReplyOption, 2> Ack::options = {
    ReplyOption{.key = "answer",
                .title = QT_TRANSLATE_NOOP("sockyard::Responders", "Answer"),
                .description =
                    QT_TRANSLATE_NOOP("sockyard::Responders", "What is sent after the one read."),
                .kind = ReplyOption::Kind::Bytes,
                .usual = "ACK"},
    ReplyOption{.key = "read-size",
                .title = QT_TRANSLATE_NOOP("sockyard::Responders", "Read"),
                .description = QT_TRANSLATE_NOOP("sockyard::Responders",
                                                 "How many bytes the one read takes at most."),
                .kind = ReplyOption::Kind::Number,
                .usual = "1024",
                .least = 1,
                .most = 65536}};

PreparedReply Ack::prepare(const OptionValues &values)
{
    return {[answer = values.bytes("answer"),
             readSize = values.number("read-size")](const ClientFacts & /*client*/) {
        return std::make_unique<Ack>(answer, static_cast<std::size_t>(readSize));
    }};
}

Ack::Ack(std::string answer, std::size_t readSize)
    : m_answer(std::move(answer))
    , m_readSize(readSize)
{
}

Reply Ack::onReceived(ByteView /*bytes*/)
{
    return {.bytes = std::as_bytes(std::span(m_answer)), .then = Reply::Then::Close};
}

Reply Ack::onPeerFinished()
{
    // It finished without a word: a read of nothing, and nothing to acknowledge.
    return {.then = Reply::Then::Close};
}

} // namespace sockyard
