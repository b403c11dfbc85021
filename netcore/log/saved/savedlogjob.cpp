#include "netcore/log/saved/savedlogjob.h"

#include "netcore/log/saved/savedlogreader.h"

#include <QFile>
#include <QFileInfo>
#include <QThread>

#include <algorithm>
#include <utility>
#include <vector>

namespace sockyard
{

namespace
{

// The logs that a job is writing tell it when they have room again.
class Listening
{
public:
    explicit Listening(std::function<void()> roomAgain)
        : m_roomAgain(std::move(roomAgain))
    {
    }
    ~Listening()
    {
        for (const auto &log : m_logs) {
            log->setListener({});
        }
    }
    Listening(const Listening &) = delete;
    Listening &operator=(const Listening &) = delete;

    void add(const std::shared_ptr<EventLog> &log)
    {
        log->setListener({.roomAgain = m_roomAgain, .troubled = {}});
        m_logs.push_back(log);
    }
    EventLog &log(std::size_t index) const { return *m_logs[index]; }
    std::size_t count() const { return m_logs.size(); }

private:
    const std::function<void()> m_roomAgain;
    std::vector<std::shared_ptr<EventLog>> m_logs;
};

} // namespace

SavedLogJob::SavedLogJob(LogFactory makeLog, QObject *parent)
    : QObject(parent)
    , m_makeLog(std::move(makeLog))
{
}

SavedLogJob::SavedLogJob(QObject *parent)
    : SavedLogJob([] { return std::make_shared<EventLog>(); }, parent)
{
}

SavedLogJob::~SavedLogJob()
{
    cancel();
    if (m_thread != nullptr) {
        m_thread->wait(); // it looks at m_cancelled before every event
        delete m_thread;
    }
}

void SavedLogJob::start(const QString &fileName)
{
    m_thread = QThread::create([this, fileName] {
        const SavedLogReport report = read(fileName);
        QMetaObject::invokeMethod(
            this,
            [this, report] {
                m_thread->wait();
                delete std::exchange(m_thread, nullptr);
                Q_EMIT finished(report);
            },
            Qt::QueuedConnection);
    });
    m_thread->setObjectName(QStringLiteral("saved log"));
    m_thread->start();
}

void SavedLogJob::cancel()
{
    m_cancelled = true;
    resume();
}

void SavedLogJob::resume()
{
    const std::lock_guard lock(m_mutex);
    m_wake.notify_all();
}

void SavedLogJob::waitWhile(const std::function<bool()> &condition)
{
    std::unique_lock lock(m_mutex);
    while (!m_cancelled && condition()) {
        m_wake.wait(lock);
    }
}

std::shared_ptr<EventLog> SavedLogJob::announce(const std::string &tab)
{
    auto log = m_makeLog();
    m_unannounced = true; // nobody else looks at it now
    QMetaObject::invokeMethod(
        this,
        [this, tab, log] {
            Q_EMIT tabFound(tab, log);
            const std::lock_guard lock(m_mutex);
            m_unannounced = false;
            m_wake.notify_all();
        },
        Qt::QueuedConnection);
    waitWhile([this] { return m_unannounced; });
    return log;
}

SavedLogReport SavedLogJob::read(const QString &fileName)
{
    SavedLogReport failure;
    const QFileInfo info(fileName);
    if (info.isDir()) {
        failure.error = tr("This is a folder, not a file.");
        return failure;
    }
    if (info.exists() && !info.isFile()) { // a pipe would never end
        failure.error = tr("This is not a regular file.");
        return failure;
    }
    QFile file(fileName);
    if (fileName.isEmpty()) {
        failure.error = tr("A file without a name cannot be opened.");
        return failure;
    }
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
        failure.error = tr("The file could not be opened: %1.").arg(file.errorString());
        return failure;
    }
    const auto size = static_cast<std::uint64_t>(std::max<qint64>(1, info.size()));
    int told = 0;
    Listening logs([this] { resume(); });
    SavedLogReader reader(file);
    for (auto step = reader.next(); step != SavedLogReader::Step::End; step = reader.next()) {
        if (m_cancelled) {
            break;
        }
        if (step == SavedLogReader::Step::Event) {
            if (reader.tab() == logs.count()) {
                logs.add(announce(reader.event().tab));
            }
            EventLog &log = logs.log(reader.tab());
            if (!log.hasRoom()) {
                waitWhile([&log] { return !log.hasRoom(); });
            }
            log.append(reader.event().data());
        }
        // The file may grow meanwhile.
        const auto permille = static_cast<int>(std::min(size, reader.bytesRead()) * 1000 / size);
        if (permille > told) {
            told = permille;
            Q_EMIT progressed(permille / 1000.0);
        }
    }
    SavedLogReport report = reader.report();
    report.cancelled = m_cancelled;
    return report;
}

} // namespace sockyard
