#pragma once

#include "netcore/http/httprequestparser.h"
#include "netcore/http/httptarget.h"
#include "netcore/responders/responder.h"

#include <functional>
#include <string>
#include <vector>

namespace sockyard
{

/// What is answered to one HTTP request.
struct HttpAnswer {
    struct Field {
        std::string_view name;
        std::string value;
    };

    int status = 200;
    /// Beside Date, Content-Length and Connection, which are added.
    std::vector<Field> fields = {};
    /// The content, where there is no source.
    std::string content = {};
    /// Where the content is not kept in memory: fills the bytes from that offset on, and says how
    /// many there were. Less than asked for is a failure.
    std::function<std::size_t(std::uint64_t offset, std::span<std::byte> bytes)> source = {};
    /// How much the source has.
    std::uint64_t sourceSize = 0;
    /// For the log.
    QString note = {};
};

/// An HTTP/1.1 server's side of one connection (RFC 9110, RFC 9112): requests are answered in
/// order, one after the other, pipelined ones too; bodies are read to their end and dropped; the
/// connection goes on or is closed as the client wants, and closed after what is no request. What
/// it keeps of a client is bounded: a head, one receive, and one piece of an answer.
class HttpResponder : public Responder
{
public:
    /// As much as is read and sent of a source at a time.
    static constexpr std::size_t pieceSize = 256U * 1024;

    std::size_t readSize() const override { return 64U * 1024; }
    Reply onReceived(ByteView bytes) override;
    Reply onPeerFinished() override;
    Reply onTaken() override;

protected:
    /// The request is complete, its body read. Called once for each; the method is one that RFC
    /// 9110 section 9 or RFC 5789 (PATCH) knows, and the target has a path.
    virtual HttpAnswer answerTo(const HttpRequest &request) = 0;

    /// An answer that says in words, in plain text, what its status means here.
    static HttpAnswer explained(int status, std::string_view words);
    /// 405: this path has GET and HEAD only.
    static HttpAnswer onlyReading();

private:
    Reply proceed(ByteView bytes);
    HttpAnswer answerToAny(const HttpRequest &request);
    Reply refuse(HttpFault fault);
    Reply begin(HttpAnswer answer, bool withContent);
    Reply nextPiece();
    /// What is to be done after the bytes of m_out.
    Reply::Then thenAfterAnswer() const;

    HttpRequestParser m_parser;
    std::string m_unread; // received behind the request that is being answered
    std::string m_out;    // what the last reply shows
    HttpAnswer m_answer;
    std::uint64_t m_sent = 0; // of the content
    std::uint64_t m_size = 0; // of the content; as much is to be sent
    bool m_isClosing = false; // after this answer
    bool m_isClosed = false;
};

} // namespace sockyard
