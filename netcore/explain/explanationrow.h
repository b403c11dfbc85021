#pragma once

#include "netcore/explain/eventstory.h"
#include "netcore/explain/explanation.h"

#include <span>

namespace sockyard
{

/// One explanation, and when it fits. Of all rows, in the order of explainevent.cpp, the first that
/// fits is taken: rows for special cases stand before those for all. In the texts %1 is the peer's
/// address, or this side's where there is no peer; causes and steps are a line each.
struct ExplanationRow {
    bool (*fits)(const EventStory &story);
    Explanation::Side side;
    const char *title;
    const char *whatHappened;
    const char *whoDidIt;
    const char *causes;
    const char *nextSteps;
    const char *standard; ///< no words to be translated
};

/// Where the texts are translated.
inline constexpr const char *explanationContext = "sockyard::ExplanationRows";

// The tables, one a theme and a file.

/// Local sockets, where something means another thing than with IP.
std::span<const ExplanationRow> localRows();
/// Datagrams that are odd by themselves: empty, cut.
std::span<const ExplanationRow> datagramRows();
/// Groups: joined, left, spoken to; datagrams that are no messages or were lost.
std::span<const ExplanationRow> chatRows();
/// What happened to the interfaces of this machine, and addresses without a name.
std::span<const ExplanationRow> interfaceRows();
/// Time that ran out.
std::span<const ExplanationRow> timeoutRows();
/// TLS that was not agreed on.
std::span<const ExplanationRow> tlsRows();
/// Names that have no address, and connections that were not made.
std::span<const ExplanationRow> connectRows();
/// Addresses that cannot be bound, listened on or joined, and clients that cannot be accepted.
std::span<const ExplanationRow> listenRows();
/// Ends of connections: finished, cut, closed.
std::span<const ExplanationRow> endRows();
/// All the rest; its last row fits whatever failed.
std::span<const ExplanationRow> otherRows();

} // namespace sockyard
