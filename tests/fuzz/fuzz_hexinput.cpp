#include "netcore/codec/byteformats.h"
#include "netcore/codec/hexdump.h"
#include "netcore/codec/hexinput.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

// Any bytes as a text of hexadecimal bytes, and as what is written so.

using namespace sockyard;

namespace
{

void require(bool condition)
{
    if (!condition) {
        std::abort();
    }
}

void requireSame(const std::string &text, std::string_view bytes)
{
    const HexRead read = readHex(text);
    require(!read.error && read.bytes == bytes);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    const HexRead read = readHex(text);
    require(read.bytes.size() <= std::max(size, mostHexBytes));
    if (read.error) {
        require(read.bytes.empty());
        require(read.error->length > 0);
        require(read.error->position < size && read.error->length <= size - read.error->position);
    }
    const ByteView bytes = std::as_bytes(std::span(text));
    requireSame(hexText(bytes), text);
    requireSame(hexDump(bytes), text);
    requireSame(cArray(bytes), text);
    requireSame(pythonBytes(bytes), text);
    return 0;
}
