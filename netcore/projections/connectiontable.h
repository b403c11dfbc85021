#pragma once

#include "netcore/log/eventlog.h"
#include "netcore/projections/rate.h"

#include <cstddef>
#include <string>
#include <vector>

namespace sockyard
{

/// Where a connection stands.
enum class ConnectionState {
    Connecting,
    Open,
    PeerFinished, ///< the peer sends no more; this side may
    Finished,     ///< this side sends no more; the peer may
    Closed,
    Reset,
    Failed,
};

/// One connection as its events tell it.
struct ConnectionRow {
    ConnectionId id = 0;
    ConnectionState state = ConnectionState::Connecting;
    std::string local;
    std::string peer;
    /// Of a forwarder: the connection that belongs to this one; 0 where there is none.
    ConnectionId pair = 0;
    int descriptor = -1;
    std::int64_t since = 0; ///< time of its first event, nanoseconds since 1970 UTC
    std::uint64_t bytesReceived = 0;
    std::uint64_t bytesSent = 0;
    std::uint64_t bytesDiscarded = 0;
    Rate receivedRate;
    Rate sentRate;
    bool open = false;   ///< its descriptor is
    bool paused = false; ///< a person had this side stop receiving

    bool canBeSentTo() const
    {
        return state == ConnectionState::Open || state == ConnectionState::PeerFinished;
    }
    /// The peer may still send, as far as one knows, and this side receives it.
    bool canBePaused() const
    {
        return open && !paused &&
               (state == ConnectionState::Open || state == ConnectionState::Finished);
    }
};

/// The connections of an endpoint, folded from its log: ordered by number, without the endpoint
/// itself. Closed ones stay, up to a bound. A value of one thread.
class ConnectionTable
{
public:
    struct Range {
        std::size_t first = 0;
        std::size_t count = 0;
    };

    /// Rows of closed connections beyond this many are surplus.
    explicit ConnectionTable(std::size_t mostClosed = 10000)
        : m_mostClosed(mostClosed)
    {
    }

    void apply(const Event &event);

    const std::vector<ConnectionRow> &rows() const { return m_rows; }
    /// The row of that connection, or null.
    const ConnectionRow *find(ConnectionId id) const;
    /// How many connections are open now.
    std::size_t openCount() const { return m_open; }
    /// True while any descriptor is open, the endpoint's own included.
    bool anyOpen() const { return m_open > 0 || m_endpointOpen; }
    /// How many rows were removed as surplus so far.
    std::uint64_t removedCount() const { return m_removed; }

    /// The rows that changed since the last call, as one range that covers them.
    Range takeChanged();
    /// The oldest closed rows beyond the bound, last range first, so that they can be removed in
    /// this order. Empty until a tenth more than the bound is there: removing costs a walk through
    /// the rows.
    std::vector<Range> surplus() const;
    void remove(Range range);
    /// The same of many, in one walk.
    void remove(const std::vector<Range> &lastFirst);

private:
    ConnectionRow &rowOf(const Event &event);
    void touch(const ConnectionRow &row);
    void applyPair(ConnectionRow &row, std::string_view note);

    std::vector<ConnectionRow> m_rows;
    std::size_t m_mostClosed;
    std::size_t m_open = 0;
    bool m_endpointOpen = false;
    std::uint64_t m_removed = 0;
    std::size_t m_changedFirst = 0;
    std::size_t m_changedEnd = 0;
};

} // namespace sockyard
