#include "netcore/responders/httpwords.h"

#include <QtGlobal>

namespace sockyard
{

const char *httpFaultWords(HttpFault fault)
{
    switch (fault) {
    case HttpFault::None:
        return "";
    case HttpFault::Tls:
        return QT_TRANSLATE_NOOP("sockyard::Http",
                                 "This looks like the beginning of TLS (https), and this server "
                                 "speaks plain HTTP.");
    case HttpFault::ControlCharacter:
        return QT_TRANSLATE_NOOP("sockyard::Http",
                                 "The head of the request holds a control character.");
    case HttpFault::BareCarriageReturn:
        return QT_TRANSLATE_NOOP("sockyard::Http",
                                 "A carriage return (\\r) stands without a line feed (\\n).");
    case HttpFault::MixedLineEnds:
        return QT_TRANSLATE_NOOP("sockyard::Http",
                                 "Some lines of the head end in \\r\\n and some in \\n alone: it "
                                 "has to be one or the other.");
    case HttpFault::NoVersion:
        return QT_TRANSLATE_NOOP("sockyard::Http",
                                 "The request line ends without a version. It is: GET /test "
                                 "HTTP/1.1");
    case HttpFault::BadRequestLine:
        return QT_TRANSLATE_NOOP("sockyard::Http",
                                 "The first line has to be a method, one space, a path, one space "
                                 "and a version, such as: GET /test HTTP/1.1");
    case HttpFault::BadMethod:
        return QT_TRANSLATE_NOOP("sockyard::Http",
                                 "The method holds a character that no method has.");
    case HttpFault::BadTarget:
        return QT_TRANSLATE_NOOP("sockyard::Http",
                                 "What stands between the method and the version is no path, such "
                                 "as /test, and no address that this method can have.");
    case HttpFault::BadVersion:
        return QT_TRANSLATE_NOOP("sockyard::Http",
                                 "The version has to be written as HTTP/1.1 or HTTP/1.0.");
    case HttpFault::OtherVersion:
        return QT_TRANSLATE_NOOP("sockyard::Http", "This server speaks HTTP/1.1 and HTTP/1.0.");
    case HttpFault::RequestLineTooLong:
        return QT_TRANSLATE_NOOP("sockyard::Http", "The request line is longer than 8192 bytes.");
    case HttpFault::FieldTooLong:
        return QT_TRANSLATE_NOOP("sockyard::Http", "A header line is longer than 65536 bytes.");
    case HttpFault::FieldsTooLong:
        return QT_TRANSLATE_NOOP("sockyard::Http",
                                 "The header lines together are longer than 262144 bytes.");
    case HttpFault::TooManyFields:
        return QT_TRANSLATE_NOOP("sockyard::Http", "There are more than 1000 header lines.");
    case HttpFault::FoldedField:
        return QT_TRANSLATE_NOOP("sockyard::Http",
                                 "A header line begins with a space or a tab. To go on with the "
                                 "line before in this way is no longer allowed.");
    case HttpFault::SpaceBeforeColon:
        return QT_TRANSLATE_NOOP("sockyard::Http",
                                 "There is a space or a tab before the colon of a header line.");
    case HttpFault::BadField:
        return QT_TRANSLATE_NOOP("sockyard::Http",
                                 "A header line has to be a name, a colon and a value, such as: "
                                 "Host: localhost");
    case HttpFault::NoHost:
        return QT_TRANSLATE_NOOP("sockyard::Http",
                                 "HTTP/1.1 demands a header line Host, such as: Host: localhost");
    case HttpFault::SeveralHosts:
        return QT_TRANSLATE_NOOP("sockyard::Http", "There is more than one header line Host.");
    case HttpFault::BadHost:
        return QT_TRANSLATE_NOOP("sockyard::Http", "The header line Host names no host.");
    case HttpFault::BadContentLength:
        return QT_TRANSLATE_NOOP("sockyard::Http",
                                 "Content-Length has to be one whole number, in digits alone.");
    case HttpFault::SeveralContentLengths:
        return QT_TRANSLATE_NOOP("sockyard::Http",
                                 "There is more than one header line Content-Length.");
    case HttpFault::TwoLengths:
        return QT_TRANSLATE_NOOP("sockyard::Http",
                                 "Content-Length and Transfer-Encoding exclude each other.");
    case HttpFault::TransferEncodingTooEarly:
        return QT_TRANSLATE_NOOP("sockyard::Http", "HTTP/1.0 has no Transfer-Encoding.");
    case HttpFault::BadTransferEncoding:
        return QT_TRANSLATE_NOOP("sockyard::Http",
                                 "The last of the codings in Transfer-Encoding, and no other, has "
                                 "to be: chunked");
    case HttpFault::OtherTransferEncoding:
        return QT_TRANSLATE_NOOP("sockyard::Http",
                                 "Of the codings for Transfer-Encoding, this server knows chunked "
                                 "alone.");
    case HttpFault::OtherExpectation:
        return QT_TRANSLATE_NOOP("sockyard::Http",
                                 "The only thing that can be expected is: 100-continue");
    case HttpFault::BadChunkSize:
        return QT_TRANSLATE_NOOP("sockyard::Http",
                                 "The size of a chunk has to be a hexadecimal number.");
    case HttpFault::ChunkLineTooLong:
        return QT_TRANSLATE_NOOP("sockyard::Http",
                                 "The line with the size of a chunk is longer than 1024 bytes.");
    case HttpFault::BadChunkEnd:
        return QT_TRANSLATE_NOOP(
            "sockyard::Http", "The lines around chunks have to end in \\r\\n, and a chunk has to "
                              "be as long as its size says.");
    case HttpFault::Unfinished:
        return QT_TRANSLATE_NOOP("sockyard::Http",
                                 "The request ended before it was complete. After the header lines "
                                 "comes an empty line, and then the body.");
    }
    return "";
}

} // namespace sockyard
