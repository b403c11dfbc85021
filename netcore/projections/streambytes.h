#pragma once

#include "netcore/log/eventcursor.h"
#include "netcore/projections/bytesource.h"
#include "netcore/query/eventset.h"

#include <atomic>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace sockyard
{

/// Everything that one connection received, or sent, or both in the order of the events: a row of
/// bytes over a log that grows, and whose oldest events may go. The bytes stay in the log; here is
/// an index of about a bit for each event of the log and another one for each event of the
/// connection, so that any byte is found by a look at a few dozen events. One thread at a time; the
/// log may be written meanwhile.
class StreamBytes final : public ByteSource
{
public:
    enum class Which { Received, Sent, Both };

    StreamBytes(std::shared_ptr<const EventLog> log, ConnectionId connection, Which which);

    ConnectionId connection() const { return m_connection; }
    Which which() const { return m_which; }

    /// Events before this one were looked at.
    EventNumber scanned() const { return m_scanned; }
    /// Looks at more events, those before \a end and \a most of them at a time, and at what went.
    /// True when there are no more.
    bool extendTo(EventNumber end, EventNumber most);

    /// What a look at some events found.
    struct Batch {
        struct Found {
            EventNumber number;
            std::uint32_t bytes;
        };
        EventNumber end = 0; ///< so far it went
        std::vector<Found> found;
    };
    /// The costly half of extendTo(), for another thread. Ends early where \a cancelled becomes
    /// true.
    static Batch scan(const EventLog &log, ConnectionId connection, Which which, EventNumber from,
                      EventNumber end, const std::atomic<bool> *cancelled = nullptr);
    /// The cheap half: takes a batch that begins at scanned().
    void take(const Batch &batch);

    /// Where an event's bytes begin; nothing where it has none here, or was not yet looked at.
    std::optional<std::uint64_t> offsetOf(EventNumber number) const;
    /// The number of the first event that was looked at; over 0 where older ones were gone already,
    /// so that nobody knows how many bytes they had.
    EventNumber beginning() const { return m_beginning; }
    /// How many events make up the stream, gone ones included.
    std::uint64_t eventCount() const { return m_gone + m_events.size(); }

    std::uint64_t first() const override { return m_first; }
    std::uint64_t size() const override { return m_size; }
    void visit(std::uint64_t from, std::uint64_t to, const Visitor &visitor) const override;
    bool isMixed() const override { return m_which == Which::Both; }
    bool isOfDatagrams() const override { return m_connection == 0; }

private:
    /// So many events of the stream lie between two offsets that are kept.
    static constexpr std::uint64_t stride = 64;

    void dropGone();
    void add(EventNumber number, std::uint64_t bytes);
    const Event *eventAt(std::uint64_t ordinal) const;
    std::optional<std::uint64_t> offsetAt(std::uint64_t ordinal) const;

    const std::shared_ptr<const EventLog> m_log;
    const ConnectionId m_connection;
    const Which m_which;
    mutable EventCursor m_cursor;

    const EventNumber m_beginning;
    EventNumber m_scanned;
    std::uint64_t m_size = 0;
    std::uint64_t m_first = 0;
    /// The events of the stream that are there. An ordinal counts them from the very first.
    EventSet m_events;
    std::uint64_t m_gone = 0;            // the ordinal of m_events' first
    std::deque<std::uint64_t> m_offsets; // of every event whose ordinal is a multiple of stride
    std::uint64_t m_firstOfOffsets = 0;  // ordinal / stride of m_offsets.front()
};

} // namespace sockyard
