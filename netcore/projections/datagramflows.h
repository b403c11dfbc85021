#pragma once

#include "netcore/log/eventlog.h"
#include "netcore/projections/datagramflow.h"

#include <cstdint>
#include <list>
#include <string>

namespace sockyard
{

/// The streams of numbered datagrams that a log tells of as received, each for itself. Bounded:
/// the one that was silent longest is forgotten. A value of one thread; an event of the stream that
/// was heard last costs no search.
class DatagramFlows
{
public:
    struct Entry {
        std::string peer; ///< who sent it, as the log has it
        std::uint32_t stream = 0;
        DatagramFlow flow;
    };

    explicit DatagramFlows(std::size_t most = 64)
        : m_most(most)
    {
    }

    void apply(const Event &event);

    /// Who was heard last is first.
    const std::list<Entry> &entries() const { return m_entries; }

private:
    std::size_t m_most;
    std::list<Entry> m_entries;
};

} // namespace sockyard
