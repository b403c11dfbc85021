#pragma once

#include <QObject>
#include <QThread>

#include <functional>

namespace sockyard
{

/// The one thread on which all sockets live. Created and destroyed by the main thread; it must
/// outlive every Session on it.
class IoThread
{
public:
    IoThread();
    /// Lets everything that was posted happen, and waits for the thread to end.
    ~IoThread();
    IoThread(const IoThread &) = delete;
    IoThread &operator=(const IoThread &) = delete;

    /// Runs \a task there, later, in the order of posting. Any thread.
    void post(std::function<void()> task);

private:
    QThread m_thread;
    QObject m_context; // lives on m_thread
};

} // namespace sockyard
