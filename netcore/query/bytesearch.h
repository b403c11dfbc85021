#pragma once

#include "netcore/log/event.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace sockyard
{

/// A row of bytes that is looked for in other bytes, perhaps with ASCII letters of either case. It
/// looks at two bytes of the row in many places at a time, which a compiler turns into vector
/// instructions; where bytes are made so that this helps nothing it changes to the algorithm of
/// Boyer and Moore, so that the time is always in proportion to the bytes. A value; any thread.
class ByteSearch
{
public:
    enum class Case {
        Kept,   ///< bytes are equal or not
        Ignored ///< ASCII letters of both cases are equal
    };

    /// An empty row is never found.
    explicit ByteSearch(ByteView wanted, Case letters = Case::Kept);

    std::size_t size() const { return m_wanted.size(); }
    /// The first place that is at least \a from.
    std::optional<std::size_t> first(ByteView bytes, std::size_t from = 0) const;
    /// The last place that is less than \a before.
    std::optional<std::size_t> last(ByteView bytes, std::size_t before) const;
    /// True where \a bytes are the row, no more and no less.
    bool equals(ByteView bytes) const;

private:
    struct Probe {
        std::size_t place = 0;    // in the row
        unsigned char mask = 0;   // the bit in which both cases of a letter differ, or nothing
        unsigned char wanted = 0; // with that bit
    };

    Probe probeAt(std::size_t place) const;
    unsigned char folded(unsigned char byte) const;
    bool isAt(const unsigned char *bytes) const;
    template <typename Iterator, typename Row>
    Iterator searchSlowly(Iterator begin, Iterator end, const Row &rowBegin,
                          const Row &rowEnd) const;

    std::vector<unsigned char> m_wanted;
    bool m_ignoresCase;
    Probe m_one;
    Probe m_other;
};

} // namespace sockyard
