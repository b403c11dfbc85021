#pragma once

#include "netcore/log/saved/savedlogjob.h"

#include <QWidget>

class QLabel;
class QStackedWidget;
class QTabBar;

namespace sockyard
{

class LogSaver;
class NoticeBar;
class SavedLogView;
class TaskBar;
struct LogPart;

/// A tab over a saved log: the same views as over a live one, but no form, no button and no
/// composer, as there is no endpoint. Where the file holds the logs of several tabs, one of them is
/// shown at a time. The file is read in the background. Main thread.
class SavedLogPage : public QWidget
{
    Q_OBJECT

public:
    /// Begins to read at once.
    SavedLogPage(std::shared_ptr<LogStore> store, const QString &fileName,
                 QWidget *parent = nullptr);
    ~SavedLogPage() override;

    QString fileName() const { return m_fileName; }
    bool isReading() const { return m_job->isRunning(); }
    /// How reading went; complete when it is finished.
    const SavedLogReport &report() const { return m_report; }
    /// The log that is shown, or null.
    SavedLogView *currentView() const;
    void focusEvents();
    /// Asks for a name and a format, and saves the log that is shown there.
    void saveLogAs();

Q_SIGNALS:
    /// The file was read as far as it will be.
    void finished();

private:
    void addLog(const std::string &tab, const std::shared_ptr<EventLog> &log);
    void saveAs(const std::shared_ptr<const EventLog> &log, const LogPart &part);
    void showReport(const SavedLogReport &report);

    const QString m_fileName;
    SavedLogReport m_report;
    SavedLogJob *m_job;
    QLabel *m_name;
    NoticeBar *m_notice;
    TaskBar *m_task;
    LogSaver *m_saver;
    QTabBar *m_tabs;
    QStackedWidget *m_views;
};

} // namespace sockyard
