#pragma once

#include "netcore/projections/bytesource.h"

#include <vector>

namespace sockyard
{

/// The bytes of a source that a view shows at the moment, copied. A value.
class ByteWindow
{
public:
    /// Neighbouring bytes of one direction; of one event, where events are datagrams.
    struct Segment {
        std::uint64_t from = 0;
        std::uint64_t to = 0;
        Direction direction = Direction::Neither;
        EventNumber event = 0; ///< the first one
        bool operator==(const Segment &) const = default;
    };

    ByteWindow() = default;
    /// The window should be small: all of it is copied.
    ByteWindow(const ByteSource &source, std::uint64_t from, std::uint64_t to);

    std::uint64_t from() const { return m_from; }
    std::uint64_t to() const { return m_from + m_bytes.size(); }
    /// What is there, in order; gaps are bytes that went.
    const std::vector<Segment> &segments() const { return m_segments; }
    /// Bytes inside of one segment.
    ByteView bytes(std::uint64_t from, std::uint64_t to) const;
    /// The segment of a byte, or null where it is not there.
    const Segment *segmentAt(std::uint64_t offset) const;

private:
    std::uint64_t m_from = 0;
    std::vector<std::byte> m_bytes;
    std::vector<Segment> m_segments;
};

} // namespace sockyard
