#include "netcore/log/export/autosave.h"

#include "netcore/log/eventcursor.h"
#include "netcore/log/export/jsonlines.h"

#include <QDateTime>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QThread>

#include <algorithm>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

constexpr auto gatherTime = 50ms;  // what comes in a crowd is written together
constexpr auto lookTime = 200ms;   // how often a log that cannot be written is looked at
constexpr qint64 retryTime = 2000; // milliseconds
constexpr qint64 fileCheckTime = 1000;
constexpr qsizetype batchSize = 256 * 1024;
constexpr int mostFiles = 1000000;

/// The words of a tab's id that can stand in a file's name.
QString nameOf(const std::string &tab)
{
    QString name;
    for (const char c : tab) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '_';
        name += QLatin1Char(plain ? c : '_');
    }
    return name;
}

} // namespace

/// Writes one log. It lives on the thread that writes.
class Autosave::Writer
{
public:
    /// Begins at event \a from, or at the first that is there.
    Writer(Autosave &owner, const Source &source, const AutosaveSettings &settings,
           const QString &run, EventNumber from)
        : m_owner(owner)
        , m_source(source)
        , m_settings(settings)
        , m_run(run)
        , m_reader(std::make_unique<EventLog::Reader>(*source.log,
                                                      [&owner] {
                                                          const std::lock_guard lock(owner.m_mutex);
                                                          owner.m_more = true;
                                                          owner.m_wake.notify_all();
                                                      }))
        , m_cursor(*source.log)
    {
        m_reader->advance(std::max(from, m_reader->position()));
        const QFileInfo folder(settings.folder);
        if (!folder.isDir()) {
            fail(tr("there is no such folder"));
        } else if (!folder.isWritable()) {
            fail(tr("it is not allowed to write there"));
        }
    }

    bool isFailing() const { return m_failing; }
    EventNumber position() const { return m_reader->position(); }
    /// False where there is something to write by now.
    bool sleep() { return m_reader->wakeWhenMore(); }
    /// Where it fails, only when it is time to try again, or for the \a last time.
    void writeAll(bool last = false);
    void lookForRoom();
    /// Says what was not written by now, and never will be.
    void tellRest();

private:
    bool writeBatch(EventNumber end);
    bool openNext();
    bool checkFile();
    void closeFile();
    bool fail(const QString &error);

    Autosave &m_owner;
    const Source &m_source;
    const AutosaveSettings m_settings;
    const QString m_run;
    std::unique_ptr<EventLog::Reader> m_reader;
    EventCursor m_cursor;
    QFile m_file;
    std::uint64_t m_size = 0; // of the file, in whole lines
    QElapsedTimer m_age;
    QElapsedTimer m_sinceCheck;
    QElapsedTimer m_sinceFailure;
    int m_files = 0;
    bool m_failing = false;
    std::uint64_t m_missed = 0; // events given up since it fails
};

void Autosave::Writer::writeAll(bool last)
{
    if (!last && m_failing && m_sinceFailure.elapsed() < retryTime) {
        return;
    }
    const EventNumber end = m_source.log->size(); // what comes meanwhile comes next time
    while (m_reader->position() < end) {
        if (!writeBatch(end)) {
            return;
        }
    }
}

bool Autosave::Writer::writeBatch(EventNumber end)
{
    if (m_file.isOpen() && !checkFile()) {
        return false;
    }
    const auto milliseconds = m_settings.timeLimit.count();
    if (m_file.isOpen() && milliseconds > 0 && m_age.elapsed() >= milliseconds) {
        closeFile();
    }
    QByteArray batch;
    EventNumber number = m_reader->position();
    while (number < end && batch.size() < batchSize) {
        const Event *const event = m_cursor.at(number);
        if (event == nullptr) { // a person has cleared the log
            number = std::clamp(m_source.log->first(), number + 1, end);
            continue;
        }
        const QByteArray line = jsonLine(*event, m_source.tab);
        const std::uint64_t before =
            (m_file.isOpen() ? m_size : 0) + static_cast<std::uint64_t>(batch.size());
        if (m_settings.sizeLimit > 0 && before > 0 &&
            before + static_cast<std::uint64_t>(line.size()) > m_settings.sizeLimit) {
            if (!batch.isEmpty()) {
                break; // the file is full after this
            }
            closeFile();
        }
        batch += line;
        ++number;
    }
    if (!batch.isEmpty()) {
        if (!m_file.isOpen() && !openNext()) {
            return false;
        }
        if (m_file.write(batch) != batch.size()) {
            const QString error = m_file.errorString();
            m_file.resize(static_cast<qint64>(m_size)); // whole lines only
            closeFile();
            return fail(error);
        }
        m_size += static_cast<std::uint64_t>(batch.size());
    }
    m_reader->advance(number);
    if (m_failing) {
        m_failing = false;
        QString text = tr("autosave goes on: %1").arg(m_file.fileName());
        if (m_missed > 0) {
            text += tr("; events that could not be saved: %1").arg(m_missed);
        }
        m_missed = 0;
        Q_EMIT m_owner.told(m_source.tab, text);
    }
    return true;
}

