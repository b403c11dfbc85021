#include "netcore/http/httprequestparser.h"

#include <algorithm>
#include <limits>

namespace sockyard
{

namespace
{

constexpr std::size_t mostKeptBetween = 4096; // of the memory of one head for the next
// Of a Host, beside letters and digits.
constexpr std::string_view hostCharacters = "-._~%!$&'()*+,;=:[]";

bool isTokenCharacter(char byte)
{
    constexpr std::string_view others = "!#$%&'*+-.^_`|~";
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || others.find(byte) != std::string_view::npos;
}

/// RFC 9110 section 5.6.2.
bool isToken(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

bool isSpace(char byte)
{
    return byte == ' ' || byte == '\t';
}

bool isDigit(char byte)
{
    return byte >= '0' && byte <= '9';
}

bool isControl(char byte)
{
    const auto code = static_cast<unsigned char>(byte);
    return (code < 0x20 && byte != '\t') || code == 0x7f;
}

std::string_view trimmed(std::string_view text)
{
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    return text.substr(0, text.find_last_not_of(" \t") + 1);
}

/// 1*DIGIT that 64 bits hold, or nothing.
std::optional<std::uint64_t> parseLength(std::string_view text)
{
    if (text.empty() || !std::all_of(text.begin(), text.end(), isDigit)) {
        return std::nullopt;
    }
    std::uint64_t length = 0;
    for (const char digit : text) {
        const auto value = static_cast<std::uint64_t>(digit - '0');
        if (length > (std::numeric_limits<std::uint64_t>::max() - value) / 10) {
            return std::nullopt;
        }
        length = length * 10 + value;
    }
    return length;
}

/// uri-host [ ":" port ] of RFC 9110 section 7.2, by its characters. Empty is allowed there.
bool isHost(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char byte) {
        const auto code = static_cast<unsigned char>(byte);
        return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || isDigit(byte) ||
               code >= 0x80 || hostCharacters.find(byte) != std::string_view::npos;
    });
}

} // namespace

bool HttpRequestParser::isInRequest() const
{
    switch (m_state) {
    case State::RequestLine:
        return !m_request.m_text.empty();
    case State::Ended:
    case State::Wrong:
        return false;
    default:
        return true;
    }
}

std::size_t HttpRequestParser::kept() const
{
    return m_request.m_text.size() + m_request.m_fields.size() * sizeof(HttpRequest::FieldPlace);
}

void HttpRequestParser::begin()
{
    // A client that had much to say once, and is silent since, does not keep its memory.
    if (m_request.m_text.capacity() > mostKeptBetween) {
        std::string().swap(m_request.m_text);
    }
    if (m_request.m_fields.capacity() * sizeof(HttpRequest::FieldPlace) > mostKeptBetween) {
        std::vector<HttpRequest::FieldPlace>().swap(m_request.m_fields);
    }
    m_request.m_text.clear();
    m_request.m_fields.clear();
    m_request.m_method = {};
    m_request.m_target = {};
    m_request.m_minorVersion = 1;
    m_request.m_framing = HttpRequest::Framing::None;
    m_request.m_contentLength = 0;
    m_request.m_expectsContinue = false;
    m_state = State::RequestLine;
    m_lineBegin = 0;
    m_sawCr = false;
    m_ends = LineEnd::Unknown;
    m_fieldBytes = 0;
    m_fieldCount = 0;
    m_bodyBytes = 0;
    m_left = 0;
}

bool HttpRequestParser::fail(HttpFault fault)
{
    m_fault = fault;
    return false;
}

HttpRequestParser::Progress HttpRequestParser::wrong(HttpFault fault, std::size_t taken)
{
    m_fault = fault;
    m_state = State::Wrong;
    return {Step::Wrong, taken};
}

