#pragma once

#include "netcore/log/export/savejob.h"
#include "widgets/views/savebutton.h"

#include <QObject>

#include <memory>

namespace sockyard
{

class TaskBar;
struct ExportFormat;

/// Saves one log, or a part of it: asks for a name and a format without stopping anything, writes
/// in the background, and shows progress in a task bar. Belongs to a page. Main thread.
class LogSaver : public QObject
{
    Q_OBJECT

public:
    LogSaver(std::shared_ptr<const EventLog> log, TaskBar *task, QWidget *parent);

    void setLog(std::shared_ptr<const EventLog> log) { m_log = std::move(log); }
    void saveAs(const LogPart &part);
    /// \a format null for what the ending of the name asks for.
    void save(const QString &fileName, const LogPart &part = {},
              const ExportFormat *format = nullptr);

Q_SIGNALS:
    /// It was saved, or a person cancelled it; in words.
    void told(const QString &text);
    /// It could not be saved.
    void failed(const QString &text);
    /// A saving that was asked for has ended, after told() or failed().
    void saved(const QString &fileName, bool ok);

private:
    void finish(const QString &fileName, const SaveResult &result);

    std::shared_ptr<const EventLog> m_log;
    TaskBar *const m_task;
    QWidget *const m_window;
    SaveJob m_job;
};

} // namespace sockyard
