#pragma once

#include "netcore/log/export/exportformats.h"
#include "netcore/log/export/logslice.h"

#include <QString>
#include <QStringList>

#include <atomic>
#include <vector>

namespace sockyard
{

/// What is to be saved, where and how. A value.
struct SaveRequest {
    std::vector<LogSlice> slices;
    QString fileName;
    /// Null for what the ending of the name asks for.
    const ExportFormat *format = nullptr;
};

/// How a saving ended.
struct SaveResult {
    bool ok = false;
    bool cancelled = false;
    QString error;             ///< in words, where it is not ok
    std::uint64_t events = 0;  ///< that were wanted, and written
    std::uint64_t missing = 0; ///< dropped by the log before they were looked at
    std::uint64_t leftOut = 0; ///< wanted, with bytes that the format cannot hold

    /// What a person should know of a file that was saved: what is not in it.
    QStringList remarks() const;
};

/// How far a saving is, and whether it is still wanted. Any thread.
struct SaveProgress {
    std::atomic<bool> cancelled = false;
    std::atomic<std::uint64_t> done = 0; ///< events that were looked at
    std::atomic<std::uint64_t> all = 0;

    /// 0 to 1.
    double fraction() const;
};

/// Writes slices into one file, ordered by time (each log in its own order). The file gets its name
/// only when it is whole: what goes wrong leaves what was there before. Takes as long as it takes:
/// for a thread of its own, or for the end of the program.
SaveResult saveFile(const SaveRequest &request, SaveProgress *progress = nullptr);

} // namespace sockyard