HttpRequestParser::Progress HttpRequestParser::read(ByteView bytes)
{
    std::size_t taken = 0;
    if (m_state == State::Ended) {
        begin();
    }
    for (;;) {
        switch (m_state) {
        case State::RequestLine:
        case State::Fields:
        case State::Trailer: {
            if (!readLine(bytes, taken)) {
                return m_fault == HttpFault::None ? Progress{Step::Wanting, taken}
                                                  : wrong(m_fault, taken);
            }
            const std::string_view text = line();
            if (m_state == State::RequestLine) {
                if (text.empty()) {
                    break; // RFC 9112 section 2.2: empty lines before a request mean nothing
                }
                if (!readRequestLine(text)) {
                    return wrong(m_fault, taken);
                }
                m_state = State::Fields;
                m_lineBegin = m_request.m_text.size();
            } else if (!text.empty()) {
                if (!readField(text)) {
                    return wrong(m_fault, taken);
                }
                if (m_state == State::Trailer) {
                    m_request.m_text.resize(m_lineBegin); // nobody asks for it
                }
                m_lineBegin = m_request.m_text.size();
            } else if (m_state == State::Trailer) {
                m_state = State::Ended;
                return {Step::End, taken};
            } else {
                if (!judgeFields()) {
                    return wrong(m_fault, taken);
                }
                m_left = m_request.m_contentLength;
                m_state = State::Body;
                if (m_request.m_framing == HttpRequest::Framing::Chunked) {
                    m_state = State::ChunkSize;
                    m_chunkLine = 0;
                    m_chunkDigits = 0;
                }
                return {Step::Head, taken};
            }
            break;
        }
        case State::Body:
        case State::ChunkData: {
            const auto count =
                static_cast<std::size_t>(std::min<std::uint64_t>(m_left, bytes.size() - taken));
            taken += count;
            m_left -= count;
            m_bodyBytes += count;
            if (m_left > 0) {
                return {Step::Wanting, taken};
            }
            if (m_state == State::Body) {
                m_state = State::Ended;
                return {Step::End, taken};
            }
            m_state = State::ChunkDataEnd;
            break;
        }
        default: {
            if (m_state == State::Wrong) {
                return {Step::Wrong, taken};
            }
            if (taken == bytes.size()) {
                return {Step::Wanting, taken};
            }
            if (!readChunkFraming(static_cast<char>(bytes[taken]))) {
                return wrong(m_fault, taken);
            }
            ++taken;
            break;
        }
        }
    }
}

bool HttpRequestParser::readLine(ByteView bytes, std::size_t &taken)
{
    const std::size_t mostLine = m_state == State::RequestLine ? mostRequestLine : mostFieldLine;
    std::string &text = m_request.m_text;
    while (taken < bytes.size()) {
        const auto byte = static_cast<char>(bytes[taken]);
        if (m_state != State::RequestLine && ++m_fieldBytes > mostFieldBytes) {
            return fail(HttpFault::FieldsTooLong);
        }
        if (byte == '\n') {
            const LineEnd end = m_sawCr ? LineEnd::CrLf : LineEnd::Lf;
            if (m_state == State::Trailer && end == LineEnd::Lf) {
                return fail(HttpFault::BadChunkEnd);
            }
            // Empty lines before a request do not say how the request's own lines end.
            const bool counts = m_state == State::Fields ||
                                (m_state == State::RequestLine && text.size() > m_lineBegin);
            if (counts && m_ends != LineEnd::Unknown && m_ends != end) {
                return fail(HttpFault::MixedLineEnds);
            }
            m_ends = counts ? end : m_ends;
            m_sawCr = false;
            ++taken;
            return true;
        }
        if (m_sawCr) {
            return fail(HttpFault::BareCarriageReturn);
        }
        if (byte == '\r') {
            m_sawCr = true;
        } else if (isControl(byte)) {
            const bool first = m_state == State::RequestLine && text.empty();
            return fail(first && byte == '\x16' ? HttpFault::Tls : HttpFault::ControlCharacter);
        } else if (text.size() - m_lineBegin == mostLine) {
            if (m_state != State::RequestLine) {
                return fail(HttpFault::FieldTooLong);
            }
            return fail(text.find(' ') == std::string::npos ? HttpFault::BadRequestLine
                                                            : HttpFault::RequestLineTooLong);
        } else {
            text += byte;
        }
        ++taken;
    }
    return false;
}

