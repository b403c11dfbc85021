#include "netcore/codec/numbereddatagram.h"
#include "netcore/projections/datagramflow.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>

// Any bytes as numbered datagrams, one behind the other, each of the least size.

using namespace sockyard;

namespace
{

void require(bool condition)
{
    if (!condition) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr std::size_t step = NumberedDatagram::leastSize;
    ByteView rest = std::as_bytes(std::span(data, size));
    DatagramFlow flow;
    std::uint64_t count = 0;
    while (!rest.empty()) {
        const ByteView datagram = rest.first(std::min(step, rest.size()));
        rest = rest.subspan(datagram.size());
        const auto numbered = NumberedDatagram::in(datagram);
        if (!numbered) {
            continue;
        }
        const std::string again = numbered->bytes(datagram.size());
        require(std::ranges::equal(std::as_bytes(std::span(again)), datagram));
        flow.receive(*numbered, static_cast<std::int64_t>(count));
        ++count;
        require(flow.received() + flow.duplicated() == count);
        require(flow.outOfOrder() < flow.received());
        require(flow.jitter() >= 0 && std::isfinite(flow.jitter()));
    }
    require(count > 0 || flow.lost() == 0);
    return 0;
}
