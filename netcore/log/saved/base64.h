#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace sockyard
{

/// Puts the bytes that \a text stands for (base64, RFC 4648 section 4, with padding) into \a bytes.
/// False, and nothing certain in \a bytes, where it is anything else: another alphabet, white
/// space, padding that is missing or too much, bits that belong to no byte.
bool decodeBase64(std::string_view text, std::vector<std::byte> &bytes);

} // namespace sockyard
