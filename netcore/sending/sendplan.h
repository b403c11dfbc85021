#pragma once

#include "netcore/log/event.h"
#include "netcore/messages/preparedmessage.h"
#include "netcore/query/pattern.h"

#include <QList>
#include <QString>

#include <chrono>
#include <optional>
#include <vector>

namespace sockyard
{

/// To which connections of an endpoint something is sent: nothing is all that are open whenever a
/// message is due, also those that were not there at the beginning.
using Addressees = std::optional<QList<ConnectionId>>;

/// One message again and again.
struct RepeatPlan {
    static constexpr int leastInterval = 1;
    static constexpr int mostInterval = 24 * 3600 * 1000;
    static constexpr int mostTimes = 1000000000;

    PreparedMessage message; ///< no file
    std::chrono::milliseconds interval{1000};
    /// Each message may come earlier or later by up to so much, at random; at most the interval.
    std::chrono::milliseconds jitter{0};
    int times = 0; ///< 0: until it is stopped
};

/// One step of a sequence: first the wait, then the message.
struct SequenceStep {
    static constexpr int mostWait = 3600 * 1000;

    /// What is waited for before the message: only time, or an answer.
    struct Answer {
        Pattern pattern; ///< somewhere in what came since the message before; parsed WithGroups
        QString text;    ///< as it was typed, for the log
        std::chrono::milliseconds atMost{5000}; ///< else the sequence stops
    };

    std::chrono::milliseconds wait{0};
    std::optional<Answer> answer = {}; ///< waited for after the wait
    /// Its macros may use what the answer's groups found. Nothing: only the wait.
    std::optional<PreparedMessage> message = {};
};

/// Several messages, one after the other, on each connection for itself that is open when it
/// begins.
struct SequencePlan {
    static constexpr int mostSteps = 1000;

    std::vector<SequenceStep> steps;
    int times = 1; ///< 0: until it is stopped
};

} // namespace sockyard
