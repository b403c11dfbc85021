#include "netcore/codec/escapes.h"

#include <cstdint>
#include <cstdlib>

// Any bytes as a text in escapes, and as what is to be escaped.

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
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    const Unescaped read = unescape(text);
    require(read.bytes.size() <= size);
    if (read.error) {
        require(read.error->length > 0);
        require(read.error->position < size && read.error->length <= size - read.error->position);
        require(!unescape(text.substr(0, read.error->position)).error); // it is the first
    }
    const Unescaped again = unescape(escaped(std::as_bytes(std::span(text))));
    require(!again.error && again.bytes == text);
    return 0;
}
