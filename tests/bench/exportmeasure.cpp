#include "netcore/log/export/exportformats.h"
#include "netcore/log/export/savefile.h"
#include "tests/bench/measures.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cstdio>

namespace sockyard::bench
{

namespace
{

/// How long writing so many zeros into a file takes that is there for nobody.
double secondsOfZeros(const std::string &file, std::uint64_t bytes)
{
    QFile zeros(QString::fromStdString(file));
    const std::vector<char> block(1024U * 1024);
    if (!zeros.open(QIODevice::WriteOnly | QIODevice::Unbuffered)) {
        return 0;
    }
    const auto begin = std::chrono::steady_clock::now();
    for (std::uint64_t left = bytes; left > 0;) {
        const auto count = std::min<std::uint64_t>(left, block.size());
        if (zeros.write(block.data(), static_cast<qint64>(count)) < 0) {
            return 0;
        }
        left -= count;
    }
    const double seconds = secondsSince(begin);
    zeros.remove();
    return seconds;
}

} // namespace

int measureExport(const std::string &format, std::uint64_t mebibytes, const std::string &file)
{
    const ExportFormat *const its = exportFormatNamed(QString::fromStdString(format));
    if (its == nullptr) {
        return complain("no such format");
    }
    constexpr std::size_t size = 4096;
    const EventNumber events = (mebibytes << 20U) / size;
    // All of it in memory: what is measured is the writing.
    const auto log = logInMemory(mebibytes);
    std::vector<std::byte> payload(size);
    std::uint32_t state = 1; // any bytes will do that are not all the same
    for (std::byte &byte : payload) {
        state = state * 1664525U + 1013904223U;
        byte = static_cast<std::byte>(state >> 24U);
    }
    if (!fill(*log, events, payload)) {
        return complain("events went");
    }
    const auto begin = std::chrono::steady_clock::now();
    const SaveResult result = saveFile({.slices = {{.log = log, .from = 0, .to = events}},
                                        .fileName = QString::fromStdString(file),
                                        .format = its});
    const double seconds = secondsSince(begin);
    if (!result.ok || result.events != events) {
        return complain(std::to_string(result.events) + " events were written");
    }
    const QString name = QString::fromStdString(file);
    const auto written = static_cast<std::uint64_t>(QFileInfo(name).size());
    QFile::remove(name);
    const double zeros = secondsOfZeros(file, written);
    std::printf("rate=%.1f seconds=%.3f written=%llu zeros=%.1f\n",
                static_cast<double>(mebibytes) / seconds, seconds,
                static_cast<unsigned long long>(written >> 20U),
                zeros > 0 ? static_cast<double>(mebibytes) / zeros : 0);
    return 0;
}

} // namespace sockyard::bench
