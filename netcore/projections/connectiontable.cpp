#include "netcore/projections/connectiontable.h"

#include "netcore/projections/descriptor.h"
#include "netcore/sockets/notemarks.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace sockyard
{

namespace
{

bool hasEnded(ConnectionState state)
{
    return state == ConnectionState::Closed || state == ConnectionState::Reset ||
           state == ConnectionState::Failed;
}

} // namespace

const ConnectionRow *ConnectionTable::find(ConnectionId id) const
{
    const auto place = std::lower_bound(
        m_rows.begin(), m_rows.end(), id,
        [](const ConnectionRow &row, ConnectionId wanted) { return row.id < wanted; });
    return place != m_rows.end() && place->id == id ? &*place : nullptr;
}

ConnectionRow &ConnectionTable::rowOf(const Event &event)
{
    const ConnectionId id = event.connection();
    const auto place = std::lower_bound(
        m_rows.begin(), m_rows.end(), id,
        [](const ConnectionRow &row, ConnectionId wanted) { return row.id < wanted; });
    if (place != m_rows.end() && place->id == id) {
        return *place;
    }
    ConnectionRow row;
    row.id = id;
    row.since = event.time();
    // Nearly always at the end: numbers only grow. A late word about a row that was removed comes
    // before others, each of which is another row then.
    const bool moves = place != m_rows.end();
    ConnectionRow &inserted = *m_rows.insert(place, std::move(row));
    if (moves) {
        touch(inserted);
        touch(m_rows.back());
    }
    return inserted;
}

void ConnectionTable::touch(const ConnectionRow &row)
{
    const auto index = static_cast<std::size_t>(&row - m_rows.data());
    if (m_changedFirst == m_changedEnd) {
        m_changedFirst = index;
        m_changedEnd = index + 1;
        return;
    }
    m_changedFirst = std::min(m_changedFirst, index);
    m_changedEnd = std::max(m_changedEnd, index + 1);
}

void ConnectionTable::applyPair(ConnectionRow &row, std::string_view note)
{
    note.remove_prefix(pairMark.size());
    ConnectionId id = 0;
    std::from_chars(note.data(), note.data() + note.size(), id);
    row.pair = id;
    const ConnectionId target = row.id;
    const auto other = std::lower_bound(
        m_rows.begin(), m_rows.end(), id,
        [](const ConnectionRow &one, ConnectionId wanted) { return one.id < wanted; });
    if (other != m_rows.end() && other->id == id) {
        other->pair = target; // of several attempts the last
        touch(*other);
    }
}

void ConnectionTable::apply(const Event &event)
{
    if (event.connection() == 0) {
        if (event.kind() == EventKind::Created) {
            m_endpointOpen = true;
        } else if (event.kind() == EventKind::Closed) {
            m_endpointOpen = false;
        }
        return;
    }
    ConnectionRow &row = rowOf(event);
    touch(row);
    row.local = event.local();
    if (!event.peer().empty()) {
        row.peer = event.peer();
    }
    switch (event.kind()) {
    case EventKind::Created:
    case EventKind::Accepted:
        row.descriptor = descriptorIn(event.note()).value_or(-1);
        if (!row.open) {
            row.open = true;
            ++m_open;
        }
        if (event.kind() == EventKind::Accepted) {
            row.state = ConnectionState::Open;
        }
        break;
    case EventKind::Connected:
        row.state = ConnectionState::Open;
        break;
    case EventKind::Received:
        row.bytesReceived += event.bytes();
        row.receivedRate.add(event.elapsed(), event.bytes());
        break;
    case EventKind::Sent:
        row.bytesSent += event.bytes();
        row.sentRate.add(event.elapsed(), event.bytes());
        break;
    case EventKind::Discarded:
        row.bytesDiscarded += event.bytes();
        break;
    case EventKind::PeerFinished:
        if (row.state != ConnectionState::Finished && !hasEnded(row.state)) {
            row.state = ConnectionState::PeerFinished;
        }
        break;
    case EventKind::Finished:
        if (!hasEnded(row.state)) { // after a time-out it is closed in order
            row.state = ConnectionState::Finished;
        }
        break;
    case EventKind::Reset:
        row.state = ConnectionState::Reset;
        break;
    case EventKind::Failed:
    case EventKind::TimedOut:
        row.state = ConnectionState::Failed;
        break;
    case EventKind::Note:
        if (event.note().starts_with(pairMark)) {
            applyPair(row, event.note());
        }
        break;
    case EventKind::Paused:
        row.paused = true;
        break;
    case EventKind::Resumed:
        row.paused = false;
        break;
    case EventKind::Closed:
        row.paused = false;
        if (!hasEnded(row.state)) {
            row.state = ConnectionState::Closed;
        }
        if (row.open) {
            row.open = false;
            --m_open;
        }
        break;
    default:
        break;
    }
}

ConnectionTable::Range ConnectionTable::takeChanged()
{
    const Range range{m_changedFirst, m_changedEnd - m_changedFirst};
    m_changedFirst = 0;
    m_changedEnd = 0;
    return range;
}

std::vector<ConnectionTable::Range> ConnectionTable::surplus() const
{
    const std::size_t closed = m_rows.size() - m_open;
    if (closed <= m_mostClosed + m_mostClosed / 10) {
        return {};
    }
    std::size_t left = closed - m_mostClosed;
    std::vector<Range> ranges;
    for (std::size_t index = 0; index < m_rows.size() && left > 0; ++index) {
        if (m_rows[index].open) {
            continue;
        }
        if (ranges.empty() || ranges.back().first + ranges.back().count != index) {
            ranges.push_back({index, 0});
        }
        ++ranges.back().count;
        --left;
    }
    std::reverse(ranges.begin(), ranges.end());
    return ranges;
}

void ConnectionTable::remove(Range range)
{
    const auto first = m_rows.begin() + static_cast<std::ptrdiff_t>(range.first);
    m_rows.erase(first, first + static_cast<std::ptrdiff_t>(range.count));
    m_removed += range.count;
    m_changedFirst = 0; // indexes have moved: takeChanged() is called before
    m_changedEnd = 0;
}

void ConnectionTable::remove(const std::vector<Range> &lastFirst)
{
    std::vector<ConnectionRow> left;
    left.reserve(m_rows.size());
    std::size_t next = 0;
    for (std::size_t index = lastFirst.size(); index-- > 0;) {
        const Range range = lastFirst[index];
        for (; next < range.first; ++next) {
            left.push_back(std::move(m_rows[next]));
        }
        next += range.count;
        m_removed += range.count;
    }
    for (; next < m_rows.size(); ++next) {
        left.push_back(std::move(m_rows[next]));
    }
    m_rows = std::move(left);
    m_changedFirst = 0;
    m_changedEnd = 0;
}

} // namespace sockyard
