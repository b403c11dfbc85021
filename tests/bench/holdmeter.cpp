#include "tests/bench/holdmeter.h"

#include <QSocketNotifier>

#include <fcntl.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <utility>

namespace sockyard::bench
{

namespace
{

constexpr std::int64_t period = 1000000;
constexpr std::int64_t second = 1000000000;

timespec specOf(std::int64_t nanoseconds)
{
    timespec spec = {};
    spec.tv_sec = static_cast<time_t>(nanoseconds / second);
    spec.tv_nsec = static_cast<long>(nanoseconds % second);
    return spec;
}

std::int64_t workOfThread()
{
    timespec spec = {};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spec);
    return spec.tv_sec * second + spec.tv_nsec;
}

} // namespace

std::int64_t steadyNow()
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

HoldMeter::HoldMeter(QObject *parent)
    : QObject(parent)
    , m_bell(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC))
    , m_schedule(::open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC))
    , m_notifier(new QSocketNotifier(m_bell, QSocketNotifier::Read, this))
{
    connect(m_notifier, &QSocketNotifier::activated, this, &HoldMeter::listen);
    m_lastDelay = delayOfThread();
    m_lastDue = steadyNow();
    const itimerspec times = {.it_interval = specOf(period),
                              .it_value = specOf(m_lastDue + period)};
    ::timerfd_settime(m_bell, TFD_TIMER_ABSTIME, &times, nullptr);
    m_samples.reserve(100000);
}

HoldMeter::~HoldMeter()
{
    delete m_notifier;
    ::close(m_bell);
    ::close(m_schedule);
}

std::int64_t HoldMeter::delayOfThread() const
{
    // Time on a processor, and time in which it waited for one; nanoseconds.
    std::array<char, 128> text = {};
    long long delay = 0;
    if (::pread(m_schedule, text.data(), text.size() - 1, 0) <= 0 ||
        std::sscanf(text.data(), "%*s %lld", &delay) != 1) {
        return 0; // a system that does not count it
    }
    return delay;
}

void HoldMeter::begin()
{
    listen();
    m_samples.clear();
}

void HoldMeter::listen()
{
    std::uint64_t rings = 0;
    if (::read(m_bell, &rings, sizeof rings) != static_cast<ssize_t>(sizeof rings)) {
        return;
    }
    const std::int64_t now = steadyNow();
    const std::int64_t workNow = workOfThread();
    const std::int64_t work = workNow - std::exchange(m_lastWork, workNow);
    const std::int64_t delayNow = delayOfThread();
    const std::int64_t delay = delayNow - std::exchange(m_lastDelay, delayNow);
    for (; rings > 0; --rings) {
        m_lastDue += period;
        const std::int64_t waited = now - m_lastDue;
        m_samples.push_back({.due = m_lastDue,
                             .waited = waited,
                             .work = std::min(waited, work),
                             .own = waited - std::min(waited, delay)});
    }
}

HoldMeter::Figures HoldMeter::figures(std::int64_t end) const
{
    std::vector<std::int64_t> waits;
    std::vector<std::int64_t> works;
    std::vector<std::int64_t> owns;
    for (const Sample &sample : m_samples) {
        if (sample.due <= end) {
            waits.push_back(sample.waited);
            works.push_back(sample.work);
            owns.push_back(sample.own);
        }
    }
    if (waits.empty()) {
        return {};
    }
    std::sort(waits.begin(), waits.end());
    std::sort(works.begin(), works.end());
    std::sort(owns.begin(), owns.end());
    const auto milliseconds = [](std::int64_t time) { return static_cast<double>(time) / 1e6; };
    const std::size_t most = (waits.size() * 99 - 1) / 100;
    return {.longest = milliseconds(waits.back()),
            .percentile = milliseconds(waits[most]),
            .longestWork = milliseconds(works.back()),
            .percentileWork = milliseconds(works[most]),
            .longestOwn = milliseconds(owns.back()),
            .percentileOwn = milliseconds(owns[most]),
            .samples = waits.size()};
}

} // namespace sockyard::bench
