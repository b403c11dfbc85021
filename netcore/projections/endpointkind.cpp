#include "netcore/projections/endpointkind.h"

#include "netcore/log/eventcursor.h"

namespace sockyard
{

EndpointKind endpointKindOf(const EventLog &log, EventNumber from, EventNumber to)
{
    EventCursor cursor(log);
    for (EventNumber number = from; number < to; ++number) {
        const Event *const event = cursor.at(number);
        if (event == nullptr) {
            continue;
        }
        switch (event->kind()) {
        case EventKind::Listening:
        case EventKind::Accepted:
            return EndpointKind::TcpServer;
        case EventKind::Connecting:
        case EventKind::Connected:
            return EndpointKind::TcpClient;
        case EventKind::Joined:
        case EventKind::Left:
            return EndpointKind::MulticastChat;
        default:
            break;
        }
    }
    return EndpointKind::TcpServer;
}

} // namespace sockyard
