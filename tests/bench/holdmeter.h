#pragma once

#include <QObject>

#include <cstdint>
#include <vector>

class QSocketNotifier;

namespace sockyard::bench
{

/// Measures how long the event loop of its thread keeps the world waiting.
///
/// The kernel rings a descriptor (timerfd) every millisecond, whether anybody listens or not, and
/// the loop finds it ready just as it finds the display's connection ready when a person clicks.
/// How long each ring waits to be heard is one sample. So a time in which the window was held up
/// counts in proportion to its length: 50 ms are 50 samples of 50, 49, 48, … ms, as they would be
/// for clicks. Painting, timers, posted events and being off the processor all count.
///
/// The signals aboutToBlock() and awake() of Qt's dispatcher would not do: with GLib they enclose
/// the handlers as well as the wait, and without it the timers.
class HoldMeter : public QObject
{
public:
    struct Figures {
        double longest = 0;        ///< milliseconds
        double percentile = 0;     ///< the 99th, milliseconds
        double longestWork = 0;    ///< the same, of processor time that the thread itself took:
        double percentileWork = 0; ///< computing
        double longestOwn = 0;     ///< the same, without waiting for a processor that was busy with
        double percentileOwn = 0;  ///< other threads or programs: computing, and waiting for locks
                                   ///< and the disk
        std::size_t samples = 0;
    };

    explicit HoldMeter(QObject *parent = nullptr);
    ~HoldMeter() override;

    /// Forgets what was measured so far.
    void begin();
    /// What was measured of rings from begin() until \a end, nanoseconds of the steady clock.
    Figures figures(std::int64_t end) const;

private:
    struct Sample {
        std::int64_t due;
        std::int64_t waited;
        std::int64_t work; // of it, processor time of this thread
        std::int64_t own;  // without its waiting for a processor
    };

    void listen();
    std::int64_t delayOfThread() const;

    int m_bell;
    int m_schedule; // what the system tells of this thread
    QSocketNotifier *m_notifier;
    std::int64_t m_lastDue = 0;   // nanoseconds, steady clock
    std::int64_t m_lastWork = 0;  // nanoseconds, the thread's processor clock
    std::int64_t m_lastDelay = 0; // nanoseconds, ready to run and waiting for a processor
    std::vector<Sample> m_samples;
};

/// Nanoseconds of the steady clock.
std::int64_t steadyNow();

} // namespace sockyard::bench
