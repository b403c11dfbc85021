#include "widgets/models/words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <array>
#include <cstdlib>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::Words", text);
}

} // namespace

QString stateText(ConnectionState state)
{
    switch (state) {
    case ConnectionState::Connecting:
        return tr("connecting");
    case ConnectionState::Open:
        return tr("open");
    case ConnectionState::PeerFinished:
        return tr("peer finished");
    case ConnectionState::Finished:
        return tr("finished");
    case ConnectionState::Closed:
        return tr("closed");
    case ConnectionState::Reset:
        return tr("reset");
    case ConnectionState::Failed:
        return tr("failed");
    }
    return {};
}

QString stateText(const ConnectionRow &row, bool held)
{
    if (!row.paused && !(held && row.open)) {
        return stateText(row.state);
    }
    const bool isOpen = row.state == ConnectionState::Open;
    if (row.paused) {
        return isOpen ? tr("‖ paused") : tr("‖ %1").arg(stateText(row.state));
    }
    return isOpen ? tr("◌ held") : tr("◌ %1").arg(stateText(row.state));
}

QString byteCountText(std::uint64_t bytes)
{
    if (bytes < 1024) {
        return tr("%1 B").arg(bytes);
    }
    return QLocale::c().formattedDataSize(static_cast<qint64>(bytes), 1);
}

QString shortByteCountText(std::uint64_t bytes)
{
    static constexpr std::array units = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    if (bytes < 1000) {
        return tr("%1 B").arg(bytes);
    }
    double amount = static_cast<double>(bytes) / 1024;
    std::size_t unit = 0;
    while (amount >= 999.5 && unit + 1 < units.size()) {
        amount /= 1024;
        ++unit;
    }
    return QString::number(amount, 'f', amount < 9.95 ? 1 : 0) + u' ' +
           QLatin1StringView(units.at(unit));
}

QString clockText(std::int64_t time)
{
    return QDateTime::fromMSecsSinceEpoch(time / 1000000).toString(QStringLiteral("HH:mm:ss.zzz"));
}

QString durationText(std::int64_t nanoseconds)
{
    const auto absolute = static_cast<double>(std::llabs(nanoseconds));
    const QString sign = nanoseconds < 0 ? QStringLiteral("-") : QString();
    if (absolute < 999.95e3) { // what rounds up to 1000.0 is told in the next unit
        return sign + tr("%1 µs").arg(absolute / 1e3, 0, 'f', 1);
    }
    if (absolute < 999.95e6) {
        return sign + tr("%1 ms").arg(absolute / 1e6, 0, 'f', 1);
    }
    if (absolute < 60e9) {
        return sign + tr("%1 s").arg(absolute / 1e9, 0, 'f', 2);
    }
    const auto minutes = static_cast<qint64>(absolute / 60e9);
    if (minutes < 60) {
        const auto seconds = static_cast<qint64>(absolute / 1e9) % 60;
        return sign + tr("%1 min %2 s").arg(minutes).arg(seconds, 2, 10, QLatin1Char('0'));
    }
    return sign + tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60, 2, 10, QLatin1Char('0'));
}

QString elapsedText(std::int64_t nanoseconds)
{
    const std::uint64_t absolute = nanoseconds < 0 ? 0 - static_cast<std::uint64_t>(nanoseconds)
                                                   : static_cast<std::uint64_t>(nanoseconds);
    const std::uint64_t microseconds = absolute / 1000;
    const std::uint64_t seconds = microseconds / 1000000;
    const auto twoDigits = [](std::uint64_t count) {
        return QStringLiteral("%1").arg(count, 2, 10, QLatin1Char('0'));
    };
    QString text = nanoseconds < 0 ? QStringLiteral("-") : QString();
    if (seconds < 60) {
        text += QString::number(seconds);
    } else if (seconds < 3600) {
        text += QString::number(seconds / 60) + u':' + twoDigits(seconds % 60);
    } else {
        text += QString::number(seconds / 3600) + u':' + twoDigits(seconds / 60 % 60) + u':' +
                twoDigits(seconds % 60);
    }
    return text + QStringLiteral(".%1").arg(microseconds % 1000000, 6, 10, QLatin1Char('0'));
}

QString agoText(std::int64_t nanoseconds)
{
    constexpr std::int64_t minute = 60;
    constexpr std::int64_t hour = 60 * minute;
    constexpr std::int64_t day = 24 * hour;
    const std::int64_t seconds = nanoseconds / 1000000000;
    if (seconds <= 0) {
        return tr("now");
    }
    if (seconds < minute) {
        return tr("%1 s ago").arg(seconds);
    }
    if (seconds < hour) {
        return tr("%1 min ago").arg(seconds / minute);
    }
    return seconds < day ? tr("%1 h ago").arg(seconds / hour) : tr("%1 d ago").arg(seconds / day);
}

QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace sockyard
