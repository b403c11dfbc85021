#include "netcore/log/export/savefile.h"

#include "netcore/log/export/jsonlines.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>
#include <optional>

namespace sockyard
{

namespace
{

// Walks through a slice, over what was dropped meanwhile.
class Cursor
{
public:
    explicit Cursor(const LogSlice &slice)
        : m_slice(slice)
        , m_next(slice.from)
    {
        step();
    }

    const std::optional<Event> &event() const { return m_event; }
    const std::string &tab() const { return m_slice.tab; }
    std::uint64_t missing() const { return m_missing; }

    void step()
    {
        m_event.reset();
        while (m_next < m_slice.to && !m_event) {
            m_event = m_slice.log->at(m_next);
            if (m_event) {
                ++m_next;
                return;
            }
            const EventNumber there = std::clamp(m_slice.log->first(), m_next + 1, m_slice.to);
            m_missing += there - m_next;
            m_next = there;
        }
    }

private:
    const LogSlice &m_slice;
    EventNumber m_next;
    std::optional<Event> m_event;
    std::uint64_t m_missing = 0;
};

} // namespace

SaveResult saveJsonLines(const std::vector<LogSlice> &slices, const QString &fileName,
                         const std::atomic<bool> *cancelled)
{
    SaveResult result;
    const auto failed = [&result](const QString &error) {
        result.ok = false;
        result.error = error;
        return result;
    };
    // A device or a pipe cannot be replaced by a file of the same name, nor written by half.
    const QFileInfo there(fileName);
    if (there.exists() && !there.isFile()) {
        return failed(QCoreApplication::translate("sockyard::SaveFile", "%1 is not a regular file")
                          .arg(fileName));
    }
    QSaveFile file(fileName);
    if (!file.open(QIODevice::WriteOnly)) {
        return failed(file.errorString());
    }
    std::vector<Cursor> cursors(slices.begin(), slices.end());
    for (;;) {
        if (cancelled != nullptr && cancelled->load(std::memory_order_relaxed)) {
            return failed(QCoreApplication::translate("sockyard::SaveFile", "cancelled"));
        }
        Cursor *earliest = nullptr;
        for (Cursor &cursor : cursors) {
            if (cursor.event() &&
                (earliest == nullptr || cursor.event()->time() < earliest->event()->time())) {
                earliest = &cursor;
            }
        }
        if (earliest == nullptr) {
            break;
        }
        const QByteArray line = jsonLine(*earliest->event(), earliest->tab());
        if (file.write(line) != line.size()) {
            return failed(file.errorString());
        }
        ++result.events;
        earliest->step();
    }
    for (const Cursor &cursor : cursors) {
        result.missing += cursor.missing();
    }
    // commit() of Qt 6.4 does not look at what its own last flush() met.
    if (!file.flush() || !file.commit()) {
        return failed(file.errorString());
    }
    result.ok = true;
    return result;
}

} // namespace sockyard
