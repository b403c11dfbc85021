#pragma once

#include "netcore/projections/counters.h"

#include <QStringList>

namespace sockyard
{

/// The parts of a status line that sum up a log: bytes in and out, bytes that never left, and how
/// many events there are.
QStringList logSums(const Counters &counters, std::uint64_t events);
/// What the log's bounds have dropped; empty where that is nothing.
QString droppedText(const EventLog &log);

} // namespace sockyard
