#include "netcore/responders/registry.h"

#include "netcore/responders/ack.h"
#include "netcore/responders/echo.h"
#include "netcore/responders/none.h"

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
    ResponderRow{"echo",
                 QT_TRANSLATE_NOOP("sockyard::Responders", "Echo"),
                 QT_TRANSLATE_NOOP("sockyard::Responders",
                                   "Returns every byte unchanged until the client finishes, then "
                                   "closes."),
                 QT_TRANSLATE_NOOP("sockyard::Responders",
                                   "The first server of every course: what comes back is what was "
                                   "sent, so that both directions can be seen at once."),
                 {},
                 simple<Echo>},
    ResponderRow{"ack", QT_TRANSLATE_NOOP("sockyard::Responders", "ACK"),
                 QT_TRANSLATE_NOOP("sockyard::Responders", "Reads once, answers ACK, and closes."),
                 QT_TRANSLATE_NOOP("sockyard::Responders",
                                   "One read, one answer: several clients at once show that none "
                                   "waits for another."),
                 Ack::options, Ack::prepare},
    ResponderRow{
        "none",
        QT_TRANSLATE_NOOP("sockyard::Responders", "None"),
        QT_TRANSLATE_NOOP("sockyard::Responders", "Says nothing by itself: you answer, below."),
        QT_TRANSLATE_NOOP("sockyard::Responders",
                          "Once connected, both ends are alike: each may send whenever it "
                          "wants to."),
        {},
        simple<None>},
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
