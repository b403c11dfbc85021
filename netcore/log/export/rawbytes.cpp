#include "netcore/log/export/rawbytes.h"

namespace sockyard
{

void RawBytesWriter::begin(OutputBuffer &, const std::vector<LogSlice> &) {}

void RawBytesWriter::write(OutputBuffer &out, const Event &event, std::size_t)
{
    if (carriesData(event.kind())) {
        out.append(event.payload());
    }
}

void RawBytesWriter::end(OutputBuffer &, const std::vector<std::uint64_t> &) {}

} // namespace sockyard
