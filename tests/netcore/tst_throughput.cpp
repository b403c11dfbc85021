#include "netcore/projections/throughput.h"

#include <QTest>

#include <limits>
#include <string>

using namespace sockyard;

namespace
{

constexpr std::int64_t second = 1000000000;

/// A log whose events happen when a test says so, folded as it grows.
class Story
{
public:
    explicit Story(std::size_t most = 100)
        : m_throughput(most)
    {
    }

    const Throughput &operator*() const { return m_throughput; }
    const Throughput *operator->() const { return &m_throughput; }
    Throughput *operator->() { return &m_throughput; }

    void tell(std::int64_t elapsed, EventKind kind, std::uint64_t bytes = 0)
    {
        m_log.append({.kind = kind, .bytes = bytes, .moment = Moment{0, elapsed}});
        m_throughput.apply(m_log.at(m_log.size() - 1).value());
    }
    /// Bytes received in each second, as one line.
    QString received() const
    {
        QStringList bytes;
        for (const Throughput::Second &each : m_throughput.seconds()) {
            bytes.append(QString::number(each.bytesReceived));
        }
        return bytes.join(u' ');
    }

private:
    EventLog m_log;
    Throughput m_throughput;
};

} // namespace

class TestThroughput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasNothingAtFirst();
    void countsBytesAndEventsOfEachSecond();
    void changesTheSecondAtItsBorder();
    void showsSecondsInWhichNothingHappened();
    void knowsWhichEventCameFirst();
    void knowsWhenASecondBegan();
    void keepsNoMoreThanItWasTold();
    void beginsAgainAfterALongPause();
    void countsEventsThatAreToldLateInTheLastSecond();
    void survivesImpossibleTimes();
    void forgetsEverything();
};

void TestThroughput::hasNothingAtFirst()
{
    const Story story;
    QVERIFY(story->seconds().empty());
}

void TestThroughput::countsBytesAndEventsOfEachSecond()
{
    Story story;
    story.tell(0, EventKind::Accepted);
    story.tell(1, EventKind::Received, 100);
    story.tell(2, EventKind::Received, 20);
    story.tell(3, EventKind::Sent, 7);
    story.tell(4, EventKind::Discarded, 1000);
    QCOMPARE(story->seconds().size(), std::size_t(1));
    const Throughput::Second &only = story->seconds().front();
    QCOMPARE(only.bytesReceived, std::uint64_t(120));
    QCOMPARE(only.bytesSent, std::uint64_t(7)); // what was discarded never left
    QCOMPARE(only.received, std::uint64_t(2));
    QCOMPARE(only.sent, std::uint64_t(1));
    QCOMPARE(only.events, std::uint64_t(5));
}

void TestThroughput::changesTheSecondAtItsBorder()
{
    Story story;
    story.tell(second - 1, EventKind::Received, 1);
    story.tell(second, EventKind::Received, 2);
    story.tell(2 * second - 1, EventKind::Received, 3);
    story.tell(2 * second, EventKind::Received, 4);
    QCOMPARE(story.received(), QStringLiteral("1 5 4"));
}

void TestThroughput::showsSecondsInWhichNothingHappened()
{
    Story story;
    story.tell(7 * second, EventKind::Received, 1);
    story.tell(10 * second, EventKind::Received, 2);
    QCOMPARE(story.received(), QStringLiteral("1 0 0 2"));
}

void TestThroughput::knowsWhichEventCameFirst()
{
    Story story;
    story.tell(0, EventKind::Created);
    story.tell(1, EventKind::Bound);
    story.tell(3 * second, EventKind::Accepted);
    story.tell(3 * second + 1, EventKind::Received, 5);
    QCOMPARE(story->seconds().at(0).first, EventNumber(0));
    QCOMPARE(story->seconds().at(1).first, EventNumber(2)); // what happened next
    QCOMPARE(story->seconds().at(2).first, EventNumber(2));
    QCOMPARE(story->seconds().at(3).first, EventNumber(2));
}

void TestThroughput::knowsWhenASecondBegan()
{
    Story story(3);
    for (int number = 5; number < 12; ++number) {
        story.tell(number * second + second / 2, EventKind::Received, 1);
    }
    QCOMPARE(story->seconds().size(), std::size_t(3));
    QCOMPARE(story->beginOf(0), std::int64_t(9));
    QCOMPARE(story->beginOf(2), std::int64_t(11));
}

void TestThroughput::keepsNoMoreThanItWasTold()
{
    Story story(3);
    for (int number = 0; number < 100; ++number) {
        story.tell(number * second, EventKind::Received, static_cast<std::uint64_t>(number));
        QVERIFY(story->seconds().size() <= 3);
    }
    QCOMPARE(story.received(), QStringLiteral("97 98 99"));
    story.tell(101 * second, EventKind::Received, 101);
    QCOMPARE(story.received(), QStringLiteral("99 0 101"));
    Story one(0);
    one.tell(0, EventKind::Received, 1);
    one.tell(second, EventKind::Received, 2);
    QCOMPARE(one.received(), QStringLiteral("2"));
}

void TestThroughput::beginsAgainAfterALongPause()
{
    Story story(10);
    story.tell(0, EventKind::Received, 1);
    story.tell(9 * second, EventKind::Received, 2);
    QCOMPARE(story->seconds().size(), std::size_t(10));
    story.tell(19 * second, EventKind::Received, 3);
    QCOMPARE(story.received(), QStringLiteral("3"));
    QCOMPARE(story->beginOf(0), std::int64_t(19));
    // However long: it walks through no more seconds than it keeps.
    story.tell(std::int64_t(3600) * 24 * 365 * second, EventKind::Received, 4);
    QCOMPARE(story.received(), QStringLiteral("4"));
}

void TestThroughput::countsEventsThatAreToldLateInTheLastSecond()
{
    Story story;
    story.tell(5 * second, EventKind::Received, 1);
    story.tell(2 * second, EventKind::Received, 2);
    story.tell(-second, EventKind::Received, 4);
    QCOMPARE(story.received(), QStringLiteral("7"));
}

void TestThroughput::survivesImpossibleTimes()
{
    // A saved log may say anything.
    Story story;
    story.tell(std::numeric_limits<std::int64_t>::min(), EventKind::Received, 1);
    QCOMPARE(story->beginOf(0), std::int64_t(0));
    story.tell(std::numeric_limits<std::int64_t>::max(), EventKind::Received, 2);
    story.tell(std::numeric_limits<std::int64_t>::max(), EventKind::Received, 3);
    QCOMPARE(story.received(), QStringLiteral("5"));
    story.tell(std::numeric_limits<std::int64_t>::min(), EventKind::Received, 4);
    QCOMPARE(story.received(), QStringLiteral("9"));
}

void TestThroughput::forgetsEverything()
{
    Story story;
    story.tell(5 * second, EventKind::Received, 1);
    story->clear();
    QVERIFY(story->seconds().empty());
    story.tell(3 * second, EventKind::Received, 2);
    QCOMPARE(story.received(), QStringLiteral("2"));
    QCOMPARE(story->beginOf(0), std::int64_t(3));
}

QTEST_GUILESS_MAIN(TestThroughput)
#include "tst_throughput.moc"
