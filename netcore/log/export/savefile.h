#pragma once

#include "netcore/log/eventlog.h"

#include <QString>

#include <atomic>
#include <memory>
#include <vector>

namespace sockyard
{

/// A part of a log to be saved: events [from, to), and the tab that it came from (empty where only
/// one log is saved).
struct LogSlice {
    std::shared_ptr<const EventLog> log;
    EventNumber from = 0;
    EventNumber to = 0;
    std::string tab;
};

/// How a saving ended.
struct SaveResult {
    bool ok = false;
    QString error; ///< the system's words, where it is not ok
    std::uint64_t events = 0;
    std::uint64_t missing = 0; ///< events that the log dropped before they were written
};

/// Writes slices as JSON Lines into one file, ordered by time (each log in its own order). The file
/// gets its name only when it is whole: what goes wrong leaves what was there before. Takes as long
/// as it takes: for a thread of its own, or for the end of the program. \a cancelled may be set by
/// any thread.
SaveResult saveJsonLines(const std::vector<LogSlice> &slices, const QString &fileName,
                         const std::atomic<bool> *cancelled = nullptr);

} // namespace sockyard
