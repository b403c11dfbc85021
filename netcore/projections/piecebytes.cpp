#include "netcore/projections/piecebytes.h"

#include <algorithm>
#include <utility>

namespace sockyard
{

PieceBytes::PieceBytes(const Event &event)
    : m_owner(std::make_shared<Event>(event))
    , m_piece{0, event.payload(), directionOf(event.kind()), event.number()}
{
}

PieceBytes::PieceBytes(std::shared_ptr<const void> owner, ByteView bytes)
    : m_owner(std::move(owner))
    , m_piece{0, bytes, Direction::Neither, 0}
{
}

void PieceBytes::visit(std::uint64_t from, std::uint64_t to, const Visitor &visitor) const
{
    to = std::min<std::uint64_t>(to, m_piece.bytes.size());
    if (from < to) {
        Piece piece = m_piece;
        piece.offset = from;
        piece.bytes = m_piece.bytes.subspan(static_cast<std::size_t>(from),
                                            static_cast<std::size_t>(to - from));
        visitor(piece);
    }
}

Direction directionOf(EventKind kind)
{
    switch (kind) {
    case EventKind::Received:
        return Direction::Received;
    case EventKind::Sent:
        return Direction::Sent;
    default:
        return Direction::Neither;
    }
}

} // namespace sockyard
