#include "netcore/responders/http.h"

#include <QCoreApplication>

namespace sockyard
{

constinit const std::array<ReplyOption, 2> Http::options = {
    ReplyOption{.key = "path",
                .title = QT_TRANSLATE_NOOP("sockyard::Responders", "Path"),
                .description = QT_TRANSLATE_NOOP("sockyard::Responders",
                                                 "The one path for which there is an answer."),
                .kind = ReplyOption::Kind::Bytes,
                .usual = "/test"},
    ReplyOption{.key = "body",
                .title = QT_TRANSLATE_NOOP("sockyard::Responders", "Body"),
                .description = QT_TRANSLATE_NOOP("sockyard::Responders",
                                                 "What is answered to a GET of that path."),
                .kind = ReplyOption::Kind::Bytes,
                .usual = "Hello"}};

PreparedReply Http::prepare(const OptionValues &values)
{
    const std::string path = values.bytes("path");
    if (path.empty() || path.front() != '/') {
        return {{},
                QCoreApplication::translate("sockyard::Responders",
                                            "path: it has to begin with a slash, as in /test.")};
    }
    return {[path, body = values.bytes("body")](const ClientFacts & /*client*/) {
        return std::make_unique<Http>(path, body);
    }};
}

Http::Http(std::string path, std::string body)
    : m_path(std::move(path))
    , m_body(std::move(body))
{
}

HttpAnswer Http::answerTo(const HttpRequest &request)
{
    if (percentDecoded(request.target().path) != m_path) {
        return explained(404, "There is nothing at this path.");
    }
    if (request.method() != "GET" && request.method() != "HEAD") {
        return onlyReading();
    }
    return {.fields = {{"Content-Type", "text/plain; charset=utf-8"}}, .content = m_body};
}

} // namespace sockyard
