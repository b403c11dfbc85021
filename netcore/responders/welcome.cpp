#include "netcore/responders/welcome.h"

#include <QCoreApplication>

namespace sockyard
{

constinit const std::array<ReplyOption, 1> Welcome::options = {
    ReplyOption{.key = "greeting",
                .title = QT_TRANSLATE_NOOP("sockyard::Responders", "Greeting"),
                .description = QT_TRANSLATE_NOOP("sockyard::Responders",
                                                 "What each client is sent when it connects."),
                .kind = ReplyOption::Kind::Bytes,
                .usual = "Welcome to the server!"}};

PreparedReply Welcome::prepare(const OptionValues &values)
{
    return {[greeting = values.bytes("greeting")](const ClientFacts & /*client*/) {
        return std::make_unique<Welcome>(greeting);
    }};
}

Welcome::Welcome(std::string greeting)
    : m_greeting(std::move(greeting))
{
}

Reply Welcome::onAccepted()
{
    return {.bytes = std::as_bytes(std::span(m_greeting)), .then = Reply::Then::Close};
}

Reply Welcome::onReceived(ByteView /*bytes*/)
{
    return {};
}

Reply Welcome::onPeerFinished()
{
    return {.then = Reply::Then::Close};
}

} // namespace sockyard
