#include "netcore/log/export/savefile.h"

#include "netcore/log/eventcursor.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>
#include <deque>

namespace sockyard
{

namespace
{

// So much is given to the system at a time.
constexpr std::size_t mostBuffered = 1024U * 1024;

QString words(const char *text)
{
    return QCoreApplication::translate("sockyard::SaveFile", text);
}

// Walks through a slice, over what was dropped meanwhile.
class SliceWalk
{
public:
    SliceWalk(const LogSlice &slice, bool looksAtEverything)
        : m_slice(slice)
        , m_cursor(*slice.log)
        , m_hurries(slice.choice.only && !looksAtEverything)
        , m_next(slice.from)
    {
        step();
    }

    /// Null at the end.
    const Event *event() const { return m_event; }
    bool isWanted() const { return m_slice.choice.allows(*m_event); }
    std::uint64_t missing() const { return m_missing; }
    /// How many numbers lie behind.
    std::uint64_t done() const { return m_next - m_slice.from; }

    void step()
    {
        m_event = nullptr;
        while (m_next < m_slice.to && m_event == nullptr) {
            if (m_hurries) {
                hurry();
                if (m_next == m_slice.to) {
                    return;
                }
            }
            m_event = m_cursor.at(m_next);
            if (m_event != nullptr) {
                ++m_next;
                return;
            }
            const EventNumber there = std::clamp(m_slice.log->first(), m_next + 1, m_slice.to);
            m_missing += m_hurries ? m_slice.choice.only->indexOf(there) -
                                         m_slice.choice.only->indexOf(m_next)
                                   : there - m_next;
            m_next = there;
        }
    }

private:
    /// To the next event that the filter let through.
    void hurry()
    {
        const EventSet &only = *m_slice.choice.only;
        const std::uint64_t index = only.indexOf(m_next);
        m_next = index < only.size() ? std::min(only.at(index), m_slice.to) : m_slice.to;
    }

    const LogSlice &m_slice;
    EventCursor m_cursor;
    const bool m_hurries;
    EventNumber m_next;
    const Event *m_event = nullptr;
    std::uint64_t m_missing = 0;
};

/// Why nothing can be written there; empty where it can.
QString obstacle(const QString &fileName)
{
    // A device or a pipe cannot be replaced by a file of the same name, nor written by half.
    const QFileInfo there(fileName);
    if (there.exists() && !there.isFile()) {
        return words("%1 is not a regular file").arg(fileName);
    }
    if (fileName.isEmpty()) {
        return words("a file name is missing");
    }
    const QFileInfo folder(there.absolutePath());
    if (!folder.exists()) {
        return words("there is no folder %1").arg(folder.filePath());
    }
    if (!folder.isDir()) {
        return words("%1 is no folder").arg(folder.filePath());
    }
    if (!folder.isWritable()) {
        return words("you may not write into the folder %1").arg(folder.filePath());
    }
    return {};
}

/// The walk whose event happened first; the number of walks where all are at their end.
std::size_t earliestOf(const std::deque<SliceWalk> &walks)
{
    std::size_t earliest = walks.size();
    for (std::size_t index = 0; index < walks.size(); ++index) {
        const Event *const event = walks[index].event();
        if (event != nullptr &&
            (earliest == walks.size() || event->time() < walks[earliest].event()->time())) {
            earliest = index;
        }
    }
    return earliest;
}

/// One saving, from the first look at the file's name to its last byte.
class Saving
{
public:
    Saving(const SaveRequest &request, SaveProgress *progress)
        : m_request(request)
        , m_progress(progress)
        , m_file(request.fileName)
        , m_writer((request.format != nullptr ? *request.format : exportFormatFor(request.fileName))
                       .make())
    {
    }

    SaveResult run()
    {
        m_result.error = obstacle(m_request.fileName);
        if (!m_result.error.isEmpty()) {
            return m_result;
        }
        if (!m_file.open(QIODevice::WriteOnly)) {
            return fail();
        }
        if (!writeEvents()) {
            return m_result;
        }
        // commit() of Qt 6.4 does not look at what its own last flush() met.
        if (!drain() || !m_file.flush() || !m_file.commit()) {
            return fail();
        }
        m_result.ok = true;
        m_result.leftOut = m_writer->leftOut();
        return m_result;
    }

private:
    SaveResult fail()
    {
        m_result.error = words("the file could not be written: %1").arg(m_file.errorString());
        return m_result;
    }

    bool drain()
    {
        const auto size = static_cast<qint64>(m_out.size());
        const bool ok = m_file.write(m_out.text().data(), size) == size;
        m_out.clear();
        return ok;
    }

    bool isCancelled()
    {
        if (m_progress == nullptr || !m_progress->cancelled.load(std::memory_order_relaxed)) {
            return false;
        }
        m_result.cancelled = true;
        m_result.error = words("cancelled");
        return true;
    }

    bool writeEvents()
    {
        std::deque<SliceWalk> walks;
        std::uint64_t all = 0;
        for (const LogSlice &slice : m_request.slices) {
            walks.emplace_back(slice, m_writer->looksAtEverything());
            all += slice.to - slice.from;
        }
        if (m_progress != nullptr) {
            m_progress->all.store(all, std::memory_order_relaxed);
        }
        m_writer->begin(m_out, m_request.slices);
        for (;;) {
            if (isCancelled()) {
                return false;
            }
            const std::size_t slice = earliestOf(walks);
            if (slice == walks.size()) {
                break;
            }
            SliceWalk &walk = walks[slice];
            if (walk.isWanted()) {
                m_writer->write(m_out, *walk.event(), slice);
                ++m_result.events;
            } else {
                m_writer->pass(*walk.event(), slice);
            }
            walk.step();
            if (m_progress != nullptr) {
                std::uint64_t done = 0;
                for (const SliceWalk &each : walks) {
                    done += each.done();
                }
                m_progress->done.store(done, std::memory_order_relaxed);
            }
            if (m_out.size() >= mostBuffered && !drain()) {
                fail();
                return false;
            }
        }
        std::vector<std::uint64_t> missing;
        for (const SliceWalk &walk : walks) {
            missing.push_back(walk.missing());
            m_result.missing += walk.missing();
        }
        m_writer->end(m_out, missing);
        return true;
    }

    const SaveRequest &m_request;
    SaveProgress *const m_progress;
    QSaveFile m_file;
    const std::unique_ptr<ExportWriter> m_writer;
    OutputBuffer m_out;
    SaveResult m_result;
};

} // namespace

QStringList SaveResult::remarks() const
{
    QStringList remarks;
    if (missing > 0) {
        remarks.append(words("dropped before they could be written: %1").arg(missing));
    }
    if (leftOut > 0) {
        remarks.append(words("events with bytes that the format cannot hold: %1").arg(leftOut));
    }
    return remarks;
}

double SaveProgress::fraction() const
{
    const auto whole = all.load(std::memory_order_relaxed);
    return whole == 0 ? 0
                      : static_cast<double>(done.load(std::memory_order_relaxed)) /
                            static_cast<double>(whole);
}

SaveResult saveFile(const SaveRequest &request, SaveProgress *progress)
{
    return Saving(request, progress).run();
}

} // namespace sockyard
