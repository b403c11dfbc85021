#pragma once

#include "netcore/log/eventlog.h"

#include <QObject>
#include <QString>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

class QThread;

namespace sockyard
{

/// Where and in what pieces logs are saved as they grow.
struct AutosaveSettings {
    QString folder;
    /// Bytes in a file before the next one is begun, the last line excepted where it alone is
    /// longer; 0 is without a limit.
    std::uint64_t sizeLimit = 256U * 1024 * 1024;
    /// Since a file was begun; 0 is without a limit. A file is never begun before there is
    /// something to write.
    std::chrono::milliseconds timeLimit = std::chrono::hours(1);

    friend bool operator==(const AutosaveSettings &, const AutosaveSettings &) = default;
};

/// Writes logs as JSON Lines into files of a folder as they grow, on a thread of its own: one file
/// after the other for each log, of whole lines, private to the user, never over one that is there.
/// What happened is handed to the system within a quarter of a second, so that a crash of the
/// program loses no more than that. No log drops what was not written yet; except where writing
/// fails and the log is full: then the oldest events are given up, counted and told, so that the
/// endpoint can go on. What a person clears before it was written is not written.
///
/// Lives on the main thread. When it is deleted it writes what there is, and waits for that.
class Autosave : public QObject
{
    Q_OBJECT

public:
    struct Source {
        std::string tab; ///< in the lines and in the names of the files
        std::shared_ptr<EventLog> log;
    };

    explicit Autosave(std::vector<Source> sources, QObject *parent = nullptr);
    ~Autosave() override;

    /// Begins, with all that is in the logs by now and was not written before, or goes on in new
    /// files with other settings. The same settings again change nothing. Returns at once.
    void start(const AutosaveSettings &settings);
    /// Ends after what is in the logs by now. Returns at once.
    void stop();
    const std::optional<AutosaveSettings> &settings() const { return m_settings; }

Q_SIGNALS:
    /// A file was begun.
    void begun(const std::string &tab, const QString &fileName);
    /// Nothing of that tab can be written now; it will be tried again. Told once, until it works.
    void failed(const std::string &tab, const QString &text);
    /// It works again, or something is to be known about what was written before.
    void told(const std::string &tab, const QString &text);
    /// All that stop() left to be written has been written.
    void stopped();

private:
    class Writer;

    void order(const std::optional<AutosaveSettings> &settings);
    void run();

    const std::vector<Source> m_sources;
    std::optional<AutosaveSettings> m_settings; // as they were asked for
    QThread *m_thread;

    std::mutex m_mutex;
    std::condition_variable m_wake;
    // Guarded by m_mutex.
    std::deque<std::optional<AutosaveSettings>> m_orders; // to begin so, or to end
    bool m_more = false;
    bool m_ending = false;
};

} // namespace sockyard
