#include "netcore/log/export/logslice.h"

namespace sockyard
{

EventChoice EventChoice::ofConnection(ConnectionId connection)
{
    return {.wants = [connection](const Event &event) { return event.connection() == connection; },
            .only = {}};
}

EventChoice EventChoice::ofStream(ConnectionId connection, EventKind kind)
{
    return {.wants =
                [connection, kind](const Event &event) {
                    return event.connection() == connection && event.kind() == kind;
                },
            .only = {}};
}

} // namespace sockyard
