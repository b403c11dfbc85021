#include "netcore/responders/registry.h"

#include "netcore/responders/ack.h"
#include "netcore/responders/chargen.h"
#include "netcore/responders/daytime.h"
#include "netcore/responders/discard.h"
#include "netcore/responders/echo.h"
#include "netcore/responders/files.h"
#include "netcore/responders/http.h"
#include "netcore/responders/lineecho.h"
#include "netcore/responders/none.h"
#include "netcore/responders/readtoend.h"
#include "netcore/responders/table.h"
#include "netcore/responders/welcome.h"
#include "netcore/responders/yousaid.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace sockyard
{

namespace
{

/// Of a responder that has no options.
template <typename T>
PreparedReply simple(const OptionValues & /*values*/)
{
    return {[](const ClientFacts & /*client*/) { return std::make_unique<T>(); }};
}

// THE list of replies.
constexpr std::array rows = {
    ResponderRow{
        "echo",
        QT_TRANSLATE_NOOP("sockyard::Responders", "Echo"),
        QT_TRANSLATE_NOOP("sockyard::Responders", "Returns every byte unchanged, in pieces as they "
                                                  "come, until the client finishes; then closes."),
        QT_TRANSLATE_NOOP("sockyard::Responders",
                          "The first server of every course: what comes back is what was sent, so "
                          "that both directions can be seen at once."),
        {},
        simple<Echo>,
        true},
    ResponderRow{
        "ack", QT_TRANSLATE_NOOP("sockyard::Responders", "ACK"),
        QT_TRANSLATE_NOOP("sockyard::Responders", "Reads once, answers ACK, and closes."),
        QT_TRANSLATE_NOOP(
            "sockyard::Responders",
            "One read, one answer: several clients at once show that none waits for another."),
        Ack::options, Ack::prepare, true},
    ResponderRow{
        "welcome", QT_TRANSLATE_NOOP("sockyard::Responders", "Welcome"),
        QT_TRANSLATE_NOOP("sockyard::Responders",
                          "Greets each client as soon as it is connected, and closes."),
        QT_TRANSLATE_NOOP(
            "sockyard::Responders",
            "Either side may speak first: the greeting leaves before anything was received."),
        Welcome::options, Welcome::prepare},
    ResponderRow{"http", QT_TRANSLATE_NOOP("sockyard::Responders", "HTTP by hand"),
                 QT_TRANSLATE_NOOP("sockyard::Responders",
                                   "Answers HTTP requests: one path has a text, every other path "
                                   "is not found."),
                 QT_TRANSLATE_NOOP("sockyard::Responders",
                                   "HTTP is nothing but an exchange of text: type a request, or "
                                   "let curl send one, and read what comes and what is answered."),
                 Http::options, Http::prepare},
    ResponderRow{"files", QT_TRANSLATE_NOOP("sockyard::Responders", "File server"),
                 QT_TRANSLATE_NOOP("sockyard::Responders",
                                   "Serves a folder to web browsers, read-only: its index.html, or "
                                   "a list of what is in it."),
                 QT_TRANSLATE_NOOP("sockyard::Responders",
                                   "A web server is a loop that reads the name of a file and sends "
                                   "the file. Whoever can connect can read all of the folder."),
                 Files::options, Files::prepare},
    ResponderRow{
        "you-said", QT_TRANSLATE_NOOP("sockyard::Responders", "You said"),
        QT_TRANSLATE_NOOP("sockyard::Responders",
                          "Reads one line, answers \"You said:\" and the line, and closes."),
        QT_TRANSLATE_NOOP("sockyard::Responders",
                          "Served one at a time, the next client waits until this one has "
                          "said its line; served all at once, none waits."),
        YouSaid::options, YouSaid::prepare, true},
    ResponderRow{
        "read-to-end", QT_TRANSLATE_NOOP("sockyard::Responders", "Read to the end"),
        QT_TRANSLATE_NOOP("sockyard::Responders", "Reads until the client finishes, answers how "
                                                  "many bytes came and their SHA-256, and closes."),
        QT_TRANSLATE_NOOP("sockyard::Responders",
                          "A client that waits for the answer before it finishes waits for ever, "
                          "and so does the server. Either the client finishes first (half-close), "
                          "or the server answers what has come so far (partial read)."),
        ReadToEnd::options, ReadToEnd::prepare},
    ResponderRow{"line-echo",
                 QT_TRANSLATE_NOOP("sockyard::Responders", "Line echo"),
                 QT_TRANSLATE_NOOP(
                     "sockyard::Responders",
                     "Answers each line with the line until the client finishes, then closes."),
                 QT_TRANSLATE_NOOP("sockyard::Responders",
                                   "A stream has no messages of its own: both sides have to agree "
                                   "where one ends, here at the end of a line."),
                 {},
                 simple<LineEcho>},
    ResponderRow{
        "time", QT_TRANSLATE_NOOP("sockyard::Responders", "Time"),
        QT_TRANSLATE_NOOP("sockyard::Responders", "Sends the date and the time to each client as "
                                                  "soon as it is connected, and closes (RFC 867)."),
        QT_TRANSLATE_NOOP("sockyard::Responders",
                          "To connect is all that this service asks: an answer needs no request."),
        Daytime::options, Daytime::prepare, true},
    ResponderRow{"chargen", QT_TRANSLATE_NOOP("sockyard::Responders", "Chargen"),
                 QT_TRANSLATE_NOOP("sockyard::Responders",
                                   "Sends lines of characters, and throws away what comes, until "
                                   "the client finishes; then closes (RFC 864)."),
                 QT_TRANSLATE_NOOP("sockyard::Responders",
                                   "A client that stops reading stops the server too: what is on "
                                   "the way fills up, and sending has to wait (flow control)."),
                 Chargen::options, Chargen::prepare},
    ResponderRow{"discard",
                 QT_TRANSLATE_NOOP("sockyard::Responders", "Discard"),
                 QT_TRANSLATE_NOOP(
                     "sockyard::Responders",
                     "Throws away what comes until the client finishes, then closes (RFC 863)."),
                 QT_TRANSLATE_NOOP("sockyard::Responders",
                                   "That bytes were taken does not say that anybody "
                                   "has looked at them: only an answer says that."),
                 {},
                 simple<Discard>,
                 true},
    ResponderRow{"table", QT_TRANSLATE_NOOP("sockyard::Responders", "Table"),
                 QT_TRANSLATE_NOOP("sockyard::Responders",
                                   "Answers each message by the first of your rules that fits."),
                 QT_TRANSLATE_NOOP("sockyard::Responders",
                                   "A protocol is a table: what may come, what is answered, and "
                                   "when it ends. Yours can be tried before it is programmed."),
                 Table::options, Table::prepare, true},
    ResponderRow{
        "none",
        QT_TRANSLATE_NOOP("sockyard::Responders", "None"),
        QT_TRANSLATE_NOOP("sockyard::Responders", "Says nothing by itself: you answer, below."),
        QT_TRANSLATE_NOOP(
            "sockyard::Responders",
            "Once connected, both ends are alike: each may send whenever it wants to."),
        {},
        simple<None>,
        true},
};

} // namespace

QString ResponderRow::titleText() const
{
    return QCoreApplication::translate("sockyard::Responders", title);
}

QString ResponderRow::descriptionText() const
{
    return QCoreApplication::translate("sockyard::Responders", description);
}

QString ResponderRow::pointText() const
{
    return QCoreApplication::translate("sockyard::Responders", point);
}

PreparedReply ResponderRow::prepared(const ReplyOptions &chosen) const
{
    QString error;
    const OptionValues values(options, chosen, &error);
    return error.isEmpty() ? prepare(values) : PreparedReply{{}, error};
}

std::span<const ResponderRow> responders()
{
    return rows;
}

const ResponderRow *responderNamed(const QString &name)
{
    const auto *const found = std::find_if(rows.begin(), rows.end(), [&name](const auto &row) {
        return name == QLatin1StringView(row.name);
    });
    return found == rows.end() ? nullptr : found;
}

} // namespace sockyard
