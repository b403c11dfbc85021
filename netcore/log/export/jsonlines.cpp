#include "netcore/log/export/jsonlines.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace sockyard
{

namespace
{

constexpr std::int64_t second = 1000000000;

// The log's texts are UTF-8, and short: only what RFC 8259 section 7 demands is escaped.
void appendString(QByteArray &line, std::string_view text)
{
    line += '"';
    for (const char c : text) {
        switch (c) {
        case '"':
            line += "\\\"";
            break;
        case '\\':
            line += "\\\\";
            break;
        case '\n':
            line += "\\n";
            break;
        case '\r':
            line += "\\r";
            break;
        case '\t':
            line += "\\t";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20) {
                std::array<char, 8> escape = {};
                std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(c));
                line += escape.data();
            } else {
                line += c;
            }
        }
    }
    line += '"';
}

void appendTime(QByteArray &line, std::int64_t time)
{
    using namespace std::chrono;
    const sys_time<nanoseconds> moment{nanoseconds(time)};
    const auto day = floor<days>(moment);
    const year_month_day date(day);
    const hh_mm_ss clock(moment - day);
    std::array<char, 48> text = {};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%09dZ",
                  static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()),
                  static_cast<int>(clock.subseconds().count()));
    line += text.data();
}

void appendElapsed(QByteArray &line, std::int64_t elapsed)
{
    std::array<char, 48> text = {};
    std::snprintf(text.data(), text.size(), "%lld.%09lld", static_cast<long long>(elapsed / second),
                  static_cast<long long>(elapsed % second));
    line += text.data();
}

} // namespace

QByteArray jsonLine(const Event &event, std::string_view tab)
{
    QByteArray line;
    const std::size_t length = 256 + event.note().size() + event.payload().size() * 4 / 3;
    line.reserve(static_cast<qsizetype>(length));
    line += "{\"time\":\"";
    appendTime(line, event.time());
    line += "\",\"elapsed\":";
    appendElapsed(line, event.elapsed());
    if (!tab.empty()) {
        line += ",\"tab\":";
        appendString(line, tab);
    }
    line += ",\"event\":";
    appendString(line, eventKindName(event.kind()));
    line += ",\"connection\":";
    line += QByteArray::number(static_cast<qulonglong>(event.connection()));
    line += ",\"local\":";
    appendString(line, event.local());
    line += ",\"peer\":";
    appendString(line, event.peer());
    line += ",\"bytes\":";
    line += QByteArray::number(static_cast<qulonglong>(event.bytes()));
    if (carriesData(event.kind())) {
        line += ",\"data\":\"";
        const ByteView data = event.payload();
        line += QByteArray::fromRawData(reinterpret_cast<const char *>(data.data()),
                                        static_cast<qsizetype>(data.size()))
                    .toBase64();
        line += '"';
    } else {
        line += ",\"note\":";
        appendString(line, event.note());
    }
    line += "}\n";
    return line;
}

} // namespace sockyard
