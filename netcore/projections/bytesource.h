#pragma once

#include "netcore/log/event.h"

#include <functional>

namespace sockyard
{

/// Which way bytes crossed the network; Neither for those that did not.
enum class Direction : std::uint8_t { Neither, Received, Sent };

/// A row of bytes that a view shows: one payload, or all of a stream. It is never there as a whole;
/// a view visits the pieces that it paints. An offset counts from the very first byte and stays,
/// also where older bytes are gone. Whoever made the source says which thread reads it.
class ByteSource
{
public:
    /// Bytes of one event, one after the other; valid while they are visited.
    struct Piece {
        std::uint64_t offset = 0;
        ByteView bytes;
        Direction direction = Direction::Neither;
        EventNumber event = 0;
    };
    using Visitor = std::function<void(const Piece &)>;

    ByteSource() = default;
    virtual ~ByteSource() = default;
    ByteSource(const ByteSource &) = delete;
    ByteSource &operator=(const ByteSource &) = delete;

    /// The offset of the first byte that is still there; so many bytes are gone.
    virtual std::uint64_t first() const { return 0; }
    /// The offset behind the last byte.
    virtual std::uint64_t size() const = 0;
    /// Shows the pieces between two offsets, in their order. What went meanwhile is left out.
    virtual void visit(std::uint64_t from, std::uint64_t to, const Visitor &visitor) const = 0;

    /// True where received and sent bytes follow each other, so that a view tells them apart.
    virtual bool isMixed() const { return false; }
    /// True where each event is a datagram: a character does not reach from one into the next.
    virtual bool isOfDatagrams() const { return false; }
    /// All bytes, where they lie in one piece and stay as long as the source; else nothing.
    virtual ByteView whole() const { return {}; }
};

} // namespace sockyard
