#include "netcore/log/saved/savedlogreader.h"

#include <QCoreApplication>
#include <QIODevice>

#include <algorithm>
#include <cstring>

namespace sockyard
{

namespace
{

constexpr qsizetype chunk = 64 * 1024;
// A file whose first lines tell nothing at all is something else.
constexpr std::uint64_t mostRefusedAtFirst = 1000;

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::SavedLog", text);
}

} // namespace

SavedLogReader::SavedLogReader(QIODevice &device)
    : m_device(device)
    , m_buffer(chunk, Qt::Uninitialized)
{
}

SavedLogReader::Step SavedLogReader::next()
{
    if (m_ended) {
        return Step::End;
    }
    const char *const begin = m_buffer.constData() + m_begin;
    const auto *const feed = static_cast<const char *>(std::memchr(
        m_buffer.constData() + m_scanned, '\n', static_cast<std::size_t>(m_end - m_scanned)));
    if (feed != nullptr) {
        const std::string_view line(begin, static_cast<std::size_t>(feed - begin));
        m_begin += feed - begin + 1;
        m_scanned = m_begin;
        return readLine(line, true);
    }
    m_scanned = m_end;
    if (!m_atEnd) {
        return readMore();
    }
    if (m_begin < m_end || m_skipping) {
        const std::string_view line(begin, static_cast<std::size_t>(m_end - m_begin));
        m_begin = m_end;
        return readLine(line, false);
    }
    return stop({});
}

SavedLogReader::Step SavedLogReader::readMore()
{
    if (m_end - m_begin > static_cast<qsizetype>(longestSavedLine)) {
        m_skipping = true; // told when its end is found
    }
    if (m_skipping) {
        m_begin = m_end;
    }
    // Room for one chunk more; what is left of a line begins the buffer then.
    if (m_buffer.size() - m_end < chunk) {
        std::memmove(m_buffer.data(), m_buffer.constData() + m_begin,
                     static_cast<std::size_t>(m_end - m_begin));
        m_end -= m_begin;
        m_begin = 0;
        m_scanned = m_end;
    }
    if (m_buffer.size() - m_end < chunk) { // never more than twice the longest line and a chunk
        m_buffer.resize(m_buffer.size() * 2);
    }
    const qint64 count = m_device.read(m_buffer.data() + m_end, chunk);
    if (count < 0) {
        return stop(tr("The file could not be read: %1.").arg(m_device.errorString()));
    }
    m_atEnd = count == 0;
    if (m_bytesRead == 0) {
        const QByteArrayView first(m_buffer.constData(), count);
        if (first.startsWith("\x1f\x8b")) {
            return stop(tr("The file is compressed (gzip): unpack it first."));
        }
        if (first.startsWith("\xef\xbb\xbf")) {
            m_begin = 3; // the mark with which some editors begin UTF-8
            m_scanned = 3;
        }
    }
    m_end += count;
    m_bytesRead += static_cast<std::uint64_t>(count);
    return Step::GoOn;
}

SavedLogReader::Step SavedLogReader::readLine(std::string_view line, bool ended)
{
    ++m_line;
    if (std::exchange(m_skipping, false)) {
        return refuse({LineFault::Kind::TooLong});
    }
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
        return Step::GoOn;
    }
    if (const auto fault = readSavedLine(line, m_event)) {
        if (!ended && (m_report.events > 0 || line.starts_with("{\""))) {
            m_report.truncated = true;
            return Step::GoOn;
        }
        return refuse(*fault);
    }
    const auto place = placeOfTab();
    if (!place) {
        return refuse({LineFault::Kind::TooManyTabs});
    }
    m_tab = *place;
    ++m_report.events;
    return Step::Event;
}

std::optional<std::size_t> SavedLogReader::placeOfTab()
{
    const auto found = std::find(m_tabs.begin(), m_tabs.end(), m_event.tab);
    const auto place = static_cast<std::size_t>(found - m_tabs.begin());
    if (found == m_tabs.end()) {
        if (m_tabs.size() == mostSavedTabs) {
            return std::nullopt;
        }
        m_tabs.push_back(m_event.tab);
    }
    return place;
}

SavedLogReader::Step SavedLogReader::refuse(LineFault fault)
{
    ++m_report.refused;
    if (m_report.refusals.size() < SavedLogReport::mostRefusals) {
        m_report.refusals.push_back({m_line, fault});
    }
    if (m_report.events == 0 && m_report.refused >= mostRefusedAtFirst) {
        return stop({});
    }
    return Step::GoOn;
}

SavedLogReader::Step SavedLogReader::stop(const QString &error)
{
    m_ended = true;
    m_report.error = error;
    if (error.isEmpty() && m_report.events == 0 && m_report.refused > 0) {
        m_report.error = tr("This is not a saved log: no line of it tells an event.");
    }
    return Step::End;
}

} // namespace sockyard
