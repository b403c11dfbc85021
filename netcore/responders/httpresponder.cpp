#include "netcore/responders/httpresponder.h"

#include "netcore/http/httpdate.h"
#include "netcore/http/httpstatus.h"
#include "netcore/responders/httpwords.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace sockyard
{

namespace
{

// A buffer that was needed for large pieces is given back: most connections wait most of the time.
constexpr std::size_t mostKeptBetween = 16U * 1024;

ByteView viewOf(const std::string &text)
{
    return std::as_bytes(std::span(text));
}

/// The date of this second; put together once in it.
const std::string &dateNow()
{
    thread_local std::chrono::sys_seconds second;
    thread_local std::string text;
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (text.empty() || now != second) {
        second = now;
        text = httpDate(now);
    }
    return text;
}

constexpr std::array<std::string_view, 9> methods = {
    "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"};

bool hasContent(int status)
{
    return status >= 200 && status != 204 && status != 304;
}

} // namespace

HttpAnswer HttpResponder::explained(int status, std::string_view words)
{
    std::string text = std::to_string(status);
    text.append(" ").append(httpStatusText(status)).append("\n");
    if (!words.empty()) {
        text.append("\n").append(words).append("\n");
    }
    return {.status = status,
            .fields = {{"Content-Type", "text/plain; charset=utf-8"}},
            .content = std::move(text)};
}

HttpAnswer HttpResponder::onlyReading()
{
    HttpAnswer answer = explained(405, "At this path there are GET and HEAD only.");
    answer.fields.push_back({"Allow", "GET, HEAD"});
    return answer;
}

HttpAnswer HttpResponder::answerToAny(const HttpRequest &request)
{
    switch (request.target().form) {
    case HttpTarget::Form::Asterisk: // OPTIONS: what the server as a whole can do
        return {.status = 204, .fields = {{"Allow", "GET, HEAD, OPTIONS"}}};
    case HttpTarget::Form::Authority: // CONNECT
        return explained(501, "This server is no proxy.");
    case HttpTarget::Form::Origin:
    case HttpTarget::Form::Absolute:
        break;
    }
    if (std::find(methods.begin(), methods.end(), request.method()) == methods.end()) {
        return explained(501, "This server does not know the method.");
    }
    return answerTo(request);
}

Reply HttpResponder::onReceived(ByteView bytes)
{
    return proceed(bytes);
}

Reply HttpResponder::onTaken()
{
    if (m_sent < m_size) {
        return nextPiece();
    }
    if (m_isClosing) {
        // Only now: everything of the answer is on its way, however slowly the client reads.
        m_isClosed = true;
        return {.then = Reply::Then::Close};
    }
    if (m_out.capacity() > mostKeptBetween) {
        std::string().swap(m_out);
    }
    const std::string unread = std::move(m_unread);
    m_unread.clear();
    return proceed(viewOf(unread));
}

Reply HttpResponder::onPeerFinished()
{
    if (m_parser.isInRequest()) {
        return refuse(HttpFault::Unfinished);
    }
    m_isClosed = true;
    return {.then = Reply::Then::Close};
}

Reply HttpResponder::proceed(ByteView bytes)
{
    while (!m_isClosing && !m_isClosed) {
        const auto [step, taken] = m_parser.read(bytes);
        bytes = bytes.subspan(taken);
        if (step == HttpRequestParser::Step::Wanting) {
            return {};
        }
        if (step == HttpRequestParser::Step::Wrong) {
            return refuse(m_parser.fault());
        }
        const HttpRequest &request = m_parser.request();
        if (step == HttpRequestParser::Step::Head && !request.expectsContinue()) {
            continue;
        }
        m_unread.assign(reinterpret_cast<const char *>(bytes.data()), bytes.size());
        if (step == HttpRequestParser::Step::Head) {
            m_out = "HTTP/1.1 100 Continue\r\n\r\n";
            return {.bytes = viewOf(m_out), .then = thenAfterAnswer()};
        }
        m_isClosing = !request.keepsAlive();
        return begin(answerToAny(request), request.method() != "HEAD");
    }
    return {};
}

Reply HttpResponder::refuse(HttpFault fault)
{
    m_isClosing = true;
    m_unread.clear();
    HttpAnswer answer = explained(httpStatusOf(fault), httpFaultWords(fault));
    answer.note = QCoreApplication::translate("sockyard::Http", "answered with %1 %2: %3")
                      .arg(answer.status)
                      .arg(QString::fromLatin1(httpStatusText(answer.status).data()),
                           QCoreApplication::translate("sockyard::Http", httpFaultWords(fault)));
    return begin(std::move(answer), true);
}

Reply HttpResponder::begin(HttpAnswer answer, bool withContent)
{
    m_answer = std::move(answer);
    const std::uint64_t size = m_answer.source ? m_answer.sourceSize : m_answer.content.size();
    m_sent = 0;
    m_size = withContent && hasContent(m_answer.status) ? size : 0;
    m_out.assign("HTTP/1.1 ");
    m_out.append(std::to_string(m_answer.status)).append(" ");
    m_out.append(httpStatusText(m_answer.status)).append("\r\n");
    const auto add = [this](std::string_view name, std::string_view value) {
        m_out.append(name).append(": ").append(value).append("\r\n");
    };
    add("Date", dateNow()); // RFC 9110 section 6.6.1: a server with a clock sends it
    for (const HttpAnswer::Field &field : m_answer.fields) {
        add(field.name, field.value);
    }
    if (hasContent(m_answer.status)) {
        add("Content-Length", std::to_string(size));
    }
    if (m_isClosing) {
        add("Connection", "close");
    } else if (m_parser.request().minorVersion() == 0) {
        add("Connection", "keep-alive"); // an HTTP/1.0 client asked for it
    }
    m_out.append("\r\n");
    const QString note = m_answer.note;
    Reply reply = nextPiece();
    if (reply.note.isEmpty()) {
        reply.note = note;
    }
    return reply;
}

Reply HttpResponder::nextPiece()
{
    if (m_sent > 0) {
        m_out.clear();
    }
    const std::size_t head = m_out.size();
    const auto count =
        static_cast<std::size_t>(std::min<std::uint64_t>(m_size - m_sent, pieceSize));
    if (!m_answer.source) {
        m_out.append(m_answer.content, static_cast<std::size_t>(m_sent), count);
    } else if (count > 0) {
        m_out.resize(head + count);
        const auto piece = std::as_writable_bytes(std::span(m_out)).subspan(head);
        if (m_answer.source(m_sent, piece) < count) {
            // Too late for another status. What came so far must not look like all of it.
            m_isClosed = true;
            m_isClosing = true;
            m_size = m_sent;
            m_answer = {};
            return {.then = Reply::Then::Reset,
                    .note = QCoreApplication::translate(
                        "sockyard::Http",
                        "less could be read than was promised: the connection is cut, so that the "
                        "client does not take the part for the whole")};
        }
    }
    m_sent += count;
    if (m_sent == m_size) {
        m_answer = {}; // a connection that waits holds no file open
    }
    return {.bytes = viewOf(m_out), .then = thenAfterAnswer()};
}

Reply::Then HttpResponder::thenAfterAnswer() const
{
    const bool isMore = m_sent < m_size || m_isClosing || !m_unread.empty();
    // To be called again, and to give memory back.
    const bool isLarge = m_out.capacity() > mostKeptBetween || m_parser.kept() > mostKeptBetween;
    return isMore || isLarge ? Reply::Then::More : Reply::Then::Keep;
}

} // namespace sockyard
