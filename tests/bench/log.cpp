// bench_log append EVENTS          what one append costs, at the first event and at each tenth of
//                                  EVENTS: the median of 100,000 appends there, ns
// bench_log export FORMAT MIB FILE how fast so many bytes in a log are written into FILE, MiB/s
//
// The log alone, without a window. The figures come in one line, `name=value …`; status 1 says that
// something was wrong.
#include "netcore/log/export/exportformats.h"
#include "netcore/log/export/savefile.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace
{

using namespace sockyard;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::array<std::string_view, 4> peers = {"127.0.0.1:50001", "127.0.0.1:50002",
                                                   "127.0.0.1:50003", "127.0.0.1:50004"};

void append(EventLog &log, EventNumber number, ByteView payload)
{
    const auto index = static_cast<std::size_t>(number % peers.size());
    log.append({.kind = EventKind::Received,
                .connection = index + 1,
                .local = "127.0.0.1:9999",
                .peer = peers.at(index),
                .bytes = payload.size(),
                .payload = payload});
}

// As the sockets do, which are told when there is room; here nobody is there to tell.
void waitForRoom(const EventLog &log)
{
    while (!log.hasRoom()) {
        std::this_thread::sleep_for(1ms);
    }
}

int measureAppends(EventNumber events)
{
    // Short groups, because reading the clock takes as long as an append.
    constexpr EventNumber group = 100;
    constexpr EventNumber measured = 100000;
    constexpr int places = 10;
    EventLog log;
    const std::vector<std::byte> payload(64, std::byte('x'));
    std::vector<double> medians;
    for (EventNumber place = 0; place <= places; ++place) {
        for (EventNumber next = log.size(); next < events / places * place; ++next) {
            waitForRoom(log);
            append(log, next, payload);
        }
        std::vector<double> times;
        for (EventNumber count = 0; count < measured / group; ++count) {
            waitForRoom(log);
            const auto begin = Clock::now();
            for (EventNumber next = log.size(), end = next + group; next < end; ++next) {
                append(log, next, payload);
            }
            times.push_back(std::chrono::duration<double, std::nano>(Clock::now() - begin).count() /
                            static_cast<double>(group));
        }
        std::nth_element(times.begin(), times.begin() + times.size() / 2, times.end());
        medians.push_back(times[times.size() / 2]);
    }
    std::string line = "first=" + std::to_string(medians.front()) +
                       " last=" + std::to_string(medians.back()) +
                       " kept=" + std::to_string(log.size() - log.first()) + " all=";
    for (const double median : medians) {
        line += std::to_string(static_cast<int>(median)) + ',';
    }
    line.back() = '\n';
    std::fputs(line.c_str(), stdout);
    return 0;
}

int measureExport(std::string_view name, std::uint64_t mebibytes, const char *fileName)
{
    const ExportFormat *const format =
        exportFormatNamed(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    if (format == nullptr) {
        std::fputs("bench_log: no such format\n", stderr);
        return 1;
    }
    constexpr std::size_t size = 4096;
    const std::uint64_t bytes = mebibytes << 20U;
    // All of it in memory: what is measured is the writing.
    const auto log =
        std::make_shared<EventLog>(EventLog::Limits{.memory = bytes * 2 + (64U << 20U)});
    std::vector<std::byte> payload(size);
    std::uint32_t state = 1; // any bytes will do that are not all the same
    for (std::byte &byte : payload) {
        state = state * 1664525U + 1013904223U;
        byte = static_cast<std::byte>(state >> 24U);
    }
    for (EventNumber next = 0; next < bytes / size; ++next) {
        waitForRoom(*log);
        append(*log, next, payload);
    }
    const auto begin = Clock::now();
    const SaveResult result = saveFile(
        {{LogSlice{log, log->first(), log->size(), {}, {}}}, QString::fromUtf8(fileName), format});
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    if (!result.ok || result.events != log->size()) {
        std::fprintf(stderr, "bench_log: %llu of %llu events were written\n",
                     static_cast<unsigned long long>(result.events),
                     static_cast<unsigned long long>(log->size()));
        return 1;
    }
    std::printf("rate=%.1f seconds=%.3f\n", static_cast<double>(mebibytes) / seconds, seconds);
    return 0;
}

} // namespace

int main(int argc, char *argv[])
{
    const std::vector<std::string> words(argv + 1, argv + argc);
    const auto isCall = [&words](std::string_view name, std::size_t count) {
        return words.size() == count + 1 && words.front() == name;
    };
    if (isCall("append", 1)) {
        return measureAppends(std::strtoull(words[1].c_str(), nullptr, 10));
    }
    if (isCall("export", 3)) {
        return measureExport(words[1], std::strtoull(words[2].c_str(), nullptr, 10),
                             words[3].c_str());
    }
    std::fputs("usage: bench_log append EVENTS\n"
               "       bench_log export FORMAT MIB FILE\n",
               stderr);
    return 2;
}