bool HttpRequestParser::readRequestLine(std::string_view line)
{
    const std::size_t first = line.find(' ');
    if (!isToken(line.substr(0, first))) {
        return fail(first == 0 || first == std::string_view::npos ? HttpFault::BadRequestLine
                                                                  : HttpFault::BadMethod);
    }
    if (first == std::string_view::npos) {
        return fail(HttpFault::BadRequestLine);
    }
    const std::string_view method = line.substr(0, first);
    const std::string_view rest = line.substr(first + 1);
    const std::size_t second = rest.find(' ');
    const std::string_view target = rest.substr(0, second);
    if (second == std::string_view::npos) {
        return fail(target.empty() ? HttpFault::BadRequestLine : HttpFault::NoVersion);
    }
    const std::string_view version = rest.substr(second + 1);
    if (target.empty() || version.find_first_of(" \t") != std::string_view::npos) {
        return fail(HttpFault::BadRequestLine);
    }
    if (version.empty()) {
        return fail(HttpFault::NoVersion);
    }
    if (version.size() != 8 || version.substr(0, 5) != "HTTP/" || !isDigit(version[5]) ||
        version[6] != '.' || !isDigit(version[7])) {
        return fail(HttpFault::BadVersion);
    }
    if (version[5] != '1') {
        return fail(HttpFault::OtherVersion);
    }
    if (!parseHttpTarget(method, target)) {
        return fail(HttpFault::BadTarget);
    }
    m_request.m_method = {0, static_cast<std::uint32_t>(first)};
    m_request.m_target = {static_cast<std::uint32_t>(first + 1),
                          static_cast<std::uint32_t>(target.size())};
    m_request.m_minorVersion = version[7] == '0' ? 0 : 1;
    return true;
}

bool HttpRequestParser::readField(std::string_view line)
{
    if (isSpace(line.front())) {
        return fail(HttpFault::FoldedField);
    }
    const std::size_t colon = line.find(':');
    const std::string_view name = line.substr(0, colon);
    if (colon == std::string_view::npos || !isToken(name)) {
        const bool space = colon != std::string_view::npos && colon > 0 && isSpace(name.back());
        return fail(space ? HttpFault::SpaceBeforeColon : HttpFault::BadField);
    }
    if (++m_fieldCount > mostFields) {
        return fail(HttpFault::TooManyFields);
    }
    if (m_state != State::Trailer) {
        const std::string_view value = trimmed(line.substr(colon + 1));
        const auto begin = static_cast<std::uint32_t>(m_lineBegin);
        const auto offset = static_cast<std::uint32_t>(value.data() - line.data());
        m_request.m_fields.push_back({{begin, static_cast<std::uint32_t>(colon)},
                                      {begin + offset, static_cast<std::uint32_t>(value.size())}});
    }
    return true;
}

bool HttpRequestParser::judgeFields()
{
    if (!judgeHost() || !judgeLength()) {
        return false;
    }
    // RFC 9110 section 10.1.1: HTTP/1.0 knows no expectations.
    if (const auto expect = m_request.value("expect"); expect && m_request.m_minorVersion > 0) {
        if (!isSameWord(*expect, "100-continue") || m_request.count("expect") > 1) {
            return fail(HttpFault::OtherExpectation);
        }
        m_request.m_expectsContinue =
            m_request.m_framing == HttpRequest::Framing::Chunked || m_request.m_contentLength > 0;
    }
    return true;
}

bool HttpRequestParser::judgeHost()
{
    const std::size_t hosts = m_request.count("host");
    if (hosts > 1) {
        return fail(HttpFault::SeveralHosts);
    }
    if (hosts == 0) {
        return m_request.m_minorVersion == 0 || fail(HttpFault::NoHost);
    }
    return isHost(m_request.value("host").value_or(std::string_view())) || fail(HttpFault::BadHost);
}

