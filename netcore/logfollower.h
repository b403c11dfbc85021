#pragma once

#include "netcore/log/eventlog.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>

namespace sockyard
{

/// Reads a log that grows, for the views over it: eventsArrived() comes at most once a frame, with
/// so many events at a time that the window stays light; the log drops none of them before. It
/// lives on the views' thread, the main one, and keeps the log alive.
class LogFollower : public QObject
{
    Q_OBJECT

public:
    explicit LogFollower(std::shared_ptr<EventLog> log, QObject *parent = nullptr);

    /// Every event before this number has been told by eventsArrived().
    EventNumber arrived() const { return m_reader.position(); }

Q_SIGNALS:
    /// Events [from, to) are there. Where a person cleared the log meanwhile, some may be gone
    /// again.
    void eventsArrived(sockyard::EventNumber from, sockyard::EventNumber to);

private:
    void readOn();
    void scheduleReading();

    std::shared_ptr<EventLog> m_log;
    EventLog::Reader m_reader;
    QTimer m_frame;
    QElapsedTimer m_sinceFrame;
    EventNumber m_batch;
};

} // namespace sockyard
