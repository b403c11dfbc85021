#pragma once

#include "netcore/log/export/savefile.h"

#include <QFutureWatcher>
#include <QObject>
#include <QTimer>

namespace sockyard
{

/// Saves a log in the background: it reads the log from a thread of its own while the log grows.
/// One file at a time. Main thread; ends, unfinished and without a half file, when it is deleted.
class SaveJob : public QObject
{
    Q_OBJECT

public:
    explicit SaveJob(QObject *parent = nullptr);
    ~SaveJob() override;

    bool isRunning() const;
    void start(const SaveRequest &request);
    /// Ends it soon; finished() tells when.
    void cancel();

Q_SIGNALS:
    /// Ten times a second while it runs; \a fraction from 0 to 1.
    void progressed(double fraction);
    void finished(const QString &fileName, const sockyard::SaveResult &result);

private:
    void end();

    QFutureWatcher<SaveResult> m_watcher;
    QTimer m_tick;
    QString m_fileName;
    std::shared_ptr<SaveProgress> m_progress;
};

} // namespace sockyard
