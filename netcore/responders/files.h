#pragma once

#include "netcore/http/servedfolder.h"
#include "netcore/responders/httpresponder.h"
#include "netcore/responders/mediatypes.h"
#include "netcore/responders/registry.h"

#include <array>

namespace sockyard
{

/// Serves a folder over HTTP, read-only: files, whole or in one range; of folders their index.html,
/// or a list of what is in them.
class Files : public HttpResponder
{
public:
    /// What all clients of a server have in common. Used on the endpoint's thread only.
    struct Shared {
        ServedFolder folder;
        MediaTypes types;
    };

    static const std::array<ReplyOption, 1> options;
    static PreparedReply prepare(const OptionValues &values);

    explicit Files(std::shared_ptr<Shared> shared);

protected:
    HttpAnswer answerTo(const HttpRequest &request) override;

private:
    HttpAnswer refusal(const ServedFolder::Found &found) const;
    HttpAnswer answerWithFolder(const HttpRequest &request, const ServedItem &folder,
                                const std::string &relative, bool isAskedAsFolder);
    HttpAnswer answerWithFile(const HttpRequest &request, ServedItem file,
                              const std::string &relative);

    const std::shared_ptr<Shared> m_shared;
};

} // namespace sockyard
