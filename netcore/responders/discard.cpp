#include "netcore/responders/discard.h"

namespace sockyard
{

Reply Discard::onReceived(ByteView /*bytes*/)
{
    return {};
}

Reply Discard::onPeerFinished()
{
    return {.then = Reply::Then::Close};
}

} // namespace sockyard
