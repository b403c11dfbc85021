#pragma once

#include <QObject>
#include <QThread>

#include <functional>
#include <memory>

namespace sockyard
{

class LogStore;

/// The one thread on which all sockets live, and where the logs that are written on it are kept.
/// Created and destroyed by the main thread; it must outlive every Session on it.
class IoThread
{
public:
    /// Logs in memory only.
    IoThread();
    explicit IoThread(std::shared_ptr<LogStore> store);
    /// Lets everything that was posted happen, and waits for the thread to end.
    ~IoThread();
    IoThread(const IoThread &) = delete;
    IoThread &operator=(const IoThread &) = delete;

    /// Runs \a task there, later, in the order of posting. Any thread.
    void post(std::function<void()> task);

    const std::shared_ptr<LogStore> &store() const { return m_store; }

private:
    const std::shared_ptr<LogStore> m_store;
    QThread m_thread;
    QObject m_context; // lives on m_thread
};

} // namespace sockyard
