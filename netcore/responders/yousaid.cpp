#include "netcore/responders/yousaid.h"

#include "netcore/responders/lines.h"

#include <QCoreApplication>

namespace sockyard
{

constinit const std::array<ReplyOption, 1> YouSaid::options = {
    ReplyOption{.key = "prefix",
                .title = QT_TRANSLATE_NOOP("sockyard::Responders", "Prefix"),
                .description = QT_TRANSLATE_NOOP("sockyard::Responders",
                                                 "What stands before the line in the answer."),
                .kind = ReplyOption::Kind::Bytes,
                .usual = "You said: "}};

PreparedReply YouSaid::prepare(const OptionValues &values)
{
    return {[prefix = values.bytes("prefix")](const ClientFacts & /*client*/) {
        return std::make_unique<YouSaid>(prefix);
    }};
}

YouSaid::YouSaid(std::string_view prefix)
    : m_answer(prefix)
    , m_prefixSize(prefix.size())
{
}

Reply YouSaid::onReceived(ByteView bytes)
{
    m_answer += charactersOf(bytes).substr(0, longestLine - line().size());
    const std::size_t length = firstLineLength(line());
    if (length == 0) {
        return {};
    }
    m_answer.resize(m_prefixSize + length);
    return answer();
}

Reply YouSaid::onPeerFinished()
{
    return line().empty() ? Reply{.then = Reply::Then::Close} : answer();
}

Reply YouSaid::answer() const
{
    return {.bytes = std::as_bytes(std::span(m_answer)), .then = Reply::Then::Close};
}

} // namespace sockyard
