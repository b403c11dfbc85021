#include "tests/support/fixedmacros.h"

#include <array>
#include <cstdint>
#include <cstdlib>

// Any bytes as a text with macros, for any number of groups: its errors point into it, and what is
// right is filled within its bound. Then as what is filled in.

using namespace sockyard;
using namespace sockyard::test;

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
    const ByteView bytes = std::as_bytes(std::span(text));
    FixedMacros sources;
    for (const int groups : {MacroText::noMessage, 0, 3, 9}) {
        MacroError error;
        const auto parsed = MacroText::parse(text, groups, &error);
        if (!parsed) {
            require(error.length > 0);
            require(error.position < size && error.length <= size - error.position);
            require(error.escape.has_value() == (error.what == MacroError::What::BadEscape));
            continue;
        }
        const std::array some = {bytes, ByteView(), bytes};
        const auto filled = parsed->fill({.message = bytes, .groups = some, .peer = text}, sources);
        require(filled.bytes.size() <= MacroText::mostBytes);
        require(!filled.isCut || filled.bytes.size() == MacroText::mostBytes);
    }
    const auto whole = MacroText::parse("<$0>", 0, nullptr);
    require(whole->fill({.message = bytes}, sources).bytes == '<' + std::string(text) + '>');
    return 0;
}
