#include "netcore/log/export/csv.h"

namespace sockyard
{

namespace
{

void appendField(OutputBuffer &out, std::string_view text)
{
    constexpr std::string_view risky = "=+-@\t\r'";
    const bool guarded = !text.empty() && risky.find(text.front()) != std::string_view::npos;
    const bool quoted = text.find_first_of(",\"\r\n") != std::string_view::npos;
    if (quoted) {
        out.append('"');
    }
    if (guarded) {
        out.append('\'');
    }
    for (std::size_t quote = text.find('"'); quote != std::string_view::npos;
         quote = text.find('"')) {
        out.append(text.substr(0, quote + 1));
        out.append('"');
        text.remove_prefix(quote + 1);
    }
    out.append(text);
    if (quoted) {
        out.append('"');
    }
}

} // namespace

void CsvWriter::begin(OutputBuffer &out, const std::vector<LogSlice> &slices)
{
    m_slices = &slices;
    out.append("time,elapsed,tab,event,connection,local,peer,bytes,note,data\r\n");
}

void CsvWriter::write(OutputBuffer &out, const Event &event, std::size_t slice)
{
    m_time.appendTime(out, event.time());
    out.append(',');
    TimeText::appendElapsed(out, event.elapsed());
    out.append(',');
    appendField(out, (*m_slices)[slice].tab);
    out.append(',');
    out.append(eventKindName(event.kind()));
    out.append(',');
    out.appendNumber(event.connection());
    out.append(',');
    appendField(out, event.local());
    out.append(',');
    appendField(out, event.peer());
    out.append(',');
    out.appendNumber(event.bytes());
    out.append(',');
    appendField(out, event.note());
    out.append(',');
    if (carriesData(event.kind())) {
        out.append("0x");
        out.appendHex(event.payload());
    }
    out.append("\r\n");
}

void CsvWriter::end(OutputBuffer &, const std::vector<std::uint64_t> &) {}

} // namespace sockyard
