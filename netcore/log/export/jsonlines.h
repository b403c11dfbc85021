#pragma once

#include "netcore/log/export/exportwriter.h"
#include "netcore/log/export/timetext.h"

#include <QByteArray>

#include <string_view>

namespace sockyard
{

/// One event as one line of JSON (RFC 8259), with its line feed. Keys, in this order: `time` (RFC
/// 3339, UTC, nanoseconds), `elapsed` (seconds since the log began, 9 decimals), `tab` (only where
/// \a tab is not empty), `event`, `connection`, `local`, `peer`, `bytes`, and `data` (base64, RFC
/// 4648) for sent and received or `note` for the others.
QByteArray jsonLine(const Event &event, std::string_view tab = {});

/// JSON Lines: a jsonLine() for each event.
class JsonLinesWriter : public ExportWriter
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
