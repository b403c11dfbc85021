#pragma once

#include "netcore/log/event.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace sockyard
{

/// What a datagram of a generator says of itself, so that a receiver can tell what is missing. A
/// value; plain C++20, any thread.
///
/// The wire, all numbers most significant byte first: `SKYN`, 4 bytes of the stream, 8 of the
/// number, 8 of the time; then anything.
struct NumberedDatagram {
    /// The shortest that carries all of it.
    static constexpr std::size_t leastSize = 24;

    std::uint32_t stream = 0; ///< another one for each run of a generator
    std::uint64_t number = 0; ///< from 0 on
    std::int64_t sentAt = 0;  ///< nanoseconds by the sender's clock, whatever its beginning

    /// Its bytes, filled up to \a size; never fewer than leastSize.
    std::string bytes(std::size_t size) const;
    /// Nothing where \a datagram is none of these.
    static std::optional<NumberedDatagram> in(ByteView datagram);

    friend bool operator==(const NumberedDatagram &, const NumberedDatagram &) = default;
};

} // namespace sockyard
