#include "widgets/models/logsums.h"

#include "widgets/models/words.h"

#include <QCoreApplication>
#include <QLocale>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::LogSums", text);
}

QString number(std::uint64_t count)
{
    return QLocale().toString(static_cast<qulonglong>(count));
}

} // namespace

QStringList logSums(const Counters &counters, std::uint64_t events)
{
    QStringList parts;
    parts.append(
        tr("↓ %1 ↑ %2")
            .arg(byteCountText(counters.bytesReceived), byteCountText(counters.bytesSent)));
    if (counters.bytesDiscarded > 0) {
        parts.append(tr("✗ %1 discarded").arg(byteCountText(counters.bytesDiscarded)));
    }
    parts.append(events == 1 ? tr("1 event") : tr("%1 events").arg(number(events)));
    return parts;
}

QString droppedText(const EventLog &log)
{
    return log.droppedEvents() == 0
               ? QString()
               : tr("the oldest %1 (%2) no longer kept")
                     .arg(number(log.droppedEvents()), byteCountText(log.droppedBytes()));
}

} // namespace sockyard
