#include "netcore/log/export/plaintext.h"

#include "netcore/codec/hexdump.h"
#include "netcore/codec/visibletext.h"
#include "netcore/log/export/eventwords.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>
#include <chrono>
#include <string_view>

namespace sockyard
{

namespace
{

constexpr std::string_view indent = "    ";

void append(OutputBuffer &out, const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    out.append(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

/// How many bytes the character that begins with \a first has; 0 where none can.
std::size_t characterLength(unsigned char first)
{
    return first < 0x80                    ? 1
           : first >= 0xc2 && first < 0xe0 ? 2
           : first >= 0xe0 && first < 0xf0 ? 3
           : first >= 0xf0 && first < 0xf5 ? 4
                                           : 0;
}

bool continues(unsigned char byte)
{
    return (byte & 0xc0) == 0x80;
}

/// UTF-8 with no controls but tabs and line ends. An event may begin and end within a character.
bool isText(std::string_view bytes)
{
    std::size_t at = 0;
    while (at < std::min<std::size_t>(bytes.size(), 3) &&
           continues(static_cast<unsigned char>(bytes[at]))) {
        ++at;
    }
    if (at > 0 && at == bytes.size()) {
        return false; // nothing but the middle of a character
    }
    while (at < bytes.size()) {
        const auto byte = static_cast<unsigned char>(bytes[at]);
        if ((byte < 0x20 && byte != '\t' && byte != '\r' && byte != '\n') || byte == 0x7f) {
            return false;
        }
        const std::size_t length = characterLength(byte);
        if (length == 0) {
            return false;
        }
        const std::string_view rest = bytes.substr(at + 1, length - 1);
        if (!std::all_of(rest.begin(), rest.end(),
                         [](char c) { return continues(static_cast<unsigned char>(c)); })) {
            return false;
        }
        at += length;
    }
    return true;
}

void appendText(OutputBuffer &out, std::string_view text)
{
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end == std::string_view::npos ? end : end + 1);
        out.append(indent);
        out.append(visibleText(line, line.size()));
        out.append('\n');
        text.remove_prefix(line.size());
    }
}

void appendDump(OutputBuffer &out, std::string_view dump)
{
    while (!dump.empty()) {
        const std::size_t length = dump.find('\n') + 1;
        out.append(indent);
        out.append(dump.substr(0, length));
        dump.remove_prefix(length);
    }
}

} // namespace

void PlainTextWriter::begin(OutputBuffer &, const std::vector<LogSlice> &slices)
{
    m_slices = &slices;
}

void PlainTextWriter::appendClock(OutputBuffer &out, std::int64_t time)
{
    using namespace std::chrono;
    const auto millisecond = floor<milliseconds>(nanoseconds(time));
    const auto second = floor<seconds>(millisecond);
    if (second.count() != m_second) { // events are near to each other
        m_second = second.count();
        const auto moment = QDateTime::fromSecsSinceEpoch(m_second);
        if (moment.date() != m_day) {
            if (m_day.isValid()) {
                out.append('\n');
            }
            m_day = moment.date();
            append(out, QStringLiteral("%1 (%2)\n")
                            .arg(m_day.toString(Qt::ISODate), moment.timeZoneAbbreviation()));
        }
        m_clock = moment.toString(QStringLiteral("HH:mm:ss.")).toStdString();
    }
    out.append(m_clock);
    out.appendNumber(static_cast<std::uint64_t>((millisecond - second).count()), 3);
}

void PlainTextWriter::write(OutputBuffer &out, const Event &event, std::size_t slice)
{
    appendClock(out, event.time());
    if (const std::string &tab = (*m_slices)[slice].tab; !tab.empty()) {
        out.append("  ");
        out.append(visibleText(tab));
    }
    out.append("  #");
    out.appendNumber(event.connection());
    out.append("  ");
    append(out, eventText(event.kind()));
    if (!event.peer().empty() || !event.local().empty()) {
        out.append("  ");
        out.append(visibleText(event.peer().empty() ? event.local() : event.peer()));
    }
    if (event.bytes() > 0 || carriesData(event.kind())) {
        out.append("  ");
        append(out, event.bytes() == 1
                        ? QCoreApplication::translate("sockyard::PlainText", "1 byte")
                        : QCoreApplication::translate("sockyard::PlainText", "%1 bytes")
                              .arg(event.bytes()));
    }
    if (!event.note().empty()) {
        out.append("  ");
        out.append(visibleText(event.note(), event.note().size()));
    }
    out.append('\n');
    if (carriesData(event.kind())) {
        const ByteView payload = event.payload();
        const std::string_view bytes(reinterpret_cast<const char *>(payload.data()),
                                     payload.size());
        if (isText(bytes)) {
            appendText(out, bytes);
        } else {
            appendDump(out, hexDump(payload));
        }
    }
}

void PlainTextWriter::end(OutputBuffer &out, const std::vector<std::uint64_t> &missing)
{
    std::uint64_t sum = 0;
    for (const std::uint64_t count : missing) {
        sum += count;
    }
    if (sum > 0) {
        append(out, QCoreApplication::translate(
                        "sockyard::PlainText",
                        "Events that the log dropped before they could be written: %1")
                            .arg(sum) +
                        u'\n');
    }
}

} // namespace sockyard
