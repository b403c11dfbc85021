#include "netcore/query/eventset.h"
#include "netcore/query/filterjob.h"
#include "tests/support/modeltexts.h"

#include <QDir>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <numeric>
#include <string>

using namespace sockyard;
using namespace sockyard::test;

namespace
{

constexpr std::size_t block = 64U * 1024;
const EventLog::Limits small = {.memory = 8 * block, .block = block};

Filter filterOf(const char *expression)
{
    return Filter::parse(QString::fromUtf8(expression)).value();
}

} // namespace

class TestFilterJob : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void findsAllThatMatchInTheirOrder();
    void showsTheFirstScreenFirst();
    void goesOnWithWhatArrives();
    void goesOnWithWhatArrivesWhileItRuns();
    void stopsWhereTheLogEnds();
    void forgetsTheOldFilterWhenAnotherOneComes();
    void tellsNothingOnceItIsStopped();
    void canBeStartedAgainWhileItTells();
    void survivesEventsThatAreDropped();
    void survivesALogThatIsCleared();
    void goesOnBehindWhatCannotBeReadBack();
    void isSoonGoneWithASlowExpressionUnderWay();
    void saysOnHowManyEventsItGaveUp();
    void looksThroughManyEvents();

private:
    void append(int count, std::size_t size = 10);
    std::vector<EventNumber> everyThird(EventNumber from, EventNumber end) const;

    std::shared_ptr<EventLog> m_log;
    std::unique_ptr<FilterJob> m_job;
    std::vector<EventNumber> m_found;
    std::vector<std::size_t> m_batches;
    EventNumber m_lookedUpTo = 0;
};

void TestFilterJob::init()
{
    m_log = std::make_shared<EventLog>();
    m_job = std::make_unique<FilterJob>();
    m_found.clear();
    m_batches.clear();
    m_lookedUpTo = 0;
    connect(m_job.get(), &FilterJob::matched, this,
            [this](const std::vector<EventNumber> &numbers, EventNumber lookedUpTo) {
                QVERIFY(lookedUpTo >= m_lookedUpTo);
                QVERIFY(numbers.empty() || numbers.back() < lookedUpTo);
                m_found.insert(m_found.end(), numbers.begin(), numbers.end());
                m_batches.push_back(numbers.size());
                m_lookedUpTo = lookedUpTo;
            });
}

void TestFilterJob::cleanup()
{
    m_job.reset();
    m_log.reset();
}

// Every third is received.
void TestFilterJob::append(int count, std::size_t size)
{
    const std::string payload(size, 'x');
    for (int i = 0; i < count; ++i) {
        const bool received = m_log->size() % 3 == 0;
        m_log->append({.kind = received ? EventKind::Received : EventKind::Sent,
                       .connection = m_log->size() % 5,
                       .bytes = size,
                       .payload = viewOf(payload)});
    }
}

std::vector<EventNumber> TestFilterJob::everyThird(EventNumber from, EventNumber end) const
{
    std::vector<EventNumber> numbers;
    for (EventNumber number = (from + 2) / 3 * 3; number < end; number += 3) {
        numbers.push_back(number);
    }
    return numbers;
}

