#include "netcore/projections/datagramflows.h"

#include <algorithm>

namespace sockyard
{

void DatagramFlows::apply(const Event &event)
{
    if (event.kind() != EventKind::Received) {
        return;
    }
    const auto datagram = NumberedDatagram::in(event.payload());
    if (!datagram) {
        return;
    }
    const auto known =
        std::find_if(m_entries.begin(), m_entries.end(), [&event, &datagram](const Entry &entry) {
            return entry.stream == datagram->stream && entry.peer == event.peer();
        });
    if (known != m_entries.end()) {
        m_entries.splice(m_entries.begin(), m_entries, known);
    } else {
        m_entries.push_front({std::string(event.peer()), datagram->stream, {}});
        if (m_entries.size() > m_most) {
            m_entries.pop_back();
        }
    }
    m_entries.front().flow.receive(*datagram, event.elapsed());
}

} // namespace sockyard
