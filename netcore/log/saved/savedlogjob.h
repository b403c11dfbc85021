#pragma once

#include "netcore/log/saved/savedlogreport.h"

#include <QObject>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>

class QThread;

namespace sockyard
{

/// Opens a saved log in the background: reads the file on a thread of its own, which is the writing
/// thread of the logs that it fills. There is one log for each tab that the file names, and nobody
/// else appends to them. Main thread; ends, unfinished, when it is deleted: the logs stay with who
/// holds them.
class SavedLogJob : public QObject
{
    Q_OBJECT

public:
    using LogFactory = std::function<std::shared_ptr<EventLog>()>;

    /// \a makeLog is called on the reading thread.
    explicit SavedLogJob(LogFactory makeLog, QObject *parent = nullptr);
    explicit SavedLogJob(QObject *parent = nullptr);
    ~SavedLogJob() override;

    /// To be called once.
    void start(const QString &fileName);
    bool isRunning() const { return m_thread != nullptr; }
    /// What was read so far stays.
    void cancel();

Q_SIGNALS:
    /// A tab that was not named before; empty where the file was saved from one tab alone. Readers
    /// that are made by slots of the main thread miss no event.
    void tabFound(const std::string &tab, const std::shared_ptr<sockyard::EventLog> &log);
    /// How far it has come, 0 to 1.
    void progressed(double fraction);
    void finished(const sockyard::SavedLogReport &report);

private:
    void resume();
    SavedLogReport read(const QString &fileName);
    std::shared_ptr<EventLog> announce(const std::string &tab);
    void waitWhile(const std::function<bool()> &condition);

    LogFactory m_makeLog;
    QThread *m_thread = nullptr;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::atomic<bool> m_cancelled = false;
    bool m_unannounced = false; // guarded by m_mutex
};

} // namespace sockyard