bool Autosave::Writer::openNext()
{
    const QFileInfo folder(m_settings.folder);
    if (!folder.isDir()) {
        return fail(tr("there is no such folder"));
    }
    const QDir directory(m_settings.folder);
    while (m_files < mostFiles) {
        m_file.setFileName(
            directory.absoluteFilePath(QStringLiteral("sockyard-%1-%2-%3.jsonl")
                                           .arg(m_run, nameOf(m_source.tab))
                                           .arg(++m_files, 4, 10, QLatin1Char('0'))));
        if (m_file.open(QIODevice::NewOnly | QIODevice::WriteOnly | QIODevice::Unbuffered,
                        QFileDevice::ReadOwner | QFileDevice::WriteOwner)) {
            m_size = 0;
            m_age.start();
            m_sinceCheck.start();
            Q_EMIT m_owner.begun(m_source.tab, m_file.fileName());
            return true;
        }
        if (!m_file.exists()) {
            --m_files;
            return fail(m_file.errorString());
        }
    }
    return fail(tr("there are too many files of that name"));
}

bool Autosave::Writer::checkFile()
{
    // A file that was removed takes whatever is written, and all of it is gone.
    if (m_sinceCheck.elapsed() < fileCheckTime) {
        return true;
    }
    m_sinceCheck.start();
    if (QFileInfo::exists(m_file.fileName())) {
        return true;
    }
    const QString name = m_file.fileName();
    m_file.close();
    return fail(tr("%1 was removed, and what it held is gone").arg(name));
}

void Autosave::Writer::closeFile()
{
    m_file.close();
    if (m_size == 0) {
        m_file.remove(); // a disk that is full would collect them
        --m_files;
    }
}

bool Autosave::Writer::fail(const QString &error)
{
    m_sinceFailure.start();
    if (!m_failing) {
        m_failing = true;
        Q_EMIT m_owner.failed(m_source.tab,
                              tr("autosave cannot write into %1: %2. It is tried again every %3 s.")
                                  .arg(QDir::toNativeSeparators(m_settings.folder), error)
                                  .arg(retryTime / 1000));
    }
    return false;
}

void Autosave::Writer::lookForRoom()
{
    while (m_failing && !m_source.log->hasRoom()) {
        const EventNumber position = m_reader->position();
        const EventNumber end = m_source.log->size();
        if (position == end) {
            return; // another reader holds it up
        }
        const EventNumber next = position + (end - position + 1) / 2;
        m_missed += next - position;
        m_reader->advance(next);
    }
}

void Autosave::Writer::tellRest()
{
    const std::uint64_t rest = m_missed + (m_source.log->size() - m_reader->position());
    if (m_failing && rest > 0) {
        Q_EMIT m_owner.failed(
            m_source.tab, tr("autosave has ended; events that could not be saved: %1").arg(rest));
    }
}

Autosave::Autosave(std::vector<Source> sources, QObject *parent)
    : QObject(parent)
    , m_sources(std::move(sources))
    , m_thread(QThread::create([this] { run(); }))
{
    m_thread->setObjectName(QStringLiteral("autosave"));
    m_thread->start();
}

Autosave::~Autosave()
{
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
        m_wake.notify_all();
    }
    m_thread->wait();
    delete m_thread;
}

void Autosave::start(const AutosaveSettings &settings)
{
    order(settings);
}

void Autosave::stop()
{
    order(std::nullopt);
}

void Autosave::order(const std::optional<AutosaveSettings> &settings)
{
    if (m_settings == settings) {
        return;
    }
    m_settings = settings;
    const std::lock_guard lock(m_mutex);
    m_orders.push_back(settings);
    m_wake.notify_all();
}

void Autosave::run()
{
    std::vector<std::unique_ptr<Writer>> writers;
    std::vector<EventNumber> done(m_sources.size(), 0); // before these, all is written
    bool ending = false;
    while (!ending) {
        bool idle = true;
        bool failing = false;
        for (const auto &writer : writers) {
            failing = failing || writer->isFailing();
            idle = (writer->isFailing() || writer->sleep()) && idle;
        }
        const bool crowded = std::any_of(m_sources.begin(), m_sources.end(),
                                         [](const Source &its) { return !its.log->hasRoom(); });
        std::optional<std::optional<AutosaveSettings>> order;
        {
            std::unique_lock lock(m_mutex);
            const auto called = [this] { return !m_orders.empty() || m_ending; };
            const auto woken = [this, called] { return m_more || called(); };
            if (idle && failing) {
                m_wake.wait_for(lock, lookTime, woken);
            } else if (idle) {
                m_wake.wait(lock, woken);
            }
            if (!crowded) {
                m_wake.wait_for(lock, gatherTime, called);
            }
            m_more = false;
            if (!m_orders.empty()) {
                order = std::move(m_orders.front());
                m_orders.pop_front();
            }
            ending = m_ending && m_orders.empty();
        }
        const bool last = order && !*order;
        for (const auto &writer : writers) {
            writer->writeAll(last);
            writer->lookForRoom();
            if (last) {
                writer->tellRest();
            }
        }
        if (!order) {
            continue;
        }
        for (std::size_t index = 0; index < writers.size(); ++index) {
            done[index] = writers[index]->position();
        }
        writers.clear();
        if (last) {
            Q_EMIT stopped();
            continue;
        }
        const QString now =
            QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd-HHmmss"));
        for (std::size_t index = 0; index < m_sources.size(); ++index) {
            writers.push_back(
                std::make_unique<Writer>(*this, m_sources[index], **order, now, done[index]));
        }
    }
    // What was started a moment ago has not written anything yet.
    for (const auto &writer : writers) {
        writer->writeAll(true);
    }
}

} // namespace sockyard
