#pragma once

#include <cstdint>

namespace sockyard
{

/// Why a request is no request that can be answered as it asks.
enum class HttpFault : std::uint8_t {
    None,
    Tls,                      ///< it begins like a TLS handshake
    ControlCharacter,         ///< NUL, DEL or another control character in the head
    BareCarriageReturn,       ///< CR that is not followed by LF
    MixedLineEnds,            ///< some lines of the head end in CR LF and some in LF
    NoVersion,                ///< as in HTTP/0.9
    BadRequestLine,           ///< not method, space, target, space, version
    BadMethod,                ///< no token
    BadTarget,                ///< none of the four forms, or a bad percent escape
    BadVersion,               ///< not HTTP/digit.digit
    OtherVersion,             ///< not 1.x
    RequestLineTooLong,       ///< over HttpRequestParser::mostRequestLine
    FieldTooLong,             ///< over HttpRequestParser::mostFieldLine
    FieldsTooLong,            ///< over HttpRequestParser::mostFieldBytes
    TooManyFields,            ///< over HttpRequestParser::mostFields
    FoldedField,              ///< a field line that begins with white space
    SpaceBeforeColon,         ///< white space between a field's name and the colon
    BadField,                 ///< no colon, or a name that is no token
    NoHost,                   ///< HTTP/1.1 without the field Host
    SeveralHosts,             ///< more than one field Host
    BadHost,                  ///< a Host that names no host
    BadContentLength,         ///< not digits only, or more than 64 bits hold
    SeveralContentLengths,    ///< more than one field Content-Length
    TwoLengths,               ///< both Content-Length and Transfer-Encoding
    TransferEncodingTooEarly, ///< Transfer-Encoding in HTTP/1.0, which has none
    BadTransferEncoding,      ///< chunked is not the last of the codings, or is there twice
    OtherTransferEncoding,    ///< another coding than chunked
    OtherExpectation,         ///< an Expect that is not 100-continue
    BadChunkSize,             ///< no hexadecimal number, or more than 64 bits hold
    ChunkLineTooLong,         ///< over HttpRequestParser::mostChunkLine
    BadChunkEnd,              ///< no CR LF where one has to be
    Unfinished,               ///< the client finished before the end of its request
};

/// The status with which it is refused (RFC 9110 section 15); 0 for None.
int httpStatusOf(HttpFault fault);

} // namespace sockyard
