#include "netcore/http/httptarget.h"

#include <algorithm>

namespace sockyard
{

namespace
{

/// RFC 3986 section 2.3.
bool isUnreserved(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' || byte == '_' || byte == '~';
}

bool isEscape(std::string_view text, std::size_t position)
{
    return position + 2 < text.size() && hexValue(text[position + 1]) >= 0 &&
           hexValue(text[position + 2]) >= 0;
}

bool isVisible(char byte)
{
    const auto code = static_cast<unsigned char>(byte);
    return code > 0x20 && code != 0x7f;
}

bool isWellFormed(std::string_view text)
{
    for (std::size_t position = 0; position < text.size(); ++position) {
        if (!isVisible(text[position]) || text[position] == '#' ||
            (text[position] == '%' && !isEscape(text, position))) {
            return false;
        }
    }
    return true;
}

HttpTarget split(HttpTarget::Form form, std::string_view text)
{
    const std::size_t question = std::min(text.find('?'), text.size());
    return {form, text.substr(0, question), text.substr(question)};
}

/// What follows `http://` or `https://`, or nothing.
std::optional<std::string_view> afterScheme(std::string_view target)
{
    for (const std::string_view scheme : {"http://", "https://"}) {
        const bool is =
            target.size() >= scheme.size() &&
            std::equal(scheme.begin(), scheme.end(), target.begin(), [](char letter, char given) {
                const bool upper = given >= 'A' && given <= 'Z';
                return letter == (upper ? given - 'A' + 'a' : given);
            });
        if (is) {
            return target.substr(scheme.size());
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<HttpTarget> parseHttpTarget(std::string_view method, std::string_view target)
{
    if (target.empty() || !isWellFormed(target)) {
        return std::nullopt;
    }
    if (method == "CONNECT") {
        const std::size_t colon = target.rfind(':');
        const bool isAuthority =
            colon != std::string_view::npos && colon > 0 && colon + 1 < target.size() &&
            target.find_first_of("/?@") == std::string_view::npos &&
            target.find_first_not_of("0123456789", colon + 1) == std::string_view::npos;
        return isAuthority ? std::optional(HttpTarget{HttpTarget::Form::Authority}) : std::nullopt;
    }
    if (target == "*") {
        return method == "OPTIONS" ? std::optional(HttpTarget{HttpTarget::Form::Asterisk})
                                   : std::nullopt;
    }
    if (target.front() == '/') {
        return split(HttpTarget::Form::Origin, target);
    }
    const auto rest = afterScheme(target);
    if (!rest) {
        return std::nullopt;
    }
    const std::size_t end = std::min(rest->find_first_of("/?"), rest->size());
    if (end == 0) {
        return std::nullopt; // no host
    }
    HttpTarget found = split(HttpTarget::Form::Absolute, rest->substr(end));
    if (found.path.empty()) {
        found.path = "/";
    }
    return found;
}

int hexValue(char digit)
{
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    if (digit >= 'a' && digit <= 'f') {
        return digit - 'a' + 10;
    }
    if (digit >= 'A' && digit <= 'F') {
        return digit - 'A' + 10;
    }
    return -1;
}

std::string percentDecoded(std::string_view text)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t position = 0; position < text.size(); ++position) {
        if (text[position] == '%' && isEscape(text, position)) {
            decoded +=
                static_cast<char>(hexValue(text[position + 1]) * 16 + hexValue(text[position + 2]));
            position += 2;
        } else {
            decoded += text[position];
        }
    }
    return decoded;
}

std::string percentEncoded(std::string_view segment)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(segment.size());
    for (const char byte : segment) {
        if (isUnreserved(byte)) {
            encoded += byte;
        } else {
            const auto code = static_cast<unsigned char>(byte);
            encoded += '%';
            encoded += digits[code / 16U];
            encoded += digits[code % 16U];
        }
    }
    return encoded;
}

} // namespace sockyard
