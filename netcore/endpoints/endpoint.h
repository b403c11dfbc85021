#pragma once

#include "netcore/log/eventlog.h"

#include <QObject>
#include <QString>

#include <memory>

namespace sockyard
{

/// What owns sockets: it takes commands, and tells everything through its log, nothing in another
/// way. It does not know which thread it is on; its log's writing thread is that thread. Commands
/// return nothing: what came of them is in the log.
class Endpoint : public QObject
{
    Q_OBJECT

public:
    explicit Endpoint(std::shared_ptr<EventLog> log);

    /// Ends in order what goes on; the last of it is a Closed event. Harmless when nothing goes on.
    virtual void stop() = 0;
    /// A reader has caught up: what was not read from the network because of it is read now.
    virtual void resume() = 0;

    /// Forgets all events so far, and notes that.
    void clearLog();

    /// Writes an event of the endpoint itself that happened elsewhere, such as a log that could not
    /// be saved.
    void report(EventKind kind, const QString &note);

    EventLog &log() const { return *m_log; }

protected:
    /// Writes a Failed event of the endpoint itself for what was wrong before any call was made.
    void refuse(const QString &words);

private:
    std::shared_ptr<EventLog> m_log;
};

} // namespace sockyard
