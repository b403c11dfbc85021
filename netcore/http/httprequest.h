#pragma once

#include "netcore/http/httptarget.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sockyard
{

/// The head of one request (RFC 9112): request line and header fields, judged by HttpRequestParser,
/// which owns it. The views live until that parser reads on.
class HttpRequest
{
public:
    /// How the end of the body is known (RFC 9112 section 6).
    enum class Framing : std::uint8_t {
        None,    ///< no body
        Length,  ///< Content-Length
        Chunked, ///< Transfer-Encoding: chunked
    };

    struct Field {
        std::string_view name;
        std::string_view value; ///< without white space around it
    };

    std::string_view method() const { return view(m_method); }
    /// As it came.
    std::string_view targetText() const { return view(m_target); }
    HttpTarget target() const;
    /// 0 for HTTP/1.0, 1 for HTTP/1.1; what is later speaks as 1.1 does.
    int minorVersion() const { return m_minorVersion; }

    std::size_t fieldCount() const { return m_fields.size(); }
    Field field(std::size_t index) const;
    /// The value of the first field of that name, in any case of its letters; or nothing.
    std::optional<std::string_view> value(std::string_view name) const;
    std::size_t count(std::string_view name) const;
    /// True where a field of that name, which is a list, holds that word (RFC 9110 section 5.6.1).
    bool holds(std::string_view name, std::string_view word) const;

    Framing framing() const { return m_framing; }
    /// Where framing() is Length.
    std::uint64_t contentLength() const { return m_contentLength; }
    /// The client waits for `100 Continue` before it sends the body (RFC 9110 section 10.1.1).
    bool expectsContinue() const { return m_expectsContinue; }
    /// The client wants to go on with this connection (RFC 9112 section 9.3).
    bool keepsAlive() const;

private:
    friend class HttpRequestParser;

    struct Place {
        std::uint32_t begin = 0;
        std::uint32_t size = 0;
    };
    struct FieldPlace {
        Place name;
        Place value;
    };

    std::string_view view(Place place) const
    {
        return std::string_view(m_text).substr(place.begin, place.size);
    }

    std::string m_text; // the lines of the head, without their ends
    Place m_method;
    Place m_target;
    int m_minorVersion = 1;
    std::vector<FieldPlace> m_fields;
    Framing m_framing = Framing::None;
    std::uint64_t m_contentLength = 0;
    bool m_expectsContinue = false;
};

/// True where both are the same but for the case of ASCII letters.
bool isSameWord(std::string_view left, std::string_view right);

} // namespace sockyard
