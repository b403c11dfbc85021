#include "tests/bench/measures.h"

#include <algorithm>
#include <cstdio>

namespace sockyard::bench
{

int measureAppends(EventNumber events, const std::string &folder)
{
    // Short groups, because reading the clock takes as long as an append.
    constexpr EventNumber group = 100;
    constexpr EventNumber measured = 100000;
    constexpr EventNumber places = 10;
    constexpr std::size_t size = 64;
    const auto log = spillingLog(folder, ((events + places * measured) * size * 2) >> 20U);
    const std::vector<std::byte> payload(size, std::byte('x'));
    std::vector<double> medians;
    for (EventNumber place = 0; place <= places; ++place) {
        const EventNumber here = std::max(log->size(), events / places * place);
        fill(*log, here - log->size(), payload);
        std::vector<double> times;
        for (EventNumber count = 0; count < measured / group; ++count) {
            waitForRoom(*log);
            const auto begin = std::chrono::steady_clock::now();
            for (EventNumber next = log->size(), end = next + group; next < end; ++next) {
                appendReceived(*log, next, payload);
            }
            times.push_back(secondsSince(begin) * 1e9 / static_cast<double>(group));
        }
        const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
        std::nth_element(times.begin(), middle, times.end());
        medians.push_back(*middle);
    }
    std::string line = "first=" + std::to_string(medians.front()) +
                       " last=" + std::to_string(medians.back()) +
                       " kept=" + std::to_string(log->size() - log->first()) + " all=";
    for (const double median : medians) {
        line += std::to_string(static_cast<int>(median)) + ',';
    }
    line.back() = '\n';
    std::fputs(line.c_str(), stdout);
    return log->first() == 0 ? 0 : complain("events went");
}

} // namespace sockyard::bench
