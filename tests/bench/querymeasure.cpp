#include "netcore/query/eventset.h"
#include "netcore/query/filterjob.h"
#include "netcore/query/findjob.h"
#include "tests/bench/measures.h"

#include <QEventLoop>

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

namespace sockyard::bench
{

namespace
{

using Clock = std::chrono::steady_clock;

/// How long the needle is looked for in vain; 0 where it is found all the same.
double secondsOfFind(const std::shared_ptr<EventLog> &log, const Needle &needle)
{
    FindJob job;
    QEventLoop loop;
    bool found = false;
    QObject::connect(&job, &FindJob::notFound, &loop, &QEventLoop::quit);
    QObject::connect(&job, &FindJob::found, &loop, [&loop, &found] {
        found = true;
        loop.quit();
    });
    const auto begin = Clock::now();
    job.start({.log = log, .needle = needle, .from = {}, .end = log->size()});
    loop.exec();
    return found ? 0 : secondsSince(begin);
}

/// The file into which the log spills; -1 where there is none.
int openSpillFile(const std::string &folder)
{
    for (const auto &entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().filename().string().starts_with("sockyard-log-")) {
            return ::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC);
        }
    }
    return -1;
}

/// So that the next who reads it reads the disk.
void leaveCache(int file)
{
    ::fdatasync(file);
    ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
}

/// How long reading a file from its begin to its end takes, and how many MiB that are.
std::pair<double, double> readingOf(int file)
{
    std::vector<std::byte> block(1024U * 1024);
    const auto begin = Clock::now();
    off_t offset = 0;
    for (;;) {
        const ssize_t count = ::pread(file, block.data(), block.size(), offset);
        if (count <= 0) {
            break;
        }
        offset += count;
    }
    return {secondsSince(begin), static_cast<double>(offset) / 1048576};
}

} // namespace

int measureFind(std::uint64_t mebibytes, const std::string &folder)
{
    constexpr std::size_t size = 4096;
    const auto log = folder.empty() ? logInMemory(mebibytes) : spillingLog(folder, mebibytes);
    if (!fill(*log, (mebibytes << 20U) / size, textPayload(size))) {
        return complain("events went");
    }
    const auto needle = [](bool matchCase) {
        return *Needle::parse(Needle::Kind::Text, QStringLiteral("status=failed"), matchCase);
    };
    const auto rateOf = [mebibytes](double seconds) {
        return seconds > 0 ? static_cast<double>(mebibytes) / seconds : 0;
    };
    if (folder.empty()) {
        const double exact = secondsOfFind(log, needle(true));
        const double any = secondsOfFind(log, needle(false));
        std::printf("exact=%.1f any=%.1f\n", rateOf(exact), rateOf(any));
        return exact > 0 && any > 0 ? 0 : complain("found what is not there");
    }
    const int file = openSpillFile(folder);
    if (file < 0) {
        return complain("nothing was written");
    }
    // What was just written lies in the system's cache, as after a night it does not.
    const double cached = secondsOfFind(log, needle(true));
    const auto [cachedRead, length] = readingOf(file);
    leaveCache(file);
    const double cold = secondsOfFind(log, needle(true));
    leaveCache(file);
    const double coldRead = readingOf(file).first;
    ::close(file);
    std::printf("cached=%.1f cached_read=%.1f cold=%.1f cold_read=%.1f\n", rateOf(cached),
                length / cachedRead, rateOf(cold), length / coldRead);
    return cached > 0 && cold > 0 ? 0 : complain("found what is not there");
}

int measureFilter(EventNumber events, const std::string &folder, const std::string &expression)
{
    constexpr std::size_t size = 64;
    const auto filter = Filter::parse(QString::fromStdString(expression));
    if (!filter) {
        return complain("no filter: " + expression);
    }
    const auto log = spillingLog(folder, (events * size * 2) >> 20U);
    if (!fill(*log, events, textPayload(size))) {
        return complain("events went");
    }
    FilterJob job;
    EventSet shown;
    QEventLoop loop;
    double first = 0;
    const auto begin = Clock::now();
    QObject::connect(&job, &FilterJob::matched, &loop,
                     [&shown, &first, begin](const std::vector<EventNumber> &numbers, EventNumber) {
                         if (shown.isEmpty() && !numbers.empty()) {
                             first = secondsSince(begin);
                         }
                         for (const EventNumber number : numbers) {
                             shown.append(number);
                         }
                     });
    QObject::connect(&job, &FilterJob::caughtUp, &loop, &QEventLoop::quit);
    job.start(log, *filter, log->size());
    loop.exec();
    std::printf("first=%.2f all=%.3f matches=%llu\n", first * 1e3, secondsSince(begin),
                static_cast<unsigned long long>(shown.size()));
    return job.lookedUpTo() == events ? 0 : complain("not all were looked at");
}

} // namespace sockyard::bench
