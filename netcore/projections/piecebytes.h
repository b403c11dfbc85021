#pragma once

#include "netcore/log/eventlog.h"
#include "netcore/projections/bytesource.h"

#include <memory>

namespace sockyard
{

/// Bytes in one piece: those of one event, or any others. They are kept alive, not copied. Any
/// thread.
class PieceBytes final : public ByteSource
{
public:
    explicit PieceBytes(const Event &event);
    /// \a owner may be null for bytes that outlive the source.
    PieceBytes(std::shared_ptr<const void> owner, ByteView bytes);

    std::uint64_t size() const override { return m_piece.bytes.size(); }
    void visit(std::uint64_t from, std::uint64_t to, const Visitor &visitor) const override;
    ByteView whole() const override { return m_piece.bytes; }

private:
    std::shared_ptr<const void> m_owner;
    Piece m_piece;
};

/// The way of an event's bytes.
Direction directionOf(EventKind kind);

} // namespace sockyard
