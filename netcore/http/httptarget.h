#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sockyard
{

/// What a request is about (RFC 9112 section 3.2). The views are of the text that was given.
struct HttpTarget {
    enum class Form : std::uint8_t {
        Origin,    ///< `/path?query`
        Absolute,  ///< `http://host/path?query`
        Authority, ///< `host:port`, for CONNECT alone
        Asterisk,  ///< `*`, for OPTIONS alone
    };

    Form form = Form::Origin;
    /// As it came, from the first `/` on; `/` where an absolute target has none. Empty for the
    /// other two forms.
    std::string_view path = {};
    /// As it came, with the `?`; empty where there is none.
    std::string_view query = {};
};

/// Reads the target of a request with that method, or nothing where it has none of the forms or
/// holds a `%` without two hexadecimal digits. Bytes beyond ASCII are let through: people type
/// them.
std::optional<HttpTarget> parseHttpTarget(std::string_view method, std::string_view target);

/// The value of a hexadecimal digit, or -1.
int hexValue(char digit);

/// Resolves every percent escape, once.
std::string percentDecoded(std::string_view text);

/// What is neither a letter nor a digit of ASCII nor one of `-._~` as percent escapes, so that it
/// is one segment of a path in any place (RFC 3986 section 3.3).
std::string percentEncoded(std::string_view segment);

} // namespace sockyard
