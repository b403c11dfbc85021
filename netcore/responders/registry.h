#pragma once

#include "netcore/responders/replyoption.h"
#include "netcore/responders/responder.h"

#include <QString>

#include <functional>
#include <memory>
#include <span>
#include <string>

namespace sockyard
{

/// What a responder may know of its client.
struct ClientFacts {
    ConnectionId connection = 0;
    std::string local; ///< address and port, as the log has it
    std::string peer;
};

/// A reply whose options were judged: makes a responder for each client, on the endpoint's thread.
struct PreparedReply {
    std::function<std::unique_ptr<Responder>(const ClientFacts &)> make;
    /// What was wrong, in words, where make is empty.
    QString error = {};
};

/// One reply that a server can give.
struct ResponderRow {
    const char *name;        ///< on the command line and in settings
    const char *title;       ///< in the combo box; to be translated
    const char *description; ///< one sentence; to be translated
    const char *point;       ///< what is to be learnt from it, for the tool tip; to be translated
    std::span<const ReplyOption> options;
    PreparedReply (*prepare)(const OptionValues &values);
    /// It makes sense for a datagram as well, which is answered by one: see answerTo().
    bool answersDatagrams = false;

    QString titleText() const;
    QString descriptionText() const;
    QString pointText() const;
    /// Judges what was chosen, and prepares the reply by it.
    PreparedReply prepared(const ReplyOptions &chosen) const;
};

/// All replies, in the order in which a person sees them. The first is the default.
std::span<const ResponderRow> responders();

/// The row of that name, or null.
const ResponderRow *responderNamed(const QString &name);

} // namespace sockyard
