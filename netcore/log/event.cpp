#include "netcore/log/event.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace sockyard
{

namespace
{
constexpr std::array<std::string_view, eventKindCount> names = {
    "created", "bound",    "listening",     "accepted", "connecting", "connected", "secured",
    "sent",    "received", "peer-finished", "finished", "reset",      "timed-out", "joined",
    "left",    "failed",   "discarded",     "paused",   "resumed",    "closed",    "note",
};
} // namespace

std::string_view eventKindName(EventKind kind)
{
    return names.at(static_cast<std::size_t>(kind));
}

std::optional<EventKind> eventKindOf(std::string_view name)
{
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) {
        return std::nullopt;
    }
    return static_cast<EventKind>(std::distance(names.begin(), found));
}

} // namespace sockyard
