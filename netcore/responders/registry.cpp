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

template <typename T>
std::unique_ptr<Responder> make()
{
    return std::make_unique<T>();
}

// THE list of replies.
constexpr std::array rows = {
    ResponderRow{"echo", QT_TRANSLATE_NOOP("sockyard::Responders", "Echo"),
                 QT_TRANSLATE_NOOP("sockyard::Responders",
                                   "Returns every byte unchanged until the client finishes, then "
                                   "closes."),
                 make<Echo>},
    ResponderRow{"ack", QT_TRANSLATE_NOOP("sockyard::Responders", "ACK"),
                 QT_TRANSLATE_NOOP("sockyard::Responders",
                                   "Reads once, at most 1024 bytes, answers ACK, and closes."),
                 make<Ack>},
    ResponderRow{
        "none", QT_TRANSLATE_NOOP("sockyard::Responders", "None"),
        QT_TRANSLATE_NOOP("sockyard::Responders", "Says nothing by itself: you answer, below."),
        make<None>},
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
