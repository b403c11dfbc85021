#pragma once

#include "netcore/log/saved/savedlogreport.h"

#include <QByteArray>

#include <string>
#include <vector>

class QIODevice;

namespace sockyard
{

/// Reads a saved log (JSON Lines, as jsonLine() writes it) event by event. Whatever is in the file,
/// it needs no more memory than a few lines of the longest kind, and goes on after a line that it
/// cannot read. Any one thread.
class SavedLogReader
{
public:
    enum class Step {
        Event, ///< event() is the next one
        GoOn,  ///< nothing yet: time to look whether one is to stop
        End,   ///< report() says how it went
    };

    /// \a device is open for reading, and outlives the reader.
    explicit SavedLogReader(QIODevice &device);

    Step next();
    const SavedEvent &event() const { return m_event; }
    /// The tab of event(), as a place in tabs().
    std::size_t tab() const { return m_tab; }
    /// The different tabs so far, in the order in which they came.
    const std::vector<std::string> &tabs() const { return m_tabs; }
    /// Bytes of the file that were looked at so far.
    std::uint64_t bytesRead() const { return m_bytesRead; }
    const SavedLogReport &report() const { return m_report; }

private:
    Step readMore();
    Step readLine(std::string_view line, bool ended);
    Step refuse(LineFault fault);
    Step stop(const QString &error);
    std::optional<std::size_t> placeOfTab();

    QIODevice &m_device;
    QByteArray m_buffer;
    qsizetype m_begin = 0;   // of the next line in it
    qsizetype m_end = 0;     // of what was read into it
    qsizetype m_scanned = 0; // no line feed before this place
    bool m_skipping = false; // the rest of a line that is too long
    bool m_atEnd = false;
    bool m_ended = false;
    std::uint64_t m_bytesRead = 0;
    std::uint64_t m_line = 0;
    SavedEvent m_event;
    std::size_t m_tab = 0;
    std::vector<std::string> m_tabs;
    SavedLogReport m_report;
};

} // namespace sockyard
