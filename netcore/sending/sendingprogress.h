#pragma once

#include "netcore/log/event.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace sockyard
{

/// How far something has come that takes its time to be sent. It is no event: whoever wants to know
/// asks. A value.
struct SendingProgress {
    enum class Kind { File, Repeat, Sequence };

    Kind kind = Kind::File;
    /// Of a file or of a sequence, the connection; 0 where it is for all.
    ConnectionId connection = 0;
    QString name = {};        ///< of the file
    std::uint64_t done = 0;   ///< bytes of a file that the system took; rounds that all took; steps
    std::uint64_t total = 0;  ///< 0: it has no end
    std::uint64_t failed = 0; ///< rounds of a repeat that not every addressee took
    double perSecond = 0;     ///< bytes or messages, of the last few seconds
};

using SendingProgressList = std::vector<SendingProgress>;

} // namespace sockyard
