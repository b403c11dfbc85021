#include "netcore/responders/echo.h"

namespace sockyard
{

Reply Echo::onReceived(ByteView bytes)
{
    return {.bytes = bytes};
}

Reply Echo::onPeerFinished()
{
    return {.then = Reply::Then::Close};
}

} // namespace sockyard
