#include "netcore/http/byterange.h"
#include "netcore/http/httpdate.h"
#include "netcore/http/httprequestparser.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

using namespace sockyard;

namespace
{

constexpr std::size_t mostKept = HttpRequestParser::mostRequestLine +
                                 HttpRequestParser::mostFieldBytes +
                                 HttpRequestParser::mostFields * 16;

void demand(bool condition, const char *what)
{
    if (!condition) {
        std::fprintf(stderr, "not so: %s\n", what);
        std::abort();
    }
}

/// Everything that a parser says about bytes that come in pieces of that size.
std::string told(ByteView bytes, std::size_t size)
{
    HttpRequestParser parser;
    std::string text;
    std::size_t total = 0;
    while (!bytes.empty() && parser.fault() == HttpFault::None) {
        ByteView piece = bytes.first(std::min(size, bytes.size()));
        bytes = bytes.subspan(piece.size());
        for (bool wants = false; !wants;) {
            const auto [step, taken] = parser.read(piece);
            demand(taken <= piece.size(), "no more is taken than there is");
            demand(parser.kept() <= mostKept, "what is kept has a bound");
            piece = piece.subspan(taken);
            total += taken;
            const HttpRequest &request = parser.request();
            switch (step) {
            case HttpRequestParser::Step::Wanting:
                demand(piece.empty(), "who wants more has taken all");
                wants = true;
                break;
            case HttpRequestParser::Step::Wrong:
                demand(httpStatusOf(parser.fault()) >= 400, "what is wrong has a status");
                text += "wrong " + std::to_string(static_cast<int>(parser.fault()));
                wants = true;
                break;
            case HttpRequestParser::Step::Head:
                text.append("head ").append(request.method()).append(request.targetText());
                for (std::size_t index = 0; index < request.fieldCount(); ++index) {
                    const auto [name, value] = request.field(index);
                    demand(!name.empty(), "a field has a name");
                    text.append(name).append("=").append(value).append(";");
                }
                text += request.keepsAlive() ? "keep" : "close";
                text += request.expectsContinue() ? "expect" : "";
                demand(request.count("host") == 1 || request.minorVersion() == 0,
                       "there is one host");
                demand(request.count("content-length") + request.count("transfer-encoding") <= 1 ||
                           request.framing() == HttpRequest::Framing::Chunked,
                       "there is one length");
                demand(parseHttpTarget(request.method(), request.targetText()).has_value(),
                       "the target is one");
                break;
            case HttpRequestParser::Step::End:
                demand(request.framing() != HttpRequest::Framing::Length ||
                           parser.bodyBytes() == request.contentLength(),
                       "the body is as long as was said");
                text += " end " + std::to_string(parser.bodyBytes()) + "\n";
                break;
            }
        }
    }
    return text + " " + std::to_string(total) + (parser.isInRequest() ? " in" : " out");
}

void checkValue(std::string_view value)
{
    for (const std::uint64_t size : {std::uint64_t(0), std::uint64_t(10), ~std::uint64_t(0)}) {
        const RangeWish wish = parseRange(value, size);
        demand(wish.kind != RangeWish::Kind::Part ||
                   (wish.range.length > 0 && wish.range.begin < size &&
                    wish.range.length <= size - wish.range.begin),
               "a range is within");
    }
    const auto now = std::chrono::sys_seconds(std::chrono::seconds(1700000000));
    if (const auto time = parseHttpDate(value, now)) {
        demand(parseHttpDate(httpDate(*time), now) == time, "a date that is written is read");
    }
    const std::string decoded = percentDecoded(value);
    demand(decoded.size() <= value.size(), "decoded is no longer");
    demand(percentDecoded(percentEncoded(value)) == value, "encoded is decoded");
}

} // namespace

/// The reader of HTTP requests, on any bytes: how they are cut changes nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const ByteView bytes = std::as_bytes(std::span(data, size));
    const std::string whole = told(bytes, size);
    for (const std::size_t piece : {1U, 2U, 7U, 100U}) {
        demand(told(bytes, piece) == whole, "how it is cut changes nothing");
    }
    checkValue(
        std::string_view(reinterpret_cast<const char *>(data), std::min<std::size_t>(size, 200)));
    return 0;
}
