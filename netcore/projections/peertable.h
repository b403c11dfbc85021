#pragma once

#include "netcore/chat/texthash.h"
#include "netcore/log/eventlog.h"

#include <cstdint>
#include <list>
#include <string>
#include <unordered_map>
#include <vector>

namespace sockyard
{

/// Somebody with whom datagrams were exchanged.
struct PeerEntry {
    std::string address; ///< as the log has it
    std::uint64_t datagramsReceived = 0;
    std::uint64_t datagramsSent = 0;
    std::uint64_t bytesReceived = 0;
    std::uint64_t bytesSent = 0;
    std::uint64_t failures = 0; ///< of calls that were about it
    std::int64_t lastTime = 0;  ///< of the last of all that, nanoseconds since 1970 UTC
    EventNumber lastEvent = 0;
};

/// Who the peers of a datagram socket are, folded from its log: one entry for each address.
/// Bounded: beyond that the place of who was silent longest is taken by the new one. An event costs
/// a look-up by address. A value of one thread.
class PeerTable
{
public:
    struct Range {
        std::size_t first = 0;
        std::size_t count = 0;
    };

    explicit PeerTable(std::size_t most = 5000)
        : m_most(most)
    {
    }

    void apply(const Event &event);

    /// In the order in which they were first there. An entry keeps its place.
    const std::vector<PeerEntry> &entries() const { return m_entries; }
    /// How many have lost their place to others.
    std::uint64_t forgottenCount() const { return m_forgotten; }
    /// Places of entries that changed since the last call, as one range that covers them.
    Range takeChanged();

private:
    using Places = std::list<std::size_t>;

    std::size_t placeOf(std::string_view address);
    void touch(std::size_t place);

    std::size_t m_most;
    std::vector<PeerEntry> m_entries;
    std::vector<Places::iterator> m_inOrder; // of the entry at the same place
    Places m_order;                          // who was silent longest is first
    std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>> m_places;
    std::uint64_t m_forgotten = 0;
    std::size_t m_changedFirst = 0;
    std::size_t m_changedEnd = 0;
};

} // namespace sockyard
