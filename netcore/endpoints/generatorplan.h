#pragma once

#include "netcore/codec/numbereddatagram.h"
#include "netcore/endpoints/numberrange.h"

namespace sockyard
{

/// What a person wants of a generator of numbered datagrams. A value.
struct GeneratorPlan {
    /// Datagrams a second.
    static constexpr NumberRange rateRange{1, 100000, 100};
    /// Of all of them; 0: until it is stopped.
    static constexpr NumberRange countRange{0, 1000000000, 1000};
    /// Bytes of each, see NumberedDatagram.
    static constexpr NumberRange sizeRange{static_cast<int>(NumberedDatagram::leastSize), 65507,
                                           100};

    int rate = rateRange.usual;
    int count = countRange.usual;
    int size = sizeRange.usual;

    bool isPossible() const
    {
        return rateRange.holds(rate) && countRange.holds(count) && sizeRange.holds(size);
    }
};

} // namespace sockyard
