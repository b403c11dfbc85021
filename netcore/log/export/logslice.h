#pragma once

#include "netcore/log/eventlog.h"
#include "netcore/query/eventset.h"

#include <functional>
#include <memory>
#include <string>

namespace sockyard
{

/// Which events of a log are wanted; all of them, as long as nothing is said.
struct EventChoice {
    /// Asked for each event, on the thread that writes. It must not use what belongs to another.
    std::function<bool(const Event &)> wants;
    /// The result of a filter; an event must be in it and pass wants().
    std::shared_ptr<const EventSet> only;

    bool allows(const Event &event) const
    {
        return (!only || only->contains(event.number())) && (!wants || wants(event));
    }

    /// All that happened to one connection.
    static EventChoice ofConnection(ConnectionId connection);
    /// One direction of one connection: what was Sent or Received.
    static EventChoice ofStream(ConnectionId connection, EventKind kind);
};

/// A part of a log to be saved: the events [from, to) that are wanted, and the tab that it came
/// from (empty where only one log is saved).
struct LogSlice {
    std::shared_ptr<const EventLog> log;
    EventNumber from = 0;
    EventNumber to = 0;
    std::string tab = {};
    EventChoice choice = {};
};

} // namespace sockyard
