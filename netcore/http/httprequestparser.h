#pragma once

#include "netcore/http/httpfault.h"
#include "netcore/http/httprequest.h"
#include "netcore/log/event.h"

namespace sockyard
{

/// Reads the requests of one client (RFC 9112), in whatever pieces they come: how the bytes are cut
/// changes nothing. Bodies are counted and dropped. A value type without a clock or a socket.
///
/// It is written here because no library fits: http-parser is no longer looked after and takes what
/// RFC 9112 forbids, llhttp is not part of the systems that Sockyard is built on.
///
/// Strict, because two readers that disagree about where a request ends can be played off against
/// each other (request smuggling): two lengths, a length that is no plain number, codings that are
/// not chunked, folded lines, white space before a colon, CR alone and control characters are
/// refused. One freedom is given, to people who type into ncat: the lines of a head may all end in
/// LF (RFC 9112 section 2.2 allows it). That is safe here, as no other reader stands in front of or
/// behind this one; a head that mixes both ends is refused nevertheless, and chunks need CR LF.
class HttpRequestParser
{
public:
    // In bytes, without the line's end.
    static constexpr std::size_t mostRequestLine = 8U * 1024;
    static constexpr std::size_t mostFieldLine = 64U * 1024;
    static constexpr std::size_t mostChunkLine = 1024;
    /// All field lines of a head together, or all of a trailer, with their ends.
    static constexpr std::size_t mostFieldBytes = 256U * 1024;
    static constexpr std::size_t mostFields = 1000;

    enum class Step : std::uint8_t {
        Wanting, ///< all bytes were taken, and more have to come
        Head,    ///< the head is complete: request()
        End,     ///< the body, if there was one, is complete too
        Wrong,   ///< fault() says why; nothing is read any more
    };

    struct Progress {
        Step step = Step::Wanting;
        std::size_t taken = 0; ///< so many of the bytes were read
    };

    /// Reads up to the next step. After Head and End, what was not taken is to be given again, even
    /// where nothing is left: a request without a body ends at once.
    Progress read(ByteView bytes);

    /// Of the request whose head was read last.
    const HttpRequest &request() const { return m_request; }
    /// How many bytes the body has had so far, without chunks' lines.
    std::uint64_t bodyBytes() const { return m_bodyBytes; }
    HttpFault fault() const { return m_fault; }
    /// True where a request has begun and has not ended.
    bool isInRequest() const;
    /// How much it holds, in bytes: never more than a head may have.
    std::size_t kept() const;

private:
    enum class State : std::uint8_t {
        RequestLine,
        Fields,
        Body, // the head was told
        ChunkSize,
        ChunkSpace, // before an extension
        ChunkExtension,
        ChunkSizeEnd, // LF
        ChunkData,
        ChunkDataEnd, // CR
        ChunkDataEndLf,
        Trailer,
        Ended, // the end was told
        Wrong,
    };
    enum class LineEnd : std::uint8_t { Unknown, Lf, CrLf };

    void begin();
    Progress wrong(HttpFault fault, std::size_t taken);
    /// Adds to the line that is being read. True where it is complete.
    bool readLine(ByteView bytes, std::size_t &taken);
    bool readRequestLine(std::string_view line);
    bool readField(std::string_view line);
    bool judgeFields();
    bool judgeHost();
    bool judgeLength();
    bool readChunkFraming(char byte);
    bool fail(HttpFault fault);
    std::string_view line() const { return std::string_view(m_request.m_text).substr(m_lineBegin); }

    HttpRequest m_request;
    State m_state = State::RequestLine;
    HttpFault m_fault = HttpFault::None;
    // Of the line that is being read:
    std::size_t m_lineBegin = 0;
    bool m_sawCr = false;
    LineEnd m_ends = LineEnd::Unknown;
    // Of the fields, or of the trailer, that are being read:
    std::size_t m_fieldBytes = 0;
    std::size_t m_fieldCount = 0;
    // Of the body:
    std::uint64_t m_bodyBytes = 0;
    std::uint64_t m_left = 0; // of the body or of this chunk
    std::size_t m_chunkLine = 0;
    std::size_t m_chunkDigits = 0;
};

} // namespace sockyard
