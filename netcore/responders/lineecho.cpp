#include "netcore/responders/lineecho.h"

#include "netcore/responders/lines.h"

namespace sockyard
{

std::size_t LineEcho::readSize() const
{
    return longestLine;
}

Reply LineEcho::onReceived(ByteView bytes)
{
    m_answers = 0;
    if (m_answered > 0) {
        // A new text, so that a client that once said much does not keep the memory of it.
        m_text = std::string(waiting());
        m_answered = 0;
    }
    m_text += charactersOf(bytes);
    return next();
}

Reply LineEcho::onTaken()
{
    return next();
}

Reply LineEcho::next()
{
    const std::string_view text = waiting();
    std::size_t length = firstLineLength(text);
    if (length == 0) {
        return {};
    }
    if (m_answers < mostAnswers) {
        ++m_answers;
    } else {
        while (const std::size_t more = firstLineLength(text.substr(length))) {
            length += more;
        }
    }
    m_answered += length;
    return {.bytes = std::as_bytes(std::span(text.substr(0, length))),
            .then = firstLineLength(waiting()) > 0 ? Reply::Then::More : Reply::Then::Keep};
}

Reply LineEcho::onPeerFinished()
{
    return {.bytes = std::as_bytes(std::span(waiting())), .then = Reply::Then::Close};
}

} // namespace sockyard