void TestFilterJob::findsAllThatMatchInTheirOrder()
{
    append(100'000);
    QSignalSpy caughtUp(m_job.get(), &FilterJob::caughtUp);
    m_job->start(m_log, filterOf("received"), m_log->size());
    QVERIFY(m_job->isRunning());
    QTRY_COMPARE(caughtUp.count(), 1);
    QVERIFY(!m_job->isRunning());
    QCOMPARE(m_lookedUpTo, EventNumber(100'000));
    QVERIFY(m_found == everyThird(0, 100'000));
}

void TestFilterJob::showsTheFirstScreenFirst()
{
    append(100'000);
    m_job->start(m_log, filterOf("received"), m_log->size());
    QTRY_VERIFY(!m_job->isRunning());
    QVERIFY(m_batches.front() > 0);
    QVERIFY(m_batches.front() <= 200);
    QVERIFY(m_batches.size() < 100);
}

void TestFilterJob::goesOnWithWhatArrives()
{
    m_job->start(m_log, filterOf("received"), 0);
    QVERIFY(!m_job->isRunning());
    for (int turn = 1; turn <= 5; ++turn) {
        append(100);
        m_job->extendTo(m_log->size());
        QTRY_COMPARE(m_lookedUpTo, m_log->size());
        QVERIFY(m_found == everyThird(0, m_log->size()));
    }
    const auto batches = m_batches.size();
    m_job->extendTo(m_log->size());
    m_job->extendTo(3);
    QVERIFY(!m_job->isRunning());
    QCOMPARE(m_batches.size(), batches);
}

void TestFilterJob::goesOnWithWhatArrivesWhileItRuns()
{
    append(50'000);
    m_job->start(m_log, filterOf("received"), m_log->size());
    for (int turn = 0; turn < 50; ++turn) {
        append(1000);
        m_job->extendTo(m_log->size());
        QCoreApplication::sendPostedEvents();
    }
    QTRY_COMPARE(m_lookedUpTo, m_log->size());
    QVERIFY(m_found == everyThird(0, m_log->size()));
}

void TestFilterJob::stopsWhereTheLogEnds()
{
    append(10);
    m_job->start(m_log, filterOf("received"), 1000);
    QTRY_VERIFY(!m_job->isRunning());
    QCOMPARE(m_lookedUpTo, EventNumber(10));
    append(10);
    m_job->extendTo(20);
    QTRY_COMPARE(m_lookedUpTo, EventNumber(20));
    QVERIFY(m_found == everyThird(0, 20));
}

void TestFilterJob::forgetsTheOldFilterWhenAnotherOneComes()
{
    append(300'000);
    for (int turn = 0; turn < 20; ++turn) {
        m_job->start(m_log, filterOf("sent"), m_log->size());
        QCoreApplication::sendPostedEvents();
    }
    m_found.clear();
    m_lookedUpTo = 0;
    m_job->start(m_log, filterOf("received"), m_log->size());
    QTRY_VERIFY(!m_job->isRunning());
    QVERIFY(m_found == everyThird(0, m_log->size()));
}

void TestFilterJob::tellsNothingOnceItIsStopped()
{
    append(100'000);
    QSignalSpy matched(m_job.get(), &FilterJob::matched);
    QSignalSpy caughtUp(m_job.get(), &FilterJob::caughtUp);
    m_job->start(m_log, filterOf("received"), m_log->size());
    m_job->stop();
    QVERIFY(!m_job->isRunning());
    m_job->extendTo(m_log->size());
    // Another job's whole life passes, and with it whatever the first might have told.
    FilterJob other;
    QSignalSpy done(&other, &FilterJob::caughtUp);
    other.start(m_log, filterOf("received"), m_log->size());
    QTRY_COMPARE(done.count(), 1);
    QCOMPARE(matched.count(), 0);
    QCOMPARE(caughtUp.count(), 0);
}

void TestFilterJob::canBeStartedAgainWhileItTells()
{
    append(100'000);
    FilterJob job;
    int starts = 0;
    std::vector<EventNumber> found;
    connect(&job, &FilterJob::matched, this, [&](const std::vector<EventNumber> &numbers) {
        if (starts < 5) {
            ++starts;
            found.clear();
            job.start(m_log, filterOf("received"), m_log->size());
            return;
        }
        found.insert(found.end(), numbers.begin(), numbers.end());
    });
    QSignalSpy caughtUp(&job, &FilterJob::caughtUp);
    job.start(m_log, filterOf("sent"), m_log->size());
    QTRY_COMPARE(caughtUp.count(), 1);
    QCOMPARE(starts, 5);
    QVERIFY(found == everyThird(0, m_log->size()));
}

void TestFilterJob::survivesEventsThatAreDropped()
{
    m_log = std::make_shared<EventLog>(small);
    append(2000, 100);
    const auto expected = filterOf("received");
    m_job->start(m_log, expected, m_log->size());
    EventSet set;
    for (int turn = 0; turn < 200; ++turn) {
        append(200, 500); // the bound is passed many times
        m_job->extendTo(m_log->size());
        QCoreApplication::sendPostedEvents();
    }
    QVERIFY(m_log->first() > 2000);
    QTRY_COMPARE(m_lookedUpTo, m_log->size());
    for (const EventNumber number : m_found) {
        if (set.isEmpty() || number > set.last()) {
            set.append(number);
        }
    }
    QCOMPARE(set.size(), std::uint64_t(m_found.size())); // ascending, none twice
    set.dropBefore(m_log->first());
    QCOMPARE(set.size(), std::uint64_t(everyThird(m_log->first(), m_log->size()).size()));
}

void TestFilterJob::goesOnBehindWhatCannotBeReadBack()
{
    constexpr int events = 5000;
    m_log = std::make_shared<EventLog>(EventLog::Limits{.memory = 1000 * block, .block = block});
    append(events, 100);
    const auto full = static_cast<qint64>(m_log->memory() - block); // of segments
    const QTemporaryDir folder;
    m_log = std::make_shared<EventLog>(EventLog::Limits{.memory = 2 * block,
                                                        .block = block,
                                                        .leaveFree = 0,
                                                        .folder = folder.path().toStdString()});
    append(events, 100);
    const auto sizeOfFile = [&folder] {
        const auto files = QDir(folder.path()).entryInfoList(QDir::Files);
        return files.isEmpty() ? 0 : files.front().size();
    };
    QTRY_COMPARE(sizeOfFile(), full); // all of it is written
    const QString file = QDir(folder.path()).entryInfoList(QDir::Files).front().filePath();
    QVERIFY(QFile::resize(file, 4 * qint64(block))); // somebody cut it

    m_job->start(m_log, filterOf("received"), m_log->size());
    QTRY_COMPARE(m_lookedUpTo, m_log->size());
    QVERIFY(m_found.size() > 4 * 100);
    QVERIFY(m_found.size() < everyThird(0, events).size());
    QVERIFY(m_found.back() >= events - 3); // memory has it
}

void TestFilterJob::survivesALogThatIsCleared()
{
    append(200'000);
    m_job->start(m_log, filterOf("received"), m_log->size());
    QTRY_VERIFY(!m_found.empty());
    m_log->clear();
    append(3000);
    m_job->extendTo(m_log->size());
    QTRY_COMPARE(m_lookedUpTo, m_log->size());
    std::erase_if(m_found, [this](EventNumber number) { return number < m_log->first(); });
    QVERIFY(m_found == everyThird(m_log->first(), m_log->size()));
}

void TestFilterJob::isSoonGoneWithASlowExpressionUnderWay()
{
    for (int i = 0; i < 100; ++i) {
        const std::string payload = std::string(500'000, 'a') + '!';
        m_log->append({.kind = EventKind::Received, .payload = viewOf(payload)});
    }
    m_job->start(m_log, filterOf("text matches /(a+)+$/ or text matches /(a|aa)*[bc]/"),
                 m_log->size());
    QTRY_VERIFY(m_lookedUpTo > 0);
    QVERIFY(m_job->isRunning());
    m_job.reset(); // the test ends long before all events were looked at
}

void TestFilterJob::saysOnHowManyEventsItGaveUp()
{
    const std::string payload = std::string(100'000, 'a') + '!';
    for (int i = 0; i < 3; ++i) {
        m_log->append({.kind = EventKind::Received, .payload = viewOf(payload)});
    }
    append(10);
    m_job->start(m_log, filterOf("text matches /(a+)+$/"), m_log->size());
    QTRY_VERIFY(!m_job->isRunning());
    QCOMPARE(m_job->gaveUp(), std::uint64_t(3));
    m_job->start(m_log, filterOf("received"), m_log->size());
    QCOMPARE(m_job->gaveUp(), std::uint64_t(0));
}

// A figure for whoever looks; SOCKYARD_EVENTS says how many events it is made of.
void TestFilterJob::looksThroughManyEvents()
{
    bool given = false;
    const int wanted = qEnvironmentVariableIntValue("SOCKYARD_EVENTS", &given);
    const int count = given ? wanted : 200'000;
    m_log = std::make_shared<EventLog>(
        EventLog::Limits{.memory = std::size_t(8) << 30, .block = 1024U * 1024});
    append(count, 16);
    for (const char *const expression : {"connection == 3 and received and size > 3", "received",
                                         "not connection == 7", "text contains xyz"}) {
        m_found.clear();
        m_batches.clear();
        m_lookedUpTo = 0;
        QElapsedTimer timer;
        timer.start();
        qint64 first = -1;
        const auto told = connect(m_job.get(), &FilterJob::matched, this,
                                  [&] { first = first < 0 ? timer.elapsed() : first; });
        m_job->start(m_log, filterOf(expression), m_log->size());
        QTRY_VERIFY_WITH_TIMEOUT(!m_job->isRunning(), 60'000);
        disconnect(told);
        qInfo("%s: %d events, %zu let through, first after %lld ms, all after %lld ms, %zu batches",
              expression, count, m_found.size(), first, timer.elapsed(), m_batches.size());
        QCOMPARE(m_lookedUpTo, EventNumber(count));
    }
}

QTEST_GUILESS_MAIN(TestFilterJob)

#include "tst_filterjob.moc"
