#pragma once

#include "netcore/responders/httpresponder.h"
#include "netcore/responders/registry.h"

#include <array>

namespace sockyard
{

/// HTTP by hand: one path has a short text, every other path nothing.
class Http : public HttpResponder
{
public:
    static const std::array<ReplyOption, 2> options;
    static PreparedReply prepare(const OptionValues &values);

    explicit Http(std::string path = "/test", std::string body = "Hello");

protected:
    HttpAnswer answerTo(const HttpRequest &request) override;

private:
    const std::string m_path; // without percent escapes
    const std::string m_body;
};

} // namespace sockyard
