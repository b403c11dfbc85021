#include "netcore/responders/ack.h"

#include <string_view>

namespace sockyard
{

Reply Ack::onReceived(ByteView /*bytes*/)
{
    static constexpr std::string_view answer = "ACK";
    return {.bytes = std::as_bytes(std::span(answer)), .then = Reply::Then::Close};
}

Reply Ack::onPeerFinished()
{
    // It finished without a word: a read of nothing, and nothing to acknowledge.
    return {.then = Reply::Then::Close};
}

} // namespace sockyard
