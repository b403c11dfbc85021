#include "netcore/tls/clienthello.h"

#include <cstdint>
#include <cstdlib>

// Any bytes as the first message of a TLS handshake. What is read is no more than what came.

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
    const auto hello = readClientHello(std::as_bytes(std::span(data, size)));
    if (!hello) {
        return 0;
    }
    require(!hello->versions.empty());
    require(2 * (hello->ciphers.size() + hello->groups.size()) <= size);
    std::size_t bytes = hello->serverName.size();
    for (const std::string &protocol : hello->protocols) {
        bytes += protocol.size();
    }
    require(bytes <= size);
    return 0;
}
