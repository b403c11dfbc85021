#include "netcore/projections/peertable.h"

#include <algorithm>
#include <utility>

namespace sockyard
{

void PeerTable::apply(const Event &event)
{
    const bool failed = event.kind() == EventKind::Failed || event.kind() == EventKind::TimedOut ||
                        event.kind() == EventKind::Reset;
    if (event.peer().empty() || !(carriesData(event.kind()) || failed)) {
        return;
    }
    const std::size_t place = placeOf(event.peer());
    PeerEntry &entry = m_entries[place];
    if (event.kind() == EventKind::Received) {
        ++entry.datagramsReceived;
        entry.bytesReceived += event.bytes();
    } else if (event.kind() == EventKind::Sent) {
        ++entry.datagramsSent;
        entry.bytesSent += event.bytes();
    } else {
        ++entry.failures;
    }
    entry.lastTime = event.time();
    entry.lastEvent = event.number();
    m_order.splice(m_order.end(), m_order, m_inOrder[place]);
    touch(place);
}

std::size_t PeerTable::placeOf(std::string_view address)
{
    if (const auto known = m_places.find(address); known != m_places.end()) {
        return known->second;
    }
    std::size_t place = m_entries.size();
    if (place < m_most) {
        m_entries.emplace_back();
        m_inOrder.push_back(m_order.insert(m_order.end(), place));
    } else {
        place = m_order.front();
        m_places.erase(m_entries[place].address);
        m_entries[place] = {};
        ++m_forgotten;
    }
    m_entries[place].address = address;
    m_places.emplace(address, place);
    return place;
}

void PeerTable::touch(std::size_t place)
{
    if (m_changedFirst == m_changedEnd) {
        m_changedFirst = place;
        m_changedEnd = place + 1;
        return;
    }
    m_changedFirst = std::min(m_changedFirst, place);
    m_changedEnd = std::max(m_changedEnd, place + 1);
}

PeerTable::Range PeerTable::takeChanged()
{
    const Range range{m_changedFirst, m_changedEnd - m_changedFirst};
    m_changedFirst = 0;
    m_changedEnd = 0;
    return range;
}

} // namespace sockyard
