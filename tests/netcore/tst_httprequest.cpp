#include "netcore/http/byterange.h"
#include "netcore/http/folderpage.h"
#include "netcore/http/httpdate.h"
#include "netcore/http/httprequestparser.h"
#include "netcore/http/httptarget.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

using namespace sockyard;
using namespace std::string_literals;

namespace
{

using Parser = HttpRequestParser;

/// What a parser says about bytes, as one text: "GET /test 1.1 [Host=a] | end 0 | …".
std::string told(std::string_view bytes, const std::vector<std::size_t> &cuts = {})
{
    Parser parser;
    std::string text;
    std::size_t begin = 0;
    const auto feed = [&](std::string_view piece) {
        ByteView rest = std::as_bytes(std::span(piece.data(), piece.size()));
        for (;;) {
            const auto [step, taken] = parser.read(rest);
            rest = rest.subspan(taken);
            if (step == Parser::Step::Wanting) {
                EXPECT_TRUE(rest.empty());
                return;
            }
            if (step == Parser::Step::Wrong) {
                if (text.find("wrong") == std::string::npos) {
                    text += "wrong " + std::to_string(httpStatusOf(parser.fault())) + " " +
                            std::to_string(static_cast<int>(parser.fault())) + " | ";
                }
                return;
            }
            if (step == Parser::Step::End) {
                text += "end " + std::to_string(parser.bodyBytes()) + " | ";
                continue;
            }
            const HttpRequest &request = parser.request();
            text.append(request.method()).append(" ").append(request.targetText());
            text += " 1." + std::to_string(request.minorVersion()) + " [";
            for (std::size_t index = 0; index < request.fieldCount(); ++index) {
                const auto [name, value] = request.field(index);
                text.append(name).append("=").append(value).append(";");
            }
            text += request.keepsAlive() ? "] keep" : "] close";
            text += request.expectsContinue() ? " expect | " : " | ";
        }
    };
    for (const std::size_t cut : cuts) {
        feed(bytes.substr(begin, cut - begin));
        begin = cut;
    }
    feed(bytes.substr(begin));
    return text + (parser.isInRequest() ? "in" : "out");
}

/// The fault of a request, wherever it is cut.
HttpFault faultOf(std::string_view bytes)
{
    Parser parser;
    HttpFault fault = HttpFault::None;
    ByteView rest = std::as_bytes(std::span(bytes.data(), bytes.size()));
    for (;;) {
        const auto [step, taken] = parser.read(rest);
        rest = rest.subspan(taken);
        if (step == Parser::Step::Wanting || step == Parser::Step::Wrong) {
            fault = parser.fault();
            break;
        }
    }
    const std::string whole = told(bytes);
    for (std::size_t cut = 1; cut < bytes.size() && bytes.size() < 2000; ++cut) {
        EXPECT_EQ(told(bytes, {cut}), whole) << cut;
    }
    std::vector<std::size_t> everywhere;
    for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
        everywhere.push_back(cut);
    }
    EXPECT_EQ(told(bytes, everywhere), whole);
    return fault;
}

std::string get(std::string_view fields)
{
    return "GET /test HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n";
}

} // namespace

