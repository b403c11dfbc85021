#pragma once

#include "netcore/log/saved/savedline.h"

#include <QString>

#include <vector>

namespace sockyard
{

/// How reading a saved log went, as far as it has come.
struct SavedLogReport {
    /// A line that told no event, counted from 1.
    struct Refusal {
        std::uint64_t line = 0;
        LineFault fault;
    };
    static constexpr std::size_t mostRefusals = 5;

    QString error; ///< why nothing could be read, or not on; empty where the end was reached
    bool cancelled = false;
    std::uint64_t events = 0;
    std::uint64_t refused = 0;     ///< how many lines told no event
    std::vector<Refusal> refusals; ///< the first of them
    /// The last line has no end: the program that wrote it did not come to its end.
    bool truncated = false;

    /// True where every line told an event.
    bool isWhole() const { return error.isEmpty() && !cancelled && refused == 0 && !truncated; }
};

/// What is wrong with a line, for a person.
QString faultText(const LineFault &fault);
/// Everything that a person should know about how it went; empty where all is well.
QString reportText(const SavedLogReport &report);

} // namespace sockyard
