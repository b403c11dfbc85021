#pragma once

#include "netcore/log/export/savefile.h"

#include <QFutureWatcher>
#include <QObject>

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
    void start(const std::vector<LogSlice> &slices, const QString &fileName);

Q_SIGNALS:
    void finished(const QString &fileName, const sockyard::SaveResult &result);

private:
    QFutureWatcher<SaveResult> m_watcher;
    QString m_fileName;
    std::atomic<bool> m_cancelled = false;
};

} // namespace sockyard
