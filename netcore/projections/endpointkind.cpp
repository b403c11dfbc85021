#include "netcore/projections/endpointkind.h"

#include "netcore/log/eventcursor.h"
#include "netcore/sockets/notemarks.h"

namespace sockyard
{

EndpointKind endpointKindOf(const EventLog &log, EventNumber from, EventNumber to)
{
    bool hasDatagrams = false;
    bool watches = false;
    bool hasAccepted = false;
    EventCursor cursor(log);
    for (EventNumber number = from; number < to; ++number) {
        const Event *const event = cursor.at(number);
        if (event == nullptr) {
            continue;
        }
        if (event->kind() == EventKind::Note &&
            (event->note().starts_with(forwardMark) || event->note().starts_with(pairMark))) {
            return EndpointKind::Forwarder;
        }
        if (hasAccepted) {
            break; // a forwarder names the pair at once
        }
        switch (event->kind()) {
        case EventKind::Created:
            hasDatagrams =
                hasDatagrams || event->note().find("SOCK_DGRAM") != std::string_view::npos;
            break;
        case EventKind::Note:
            watches = watches || event->note().starts_with(watchBeginsMark) ||
                      event->note().starts_with(interfaceMark);
            break;
        case EventKind::Listening:
            return EndpointKind::TcpServer;
        case EventKind::Accepted:
            hasAccepted = true;
            break;
        case EventKind::Connecting:
        case EventKind::Connected:
            if (!hasDatagrams) { // the sender of a chat is connected to its group
                return EndpointKind::TcpClient;
            }
            break;
        case EventKind::Joined:
        case EventKind::Left:
            return EndpointKind::MulticastChat;
        default:
            break;
        }
    }
    if (hasDatagrams) {
        return EndpointKind::Udp;
    }
    return watches ? EndpointKind::InterfaceMonitor : EndpointKind::TcpServer;
}

} // namespace sockyard
