#include "netcore/projections/probeconnections.h"

#include "netcore/sockets/notemarks.h"

namespace sockyard
{

namespace
{

// An examination has some for each interface, and closes them; a file may hold anything.
constexpr std::size_t mostOpen = 1024;

} // namespace

bool ProbeConnections::apply(const Event &event)
{
    const ConnectionId connection = event.connection();
    if (connection == 0) {
        return false;
    }
    if (event.kind() == EventKind::Note && event.note().starts_with(probeMark)) {
        if (m_open.size() == mostOpen) {
            m_open.erase(m_open.begin()); // numbers only grow: the oldest
        }
        m_open.insert(connection);
        return true;
    }
    if (event.kind() == EventKind::Closed) {
        return m_open.erase(connection) > 0; // the last of its events
    }
    return m_open.contains(connection);
}

} // namespace sockyard
