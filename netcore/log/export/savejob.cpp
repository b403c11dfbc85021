#include "netcore/log/export/savejob.h"

#include <QtConcurrent>

#include <chrono>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

constexpr auto tick = 100ms;

} // namespace

SaveJob::SaveJob(QObject *parent)
    : QObject(parent)
{
    m_tick.setInterval(tick);
    connect(&m_tick, &QTimer::timeout, this, [this] { Q_EMIT progressed(m_progress->fraction()); });
    connect(&m_watcher, &QFutureWatcher<SaveResult>::finished, this, &SaveJob::end);
}

SaveJob::~SaveJob()
{
    cancel();
    m_watcher.disconnect(this);
    m_watcher.waitForFinished(); // it looks before every event whether it is still wanted
}

bool SaveJob::isRunning() const
{
    return m_watcher.isRunning();
}

void SaveJob::start(const SaveRequest &request)
{
    m_fileName = request.fileName;
    m_progress = std::make_shared<SaveProgress>();
    m_tick.start();
    m_watcher.setFuture(QtConcurrent::run(
        [request, progress = m_progress] { return saveFile(request, progress.get()); }));
}

void SaveJob::cancel()
{
    if (m_progress) {
        m_progress->cancelled = true;
    }
}

void SaveJob::end()
{
    m_tick.stop();
    Q_EMIT finished(m_fileName, m_watcher.result());
}

} // namespace sockyard