TEST(HttpRequest, ReadsWhatClientsSend)
{
    const std::vector<std::pair<std::string, std::string>> rows = {
        {"GET /test HTTP/1.1\r\nHost: a\r\n\r\n", "GET /test 1.1 [Host=a;] keep | end 0 | out"},
        {"GET /test HTTP/1.0\r\n\r\n", "GET /test 1.0 [] close | end 0 | out"},
        {"GET /test HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n",
         "GET /test 1.0 [Connection=Keep-Alive;] keep | end 0 | out"},
        {get("connection: foo , CLOSE\r\n"),
         "GET /test 1.1 [Host=a;connection=foo , CLOSE;] close | end 0 | out"},
        {"\r\n\r\nGET / HTTP/1.1\r\nHost:\r\n\r\n", "GET / 1.1 [Host=;] keep | end 0 | out"},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 7\r\n\r\nhogehge",
         "POST / 1.1 [Host=a;Content-Length=7;] keep | end 7 | out"},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 007\r\n\r\nhogehgeGET",
         "POST / 1.1 [Host=a;Content-Length=007;] keep | end 7 | in"},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551615\r\n\r\nabc",
         "POST / 1.1 [Host=a;Content-Length=18446744073709551615;] keep | in"},
        {"PUT /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
         "3\r\nabc\r\n0a;name=\"v\"\r\n0123456789\r\n5 ; x\r\nhello\r\n000\r\n\r\n",
         "PUT /x 1.1 [Host=a;Transfer-Encoding=Chunked;] keep | end 18 | out"},
        {"PUT /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
         "0\r\nChecksum: 1\r\nOther: 2\r\n\r\nGET / HTTP/1.0\r\n\r\n",
         "PUT /x 1.1 [Host=a;Transfer-Encoding=chunked;] keep | end 0 | GET / 1.0 [] close | end 0 "
         "| out"},
        {"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\nx",
         "POST / 1.1 [Host=a;Expect=100-Continue;Content-Length=1;] keep expect | end 1 | out"},
        {get("Expect: 100-continue\r\n"),
         "GET /test 1.1 [Host=a;Expect=100-continue;] keep | end 0 | out"},
        {"POST / HTTP/1.0\r\nExpect: tea\r\nContent-Length: 1\r\n\r\nx",
         "POST / 1.0 [Expect=tea;Content-Length=1;] close | end 1 | out"},
        {"GET http://a:80/x?y HTTP/1.1\r\nHost: b\r\n\r\n",
         "GET http://a:80/x?y 1.1 [Host=b;] keep | end 0 | out"},
        {"OPTIONS * HTTP/1.1\r\nHost: b\r\n\r\n", "OPTIONS * 1.1 [Host=b;] keep | end 0 | out"},
        {"CONNECT a:1 HTTP/1.1\r\nHost: b\r\n\r\n", "CONNECT a:1 1.1 [Host=b;] keep | end 0 | out"},
        {"BREW /pot HTTP/1.2\r\nHost: b\r\n\r\n", "BREW /pot 1.1 [Host=b;] keep | end 0 | out"},
        // A person types: LF alone, and a path as it is written.
        {"\nGET /\xe6\x97\xa5 HTTP/1.1\nHost: localhost\n\n",
         "GET /\xe6\x97\xa5 1.1 [Host=localhost;] keep | end 0 | out"},
        {get("X: \t a\tb \xff \t\r\nEmpty:\r\n"),
         "GET /test 1.1 [Host=a;X=a\tb \xff;Empty=;] keep | end 0 | out"},
        {get("") + get("") + "HEAD / HTT",
         "GET /test 1.1 [Host=a;] keep | end 0 | GET /test 1.1 [Host=a;] keep | end 0 | in"},
        {"", "out"},
        {"\r\n", "out"},
        {"G", "in"},
    };
    for (const auto &[bytes, expected] : rows) {
        EXPECT_EQ(told(bytes), expected);
        EXPECT_EQ(faultOf(bytes), HttpFault::None);
    }
}

