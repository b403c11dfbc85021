#pragma once

#include "netcore/projections/streambytes.h"

#include <QFutureWatcher>
#include <QObject>
#include <QThreadPool>

namespace sockyard
{

/// Keeps the index of one stream up to date while its log grows: what is new is looked at on the
/// spot, a long log in the background, some hundred thousand events at a time. Main thread.
class StreamJob : public QObject
{
    Q_OBJECT

public:
    StreamJob(std::shared_ptr<const EventLog> log, ConnectionId connection,
              StreamBytes::Which which, QObject *parent = nullptr);
    ~StreamJob() override;

    const std::shared_ptr<const StreamBytes> &bytes() const { return m_shown; }
    /// Looks at events before \a end, soon.
    void showUpTo(EventNumber end);
    /// True while there are events before the given end that were not looked at.
    bool isBehind() const { return m_bytes->scanned() < m_end; }

Q_SIGNALS:
    /// There may be more bytes, or older ones may be gone.
    void changed();

private:
    void goOn();
    void takeBatch();

    const std::shared_ptr<const EventLog> m_log;
    const std::shared_ptr<StreamBytes> m_bytes;
    const std::shared_ptr<const StreamBytes> m_shown;
    EventNumber m_end = 0;
    QThreadPool m_pool; // of its own: a long search must not hold up what a person looks at
    QFutureWatcher<StreamBytes::Batch> m_watcher;
    std::atomic<bool> m_cancelled = false;
};

} // namespace sockyard
