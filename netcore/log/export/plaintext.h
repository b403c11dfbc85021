#pragma once

#include "netcore/log/export/exportwriter.h"

#include <QDate>

#include <limits>
#include <string>

namespace sockyard
{

/// Text as a person would paste it into a report: a line for each event with the local clock, a
/// sign and a word, the peer and how many bytes; below it the bytes, as text where they are text,
/// else as a hex dump. Each day begins with a line that names it and the time zone. All of it is
/// inert (visibleText()), in UTF-8.
class PlainTextWriter : public ExportWriter
{
public:
    void begin(OutputBuffer &out, const std::vector<LogSlice> &slices) override;
    void write(OutputBuffer &out, const Event &event, std::size_t slice) override;
    void end(OutputBuffer &out, const std::vector<std::uint64_t> &missing) override;

private:
    void appendClock(OutputBuffer &out, std::int64_t time);

    const std::vector<LogSlice> *m_slices = nullptr;
    QDate m_day;
    std::int64_t m_second = std::numeric_limits<std::int64_t>::min();
    std::string m_clock; // of that second
};

} // namespace sockyard
