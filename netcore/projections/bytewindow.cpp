#include "netcore/projections/bytewindow.h"

#include <algorithm>

namespace sockyard
{

ByteWindow::ByteWindow(const ByteSource &source, std::uint64_t from, std::uint64_t to)
    : m_from(from)
{
    to = std::max(from, std::min(to, source.size()));
    m_bytes.resize(static_cast<std::size_t>(to - from));
    const bool parts = source.isOfDatagrams();
    source.visit(from, to, [&](const ByteSource::Piece &piece) {
        std::copy(piece.bytes.begin(), piece.bytes.end(),
                  m_bytes.begin() + static_cast<std::ptrdiff_t>(piece.offset - from));
        const std::uint64_t end = piece.offset + piece.bytes.size();
        if (!parts && !m_segments.empty() && m_segments.back().to == piece.offset &&
            m_segments.back().direction == piece.direction) {
            m_segments.back().to = end;
        } else {
            m_segments.push_back({piece.offset, end, piece.direction, piece.event});
        }
    });
}

ByteView ByteWindow::bytes(std::uint64_t from, std::uint64_t to) const
{
    return ByteView(m_bytes).subspan(static_cast<std::size_t>(from - m_from),
                                     static_cast<std::size_t>(to - from));
}

const ByteWindow::Segment *ByteWindow::segmentAt(std::uint64_t offset) const
{
    const auto behind = std::upper_bound(
        m_segments.begin(), m_segments.end(), offset,
        [](std::uint64_t wanted, const Segment &each) { return wanted < each.from; });
    if (behind == m_segments.begin() || offset >= (behind - 1)->to) {
        return nullptr;
    }
    return &*(behind - 1);
}

} // namespace sockyard
