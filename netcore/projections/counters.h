#pragma once

#include "netcore/log/eventlog.h"

namespace sockyard
{

/// The sums of a log.
struct Counters {
    std::uint64_t bytesReceived = 0;
    std::uint64_t bytesSent = 0;
    std::uint64_t bytesDiscarded = 0;

    void apply(const Event &event)
    {
        if (event.kind() == EventKind::Received) {
            bytesReceived += event.bytes();
        } else if (event.kind() == EventKind::Sent) {
            bytesSent += event.bytes();
        } else if (event.kind() == EventKind::Discarded) {
            bytesDiscarded += event.bytes();
        }
    }
};

} // namespace sockyard
