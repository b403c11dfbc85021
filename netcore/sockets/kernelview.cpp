#include "netcore/sockets/kernelview.h"

#include <algorithm>

namespace sockyard
{

std::optional<std::uint64_t> KernelView::congestionBytes() const
{
    if (!congestionWindow || !sendSegment) {
        return std::nullopt;
    }
    return std::uint64_t{*congestionWindow} * *sendSegment;
}

bool KernelView::peerDoesNotRead() const
{
    if (!notSent || *notSent == 0 || unacknowledged.value_or(0) > *notSent) {
        return false;
    }
    // RFC 9293, section 3.8.6.2.1: a sender does not fill a window that is smaller than a segment.
    const std::uint64_t wanted = std::min<std::uint64_t>(*notSent, sendSegment.value_or(1));
    return peerWindow && *peerWindow < wanted;
}

} // namespace sockyard
