#include "netcore/projections/streambytes.h"

#include "netcore/projections/piecebytes.h"

#include <algorithm>
#include <utility>

namespace sockyard
{

namespace
{

bool belongs(const Event &event, ConnectionId connection, StreamBytes::Which which)
{
    if (event.connection() != connection || !carriesData(event.kind())) {
        return false;
    }
    return which == StreamBytes::Which::Both ||
           (event.kind() == EventKind::Received) == (which == StreamBytes::Which::Received);
}

} // namespace

StreamBytes::StreamBytes(std::shared_ptr<const EventLog> log, ConnectionId connection, Which which)
    : m_log(std::move(log))
    , m_connection(connection)
    , m_which(which)
    , m_cursor(*m_log)
    , m_beginning(m_log->first())
    , m_scanned(m_beginning)
{
}

bool StreamBytes::extendTo(EventNumber end, EventNumber most)
{
    const EventNumber from = std::max(m_scanned, m_log->first());
    const EventNumber upTo = std::min(end, from + std::min(most, ~EventNumber(0) - from));
    take(scan(*m_log, m_connection, m_which, from, upTo));
    return m_scanned >= end;
}

StreamBytes::Batch StreamBytes::scan(const EventLog &log, ConnectionId connection, Which which,
                                     EventNumber from, EventNumber end,
                                     const std::atomic<bool> *cancelled)
{
    constexpr EventNumber betweenLooks = 256;
    Batch batch;
    EventCursor cursor(log);
    EventNumber number = from;
    while (number < end) {
        if (number % betweenLooks == 0 && cancelled != nullptr && *cancelled) {
            break;
        }
        const Event *event = cursor.at(number);
        if (event == nullptr) {
            if (number >= log.size()) {
                break;
            }
            number = std::max(number + 1, log.first()); // dropped meanwhile, or unreadable
            continue;
        }
        if (belongs(*event, connection, which) && !event->payload().empty()) {
            batch.found.push_back({number, static_cast<std::uint32_t>(event->payload().size())});
        }
        ++number;
    }
    batch.end = number;
    return batch;
}

void StreamBytes::take(const Batch &batch)
{
    for (const Batch::Found &found : batch.found) {
        add(found.number, found.bytes);
    }
    m_scanned = std::max(m_scanned, batch.end);
    dropGone();
}

void StreamBytes::add(EventNumber number, std::uint64_t bytes)
{
    const std::uint64_t ordinal = m_gone + m_events.size();
    if (ordinal % stride == 0) {
        m_offsets.push_back(m_size);
    }
    m_events.append(number);
    m_size += bytes;
}

void StreamBytes::dropGone()
{
    EventNumber before = m_log->first();
    while (!m_events.isEmpty() && m_events.first() < before) {
        const std::uint64_t had = m_events.size();
        m_events.dropBefore(before);
        m_gone += had - m_events.size();
        // Nothing is told where that event went as well in the meantime: then once more.
        m_first = offsetAt(m_gone).value_or(m_first);
        before = m_log->first();
    }
    while (!m_offsets.empty() && (m_firstOfOffsets + 1) * stride <= m_gone) {
        m_offsets.pop_front();
        ++m_firstOfOffsets;
    }
}

const Event *StreamBytes::eventAt(std::uint64_t ordinal) const
{
    return m_cursor.at(m_events.at(ordinal - m_gone));
}

/// Reckoned back from the next offset that is kept, since what lies before may be gone.
std::optional<std::uint64_t> StreamBytes::offsetAt(std::uint64_t ordinal) const
{
    const std::uint64_t count = eventCount();
    const std::uint64_t next = (ordinal + stride - 1) / stride;
    const std::uint64_t last = std::min(next * stride, count);
    std::uint64_t offset = next * stride < count
                               ? m_offsets[static_cast<std::size_t>(next - m_firstOfOffsets)]
                               : m_size;
    for (std::uint64_t each = ordinal; each < last; ++each) {
        const Event *event = eventAt(each);
        if (event == nullptr) {
            return std::nullopt;
        }
        offset -= event->payload().size();
    }
    return offset;
}

std::optional<std::uint64_t> StreamBytes::offsetOf(EventNumber number) const
{
    if (!m_events.contains(number)) {
        return std::nullopt;
    }
    return offsetAt(m_gone + m_events.indexOf(number));
}

void StreamBytes::visit(std::uint64_t from, std::uint64_t to, const Visitor &visitor) const
{
    from = std::max(from, m_first);
    to = std::min(to, m_size);
    const std::uint64_t count = eventCount();
    if (from >= to || m_events.isEmpty()) {
        return;
    }
    const auto behind = std::upper_bound(m_offsets.begin(), m_offsets.end(), from);
    std::uint64_t ordinal = m_gone;
    std::uint64_t offset = m_first;
    if (behind != m_offsets.begin()) {
        const auto index = static_cast<std::uint64_t>(behind - m_offsets.begin()) - 1;
        if ((m_firstOfOffsets + index) * stride > ordinal) {
            ordinal = (m_firstOfOffsets + index) * stride;
            offset = *(behind - 1);
        }
    }
    while (ordinal < count && offset < to) {
        const Event *event = eventAt(ordinal);
        if (event == nullptr) { // dropped meanwhile: on where the log begins now
            const EventNumber present = m_log->first();
            ordinal = std::max(ordinal + 1, m_gone + m_events.indexOf(present));
            const std::optional<std::uint64_t> found =
                ordinal < count ? offsetAt(ordinal) : std::nullopt;
            if (!found) {
                return;
            }
            offset = *found;
            continue;
        }
        const ByteView bytes = event->payload();
        const std::uint64_t end = offset + bytes.size();
        if (end > from) {
            const std::uint64_t begin = std::max(from, offset);
            visitor({begin,
                     bytes.subspan(static_cast<std::size_t>(begin - offset),
                                   static_cast<std::size_t>(std::min(end, to) - begin)),
                     directionOf(event->kind()), event->number()});
        }
        offset = end;
        ++ordinal;
    }
}

} // namespace sockyard
