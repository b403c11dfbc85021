#pragma once

#include "netcore/sending/recentrate.h"
#include "netcore/sending/sendingprogress.h"
#include "netcore/sending/sendplan.h"
#include "netcore/sockets/journal.h"

#include <QObject>
#include <QRandomGenerator>
#include <QTimer>

#include <chrono>
#include <cstdint>
#include <functional>

namespace sockyard
{

/// Has one message sent again and again. The k-th is due k intervals after the first, whatever
/// became of those before, so that the rate is kept where the event loop is late; what became due
/// meanwhile is sent at once, but for what is older than longestBurst: that is left out, and told.
/// Its beginning and its end are notes of the endpoint. Owned by the courier, on whose thread it
/// lives.
class Repeat : public QObject
{
    Q_OBJECT

public:
    /// Of a program that stood still for a while, no more is made good.
    static constexpr std::chrono::milliseconds longestBurst{500};

    /// Hands the message to all that are to get it; true when there were some, and each took it.
    using Hand = std::function<bool(const PreparedMessage &)>;

    Repeat(const RepeatPlan &plan, const Journal &journal, Hand hand, QObject *parent = nullptr);

    /// The first message is due now.
    void start();
    /// Ends it, with the note that tells the sum; \a why is for that note.
    void stop(const QString &why);
    SendingProgress progress() const;

Q_SIGNALS:
    /// All were due.
    void ended();

private:
    using Clock = RecentRate::Clock;

    Clock::time_point dueAt(std::uint64_t index);
    void chooseNext();
    void sendDue();
    void leaveOut(Clock::time_point now);
    void waitForNext();
    bool isOver() const;
    double meanRate() const;

    const RepeatPlan m_plan;
    const Journal m_journal;
    const Hand m_hand;
    QTimer m_timer;
    QRandomGenerator m_random;
    Clock::time_point m_begin;
    Clock::time_point m_due;    // of the next one
    Clock::time_point m_first;  // that was sent
    Clock::time_point m_latest; // that was sent
    RecentRate m_rate;
    std::uint64_t m_next = 0; // counts from 0; also how many were due
    std::uint64_t m_sent = 0;
    std::uint64_t m_failed = 0;
    bool m_hasEnded = false;
};

} // namespace sockyard
