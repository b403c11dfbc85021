#include "netcore/log/export/jsonlines.h"

#include <array>
#include <cstdio>

namespace sockyard
{

namespace
{

// The log's texts are UTF-8, and short: only what RFC 8259 section 7 demands is escaped.
void appendString(OutputBuffer &out, std::string_view text)
{
    out.append('"');
    for (const char c : text) {
        switch (c) {
        case '"':
            out.append("\\\"");
            break;
        case '\\':
            out.append("\\\\");
            break;
        case '\n':
            out.append("\\n");
            break;
        case '\r':
            out.append("\\r");
            break;
        case '\t':
            out.append("\\t");
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20) {
                std::array<char, 8> escape = {};
                std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(c));
                out.append(std::string_view(escape.data()));
            } else {
                out.append(c);
            }
        }
    }
    out.append('"');
}

void appendLine(OutputBuffer &out, TimeText &time, const Event &event, std::string_view tab)
{
    out.append("{\"time\":\"");
    time.appendTime(out, event.time());
    out.append("\",\"elapsed\":");
    TimeText::appendElapsed(out, event.elapsed());
    if (!tab.empty()) {
        out.append(",\"tab\":");
        appendString(out, tab);
    }
    out.append(",\"event\":");
    appendString(out, eventKindName(event.kind()));
    out.append(",\"connection\":");
    out.appendNumber(event.connection());
    out.append(",\"local\":");
    appendString(out, event.local());
    out.append(",\"peer\":");
    appendString(out, event.peer());
    out.append(",\"bytes\":");
    out.appendNumber(event.bytes());
    if (carriesData(event.kind())) {
        out.append(",\"data\":\"");
        out.appendBase64(event.payload());
        out.append('"');
    }
    if (!carriesData(event.kind()) || !event.note().empty()) {
        out.append(",\"note\":");
        appendString(out, event.note());
    }
    out.append("}\n");
}

} // namespace

QByteArray jsonLine(const Event &event, std::string_view tab)
{
    OutputBuffer out;
    TimeText time;
    appendLine(out, time, event, tab);
    return {out.text().data(), static_cast<qsizetype>(out.size())};
}

void JsonLinesWriter::begin(OutputBuffer &, const std::vector<LogSlice> &slices)
{
    m_slices = &slices;
}

void JsonLinesWriter::write(OutputBuffer &out, const Event &event, std::size_t slice)
{
    appendLine(out, m_time, event, (*m_slices)[slice].tab);
}

void JsonLinesWriter::end(OutputBuffer &, const std::vector<std::uint64_t> &) {}

} // namespace sockyard
