#pragma once

#include "netcore/explain/explanation.h"
#include "netcore/log/eventlog.h"

#include <optional>

namespace sockyard
{

/// What \a event of \a log means, by its own words and by what befell its connection before.
/// Nothing for what explains itself: bytes sent and received, calls that went well. A pure function
/// of the log, so that a log read from a file is explained as a live one is; it looks at some
/// thousands of events at most, which a click can wait for. Any thread.
std::optional<Explanation> explainEvent(const EventLog &log, const Event &event);

} // namespace sockyard
