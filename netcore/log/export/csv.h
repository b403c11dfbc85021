#pragma once

#include "netcore/log/export/exportwriter.h"
#include "netcore/log/export/timetext.h"

namespace sockyard
{

/// Comma-separated values (RFC 4180) in UTF-8, lines ended by CR LF, the first with the names of
/// the columns: `time`, `elapsed`, `tab`, `event`, `connection`, `local`, `peer`, `bytes`, `note`,
/// `data`; they mean what they mean in JSON Lines. `data` is `0x` and two hex digits a byte for
/// sent and received, and empty for the others: a spreadsheet takes it for text, whatever the bytes
/// are. A text that begins with `=`, `+`, `-`, `@`, a tab, a CR or `'` has a `'` before it, so that
/// no spreadsheet computes it; who reads the file takes that one `'` away.
class CsvWriter : public ExportWriter
{
public:
    void begin(OutputBuffer &out, const std::vector<LogSlice> &slices) override;
    void write(OutputBuffer &out, const Event &event, std::size_t slice) override;
    void end(OutputBuffer &out, const std::vector<std::uint64_t> &missing) override;

private:
    const std::vector<LogSlice> *m_slices = nullptr;
    TimeText m_time;
};

} // namespace sockyard
