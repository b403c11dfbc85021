#include "netcore/log/export/savejob.h"

#include <QtConcurrent>

namespace sockyard
{

SaveJob::SaveJob(QObject *parent)
    : QObject(parent)
{
    connect(&m_watcher, &QFutureWatcher<SaveResult>::finished, this,
            [this] { Q_EMIT finished(m_fileName, m_watcher.result()); });
}

SaveJob::~SaveJob()
{
    m_cancelled = true;
    m_watcher.disconnect(this);
    m_watcher.waitForFinished(); // it looks at m_cancelled before every event
}

bool SaveJob::isRunning() const
{
    return m_watcher.isRunning();
}

void SaveJob::start(const std::vector<LogSlice> &slices, const QString &fileName)
{
    m_fileName = fileName;
    m_watcher.setFuture(QtConcurrent::run(
        [this, slices, fileName] { return saveJsonLines(slices, fileName, &m_cancelled); }));
}

} // namespace sockyard
