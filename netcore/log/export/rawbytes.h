#pragma once

#include "netcore/log/export/exportwriter.h"

namespace sockyard
{

/// Only the bytes that were sent or received, one event's behind the other's. It is up to who asks
/// to choose one direction of one connection (EventChoice::ofStream()).
class RawBytesWriter : public ExportWriter
{
public:
    void begin(OutputBuffer &out, const std::vector<LogSlice> &slices) override;
    void write(OutputBuffer &out, const Event &event, std::size_t slice) override;
    void end(OutputBuffer &out, const std::vector<std::uint64_t> &missing) override;
};

} // namespace sockyard
