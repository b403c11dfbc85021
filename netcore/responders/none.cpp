#include "netcore/responders/none.h"

namespace sockyard
{

Reply None::onReceived(ByteView /*bytes*/)
{
    return {};
}

Reply None::onPeerFinished()
{
    return {};
}

} // namespace sockyard