bool HttpRequestParser::judgeLength()
{
    const std::size_t lengths = m_request.count("content-length");
    const std::size_t encodings = m_request.count("transfer-encoding");
    if (lengths > 0 && encodings > 0) {
        return fail(HttpFault::TwoLengths);
    }
    if (encodings > 0) {
        if (m_request.m_minorVersion == 0) {
            return fail(HttpFault::TransferEncodingTooEarly);
        }
        // All fields of that name are one list, RFC 9110 section 5.3.
        std::vector<std::string_view> codings;
        for (std::size_t index = 0; index < m_request.fieldCount(); ++index) {
            const auto [name, value] = m_request.field(index);
            if (!isSameWord(name, "transfer-encoding")) {
                continue;
            }
            std::size_t begin = 0;
            while (begin <= value.size()) {
                const std::size_t end = std::min(value.find(',', begin), value.size());
                codings.push_back(trimmed(value.substr(begin, end - begin)));
                begin = end + 1;
            }
        }
        const auto isChunked = [](std::string_view coding) {
            return isSameWord(coding, "chunked");
        };
        if (!isChunked(codings.back()) ||
            std::count_if(codings.begin(), codings.end(), isChunked) > 1) {
            return fail(HttpFault::BadTransferEncoding);
        }
        if (codings.size() > 1) {
            return fail(HttpFault::OtherTransferEncoding);
        }
        m_request.m_framing = HttpRequest::Framing::Chunked;
        return true;
    }
    if (lengths > 1) {
        // Equal ones too: RFC 9110 section 8.6 leaves it to us, and whoever repeats it is confused.
        return fail(HttpFault::SeveralContentLengths);
    }
    if (const auto text = m_request.value("content-length")) {
        const auto length = parseLength(*text);
        if (!length) {
            return fail(HttpFault::BadContentLength);
        }
        m_request.m_framing = HttpRequest::Framing::Length;
        m_request.m_contentLength = *length;
    }
    return true;
}

// Everything about chunks but their data (RFC 9112 section 7.1), byte by byte.
bool HttpRequestParser::readChunkFraming(char byte)
{
    if (m_state == State::ChunkSize || m_state == State::ChunkSpace ||
        m_state == State::ChunkExtension) {
        if (byte == '\r') {
            if (m_chunkDigits == 0 || m_state == State::ChunkSpace) {
                return fail(HttpFault::BadChunkSize);
            }
            m_state = State::ChunkSizeEnd;
            return true;
        }
        if (++m_chunkLine > mostChunkLine) {
            return fail(HttpFault::ChunkLineTooLong);
        }
        if (isControl(byte)) {
            return fail(byte == '\n' && m_chunkDigits > 0 ? HttpFault::BadChunkEnd
                                                          : HttpFault::BadChunkSize);
        }
        if (m_state == State::ChunkExtension) {
            return true; // its meaning is for whoever knows it
        }
        if (const int digit = hexValue(byte); digit >= 0 && m_state == State::ChunkSize) {
            if (m_left > std::numeric_limits<std::uint64_t>::max() / 16) {
                return fail(HttpFault::BadChunkSize);
            }
            m_left = m_left * 16 + static_cast<std::uint64_t>(digit);
            ++m_chunkDigits;
            return true;
        }
        if (byte == ';' && m_chunkDigits > 0) {
            m_state = State::ChunkExtension;
            return true;
        }
        if (isSpace(byte) && m_chunkDigits > 0) {
            m_state = State::ChunkSpace;
            return true;
        }
        return fail(HttpFault::BadChunkSize);
    }
    // The ends of lines, where nothing but CR LF will do.
    if (byte != (m_state == State::ChunkDataEnd ? '\r' : '\n')) {
        return fail(HttpFault::BadChunkEnd);
    }
    if (m_state == State::ChunkDataEnd) {
        m_state = State::ChunkDataEndLf;
    } else if (m_state == State::ChunkDataEndLf) {
        m_state = State::ChunkSize;
        m_chunkLine = 0;
        m_chunkDigits = 0;
    } else if (m_left > 0) {
        m_state = State::ChunkData;
    } else {
        m_state = State::Trailer;
        m_fieldBytes = 0;
        m_fieldCount = 0;
        m_lineBegin = m_request.m_text.size();
    }
    return true;
}

} // namespace sockyard