TEST(HttpRequest, RefusesWhatIsNone)
{
    const std::string post = "POST / HTTP/1.1\r\nHost: a\r\n";
    const std::string chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
    const std::vector<std::tuple<std::string, HttpFault, int>> rows = {
        {"GET /test\r\n", HttpFault::NoVersion, 400},
        {"GET /test\n", HttpFault::NoVersion, 400},
        {"GET /test \r\n", HttpFault::NoVersion, 400},
        {"hello\n", HttpFault::BadRequestLine, 400},
        {"GET  /test HTTP/1.1\r\n", HttpFault::BadRequestLine, 400},
        {"GET /test  HTTP/1.1\r\n", HttpFault::BadRequestLine, 400},
        {"GET /test HTTP/1.1 \r\n", HttpFault::BadRequestLine, 400},
        {" GET /test HTTP/1.1\r\n", HttpFault::BadRequestLine, 400},
        {"GET\t/test HTTP/1.1\r\n", HttpFault::BadMethod, 400},
        {"G(T /test HTTP/1.1\r\n", HttpFault::BadMethod, 400},
        {"\x16\x03\x01\x02", HttpFault::Tls, 400},
        {"GET /\x01 HTTP/1.1\r\n", HttpFault::ControlCharacter, 400},
        {"GET /test HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n"s, HttpFault::ControlCharacter, 400},
        {"GET /test HTTP/1.1\r\nHost: a\r\nX: a\x7f\r\n\r\n", HttpFault::ControlCharacter, 400},
        {"GET /test HTTP/1.1\rHost: a\r\n\r\n", HttpFault::BareCarriageReturn, 400},
        {get("X: a\rY: b\r\n"), HttpFault::BareCarriageReturn, 400},
        {get("X: a\r\r\n"), HttpFault::BareCarriageReturn, 400},
        {"GET /test HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", HttpFault::MixedLineEnds, 400},
        {"GET /test HTTP/1.1\nHost: a\r\n\n", HttpFault::MixedLineEnds, 400},
        {"GET /test HTTP/1.1\nHost: a\n\r\n", HttpFault::MixedLineEnds, 400},
        {"GET test HTTP/1.1\r\n", HttpFault::BadTarget, 400},
        {"GET * HTTP/1.1\r\n", HttpFault::BadTarget, 400},
        {"GET a:80 HTTP/1.1\r\n", HttpFault::BadTarget, 400},
        {"GET ftp://a/ HTTP/1.1\r\n", HttpFault::BadTarget, 400},
        {"GET http:///x HTTP/1.1\r\n", HttpFault::BadTarget, 400},
        {"GET /a#b HTTP/1.1\r\n", HttpFault::BadTarget, 400},
        {"GET /%4 HTTP/1.1\r\n", HttpFault::BadTarget, 400},
        {"GET /%zz HTTP/1.1\r\n", HttpFault::BadTarget, 400},
        {"CONNECT / HTTP/1.1\r\n", HttpFault::BadTarget, 400},
        {"CONNECT a:b HTTP/1.1\r\n", HttpFault::BadTarget, 400},
        {"GET / http/1.1\r\n", HttpFault::BadVersion, 400},
        {"GET / HTTP/1.10\r\n", HttpFault::BadVersion, 400},
        {"GET / HTTP/1\r\n", HttpFault::BadVersion, 400},
        {"GET / HTTP/11\r\n", HttpFault::BadVersion, 400},
        {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", HttpFault::OtherVersion, 505},
        {"GET / HTTP/0.9\r\n", HttpFault::OtherVersion, 505},
        {"GET / HTTP/1.1\r\nHost: a\r\n X: b\r\n\r\n", HttpFault::FoldedField, 400},
        {"GET / HTTP/1.1\r\n Host: a\r\n\r\n", HttpFault::FoldedField, 400},
        {get("X: b\r\n\tc\r\n"), HttpFault::FoldedField, 400},
        {"GET / HTTP/1.1\r\nHost : a\r\n\r\n", HttpFault::SpaceBeforeColon, 400},
        {get("Content-Length\t: 1\r\n"), HttpFault::SpaceBeforeColon, 400},
        {get("nothing\r\n"), HttpFault::BadField, 400},
        {get(": a\r\n"), HttpFault::BadField, 400},
        {get("a b: c\r\n"), HttpFault::BadField, 400},
        {get("\xc3\xa4: c\r\n"), HttpFault::BadField, 400},
        {"GET / HTTP/1.1\r\n\r\n", HttpFault::NoHost, 400},
        {get("host: b\r\n"), HttpFault::SeveralHosts, 400},
        {"GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", HttpFault::SeveralHosts, 400},
        {"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", HttpFault::BadHost, 400},
        {"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", HttpFault::BadHost, 400},
        // The shapes of request smuggling.
        {post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         HttpFault::TwoLengths, 400},
        {post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
         HttpFault::TwoLengths, 400},
        {post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", HttpFault::SeveralContentLengths,
         400},
        {post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n", HttpFault::SeveralContentLengths,
         400},
        {post + "Content-Length: 5, 5\r\n\r\n", HttpFault::BadContentLength, 400},
        {post + "Content-Length: +5\r\n\r\n", HttpFault::BadContentLength, 400},
        {post + "Content-Length: -5\r\n\r\n", HttpFault::BadContentLength, 400},
        {post + "Content-Length: 0x5\r\n\r\n", HttpFault::BadContentLength, 400},
        {post + "Content-Length: 5 5\r\n\r\n", HttpFault::BadContentLength, 400},
        {post + "Content-Length:\r\n\r\n", HttpFault::BadContentLength, 400},
        {post + "Content-Length: 18446744073709551616\r\n\r\n", HttpFault::BadContentLength, 400},
        {post + "Content-Length: 99999999999999999999999\r\n\r\n", HttpFault::BadContentLength,
         400},
        {post + "Transfer-Encoding: gzip, chunked\r\n\r\n", HttpFault::OtherTransferEncoding, 501},
        {post + "Transfer-Encoding: chunked, gzip\r\n\r\n", HttpFault::BadTransferEncoding, 400},
        {post + "Transfer-Encoding: chunked, chunked\r\n\r\n", HttpFault::BadTransferEncoding, 400},
        {post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
         HttpFault::BadTransferEncoding, 400},
        {post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n",
         HttpFault::BadTransferEncoding, 400},
        {post + "Transfer-Encoding: xchunked\r\n\r\n", HttpFault::BadTransferEncoding, 400},
        {post + "Transfer-Encoding: chunked;q=1\r\n\r\n", HttpFault::BadTransferEncoding, 400},
        {post + "Transfer-Encoding: chunked,\r\n\r\n", HttpFault::BadTransferEncoding, 400},
        {post + "Transfer-Encoding:\r\n\r\n", HttpFault::BadTransferEncoding, 400},
        {post + "Transfer-Encoding: \x0b"
                "chunked\r\n\r\n",
         HttpFault::ControlCharacter, 400},
        {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
         HttpFault::TransferEncodingTooEarly, 400},
        {post + "Expect: tea\r\nContent-Length: 1\r\n\r\n", HttpFault::OtherExpectation, 417},
        {chunked + "\r\n", HttpFault::BadChunkSize, 400},
        {chunked + "x\r\n", HttpFault::BadChunkSize, 400},
        {chunked + "0x5\r\n", HttpFault::BadChunkSize, 400},
        {chunked + "-1\r\n", HttpFault::BadChunkSize, 400},
        {chunked + " 5\r\nhello\r\n", HttpFault::BadChunkSize, 400},
        {chunked + "5 \r\nhello\r\n", HttpFault::BadChunkSize, 400},
        {chunked + "5 5\r\nhello\r\n", HttpFault::BadChunkSize, 400},
        {chunked + ";x\r\n", HttpFault::BadChunkSize, 400},
        {chunked + "10000000000000000\r\n", HttpFault::BadChunkSize, 400},
        {chunked + "5;a\x01\r\n", HttpFault::BadChunkSize, 400},
        {chunked + "5\nhello\r\n", HttpFault::BadChunkEnd, 400},
        {chunked + "5;x\nhello\r\n", HttpFault::BadChunkEnd, 400},
        {chunked + "5\r\rhello\r\n", HttpFault::BadChunkEnd, 400},
        {chunked + "5\r\nhello\n", HttpFault::BadChunkEnd, 400},
        {chunked + "5\r\nhello!\r\n", HttpFault::BadChunkEnd, 400},
        {chunked + "5\r\nhello\r!", HttpFault::BadChunkEnd, 400},
        {chunked + "0\r\nX: a\n\r\n", HttpFault::BadChunkEnd, 400},
        {chunked + "0\r\n\n", HttpFault::BadChunkEnd, 400},
        {chunked + "0\r\n X: a\r\n\r\n", HttpFault::FoldedField, 400},
        {chunked + "5;" + std::string(2000, 'x'), HttpFault::ChunkLineTooLong, 400},
        {chunked + std::string(2000, '0'), HttpFault::ChunkLineTooLong, 400},
    };
    for (const auto &[bytes, fault, status] : rows) {
        EXPECT_EQ(static_cast<int>(faultOf(bytes)), static_cast<int>(fault)) << bytes;
        EXPECT_EQ(httpStatusOf(fault), status);
    }
}

TEST(HttpRequest, TakesLongLinesUpToTheirBound)
{
    const auto line = [](std::size_t size) {
        return "GET /" + std::string(size - 14, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n";
    };
    EXPECT_EQ(faultOf(line(Parser::mostRequestLine)), HttpFault::None);
    EXPECT_EQ(faultOf(line(Parser::mostRequestLine + 1)), HttpFault::RequestLineTooLong);
    EXPECT_EQ(httpStatusOf(HttpFault::RequestLineTooLong), 414);
    EXPECT_EQ(faultOf(std::string(Parser::mostRequestLine + 1, 'a')), HttpFault::BadRequestLine);

    const auto field = [](std::size_t size) { return get(std::string(size - 1, 'x') + ":\r\n"); };
    EXPECT_EQ(faultOf(field(Parser::mostFieldLine)), HttpFault::None);
    EXPECT_EQ(faultOf(field(Parser::mostFieldLine + 1)), HttpFault::FieldTooLong);
    EXPECT_EQ(httpStatusOf(HttpFault::FieldTooLong), 431);

    // "Host: a", an X of each length, and the empty line: exactly the bound, and one more.
    std::string fields;
    for (int count = 0; count < 4; ++count) {
        fields += "X:" + std::string(65000, 'x') + "\r\n";
    }
    const std::size_t left = Parser::mostFieldBytes - fields.size() - 9 - 2;
    fields += "Y:" + std::string(left - 4, 'y');
    EXPECT_EQ(faultOf(get(fields + "\r\n")), HttpFault::None);
    EXPECT_EQ(faultOf(get(fields + "y\r\n")), HttpFault::FieldsTooLong);
    EXPECT_EQ(httpStatusOf(HttpFault::FieldsTooLong), 431);
}

TEST(HttpRequest, TakesAThousandFieldsAndNoMore)
{
    std::string fields;
    for (int count = 0; count < 999; ++count) {
        fields += "X-" + std::to_string(count) + ": " + std::to_string(count) + "\r\n";
    }
    EXPECT_EQ(faultOf(get(fields)), HttpFault::None);
    EXPECT_EQ(faultOf(get(fields + "X: y\r\n")), HttpFault::TooManyFields);
    EXPECT_EQ(httpStatusOf(HttpFault::TooManyFields), 431);
    const std::string chunked =
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";
    EXPECT_EQ(faultOf(chunked + fields + "X: y\r\n\r\n"), HttpFault::None);
    EXPECT_EQ(faultOf(chunked + fields + "X: y\r\nZ: y\r\n\r\n"), HttpFault::TooManyFields);
}

TEST(HttpRequest, KeepsNothingOfABodyOrATrailer)
{
    Parser parser;
    const auto feed = [&parser](const std::string &bytes) {
        ByteView rest = std::as_bytes(std::span(bytes));
        auto progress = parser.read(rest);
        while (progress.step == Parser::Step::Head) {
            rest = rest.subspan(progress.taken);
            progress = parser.read(rest);
        }
        return progress.step;
    };
    feed("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1000000\r\n");
    const std::size_t before = parser.kept();
    for (int piece = 0; piece < 16; ++piece) {
        EXPECT_EQ(feed(std::string(1024U * 1024, 'x')), Parser::Step::Wanting);
        EXPECT_EQ(parser.kept(), before);
    }
    EXPECT_EQ(parser.bodyBytes(), 16U * 1024 * 1024);
    feed("\r\n0\r\n");
    for (int line = 0; line < 100; ++line) {
        feed("Trailer: " + std::string(1000, 'x') + "\r\n");
        EXPECT_EQ(parser.kept(), before);
    }
    EXPECT_EQ(feed("\r\n"), Parser::Step::End);
    feed("");
    EXPECT_EQ(parser.kept(), 0U);
}

TEST(HttpRequest, FindsFieldsInAnyCase)
{
    const std::string bytes = get("A-b: 1\r\na-B: 2, three\r\n");
    Parser parser;
    parser.read(std::as_bytes(std::span(bytes)));
    EXPECT_EQ(parser.request().value("A-B"), "1");
    EXPECT_EQ(parser.request().count("a-b"), 2U);
    EXPECT_TRUE(parser.request().holds("a-b", "THREE"));
    EXPECT_FALSE(parser.request().holds("a-b", "thre"));
    EXPECT_FALSE(parser.request().value("c"));
}

TEST(HttpTarget, SplitsPathAndQuery)
{
    const auto path = [](std::string_view method, std::string_view text) {
        const auto target = parseHttpTarget(method, text);
        return target ? std::string(target->path) + " " + std::string(target->query) : "none";
    };
    EXPECT_EQ(path("GET", "/a/b?c?d"), "/a/b ?c?d");
    EXPECT_EQ(path("GET", "http://host"), "/ ");
    EXPECT_EQ(path("GET", "HTTPS://host:1/a"), "/a ");
    EXPECT_EQ(path("GET", "http://host?x"), "/ ?x");
    EXPECT_EQ(path("GET", "//host/a"), "//host/a ");
    EXPECT_EQ(path("OPTIONS", "*"), " ");
    EXPECT_EQ(path("GET", ""), "none");
}

TEST(HttpTarget, DecodesOnceAndEncodesEverything)
{
    EXPECT_EQ(percentDecoded("a%2Fb%252e%00+"), "a/b%2e\0+"s);
    EXPECT_EQ(percentDecoded("%"), "%");
    EXPECT_EQ(percentEncoded("a b/\xe3\x81\x82:\"<.."), "a%20b%2F%E3%81%82%3A%22%3C..");
}

TEST(HttpDate, WritesAndReadsAllThreeForms)
{
    using namespace std::chrono;
    const sys_seconds time =
        sys_days(year(1994) / November / 6) + hours(8) + minutes(49) + seconds(37);
    const sys_seconds now = sys_days(year(2024) / March / 1);
    EXPECT_EQ(httpDate(time), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(httpDate(sys_days(year(12345) / 1 / 1)), "");
    EXPECT_EQ(parseHttpDate("Sun, 06 Nov 1994 08:49:37 GMT", now), time);
    EXPECT_EQ(parseHttpDate("Sunday, 06-Nov-94 08:49:37 GMT", now), time);
    EXPECT_EQ(parseHttpDate("Sun Nov  6 08:49:37 1994", now), time);
    EXPECT_EQ(parseHttpDate("Sunday, 06-Nov-74 08:49:37 GMT", now),
              sys_seconds(sys_days(year(2074) / November / 6)) + hours(8) + minutes(49) +
                  seconds(37));
    EXPECT_EQ(parseHttpDate("Sunday, 06-Nov-75 08:49:37 GMT", now),
              sys_seconds(sys_days(year(1975) / November / 6)) + hours(8) + minutes(49) +
                  seconds(37));
    for (const char *text :
         {"", "Sun", "Sun, 06 Nov 1994 08:49:37", "Sun, 32 Nov 1994 08:49:37 GMT",
          "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT",
          "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ", "1994-11-06"}) {
        EXPECT_FALSE(parseHttpDate(text, now)) << text;
    }
}

TEST(ByteRange, ReadsOneRange)
{
    const auto told = [](std::string_view value, std::uint64_t size) -> std::string {
        const RangeWish wish = parseRange(value, size);
        if (wish.kind == RangeWish::Kind::Part) {
            return std::to_string(wish.range.begin) + "+" + std::to_string(wish.range.length);
        }
        return wish.kind == RangeWish::Kind::Whole ? "whole" : "impossible";
    };
    EXPECT_EQ(told("bytes=0-0", 10), "0+1");
    EXPECT_EQ(told("BYTES=2-", 10), "2+8");
    EXPECT_EQ(told("bytes=2-99", 10), "2+8");
    EXPECT_EQ(told("bytes=9-9", 10), "9+1");
    EXPECT_EQ(told("bytes=-3", 10), "7+3");
    EXPECT_EQ(told("bytes=-30", 10), "0+10");
    EXPECT_EQ(told("bytes=0-99999999999999999999999", 10), "0+10");
    EXPECT_EQ(told("bytes=10-", 10), "impossible");
    EXPECT_EQ(told("bytes=99999999999999999999999-", 10), "impossible");
    EXPECT_EQ(told("bytes=-0", 10), "impossible");
    EXPECT_EQ(told("bytes=0-", 0), "impossible");
    EXPECT_EQ(told("bytes=-1", 0), "whole");
    for (const char *value : {"bytes=", "bytes=-", "bytes=3-2", "bytes=0-1,3-4", "bytes=a-b",
                              "lines=0-1", "bytes 0-1", "bytes=+1-2", "bytes=1", ""}) {
        EXPECT_EQ(told(value, 10), "whole") << value;
    }
}

TEST(FolderPage, ShowsNamesAsInertText)
{
    FolderEntries entries;
    entries.entries = {{"<script>alert(1)</script>", false},
                       {"javascript:alert(1)", false},
                       {"\xe6\x97\xa5\xe6\x9c\xac.txt", false},
                       {"a&\"b'", true},
                       {"\xe2\x80\xae"
                        "txt.exe\xff\n",
                        false}};
    const std::string page = folderPage("/x/", entries);
    for (const char *row :
         {"<a href=\"../\">../</a>",
          "<a "
          "href=\"%3Cscript%3Ealert%281%29%3C%2Fscript%3E\">&lt;script&gt;alert(1)&lt;/script&gt;</"
          "a>",
          "<a href=\"javascript%3Aalert%281%29\">javascript:alert(1)</a>",
          "<a href=\"%E6%97%A5%E6%9C%AC.txt\">\xe6\x97\xa5\xe6\x9c\xac.txt</a>",
          "<a href=\"a%26%22b%27/\">a&amp;&quot;b&#39;/</a>",
          "<a href=\"%E2%80%AEtxt.exe%FF%0A\">&lt;U+202E&gt;txt.exe\\xff\\n</a>"}) {
        EXPECT_NE(page.find(row), std::string::npos) << row << page;
    }
    EXPECT_EQ(page.find("<script"), std::string::npos);
    EXPECT_EQ(folderPage("/", entries).find("../"), std::string::npos);
    EXPECT_NE(folderPage("/", {}).find("This folder is empty."), std::string::npos);
}

TEST(FolderPage, HasABound)
{
    FolderEntries entries;
    for (int count = 0; count < 10000; ++count) {
        entries.entries.push_back({std::string(250, '\xe3'), false});
    }
    const std::string page = folderPage("/", entries);
    EXPECT_LT(page.size(), mostFolderPage + 4096);
    EXPECT_NE(page.find("there are more."), std::string::npos);
    entries.entries.resize(3);
    EXPECT_EQ(folderPage("/", entries).find("there are more."), std::string::npos);
    entries.isCut = true;
    EXPECT_NE(folderPage("/", entries).find("Only 3 names are listed: there are more."),
              std::string::npos);
}
