#pragma once

#include "netcore/log/eventlog.h"

#include <set>

namespace sockyard
{

/// Tells the connections of an endpoint that only probe (probeMark) from those that are its own. A
/// value of one thread, folded from the log. Bounded: of very many that never close the oldest are
/// forgotten.
class ProbeConnections
{
public:
    /// True for an event of a probe. To be asked about each event once, in their order.
    bool apply(const Event &event);

private:
    std::set<ConnectionId> m_open;
};

} // namespace sockyard
