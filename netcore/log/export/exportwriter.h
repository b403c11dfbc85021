#pragma once

#include "netcore/log/export/logslice.h"
#include "netcore/log/export/outputbuffer.h"

#include <vector>

namespace sockyard
{

/// Turns events into the bytes of one file, in one format. It is given the events of all slices in
/// the order of time, each slice's in its own order, by one thread.
class ExportWriter
{
public:
    ExportWriter() = default;
    virtual ~ExportWriter() = default;
    ExportWriter(const ExportWriter &) = delete;
    ExportWriter &operator=(const ExportWriter &) = delete;

    /// What stands before the first event. The slices outlive the writer.
    virtual void begin(OutputBuffer &out, const std::vector<LogSlice> &slices) = 0;
    /// An event of the slice of that index.
    virtual void write(OutputBuffer &out, const Event &event, std::size_t slice) = 0;
    /// What stands behind the last event. \a missing events of each slice were dropped by its log
    /// before they could be written.
    virtual void end(OutputBuffer &out, const std::vector<std::uint64_t> &missing) = 0;

    /// True for a format that must know of the events that are not wanted too: of those it is told
    /// by pass().
    virtual bool looksAtEverything() const { return false; }
    virtual void pass(const Event &, std::size_t) {}
    /// How many events with bytes were given to write() that this format cannot hold.
    virtual std::uint64_t leftOut() const { return 0; }
};

} // namespace sockyard
